"""A disk without room: nothing new is begun, what is in hand is finished, and business goes on when there is room.

A limit on the size of files keeps the reserve from being put by, as a full disk does, and needs no rights.
"""

import resource
from contextlib import contextmanager
from time import sleep

from countertop.runtime.groups import REFILL_PAUSE
from countertop.runtime.parties import STORE
from countertop.storage.sqlite import SqliteStore
from countertop.terminal import SCHEMA
from countertop.terminal.tables import OWED
from tests.end_to_end.processes import address_of, found, run, sale, up
from tests.end_to_end.test_faults import until_nothing_is_owed
from tests.faulty_proxy import FaultyProxy

SMALL = 4 << 20


@contextmanager
def small_files():
    """Let programs started meanwhile write no file larger than half a reserve; the store of a test is far smaller."""
    before, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (before, most))


def make_room(process):
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (most, most))


def test_without_room_what_is_owed_is_finished_and_nothing_new_is_begun_until_there_is_room(tmp_path):
    data = tmp_path / "data"
    found(data)
    with FaultyProxy(address_of(data / "acquirer", "terminals")) as proxy:
        host, port = proxy.address
        quick = [
            f"routes.ethernet={host}:{port}",
            "settings.links=ethernet",
            "settings.reversal_tries=1",
            "settings.reversal_cadence=200ms",
        ]
        flags = [word for setting in quick for word in ("--set", f"terminal.{setting}")]
        with up(data, *flags) as serving:
            assert sale(data).status == 0
            proxy.fault = "lose-request"
            assert sale(data).status == 11
            serving.kill()
        assert terminal_owes(data)
        reserve = next((data / "terminal").glob("*.reserve"))
        reserve.unlink()
        proxy.fault = ""
        with small_files():
            serving = up(data, *flags, loaded=False)
        with serving:
            until_nothing_is_owed(data)
            refused = sale(data, "12.50", "--json")
            assert refused.status == 12, refused
            assert [shown["message"] for shown in refused.json["screen"]] == ["screen.disk_full", "advice.free_space"]
            assert "no room on the disk" in run("status", "--language", "en", data=data).out
            make_room(serving.process)
            sleep(REFILL_PAUSE)  # the store looked for room a moment ago
            again = sale(data)
            assert again.status == 0, again
            assert reserve.stat().st_size > SMALL
            assert "no room on the disk" not in run("status", "--language", "en", data=data).out
    assert run("audit", data=data).status == 0


def terminal_owes(data):
    """Tell from its books whether the terminal owes a reversal, while it does not run."""
    store = SqliteStore.open_read_only(data / "terminal" / STORE, SCHEMA)
    try:
        return list(store.read(OWED, ("80000101", "reversal_owed"))) != []
    finally:
        store.close()

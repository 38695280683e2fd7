"""Each process killed in the middle of a load, one after the other: after healing nothing is lost, double or owed."""

import sqlite3
import subprocess
from contextlib import ExitStack, closing
from time import monotonic, sleep

from countertop.audit import audit
from countertop.demo.founding import FLEET
from countertop.load.chain import behind_the_counter, linked
from countertop.load.run import prepare
from countertop.runtime.parties import STORE, read_party, schema_of
from countertop.storage.sqlite import SqliteStore
from tests.end_to_end.processes import PATIENCE, PROGRAM, Serving, environment, run

TERMINALS = 4
RATE = 40
IN_THE_MIDDLE = 25
"""Sales that have begun since the last blow when the next one falls."""

SHORT = {
    "acquirer": ("settings.answer_timeout=3s", "settings.quick_reversal_cadence=500ms", "settings.longest_redial=1s"),
    "switch": ("settings.answer_timeout=2s", "settings.quick_reversal_cadence=500ms"),
    "issuer": ("settings.longest_redial=1s",),
}


class Chain:
    """Acquirer, switch and banks, each a process that can be killed."""

    def __init__(self, house):
        self.house = house
        self.directories = {directory.name: directory for directory in behind_the_counter(house)}
        self.serving = {}

    def __enter__(self):
        for party in self.directories:
            self.start(party)
        for serving in self.serving.values():
            serving.ready()
        linked(self.house)
        return self

    def __exit__(self, *_):
        for serving in self.serving.values():
            serving.stop()

    def start(self, party):
        kind = party.partition("-")[0]
        flags = [word for setting in SHORT[kind] for word in ("--set", setting)]
        self.serving[party] = Serving(kind, "--data", self.directories[party], *flags)

    def kill(self, party):
        """Pull one plug, and put it in again."""
        self.serving[party].kill()
        self.start(party)
        self.serving[party].ready()

    @property
    def begun(self):
        """How many sales the acquirer has heard of."""
        with closing(sqlite3.connect(f"file:{self.directories['acquirer'] / STORE}?mode=ro", uri=True)) as book:
            return book.execute("SELECT count(*) FROM attempt").fetchone()[0]

    def until_in_the_middle(self, load):
        goal, began = self.begun + IN_THE_MIDDLE, monotonic()
        while self.begun < goal:
            assert load.poll() is None, load.communicate()
            assert monotonic() - began < PATIENCE
            sleep(0.01)


def load(house, seconds, *more):
    command = ["load", "--join", "--data", house, "--rate", RATE, "--terminals", TERMINALS, "--seconds", seconds, *more]
    return [str(word) for word in command]


def findings(house):
    """Return what is wrong in the books of all parties, the fleet's among them, once everything stands still."""
    with ExitStack() as stack:
        books = {}
        for directory in (*behind_the_counter(house), house / FLEET):
            schema = schema_of(read_party(directory, {}, {}).kind.name)
            books[directory.name] = SqliteStore.open_read_only(directory / STORE, schema)
            stack.callback(books[directory.name].close)
        return audit(books, at_rest=True)


def test_every_process_may_be_killed_in_the_middle(tmp_path):
    house = tmp_path / "house"
    prepare(house, TERMINALS)
    with Chain(house) as chain:
        selling = subprocess.Popen(
            [*PROGRAM, *load(house, 60)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, env=environment(),
        )  # fmt: skip
        try:
            for victim in ("acquirer", "switch", "issuer-east"):
                chain.until_in_the_middle(selling)
                chain.kill(victim)
                linked(house)
            chain.until_in_the_middle(selling)
        finally:
            selling.kill()  # the last of them: the terminals themselves
            selling.communicate()
        healed = run(*load(house, 1, "--json"))
        assert healed.json["owing"] == 0, healed
        assert healed.json["unknown"] == 0, healed
        assert healed.json["right"] > 0, healed
        until_nothing_is_owed(house)
        assert chain.begun > 4 * IN_THE_MIDDLE
    assert findings(house) == []


def until_nothing_is_owed(house):
    began = monotonic()
    while True:
        parties = run("status", "--json", data=house).json["parties"]
        owed = [parties["acquirer"]["status"]["owed"], parties["switch"]["status"]["obligations"]]
        if not any(owed):
            return
        assert monotonic() - began < PATIENCE, owed
        sleep(0.2)

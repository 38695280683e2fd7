"""A party gets the committer that suits its kind and its company, or the one that its configuration names."""

import asyncio
from types import SimpleNamespace

import pytest

from countertop.hsm import CHEAPEST_PASSWORDS
from countertop.runtime.committer import Committer
from countertop.runtime.founding import found_house
from countertop.runtime.loop_committer import LoopCommitter
from countertop.runtime.parties import open_party
from countertop.runtime.process_committer import ProcessCommitter


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    directory = tmp_path_factory.mktemp("parties") / "house"
    found_house(directory, 0, password_cost=CHEAPEST_PASSWORDS)
    return directory


@pytest.mark.parametrize(
    ("party", "alone", "flags", "kind"),
    [
        ("acquirer", True, {}, ProcessCommitter),
        ("switch", True, {}, LoopCommitter),
        ("issuer-east", True, {}, LoopCommitter),
        ("terminal", True, {}, LoopCommitter),
        ("acquirer", False, {}, Committer),
        ("switch", False, {}, Committer),
        ("acquirer", True, {"store.writer": "loop"}, LoopCommitter),
        ("acquirer", False, {"store.writer": "process"}, ProcessCommitter),
        ("terminal", True, {"store.writer": "thread"}, Committer),
    ],
)
def test_who_writes_for_a_party(house, party, alone, flags, kind):
    async def open_and_close():
        loop = asyncio.get_running_loop()
        opened, log = open_party(house / party, {}, flags, alone=alone)
        committer = opened.open_committer(SimpleNamespace(loop=loop, answered=None, resume_all=None))
        await loop.run_in_executor(None, committer.close)
        log.close()
        return type(committer)

    assert asyncio.run(open_and_close()) is kind

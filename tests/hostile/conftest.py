"""A running house with a fleet, whose terminals' keys are in bad hands."""

import json
from contextlib import contextmanager

import pytest

from countertop.load.cards import cards_of
from countertop.load.run import CARDS_PER_TERMINAL, prepare
from countertop.runtime.desk_client import DeskClient
from countertop.runtime.parties import LOG, read_party
from tests.end_to_end.processes import run, sale, up
from tests.hostile.thief import Thief

TERMINALS = 3


class House:
    """The house, seen from outside."""

    def __init__(self, data, serving):
        self.data = data
        self.serving = serving
        self.cards = list(cards_of(TERMINALS * CARDS_PER_TERMINAL).values())
        listeners = read_party(data / "acquirer", {}, {}).listeners
        (self.counter,) = (entry.address for entry in listeners if entry.role == "terminals")
        (self.members,) = (entry.address for entry in read_party(data / "switch", {}, {}).listeners)

    def thief(self, place=0):
        return Thief(self.data, self.counter, place)

    def noted(self, party):
        """Return what a party's log says."""
        return [json.loads(line) for line in (self.data / party / LOG).read_text("utf-8").splitlines()]

    @contextmanager
    def notes(self, party, *messages):
        """Expect a party to note these by the end of the block; what comes too often is counted, not written."""
        before = {message: self.count(party, message) for message in messages}
        yield
        for message in messages:
            assert self.count(party, message) > before[message], message
            assert any(note["message"] == message for note in self.noted(party))

    def count(self, party, message):
        """Return how often a party has noted something, written or not."""
        with DeskClient(self.data / party) as desk:
            return desk.request("health")[1]["notes"].get(message, 0)

    def still_works(self):
        """A normal sale at the counter, and books that agree."""
        done = sale(self.data, "1.00")
        assert done.status == 0, done
        audit = run("audit", "--language", "en", data=self.data)
        assert audit.status == 0, audit


@pytest.fixture(scope="module")
def house(request, tmp_path_factory):
    """The house, with the settings that a module asks for in `SETTINGS`."""
    data = tmp_path_factory.mktemp("hostile") / "data"
    prepare(data, TERMINALS)
    settings = getattr(request.module, "SETTINGS", ())
    with up(data, *(word for setting in settings for word in ("--set", setting))) as serving:
        yield House(data, serving)
    assert serving.process.returncode == 0, serving.text

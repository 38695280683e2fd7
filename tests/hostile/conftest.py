"""A running house with a fleet, whose terminals' keys are in bad hands."""

import json
from contextlib import contextmanager

import pytest

from countertop.load.cards import cards_of
from countertop.load.run import CARDS_PER_TERMINAL, prepare
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
        (self.counter,) = (entry.address for entry in read_party(data / "acquirer", {}, {}).listeners)
        (self.members,) = (entry.address for entry in read_party(data / "switch", {}, {}).listeners)

    def thief(self, place=0):
        return Thief(self.data, self.counter, place)

    def noted(self, party):
        """Return what a party's log says."""
        return [json.loads(line) for line in (self.data / party / LOG).read_text("utf-8").splitlines()]

    @contextmanager
    def notes(self, party, *messages):
        """Expect these messages, and maybe others, in a party's log by the end of the block."""
        before = len(self.noted(party))
        yield
        said = [note["message"] for note in self.noted(party)[before:]]
        assert set(messages) <= set(said), said

    def counted(self, party, what):
        """Return how many lines a party has closed for a reason."""
        health = run("status", "--json", data=self.data).json["parties"][party]["health"]
        return health["line_counters"].get(what, 0)

    def still_works(self):
        """A normal sale at the counter, and books that agree."""
        done = sale(self.data, "1.00")
        assert done.status == 0, done
        audit = run("audit", "--language", "en", data=self.data)
        assert audit.status == 0, audit


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    data = tmp_path_factory.mktemp("hostile") / "data"
    prepare(data, TERMINALS)
    with up(data) as serving:
        yield House(data, serving)
    assert serving.process.returncode == 0, serving.text

"""What is prepared at the console lapses, and what nobody knows the end of is said to be so."""

import asyncio

from countertop.values import MINUTE
from countertop.web.accounts.roles import Person
from countertop.web.acquirer.desks import NotDone
from countertop.web.acquirer.doing import PATIENCE, Doing
from countertop.words import Language

OFFICER, SECOND = (Person(name, "acquirer-key-officer", None) for name in ("Li Na", "Wang Wei"))
MISSPELT = Person("li  NA", "acquirer-key-officer", None)


class Host:
    def __init__(self, fault=None):
        self.fault = fault
        self.asked = []

    async def ask(self, party, verb, arguments):
        self.asked.append((party, verb, arguments))
        if self.fault is not None:
            raise self.fault
        return {"number": 1, "state": "open"}


class Bench:
    """What is under way, with a clock that the test sets."""

    def __init__(self, fault=None):
        self.now = 1_000_000
        self.host = Host(fault)
        self.doing = Doing(self.host, lambda: self.now)
        self.noted = []

    async def note(self, what, about):
        self.noted.append((what, about))

    def sure(self, deed, values, person=OFFICER):
        asked = self.doing.prepare(deed, values, person)
        return asked, asyncio.run(self.doing.be_sure(asked, person, self.note))


def test_an_outcome_that_nobody_knows_is_not_called_a_failure():
    bench = Bench(NotDone("desk.lost", {"party": "acquirer"}, status=13, is_unknown=True))
    _, done = bench.sure("sign-off", {})
    assert done.state == "unknown"
    assert "nobody knows" in done.said(Language.ENGLISH)
    assert [what for what, _ in bench.noted] == ["unknown-sign-off"]


def test_what_waits_lapses_after_half_an_hour():
    bench = Bench()
    asked, done = bench.sure("new-master-key", {"terminal_id": "80000101"})
    assert done.state == "waiting"
    assert bench.host.asked == []
    bench.now += PATIENCE
    assert bench.doing.waiting(SECOND) == [asked]
    bench.now += MINUTE
    assert bench.doing.waiting(SECOND) == []
    assert bench.doing.find(asked.token) is None


def test_another_spelling_is_not_another_person():
    bench = Bench()
    asked, _ = bench.sure("new-master-key", {"terminal_id": "80000101"})
    assert asyncio.run(bench.doing.agree(asked, MISSPELT, bench.note)).state == "refused"
    assert bench.host.asked == []
    assert asyncio.run(bench.doing.agree(asked, SECOND, bench.note)).state == "done"
    ((party, verb, arguments),) = bench.host.asked
    assert (party, verb, arguments["by"], arguments["command"]) == ("acquirer", "command", "Li Na", "master-key")
    assert bench.noted[-1] == ("new-master-key", "terminal_id=80000101 (Li Na + Wang Wei)")


def test_only_so_much_is_remembered():
    bench = Bench()
    first = bench.doing.prepare("sign-off", {}, OFFICER)
    for _ in range(1000):
        bench.doing.prepare("sign-off", {}, OFFICER)
    assert bench.doing.find(first.token) is None


def test_a_move_that_the_host_wants_two_for_is_finished_by_the_second():
    class Proposing(Host):
        async def ask(self, party, verb, arguments):
            await super().ask(party, verb, arguments)
            return {"number": 4, "state": "proposed" if verb == "relocate" else "moved"}

    bench = Bench()
    bench.host = Proposing()
    bench.doing = Doing(bench.host, lambda: bench.now)
    place = {"terminal_id": "80000101", "address": "Road 2", "position": "+31230416+121473701", "reason": "moved"}
    asked, _ = bench.sure("relocate", place)
    asyncio.run(bench.doing.agree(asked, SECOND, bench.note))
    assert [(verb, arguments["by"]) for _, verb, arguments in bench.host.asked] == [
        ("relocate", "Li Na"),
        ("approve-relocation", "Wang Wei"),
    ]

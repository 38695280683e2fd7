"""What is prepared at the console lapses, and what nobody knows the end of is said to be so."""

import asyncio
import sqlite3
from dataclasses import replace

import pytest
from argon2 import PasswordHasher

from countertop.values import MINUTE
from countertop.web.accounts import passwords
from countertop.web.accounts.approvals import Approvals
from countertop.web.accounts.console import Visit
from countertop.web.accounts.register import Register
from countertop.web.accounts.roles import Person
from countertop.web.accounts.store import Store
from countertop.web.acquirer.deeds import DEEDS
from countertop.web.acquirer.desks import NotDone
from countertop.web.acquirer.doing import MOST_WAITING, PATIENCE, WAITING, Doing
from countertop.web.acquirer.fields import Field
from countertop.words import Language

OFFICER, SECOND = (Person(name, "acquirer-key-officer", None) for name in ("Li Na", "Wang Wei"))
ADMINISTRATOR, OTHER_ADMINISTRATOR = (Person(name, "acquirer-administrator", None) for name in ("Zhao Min", "Qian Li"))
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
    """What is under way in a house, with a clock that the test sets, and the people whose accounts are there."""

    def __init__(self, directory):
        self.now = 1_000_000
        self.store = Store(directory)
        self.register = Register(self.store, lambda: self.now, lambda size: bytes(range(size)))
        for person in PEOPLE:
            self.register.add(person.name, person.role, None, "test")
        self.start()

    def start(self, fault=None):
        """Begin anew, as the pages do after they were stopped."""
        self.host = Host(fault)
        self.doing = Doing(self.host, lambda: self.now, Approvals(self.store))

    def visit(self, person):
        return Visit(person, False, "", "", "here", self.register)

    def sure(self, deed, values, person=OFFICER):
        asked = self.doing.prepare(deed, values, person)
        return asked, asyncio.run(self.doing.be_sure(asked, self.visit(person)))

    def propose(self):
        asked, done = self.sure("new-master-key", KEYS)
        assert done.state == "waiting"
        return asked

    def agree(self, asked, person=SECOND):
        return asyncio.run(self.doing.agree(asked, self.visit(person)))

    def ended(self, person=SECOND):
        return [(each.deed, each.state) for each in asyncio.run(self.doing.ended(person))]

    @property
    def noted(self):
        """The trail behind the accounts, oldest first: who, what and about what."""
        return [(each.who, each.what, each.about) for _, each in reversed(self.store.trail(None, None, 1000))][
            len(PEOPLE) :
        ]


PEOPLE = (OFFICER, SECOND, ADMINISTRATOR, OTHER_ADMINISTRATOR)
KEYS = {"terminal_id": "80000101"}


@pytest.fixture
def bench(tmp_path, monkeypatch):
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    bench = Bench(tmp_path)
    yield bench
    assert bench.store.broken_at() is None
    bench.store.close()


def test_an_outcome_that_nobody_knows_is_not_called_a_failure(bench):
    bench.start(NotDone("desk.lost", {"party": "acquirer"}, status=13, is_unknown=True))
    _, done = bench.sure("sign-off", {})
    assert done.state == "unknown"
    assert "nobody knows" in done.said(Language.ENGLISH)
    assert [what for _, what, _ in bench.noted] == ["unknown-sign-off"]


def test_what_is_filled_in_lapses_after_half_an_hour(bench):
    asked = bench.doing.prepare("sign-off", {}, OFFICER)
    bench.now += PATIENCE - 1
    assert bench.doing.find(asked.token) is asked
    bench.now += 1
    assert bench.doing.find(asked.token) is None


def test_nothing_is_said_to_wait_that_could_not_be_kept(bench, monkeypatch):
    asked = bench.doing.prepare("new-master-key", KEYS, OFFICER)

    def full(*_):
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as filled:
        filled.setattr(Approvals, "propose", full)
        for _ in range(2):
            with pytest.raises(sqlite3.OperationalError):
                asyncio.run(bench.doing.be_sure(asked, bench.visit(OFFICER)))
    assert (asked.is_waiting, bench.doing.waiting(SECOND)) == (False, [])
    assert asyncio.run(bench.doing.be_sure(asked, bench.visit(OFFICER))).state == "waiting"
    assert bench.doing.waiting(SECOND) == [asked]


def test_two_clicks_propose_it_once(bench):
    asked = bench.doing.prepare("new-master-key", KEYS, OFFICER)

    async def click_twice():
        clicks = (bench.doing.be_sure(asked, bench.visit(OFFICER)) for _ in range(2))
        return [done.state for done in await asyncio.gather(*clicks)]

    assert asyncio.run(click_twice()) == ["waiting", "waiting"]
    assert [what for _, what, _ in bench.noted] == ["proposed-new-master-key"]


def test_what_waits_lapses_after_a_day_and_is_told(bench):
    asked = bench.propose()
    assert bench.host.asked == []
    bench.now += WAITING - 1
    assert bench.doing.waiting(SECOND) == [asked]
    bench.now += MINUTE
    assert bench.doing.waiting(SECOND) == []
    assert bench.doing.find(asked.token) is None
    assert bench.agree(asked).state == "refused"
    assert bench.host.asked == []
    for _ in range(2):  # told once, however often somebody looks
        assert bench.ended() == [("new-master-key", "lapsed")]
    assert bench.noted[-1] == ("", "lapsed-new-master-key", "terminal_id=80000101 (Li Na)")
    assert len(bench.noted) == 2


def test_what_waits_outlives_the_pages(bench):
    bench.propose()
    bench.start()
    (asked,) = bench.doing.waiting(SECOND)
    assert (asked.by, asked.deed.name, asked.values) == ("Li Na", "new-master-key", KEYS)
    assert bench.agree(asked, OFFICER).state == "refused"
    assert bench.agree(asked).state == "done"
    assert [(who, what) for who, what, _ in bench.noted] == [
        ("Li Na", "proposed-new-master-key"),
        ("Wang Wei", "agreed-new-master-key"),
        ("Wang Wei", "new-master-key"),
    ]
    bench.start()
    assert bench.doing.waiting(SECOND) == []
    assert bench.ended() == [("new-master-key", "done")]


def test_what_lapsed_while_the_pages_were_stopped_is_told_as_well(bench):
    bench.propose()
    bench.now += WAITING
    bench.start()
    assert bench.doing.waiting(SECOND) == []
    assert bench.ended() == [("new-master-key", "lapsed")]


def test_what_had_begun_when_the_pages_stopped_is_unknown_and_never_done_again(bench):
    asked = bench.propose()
    taken = bench.visit(SECOND).entry("agreed-new-master-key", "")
    assert Approvals(bench.store).take(asked.token, taken)
    bench.start()
    assert bench.doing.waiting(SECOND) == []
    assert bench.ended() == [("new-master-key", "unknown")]
    assert bench.noted[-1] == ("Wang Wei", "unknown-new-master-key", "terminal_id=80000101 (Li Na + Wang Wei)")
    assert bench.agree(asked).state == "refused"
    assert bench.host.asked == []


def test_two_who_agree_at_once_do_it_once(bench):
    asked = bench.propose()
    again = Doing(bench.host, lambda: bench.now, Approvals(bench.store))
    (same,) = again.waiting(SECOND)
    assert bench.agree(asked).state == "done"
    assert asyncio.run(again.agree(same, bench.visit(SECOND))).state == "refused"
    assert len(bench.host.asked) == 1


def test_the_store_itself_lets_nobody_agree_to_their_own(bench):
    asked = bench.propose()
    assert not Approvals(bench.store).take(asked.token, bench.visit(MISSPELT).entry("agreed-new-master-key"))
    assert bench.doing.waiting(SECOND) == [asked]


def test_what_somebody_wanted_who_may_no_more_cannot_be_agreed_to(bench):
    asked = bench.propose()
    bench.register.set_closed("Li Na", "test", closed=True)
    refused = bench.agree(asked)
    assert (refused.state, refused.message) == ("refused", "host.proposer-may-not")
    assert asyncio.run(bench.doing.withdraw(asked, bench.visit(SECOND)))
    assert not asyncio.run(bench.doing.withdraw(asked, bench.visit(SECOND)))
    assert bench.doing.find(asked.token) is None
    assert bench.ended() == [("new-master-key", "withdrawn")]


def test_only_so_much_waits(bench):
    for _ in range(MOST_WAITING):
        bench.propose()
    assert bench.sure("new-master-key", KEYS)[1].message == "host.too-many-wait"


def test_a_deed_that_this_program_knows_no_more_waits_for_nobody(bench):
    asked = bench.propose()
    with bench.store.writing() as database:
        database.execute("UPDATE approval SET deed = 'abolished' WHERE token = ?", (asked.token,))
    bench.start()
    assert bench.doing.waiting(SECOND) == []
    assert bench.ended() == []


def test_a_deed_of_two_persons_asks_for_no_card_number():
    two = [deed for deed in DEEDS.values() if deed.two_persons]
    assert two
    assert not any(field.is_secret for deed in two for field in deed.fields)
    with pytest.raises(AssertionError):
        replace(two[0], fields=(Field("card", "card"),))


def test_another_spelling_is_not_another_person(bench):
    asked = bench.propose()
    assert bench.agree(asked, MISSPELT).state == "refused"
    assert bench.host.asked == []
    assert bench.agree(asked).state == "done"
    ((party, verb, arguments),) = bench.host.asked
    assert (party, verb, arguments["by"], arguments["command"]) == ("acquirer", "command", "Li Na", "master-key")
    assert bench.noted[-1][1:] == ("new-master-key", "terminal_id=80000101 (Li Na + Wang Wei)")


def test_only_so_much_is_remembered(bench):
    first = bench.doing.prepare("sign-off", {}, OFFICER)
    for _ in range(1000):
        bench.doing.prepare("sign-off", {}, OFFICER)
    assert bench.doing.find(first.token) is None


def test_a_move_that_the_host_wants_two_for_is_finished_by_the_second(bench):
    class Proposing(Host):
        async def ask(self, party, verb, arguments):
            await super().ask(party, verb, arguments)
            return {"number": 4, "state": "proposed" if verb == "relocate" else "moved"}

    bench.host = Proposing()
    bench.doing = Doing(bench.host, lambda: bench.now, Approvals(bench.store))
    place = {"terminal_id": "80000101", "address": "Road 2", "position": "+31230416+121473701", "reason": "moved"}
    asked, _ = bench.sure("relocate", place, ADMINISTRATOR)
    assert bench.agree(asked, OTHER_ADMINISTRATOR).state == "done"
    assert [(verb, arguments["by"], arguments.get("number")) for _, verb, arguments in bench.host.asked] == [
        ("relocate", "Zhao Min", None),
        ("approve-relocation", "Qian Li", 4),
    ]

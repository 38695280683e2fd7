"""What a start needs, and how far back it looks."""

import pytest

from countertop.switch import SCHEMA, NotFounded, RouteSet, Switch, SwitchOpened, SwitchSettings
from countertop.switch.tables import EVERY_WATERMARK
from tests.playbook import Playbook
from tests.switch.members import Town


def test_a_store_without_founding_records_does_not_start():
    with pytest.raises(NotFounded):
        Playbook(Switch, SCHEMA).start()


def test_a_route_to_nobody_does_not_start():
    with pytest.raises(NotFounded):
        Playbook(Switch, SCHEMA, founding=[SwitchOpened("1", "s"), RouteSet("62", "99")]).start()


def test_the_watermark_follows_what_is_decided_and_stops_before_what_is_not():
    town = Town().open()
    every = SwitchSettings().watermark_every
    for _ in range(3):
        town.acquirer.tell(town.acquirer.sale())
        (request,) = town.bank.hear("0200")
        town.bank.tell(town.bank.answer(request))
    town.acquirer.hear()
    town.book.advance(every)
    assert [row["watermark"] for row in town.book.rows(EVERY_WATERMARK)] == [4]
    for member in town.members:
        if town.book.hung_up(member.line):
            member.join(town.book)
    town.acquirer.tell(town.acquirer.sale())
    town.acquirer.tell(town.acquirer.sale())
    first, second = town.bank.hear("0200", "0200")
    town.bank.tell(town.bank.answer(second))
    town.book.actor.settings.answer_timeout = every * 10
    town.book.timers.pop(("answer", next(iter(town.book.actor.floor.in_flight))))
    town.book.advance(every)
    assert [row["watermark"] for row in town.book.rows(EVERY_WATERMARK)] == [4]
    town.restart()
    assert [owed.original_key[-6:] for owed in town.book.actor.floor.owed.values()] == [first.stan]


def test_numbers_spent_on_what_was_never_written_do_not_come_again_below_the_watermark():
    town = Town().open()
    sale = town.acquirer.sale()
    town.acquirer.tell(sale)
    (request,) = town.bank.hear("0200")
    town.bank.tell(town.bank.answer(request))
    for _ in range(5):  # repetitions draw a number before they find their key taken
        town.acquirer.tell(sale)
    town.acquirer.hear()
    town.book.advance(SwitchSettings().watermark_every)
    town.restart().open()
    second = town.acquirer.sale()
    town.acquirer.tell(second)
    town.restart()
    assert [owed.original_key[-6:] for owed in town.book.actor.floor.owed.values()] == [second.stan]


def test_a_planted_fault_must_be_a_known_one():
    with pytest.raises(AssertionError):
        SwitchSettings(planted=frozenset({"switch.nonsense"}))

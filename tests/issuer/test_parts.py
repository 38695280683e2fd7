"""The small parts: lifecycle, shelf, turns, account masks."""

import itertools

import pytest

from countertop.issuer.family import Family
from countertop.issuer.lifecycle import LIFECYCLE, Ignored, Moves, Refused, RequestEvent, RequestState
from countertop.issuer.queries import masked_account
from countertop.issuer.shelf import Shelf
from countertop.issuer.turns import Turns


@pytest.mark.parametrize(("state", "event"), list(itertools.product(RequestState, RequestEvent)))
def test_every_pair_is_classified(state, event):
    step = LIFECYCLE[state][event]
    assert isinstance(step, Moves | Ignored | Refused)
    assert not isinstance(step, Ignored) or step.reason


def test_nothing_leaves_what_is_reversed_or_buried_and_only_the_switch_what_is_declined():
    for state in (RequestState.REVERSED, RequestState.TOMBSTONE):
        assert not any(isinstance(step, Moves) for step in LIFECYCLE[state].values())
    moves = [event for event, step in LIFECYCLE[RequestState.DECLINED].items() if isinstance(step, Moves)]
    assert moves == [RequestEvent.STOOD_IN]


def test_a_family_of_nobody_has_moved_nothing():
    assert (Family(()).moved, len(Family(())), Family(()).state("k")) == (0, 0, RequestState.ABSENT)
    assert Family(()).find("k") is None


def test_a_shelf_lets_go_of_what_was_not_asked_for_the_longest():
    shelf = Shelf(2)
    shelf.put("a", 1)
    shelf.put("b", 2)
    assert shelf.find("a") == 1
    shelf.put("c", 3)
    assert (shelf.find("a"), shelf.find("b"), shelf.find("c"), len(shelf)) == (1, None, 3, 2)
    shelf.put("a", 4)
    assert (shelf.find("a"), len(shelf)) == (4, 2)


def step(name, done, count):
    for number in range(count):
        done.append((name, number))
        yield number


def test_scripts_of_one_account_play_one_after_the_other():
    turns, done = Turns(10), []
    first = turns.take("x", step("a", done, 2))
    next(first)
    assert list(turns.take("x", step("b", done, 2))) == []
    other = turns.take("y", step("c", done, 1))
    next(other)
    list(first)
    assert done == [("a", 0), ("c", 0), ("a", 1), ("b", 0), ("b", 1)]
    assert not turns.is_full("x")
    assert list(turns.take("x", step("d", done, 1))) == [0]


def test_turns_are_bounded():
    turns = Turns(1)
    first = turns.take("x", step("a", [], 1))
    next(first)
    list(turns.take("x", step("b", [], 1)))
    assert turns.is_full("x")
    with pytest.raises(AssertionError):
        list(turns.take("x", step("c", [], 1)))


@pytest.mark.parametrize(
    ("account", "shown"),
    [("settlement", "settlement"), ("6222000001", "******0001"), ("12345", "****2345"), ("123", "****")],
)
def test_accounts_are_masked(account, shown):
    assert masked_account(account) == shown

"""Every state meets every event."""

import itertools

import pytest

from countertop.switch.lifecycle import LIFECYCLE, AttemptEvent, AttemptState, Ignored, Moves, Refused, state_of

UNDECIDED = {"kind": "sale", "outcome": None}


@pytest.mark.parametrize(("state", "event"), list(itertools.product(AttemptState, AttemptEvent)))
def test_every_pair_is_classified(state, event):
    step = LIFECYCLE[state][event]
    assert isinstance(step, Moves | Ignored | Refused)
    assert not isinstance(step, Ignored) or step.reason


def test_only_what_is_absent_or_in_flight_can_be_decided():
    decisions = {AttemptEvent.APPROVAL, AttemptEvent.DECLINE, AttemptEvent.DEADLINE}
    deciding = {state for state in AttemptState for event in decisions if isinstance(LIFECYCLE[state][event], Moves)}
    assert deciding == {AttemptState.IN_FLIGHT, AttemptState.DECLINED}
    assert LIFECYCLE[AttemptState.DECLINED][AttemptEvent.APPROVAL] == Moves(AttemptState.REVERSED)


def test_nothing_leaves_what_is_given_up_reversed_or_buried():
    for state in (AttemptState.GIVEN_UP, AttemptState.REVERSED, AttemptState.TOMBSTONE):
        assert not any(isinstance(step, Moves) for step in LIFECYCLE[state].values())


@pytest.mark.parametrize(
    ("row", "owed", "state"),
    [
        (None, False, AttemptState.ABSENT),
        ({"kind": "tombstone", "outcome": "declined"}, False, AttemptState.TOMBSTONE),
        (UNDECIDED, False, AttemptState.IN_FLIGHT),
        ({"kind": "sale", "outcome": "approved"}, False, AttemptState.APPROVED),
        ({"kind": "sale", "outcome": "approved"}, True, AttemptState.REVERSED),
        ({"kind": "void", "outcome": "declined"}, False, AttemptState.DECLINED),
        ({"kind": "void", "outcome": "declined"}, True, AttemptState.REVERSED),
        ({"kind": "sale", "outcome": "unknown"}, True, AttemptState.GIVEN_UP),
    ],
)
def test_states_are_read_off_the_rows(row, owed, state):
    assert state_of(row, owed=owed) is state

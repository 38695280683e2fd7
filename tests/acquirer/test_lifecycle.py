"""The table of an attempt's life: total, closed, and what the flows do."""

import pytest

from countertop.acquirer.lifecycle import LIFECYCLE, AttemptEvent, AttemptState, Ignored, Moves, Refused, state_of


def test_every_pair_is_classified():
    assert set(LIFECYCLE) == {(state, event) for state in AttemptState for event in AttemptEvent}


@pytest.mark.parametrize(("pair", "step"), LIFECYCLE.items(), ids=lambda value: getattr(value, "name", None))
def test_every_step_is_of_a_kind_and_reasoned(pair, step):
    assert isinstance(step, (Moves, Ignored, Refused))
    if isinstance(step, Ignored):
        assert step.reason
    if isinstance(step, Refused):
        assert len(step.response_code) == 2


def test_only_what_is_received_can_be_decided():
    moves = {pair: step.to for pair, step in LIFECYCLE.items() if isinstance(step, Moves)}
    assert {state for state, _ in moves} == {AttemptState.RECEIVED, AttemptState.APPROVED}
    assert moves[AttemptState.APPROVED, AttemptEvent.REVERSAL] is AttemptState.REVERSED


def test_every_state_is_reached():
    reached = {step.to for step in LIFECYCLE.values() if isinstance(step, Moves)}
    assert reached | {AttemptState.RECEIVED, AttemptState.TOMBSTONE} == set(AttemptState)


@pytest.mark.parametrize(
    ("kind", "outcome", "owed", "state"),
    [
        ("sale", None, None, AttemptState.RECEIVED),
        ("sale", "approved", None, AttemptState.APPROVED),
        ("void", "approved", {}, AttemptState.REVERSED),
        ("sale", "declined", None, AttemptState.DECLINED),
        ("sale", "unknown", {}, AttemptState.UNKNOWN),
        ("tombstone", "declined", None, AttemptState.TOMBSTONE),
    ],
)
def test_states_are_read_off_the_rows(kind, outcome, owed, state):
    assert state_of({"kind": kind, "outcome": outcome}, owed) is state

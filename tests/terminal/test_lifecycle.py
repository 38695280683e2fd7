"""The tables of states: every pair is classified, moves lead somewhere, and no outcome is ever left again."""

from itertools import product

import pytest

from countertop.terminal.lifecycle import (
    MACHINE,
    TRANSACTION,
    Ignored,
    MachineEvent,
    MachineState,
    Moves,
    Refused,
    TransactionEvent,
    TransactionState,
    next_machine_state,
    next_state,
)

S, E = TransactionState, TransactionEvent


@pytest.mark.parametrize(("state", "event"), list(product(TransactionState, TransactionEvent)))
def test_every_pair_of_a_transaction_is_classified(state, event):
    step = TRANSACTION[state][event]
    assert isinstance(step, Moves | Ignored | Refused)
    if not isinstance(step, Moves):
        assert step.reason
        return
    assert isinstance(step.to, TransactionState)


@pytest.mark.parametrize(("state", "event"), list(product(MachineState, MachineEvent)))
def test_every_pair_of_the_machine_is_classified(state, event):
    assert isinstance(MACHINE[state][event], Moves | Ignored | Refused)


def test_the_tables_have_no_rows_beyond_the_states_and_events():
    assert set(TRANSACTION) == set(TransactionState)
    assert set(MACHINE) == set(MachineState)
    assert all(set(row) == set(TransactionEvent) for row in TRANSACTION.values())
    assert all(set(row) == set(MachineEvent) for row in MACHINE.values())


def moves(state):
    return {step.to for step in TRANSACTION[state].values() if isinstance(step, Moves)} - {state}


def test_the_ways_through_a_transaction_are_those_of_its_picture():
    assert moves(S.PREPARED) == {S.SENT, S.NOT_SENT, S.REVERSAL_OWED}
    assert moves(S.SENT) == {S.ANSWERED, S.REVERSAL_OWED}
    assert moves(S.ANSWERED) == {S.COMPLETED, S.DECLINED, S.REVERSAL_OWED}
    assert moves(S.REVERSAL_OWED) == {S.REVERSED}
    for final in (S.COMPLETED, S.DECLINED, S.NOT_SENT, S.REVERSED):
        assert moves(final) == set()


def test_only_a_trusted_answer_that_approves_completes():
    into = [
        (state, event)
        for state, row in TRANSACTION.items()
        for event, step in row.items()
        if step == Moves(S.COMPLETED)
    ]
    assert into == [(S.ANSWERED, E.APPROVED)]


def test_a_late_answer_moves_nothing_anywhere():
    assert not any(isinstance(row[E.LATE_ANSWER], Moves) for row in TRANSACTION.values())


def test_a_restart_turns_what_was_cut_off_into_a_reversal_owed():
    assert next_state(S.PREPARED, E.RESTARTED) is S.REVERSAL_OWED
    assert next_state(S.REVERSAL_OWED, E.RESTARTED) is S.REVERSAL_OWED
    assert next_state(S.COMPLETED, E.RESTARTED) is S.COMPLETED


def test_a_move_that_cannot_be_stops_the_terminal():
    with pytest.raises(AssertionError, match="APPROVED in SENT"):
        next_state(S.SENT, E.APPROVED)
    with pytest.raises(AssertionError, match="master key"):
        next_machine_state(MachineState.OUT_OF_KEY, MachineEvent.SIGN_IN_ACCEPTED)


def test_an_ignored_event_leaves_the_state():
    assert next_state(S.ANSWERED, E.TIMED_OUT) is S.ANSWERED
    assert next_machine_state(MachineState.SIGNED_IN, MachineEvent.KEYS_REFUSED) is MachineState.SIGNED_IN

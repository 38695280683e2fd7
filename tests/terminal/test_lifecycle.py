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
    Remedy,
    TransactionEvent,
    TransactionState,
    next_machine_state,
    next_state,
)

S, E = TransactionState, TransactionEvent


@pytest.mark.parametrize("remedy", Remedy)
def test_every_pair_of_a_transaction_is_classified(remedy):
    for state, event in product(TransactionState, TransactionEvent):
        step = TRANSACTION[remedy][state][event]
        assert isinstance(step, Moves | Ignored | Refused), (state, event)
        if isinstance(step, Moves):
            assert isinstance(step.to, TransactionState), (state, event)
        else:
            assert step.reason, (state, event)


def test_every_pair_of_the_machine_is_classified():
    for state, event in product(MachineState, MachineEvent):
        assert isinstance(MACHINE[state][event], Moves | Ignored | Refused), (state, event)


def test_the_tables_have_no_rows_beyond_the_states_and_events():
    assert set(TRANSACTION) == set(Remedy)
    assert all(set(table) == set(TransactionState) for table in TRANSACTION.values())
    assert set(MACHINE) == set(MachineState)
    assert all(set(row) == set(TransactionEvent) for table in TRANSACTION.values() for row in table.values())


def moves(remedy, state):
    return {step.to for step in TRANSACTION[remedy][state].values() if isinstance(step, Moves)} - {state}


@pytest.mark.parametrize(
    ("remedy", "unknown", "more"),
    [
        (Remedy.REVERSAL, S.REVERSAL_OWED, set()),
        (Remedy.REPEAT, S.REPEAT_OWED, {S.STORED}),
        (Remedy.NOTHING, S.UNANSWERED, set()),
    ],
)
def test_the_ways_through_a_transaction_are_those_of_its_picture(remedy, unknown, more):
    assert moves(remedy, S.PREPARED) == {S.SENT, S.NOT_SENT, unknown} | more
    assert moves(remedy, S.SENT) == {S.ANSWERED, unknown} | ({S.PENDING} if remedy is Remedy.REVERSAL else set())
    assert moves(remedy, S.ANSWERED) == {S.COMPLETED, S.DECLINED} | ({unknown} & {S.REVERSAL_OWED})
    for final in (S.COMPLETED, S.DECLINED, S.NOT_SENT, S.REVERSED, S.UNANSWERED):
        assert moves(remedy, final) == set()


def test_what_is_owed_ends_in_one_way_only():
    assert moves(Remedy.REVERSAL, S.REVERSAL_OWED) == {S.REVERSED}
    assert moves(Remedy.REPEAT, S.REPEAT_OWED) == {S.COMPLETED, S.DECLINED}
    assert moves(Remedy.REPEAT, S.STORED) == {S.COMPLETED, S.DECLINED}


def test_what_a_customer_has_not_paid_is_asked_for_or_given_up():
    assert moves(Remedy.REVERSAL, S.PENDING) == {S.SENT, S.REVERSAL_OWED}


def test_no_kind_comes_where_another_remedy_leads():
    for remedy, foreign in (
        (Remedy.REVERSAL, (S.REPEAT_OWED, S.STORED, S.UNANSWERED)),
        (Remedy.REPEAT, (S.PENDING, S.REVERSAL_OWED, S.REVERSED, S.UNANSWERED)),
        (Remedy.NOTHING, (S.PENDING, S.REVERSAL_OWED, S.REVERSED, S.REPEAT_OWED, S.STORED)),
    ):
        assert all(isinstance(step, Refused) for state in foreign for step in TRANSACTION[remedy][state].values())


def test_only_a_trusted_answer_that_approves_completes():
    into = [
        (state, event)
        for table in TRANSACTION.values()
        for state, row in table.items()
        for event, step in row.items()
        if step == Moves(S.COMPLETED)
    ]
    assert set(into) == {(S.ANSWERED, E.APPROVED), (S.REPEAT_OWED, E.APPROVED), (S.STORED, E.APPROVED)}


def test_a_late_answer_moves_nothing_anywhere():
    assert not any(isinstance(row[E.LATE_ANSWER], Moves) for table in TRANSACTION.values() for row in table.values())


def test_a_restart_turns_what_was_cut_off_into_what_the_remedy_says():
    assert next_state(Remedy.REVERSAL, S.PREPARED, E.RESTARTED) is S.REVERSAL_OWED
    assert next_state(Remedy.REPEAT, S.PREPARED, E.RESTARTED) is S.REPEAT_OWED
    assert next_state(Remedy.NOTHING, S.PREPARED, E.RESTARTED) is S.UNANSWERED
    assert next_state(Remedy.REVERSAL, S.REVERSAL_OWED, E.RESTARTED) is S.REVERSAL_OWED
    assert next_state(Remedy.REPEAT, S.STORED, E.RESTARTED) is S.STORED
    assert next_state(Remedy.REVERSAL, S.COMPLETED, E.RESTARTED) is S.COMPLETED


def test_a_move_that_cannot_be_stops_the_terminal():
    with pytest.raises(AssertionError, match="APPROVED in SENT"):
        next_state(Remedy.REVERSAL, S.SENT, E.APPROVED)
    with pytest.raises(AssertionError, match="master key"):
        next_machine_state(MachineState.OUT_OF_KEY, MachineEvent.SIGN_IN_ACCEPTED)


def test_an_ignored_event_leaves_the_state():
    assert next_state(Remedy.REVERSAL, S.ANSWERED, E.TIMED_OUT) is S.ANSWERED
    assert next_machine_state(MachineState.SIGNED_IN, MachineEvent.KEYS_REFUSED) is MachineState.SIGNED_IN

"""Every state of an order meets every event, and what the table says is what happens."""

import pytest

from countertop.qr.wallet_messages import FAULTS
from countertop.values import SECOND
from countertop.wallet.lifecycle import LIFECYCLE, OPEN, Ignored, Moves, OrderEvent, OrderState, Refused
from countertop.wallet.orders import API_STATES, order_key, read_order
from tests.wallet.till import ACQUIRER, Till


def test_every_pair_is_classified():
    assert set(LIFECYCLE) == set(OrderState)
    for state, row in LIFECYCLE.items():
        assert set(row) == set(OrderEvent), state


def test_what_is_refused_has_a_fault_of_the_api():
    customers_own = {OrderEvent.AGREED, OrderEvent.DECLINED}
    for row in LIFECYCLE.values():
        for event, step in row.items():
            if isinstance(step, Refused) and event not in customers_own:
                assert step.fault in FAULTS


def test_what_is_over_is_never_paid():
    for state in (OrderState.CLOSED, OrderState.REVERSED, OrderState.FAILED):
        for step in LIFECYCLE[state].values():
            assert not isinstance(step, Moves) or step.to == (state,)


def test_every_state_that_may_be_told_has_its_word():
    assert set(API_STATES) == set(OrderState) - {OrderState.ABSENT}


def brought_to(till, state):
    """Bring an order to a state; return its number and the code that the shop shows, if it does."""
    if state is OrderState.ABSENT:
        return till.number(), None
    if state is OrderState.WAITING:
        order = till.precreate()
        return order.order_number, order.code_text
    amount, customer = {
        OrderState.CONFIRMING: (200_00, "li"),
        OrderState.FUNDING: (1_00, "han"),
        OrderState.FAILED: (50_00, "poor"),
    }.get(state, (1_00, "li"))
    number = till.pay(amount, customer=customer).order_number
    if state is OrderState.CLOSED:
        number = till.precreate().order_number
        till.close(number)
    elif state is OrderState.REVERSED:
        till.reverse(number)
    return number, None


def state_of(till, number):
    script = read_order(order_key(ACQUIRER, number))
    effect = next(script)
    while True:
        try:
            effect = script.send(till.book.rows(effect.query, *effect.values))
        except StopIteration as ended:
            return ended.value.state


ACTS = {
    OrderEvent.CLOSE: lambda till, number: till.close(number),
    OrderEvent.REVERSE: lambda till, number: till.reverse(number),
    OrderEvent.REFUND: lambda till, number: till.refund(number, 1),
    OrderEvent.AGREED: lambda till, number: till.book.ask_desk("confirm", customer="li"),
    OrderEvent.DECLINED: lambda till, number: till.book.ask_desk("decline", customer="li"),
    OrderEvent.TIME_OUT: lambda till, number: till.book.advance(301 * SECOND),
    OrderEvent.ARRIVED: lambda till, number: till.book.advance(3 * SECOND),
}


@pytest.mark.parametrize("event", ACTS, ids=lambda event: event.name)
@pytest.mark.parametrize("state", OrderState, ids=lambda state: state.name)
def test_an_order_does_what_the_table_says(state, event):
    till = Till()
    number, _ = brought_to(till, state)
    assert state_of(till, number) is state
    answer = ACTS[event](till, number)
    step = LIFECYCLE[state][event]
    after = state_of(till, number)
    if event in (OrderEvent.AGREED, OrderEvent.DECLINED) and state is OrderState.WAITING:
        return  # nobody is asked: the customer scans, in test_paying
    if event is OrderEvent.TIME_OUT and state is OrderState.FUNDING:
        assert after is OrderState.PAID  # the money came meanwhile
    elif isinstance(step, Moves):
        assert after in step.to
    else:
        assert after is state
        if isinstance(step, Refused) and hasattr(answer, "fault"):
            assert answer.fault == step.fault
        assert isinstance(step, Ignored | Refused)
    assert till.findings(at_rest=False) == []


def test_open_states_are_those_that_wait():
    assert {state for state in OrderState if state in OPEN} == {
        OrderState.WAITING,
        OrderState.CONFIRMING,
        OrderState.FUNDING,
    }

"""The machine goes dark at every durable write of every flow: afterwards everybody sees one truth, and no money is lost.

The acquirer does what it must: it asks again under the same number until it is answered, and believes only that. After
the flow, and after every cut of it, time passes until nobody is waited for any more; then the books are audited.
"""

from __future__ import annotations

import pytest

from countertop.audit import audit
from countertop.qr.wallet_messages import CloseRequest, RefundRequest, ReverseRequest
from countertop.stage import StageStopped
from countertop.values import MINUTE, SECOND
from countertop.wallet import WalletSettings
from tests.playbook import PowerCut
from tests.wallet.till import BALANCE, Till

SETTINGS = WalletSettings(refund_delay=SECOND, bank_delay=3 * SECOND)


class Counter:
    """A till whose wallet goes dark at the n-th durable write, and then lives again; `told` is what anybody was told."""

    def __init__(self, cut_at=None, *, after=False, planted=frozenset()):
        self.till = Till(WalletSettings(refund_delay=SECOND, bank_delay=3 * SECOND, planted=planted))
        self.till.book.writes = 0
        self.till.book.cut_at, self.till.book.cut_after = cut_at, after
        self.told = {}
        self.cuts = 0

    def do(self, act):
        """Do something; when the power fails, the wallet starts again and it is done again."""
        while True:
            try:
                return act()
            except (PowerCut, StageStopped):
                self.cuts += 1
                self.till.restart()

    def ask(self, request):
        """Ask until there is an answer, always under the same number."""
        answer = self.do(lambda: self._asked(request))
        number = getattr(answer, "order_number", None)
        state = getattr(answer, "state", None)
        if state is not None:
            before = self.told.get(number)
            assert before in (None, "NOTPAY", "USERPAYING", state) or state in NEXT.get(before, ()), (before, state)
            self.told[number] = state
        return answer

    def _asked(self, request):
        self.till.book.said(self.till.line)  # what came of an attempt that the power cut is gone
        return self.till.ask(self.till.again(request))

    def code(self, customer="li"):
        return self.do(lambda: self.till.code(customer))

    def rest(self):
        """Let everything come to its end."""
        self.do(lambda: self.till.book.advance(10 * MINUTE))


# From what an acquirer was told finally, to what it may still bring about itself.
NEXT = {"SUCCESS": ("REVERSED",)}


def small_payment(counter):
    request = counter.till.pay_request(12_50, counter.code())
    counter.ask(request)


def poor_payment(counter):
    counter.ask(counter.till.pay_request(50_00, counter.code("poor")))


def confirmed_payment(counter):
    request = counter.till.pay_request(200_00, counter.code())
    counter.ask(request)
    counter.do(lambda: counter.till.book.ask_desk("confirm", customer="li"))
    counter.ask(request)


def declined_payment(counter):
    request = counter.till.pay_request(200_00, counter.code())
    counter.ask(request)
    counter.do(lambda: counter.till.book.ask_desk("decline", customer="li"))
    counter.ask(request)


def forgotten_payment(counter):
    counter.ask(counter.till.pay_request(200_00, counter.code()))


def payment_from_a_bank(counter):
    counter.ask(counter.till.pay_request(20_00, counter.code("han")))


def shops_code(counter):
    request = counter.till.precreate_request(30_00)
    order = counter.ask(request)
    counter.do(lambda: counter.till.scan(order.code_text))
    counter.ask(request)


def forgotten_code(counter):
    counter.ask(counter.till.precreate_request(30_00, expires_in=30))


def reversal(counter):
    request = counter.till.pay_request(12_50, counter.code())
    counter.ask(request)
    counter.ask(ReverseRequest(**counter.till.head(), order_number=request.order_number))


def reversal_of_nothing(counter):
    request = counter.till.pay_request(12_50, counter.code())
    counter.ask(ReverseRequest(**counter.till.head(), order_number=request.order_number))
    counter.ask(request)


def late_money(counter):
    request = counter.till.pay_request(20_00, counter.code("han"))
    counter.ask(request)
    counter.ask(CloseRequest(**counter.till.head(), order_number=request.order_number))


def refunds(counter):
    request = counter.till.pay_request(10_00, counter.code())
    counter.ask(request)
    for number, amount in (("R1", 4_00), ("R2", 6_00), ("R3", 1)):
        made = {"refund_number": number, "refund_amount": amount, "currency": "156"}
        counter.ask(RefundRequest(**counter.till.head(), order_number=request.order_number, **made))


FLOWS = {
    flow.__name__: flow
    for flow in (
        small_payment, poor_payment, confirmed_payment, declined_payment, forgotten_payment, payment_from_a_bank,
        shops_code, forgotten_code, reversal, reversal_of_nothing, late_money, refunds,
    )
}  # fmt: skip

# Fen that end up with the acquirer when nobody stops.
PAID = {"small_payment": 12_50, "confirmed_payment": 200_00, "payment_from_a_bank": 20_00, "shops_code": 30_00}


def played(flow, *cut, **more):
    counter = Counter(*cut, **more)
    flow(counter)
    counter.rest()
    return counter


def wrong(counter):
    """Return what is wrong in the end: with the books, or with what somebody was told."""
    till = counter.till
    found = [finding.what for finding in audit({"wallet": till.book.store}, at_rest=True)]
    for number, state in counter.told.items():
        now = till.query(number).state
        if state not in (now, "NOTPAY", "USERPAYING"):
            found.append(f"{number} was told {state} and is {now}")
    whole = sum(till.balance(customer) for customer in ("li", "han", "poor"))
    if whole + till.payable != 2 * BALANCE + 5_00:
        found.append("money was made or lost")
    return found


@pytest.mark.parametrize("name", FLOWS)
def test_a_flow_that_nobody_stops_ends_as_it_should(name):
    counter = played(FLOWS[name])
    assert wrong(counter) == []
    assert counter.till.payable == PAID.get(name, 0)
    assert counter.till.book.writes >= 1


@pytest.mark.parametrize("name", FLOWS)
def test_a_cut_at_any_durable_write_loses_and_makes_no_money(name):
    flow = FLOWS[name]
    writes = played(flow).till.book.writes
    for cut_at in range(1, writes + 1):
        for after in (False, True):
            counter = played(flow, cut_at, after=after)
            assert counter.cuts == 1, (cut_at, after)
            assert wrong(counter) == [], (cut_at, after)
            assert counter.till.payable in (PAID.get(name, 0), 0), (cut_at, after)


def test_an_answer_before_the_commit_is_found_by_a_cut():
    planted = frozenset({"wallet.answer-before-commit"})
    found = []
    for cut_at in range(1, 5):
        counter = Counter(cut_at, planted=planted)
        request = counter.till.pay_request(12_50, counter.code())
        try:
            counter.till.tell(request)
        except PowerCut:
            said = counter.till.book.said(counter.till.line)
            counter.till.restart()
            answer = counter.till.query(request.order_number)
            found += [said for payload in said if b"SUCCESS" in payload and getattr(answer, "state", "") != "SUCCESS"]
    assert found

"""A payment is reversed of which a refund had given a part back: the bank nets the two, and the merchant is paid by hand."""

from countertop.audit import audit
from countertop.iso8583.interbank_answers import answer_to
from tests.acquirer.neighbours import TERMINAL_ID
from tests.acquirer.refunding.test_asking import CONSOLE, asked, asked_and_approved, begun
from tests.acquirer.settlement.test_cases import agree, cases, close

CASE = f"{CONSOLE}-1-000001-S"


def reverse(till, sale):
    till.tell(till.reversal(sale))
    return till.hear().response_code


def findings(house):
    return {finding.what for finding in audit({"acquirer": house.book.store}, at_rest=False, chains=False)}


def test_what_the_merchant_bore_for_a_payment_that_counts_no_more_is_a_case(house, till, switch):
    sale, answer = till.buy(amount=1000)
    asked_and_approved(house, switch, answer, 400)
    assert reverse(till, sale) == "00"
    (case,) = cases(house).values()
    assert (case["case_name"], case["cause"], case["terminal_id"]) == (CASE, "refund_of_reversed", CONSOLE)
    assert reverse(till, sale) == "00"  # it comes again
    assert len(cases(house)) == 1
    assert close(house, CASE, "cardholder_repaid")[1]["message"] == "acquirer.case-other-outcome"
    assert close(house, CASE, "merchant_adjusted")[0] == 0
    assert agree(house, CASE) == (0, {"case": CASE, "state": "closed", "outcome": "merchant_adjusted", "amount": 400})
    assert findings(house) == set()


def test_refunds_at_a_terminal_are_cases_too_and_declined_ones_are_none(house, till, switch):
    sale, answer = till.buy(amount=1000)
    till.ask(till.refund(answer, 100))
    till.tell(till.refund(answer, 200))
    switch.decline("05")
    till.hear()
    assert reverse(till, sale) == "00"
    (case,) = cases(house).values()
    assert (case["terminal_id"], case["cause"]) == (TERMINAL_ID, "refund_of_reversed")


def test_a_refund_that_is_on_its_way_is_a_case_as_well(house, till, switch):
    sale, answer = till.buy(amount=1000)
    begun(house, answer, 400)
    (forward,) = [message for message in switch.hear_all() if message.mti == "0220"]
    assert reverse(till, sale) == "00"
    switch.tell(answer_to(forward, "00"))
    assert list(cases(house)) == [CASE]
    assert findings(house) == set()


def test_what_somebody_just_begins_to_refund_is_reversed_a_moment_later(house, till, switch):
    sale, answer = till.buy(amount=1000)
    house.book.hold = True
    asked(house, answer, 400)
    house.book.let_go(4)
    till.tell(till.reversal(sale))
    house.book.let_go()
    house.book.hold = False
    assert till.hear().response_code == "96"
    assert reverse(till, sale) == "00"
    assert list(cases(house)) == [CASE]


def test_the_audit_misses_a_case(house, till, switch):
    sale, answer = till.buy(amount=1000)
    asked_and_approved(house, switch, answer, 400)
    reverse(till, sale)
    house.book.store._tables["case_file"].rows.clear()
    assert findings(house) == {"audit.refund_of_reversed"}

"""The shop scans the customer's code, or the customer the shop's."""

import pytest

from countertop.qr import PaymentCode, read_merchant_code
from countertop.qr.merchant_codes import crc_of
from countertop.stage import Append
from countertop.values import SECOND
from countertop.wallet import WalletSettings
from tests.wallet.till import ACQUIRER, BALANCE, FREE_LIMIT, Till, fault


@pytest.fixture
def till():
    return Till()


def outcome(answer):
    return answer.state, answer.reason


def test_a_small_payment_from_a_balance_is_paid_at_once_in_one_append(till):
    request = till.pay_request(12_50)
    before = len(till.book.appended)
    answer = till.ask(request)
    assert (answer.verb, answer.order_number, answer.state, answer.reason) == (
        "pay",
        request.order_number,
        "SUCCESS",
        None,
    )
    assert (answer.amount, answer.currency, answer.refunded) == (12_50, "156", 0)
    assert answer.paid_at == request.timestamp
    assert (len(answer.wallet_number), len(answer.payer_token)) == (20, 32)
    assert len(till.book.appended) == before + 1
    assert (till.balance(), till.payable) == (BALANCE - 12_50, 12_50)
    assert till.findings() == []


def test_one_payment_writes_at_most_eight_rows(till):
    tables = [table.name for table in till.book.schema.tables]
    request = till.pay_request()
    before = sum(len(list(till.book.store.rows(table))) for table in tables)
    till.ask(request)
    assert sum(len(list(till.book.store.rows(table))) for table in tables) - before == 8


def test_nobody_is_answered_before_it_is_durable(till):
    request = till.pay_request()
    till.book.hold = True
    till.tell(request)
    while not isinstance(till.book.held[0], Append):
        till.book.let_go(1)
    assert till.book.said(till.line) == []
    till.book.let_go()
    till.book.hold = False
    assert till.hear(request).state == "SUCCESS"


def test_a_payer_is_the_same_at_one_acquirer_and_another_elsewhere(till):
    first, second = till.pay(), till.pay()
    assert first.payer_token == second.payer_token
    other = till.pay(customer="han")
    till.book.advance(5 * SECOND)
    assert till.query(other.order_number).payer_token not in (None, first.payer_token)


@pytest.mark.parametrize(
    ("amount", "customer", "expected"),
    [
        (FREE_LIMIT, "li", ("SUCCESS", None)),
        (FREE_LIMIT + 1, "li", ("USERPAYING", None)),
        (5_01, "poor", ("FAIL", "balance")),
        (5_00, "poor", ("SUCCESS", None)),
        (1, "han", ("USERPAYING", None)),
    ],
)
def test_what_a_payment_comes_to(till, amount, customer, expected):
    assert outcome(till.pay(amount, customer=customer)) == expected
    assert till.findings(at_rest=False) == []


def test_an_unknown_code_fails(till):
    assert outcome(till.pay(code="103456789012345678")) == ("FAIL", "code-unknown")


def test_a_code_works_once_even_after_a_failure(till):
    code = till.code("poor")
    assert outcome(till.pay(50_00, code=code)) == ("FAIL", "balance")
    assert outcome(till.pay(1_00, code=code)) == ("FAIL", "code-used")
    assert till.balance("poor") == 5_00


def test_a_code_is_good_for_a_minute(till):
    good, late = till.code(), till.code()
    till.book.advance(60 * SECOND)
    assert till.pay(code=good).state == "SUCCESS"
    till.book.advance(SECOND)
    assert outcome(till.pay(code=late)) == ("FAIL", "code-expired")
    assert outcome(till.pay(code=late)) == ("FAIL", "code-used")


def test_a_code_is_kept_nowhere(till):
    code = till.code()
    till.pay(code=code)
    kept = "".join(record.body for record in till.book.store.records())
    kept += repr([list(till.book.store.rows(table.name)) for table in till.book.schema.tables])
    assert code not in kept
    assert code[2:14] not in kept
    assert f"{code[:2]}************{code[-4:]}" in kept


def test_the_same_order_again_is_the_same_order(till):
    request = till.pay_request()
    first = till.ask(request)
    again = till.ask(till.again(request))
    assert (again.state, again.wallet_number, again.paid_at) == (first.state, first.wallet_number, first.paid_at)
    assert till.balance() == BALANCE - 12_50


@pytest.mark.parametrize("change", [{"amount": 12_51}, {"terminal_id": "80000102"}, {"subject": "other"}])
def test_the_same_number_with_other_content_is_refused(till, change):
    request = till.pay_request()
    till.ask(request)
    assert fault(till.ask(till.again(request, **change))) == "order-differs"
    other = PaymentCode(till.code())
    assert fault(till.ask(till.again(request, payment_code=other))) == "order-differs"
    assert till.balance() == BALANCE - 12_50


def test_another_currency_is_refused(till):
    assert fault(till.pay(currency="840")) == "currency-unknown"


def test_two_orders_race_for_one_code(till):
    code = till.code()
    requests = [till.pay_request(code=code), till.pay_request(code=code)]
    till.book.hold = True
    for request in requests:
        till.tell(request)
    till.book.let_go()
    till.book.hold = False
    states = sorted(payload.count(b'"SUCCESS"') for payload in till.book.said(till.line))
    assert states == [0, 1]
    assert till.balance() == BALANCE - 12_50
    assert till.findings() == []


def test_two_copies_of_one_order_race(till):
    request = till.pay_request()
    till.book.hold = True
    till.tell(request)
    till.tell(till.again(request))
    till.book.let_go()
    till.book.hold = False
    assert len(till.book.said(till.line)) == 2
    assert till.balance() == BALANCE - 12_50
    assert till.findings() == []


def test_two_payments_race_for_one_balance(till):
    requests = [till.pay_request(3_00, customer="poor"), till.pay_request(3_00, customer="poor")]
    till.book.hold = True
    for request in requests:
        till.tell(request)
    till.book.let_go()
    till.book.hold = False
    till.book.said(till.line)
    states = sorted(till.query(request.order_number).state for request in requests)
    assert states == ["FAIL", "SUCCESS"]
    assert till.balance("poor") == 2_00
    assert till.findings() == []


# The customer is asked


def test_above_the_limit_the_customer_confirms(till):
    answer = till.pay(200_00)
    assert answer.state == "USERPAYING"
    assert till.balance() == BALANCE
    status, body = till.book.ask_desk("confirm", customer="li")
    assert (status, body["state"], body["order_number"]) == (0, "SUCCESS", answer.order_number)
    assert till.query(answer.order_number).state == "SUCCESS"
    assert till.balance() == BALANCE - 200_00
    assert till.book.ask_desk("confirm", customer="li")[0] == 12


def test_a_customer_may_decline(till):
    answer = till.pay(200_00)
    status, body = till.book.ask_desk("decline", customer="li")
    assert (status, body["state"], body["reason"]) == (10, "FAIL", "customer-declined")
    assert outcome(till.query(answer.order_number)) == ("FAIL", "customer-declined")
    assert till.balance() == BALANCE


def test_a_customer_who_says_nothing_has_not_paid(till):
    answer = till.pay(200_00)
    till.book.advance(59 * SECOND)
    assert till.query(answer.order_number).state == "USERPAYING"
    till.book.advance(SECOND)
    assert outcome(till.query(answer.order_number)) == ("FAIL", "customer-silent")
    assert till.book.ask_desk("confirm", customer="li")[0] == 12


def test_a_customer_confirms_the_oldest_first_and_only_their_own(till):
    first, second = till.pay(110_00), till.pay(120_00)
    assert till.book.ask_desk("confirm", customer="poor")[0] == 12
    assert till.book.ask_desk("confirm", customer="li")[1]["order_number"] == first.order_number
    assert till.book.ask_desk("confirm")[1]["order_number"] == second.order_number


def test_a_confirmed_payment_may_still_lack_money(till):
    answer = till.pay(200_00)
    for _ in range(4):
        till.pay(100_00)
    status, body = till.book.ask_desk("confirm", customer="li")
    assert (status, body["reason"]) == (10, "balance")
    assert outcome(till.query(answer.order_number)) == ("FAIL", "balance")


def test_money_from_a_bank_takes_its_time(till):
    answer = till.pay(customer="han")
    assert till.in_transit == 12_50
    assert (till.balance("han"), till.payable) == (BALANCE - 12_50, 0)
    till.book.advance(3 * SECOND)
    assert till.query(answer.order_number).state == "SUCCESS"
    assert (till.in_transit, till.payable) == (0, 12_50)


def test_too_many_open_orders_are_refused():
    till = Till(WalletSettings(most_open_orders=2))
    till.precreate()
    till.precreate()
    assert fault(till.precreate()) == "busy"
    assert fault(till.pay()) == "busy"


# The shop shows a code


def test_a_shops_code_is_a_strict_one(till):
    answer = till.precreate(59_90)
    assert (answer.state, answer.paid_at, answer.payer_token) == ("NOTPAY", None, None)
    code = read_merchant_code(answer.code_text)
    assert (code.dynamic, code.amount, code.currency, code.category) == (True, 59_90, "156", "5411")
    assert (code.merchant_name, code.merchant_city, code.country) == ("Demo Fresh Mart", "Shanghai", "CN")
    assert code.template("26") == {"00": "cn.example.wallet", "01": answer.wallet_number}
    assert code.template("62") == {"07": "80000101"}


def test_the_customer_scans_and_has_agreed(till):
    answer = till.precreate(200_00)
    status, body = till.scan(answer.code_text)
    assert (status, body["state"], body["merchant_name"]) == (0, "SUCCESS", "Demo Fresh Mart")
    paid = till.query(answer.order_number)
    assert (paid.state, paid.code_text) == ("SUCCESS", None)
    assert till.findings() == []


def test_a_code_that_nobody_scans_is_closed(till):
    answer = till.precreate(expires_in=60)
    till.book.advance(59 * SECOND)
    assert till.query(answer.order_number).code_text == answer.code_text
    till.book.advance(SECOND)
    assert outcome(till.query(answer.order_number)) == ("CLOSED", "expired")
    assert till.scan(answer.code_text)[0] == 12


def test_a_code_is_paid_once(till):
    answer = till.precreate()
    assert till.scan(answer.code_text)[0] == 0
    assert till.scan(answer.code_text)[0] == 0  # the same customer sees it again
    assert till.scan(answer.code_text, "poor")[0] == 12
    assert till.balance() == BALANCE - 12_50


def test_who_cannot_pay_leaves_the_code_to_somebody_who_can(till):
    answer = till.precreate(6_00)
    assert till.scan(answer.code_text, "poor") == (10, {"message": "wallet.reason.balance", "arguments": {}})
    assert till.query(answer.order_number).state == "NOTPAY"
    assert till.scan(answer.code_text, "li")[0] == 0
    assert till.findings() == []


def test_two_customers_race_for_one_code(till):
    answer = till.precreate(3_00)
    till.book.hold = True
    numbers = [till.scan(answer.code_text, customer) for customer in ("li", "poor")]
    till.book.let_go()
    assert sorted(till.book.replies[number][0] for number in numbers) == [0, 12]
    assert till.findings(at_rest=False) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: "", "wallet.code_unreadable"),
        (lambda text: text[:-1], "wallet.code_unreadable"),
        (lambda text: text.replace("12.50", "02.50"), "wallet.code_unreadable"),
        (lambda text: "https://example.com", "wallet.code_unreadable"),
    ],
)
def test_what_is_no_code_of_ours_is_not_paid(till, change, message):
    status, body = till.scan(change(till.precreate().code_text))
    assert (status, body["message"]) == (12, message)


def test_a_forged_amount_is_not_paid(till):
    text = till.precreate().code_text.replace("12.50", "02.50")
    status, body = till.scan(text[:-4] + crc_of(text[:-4]))
    assert (status, body["message"]) == (12, "wallet.code_altered")
    text = text.replace("cn.example.wallet", "cn.example.others").replace("02.50", "12.50")
    status, body = till.scan(text[:-4] + crc_of(text[:-4]))
    assert (status, body["message"]) == (12, "wallet.code_foreign")


def test_the_same_precreate_gives_the_same_code(till):
    request = till.precreate_request()
    first = till.ask(request)
    assert till.ask(till.again(request)).code_text == first.code_text
    assert fault(till.ask(till.again(request, amount=1))) == "order-differs"


def test_orders_of_two_acquirers_do_not_meet(till):
    request = till.pay_request()
    till.ask(request)
    stranger = Till(acquirer_id="99992901")
    assert fault(till.query("A999999")) == "order-unknown"
    assert stranger.acquirer_id != ACQUIRER

"""Payments by code at the host: the customer's code and the shop's, from the first request to the last word."""

import pytest

from countertop.iso8583.private.scanned import read_scanned
from countertop.values import SECOND
from tests.acquirer.wallet.provider import CODE, NUMBER, OTHER_CODE, QrHouse, qr_sale


def test_a_customers_code_is_paid_at_once(house, till, wallet):
    till.tell(qr_sale(till))
    request = wallet.hear("pay")
    assert (request.amount, request.currency, request.payment_code.reveal()) == (10_000, "156", CODE)
    assert (request.merchant_name, request.terminal_id) == ("999290054110001", "80000101")
    till.nothing_heard()
    wallet.tell(request)
    answer = till.hear()
    assert (answer.response_code, answer.rrn, answer.pan) == ("00", request.order_number, None)
    assert read_scanned(answer.qr_data).wallet_number == NUMBER
    (view,) = house.book.ask_desk("transactions")[1]["transactions"]
    assert (view["kind"], view["state"], view["card"]) == ("qr_sale", "approved", "13************6789")


def test_the_code_is_kept_nowhere(house, till, wallet):
    till.tell(qr_sale(till))
    wallet.tell(wallet.hear("pay"))
    image = house.book.store.durable_image()
    assert CODE not in repr(image.__dict__ if hasattr(image, "__dict__") else image)


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("code-unknown", "14"),
        ("code-used", "57"),
        ("code-expired", "54"),
        ("customer-blocked", "62"),
        ("balance", "51"),
        ("customer-declined", "05"),
    ],
)
def test_what_is_not_paid_is_declined_by_its_reason(till, wallet, reason, code):
    till.tell(qr_sale(till))
    wallet.tell(wallet.hear("pay"), "FAIL", reason=reason)
    assert till.hear().response_code == code


def test_while_the_customer_pays_the_terminal_asks_again(house, till, wallet):
    sale = qr_sale(till)
    till.tell(sale)
    wallet.tell(wallet.hear("pay"), "USERPAYING")
    assert till.hear().response_code == "09"
    house.book.advance(1 * SECOND)
    till.tell(sale)
    till.nothing_heard()
    house.book.advance(3 * SECOND)
    wallet.tell(wallet.hear("query"), "USERPAYING")
    assert till.hear().response_code == "09"
    house.book.advance(3 * SECOND)
    query = wallet.hear("query")
    till.tell(sale)
    wallet.tell(query)
    assert till.hear().response_code == "00"
    till.tell(sale)
    assert till.hear().response_code == "00"
    wallet.nothing_heard()


def test_who_does_not_ask_at_that_moment_asks_later(house, till, wallet):
    sale = qr_sale(till)
    till.tell(sale)
    wallet.tell(wallet.hear("pay"), "USERPAYING")
    till.hear()
    house.book.advance(3 * SECOND)
    wallet.tell(wallet.hear("query"))
    till.nothing_heard()
    till.tell(sale)
    assert till.hear().response_code == "00"


def test_the_shops_code_is_shown_and_paid(house, till, wallet):
    sale = qr_sale(till, show=True)
    till.tell(sale)
    request = wallet.hear("precreate")
    assert (request.expires_in, request.merchant_city, request.merchant_category) == (180, "Shanghai", "5411")
    wallet.tell(request, "NOTPAY", code_text="000201...")
    answer = till.hear()
    assert (answer.response_code, read_scanned(answer.qr_data).code_text) == ("09", "000201...")
    till.tell(sale)
    house.book.advance(3 * SECOND)
    wallet.tell(wallet.hear("query"))
    assert till.hear().response_code == "00"


def test_other_content_under_the_same_key_is_refused(house, till, wallet):
    sale = qr_sale(till)
    till.tell(sale)
    wallet.tell(wallet.hear("pay"), "USERPAYING")
    till.hear()
    till.tell(qr_sale(till, code=OTHER_CODE, stan=sale.stan))
    assert till.hear().response_code == "94"
    till.tell(qr_sale(till, show=True, stan=sale.stan))
    assert till.hear().response_code == "94"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("A3018287654321012345678", "40"),
        ("A3019621234567890123456", "30"),
        ("A3018abc", "30"),
        ("A4003123", "30"),
        ("A3018134567890123456789A500200", "30"),
        (None, "30"),
    ],
)
def test_codes_of_others_and_no_codes_at_all_are_refused(till, wallet, data, code):
    till.tell(qr_sale(till, qr_data=data))
    assert till.hear_all(whole=False)[0].response_code == code
    wallet.nothing_heard()


def test_a_host_that_is_set_otherwise_at_its_restart_does_not_order_the_same_in_other_words(house, till, wallet):
    sale = qr_sale(till, show=True)
    till.tell(sale)
    wallet.tell(wallet.hear("precreate"), "NOTPAY", code_text="CODE")
    till.hear()
    house.settings["code_life"] = 60 * SECOND  # its merchant may have got another name as well
    house.reopen()
    wallet.tell(wallet.hear("query"), amount=10_000)  # the customer has scanned what was made of the first
    till.tell(sale)
    assert till.hear().response_code == "00"


def test_without_a_wallet_codes_are_not_taken():
    house = QrHouse(linked=False).open()
    house.till.tell(qr_sale(house.till))
    assert house.till.hear_all(whole=False)[0].response_code == "40"


def test_a_wallet_that_cannot_be_reached_declines(house, till):
    house.book.routes.discard("wallet")
    sale = qr_sale(till)
    till.tell(sale)
    assert till.hear().response_code == "92"
    house.book.routes.add("wallet")
    till.tell(sale)
    assert till.hear().response_code == "92"  # what was told stays told


def test_a_lost_answer_is_asked_for_under_the_same_number(house, till, wallet):
    sale = qr_sale(till)
    till.tell(sale)
    first = wallet.hear("pay")
    house.book.close(wallet.line)
    house.book.advance(3 * SECOND)
    again = wallet.hear("pay")
    assert (again.order_number, again.payment_code.reveal()) == (first.order_number, CODE)
    assert again.nonce != first.nonce
    wallet.tell(again)
    assert till.hear().response_code == "00"


def test_a_silent_line_is_given_up_and_dialled_again(house, till, wallet):
    till.tell(qr_sale(till))
    wallet.hear("pay")
    line = wallet.line
    house.book.advance(8 * SECOND)
    assert house.book.hung_up(line)
    house.book.advance(1 * SECOND)
    asked = wallet.hear_all()  # again and again, over other lines
    assert {(request.VERB, wallet.heard_on[request.nonce] == line) for request in asked} == {("pay", False)}
    wallet.tell(asked[0])
    assert till.hear().response_code == "00"


def test_an_answer_that_is_not_signed_by_the_wallet_is_none(house, till, wallet):
    till.tell(qr_sale(till))
    wallet.hear("pay")
    house.book.tell(wallet.line, b'{"result":"REFUSED","fault":"signature-wrong"}')
    till.nothing_heard()
    house.book.advance(3 * SECOND)
    request = wallet.hear("pay")
    request.nonce = "0" * 32
    wallet.tell(request)
    till.nothing_heard()
    house.book.advance(3 * SECOND)
    wallet.tell(wallet.hear("pay"), amount=1)
    till.nothing_heard()
    assert house.book.noted("acquirer.wrong-answer") == 1


def test_what_nobody_ends_is_reversed(house, till, wallet):
    till.tell(qr_sale(till))
    wallet.tell(wallet.hear("pay"), "USERPAYING")
    till.hear()
    for _ in range(81):
        house.book.advance(3 * SECOND)
        for request in wallet.hear_all():
            if request.VERB == "reverse":
                wallet.tell(request, "REVERSED")
            else:
                wallet.tell(request, "USERPAYING")
    assert house.obligations() == []
    (view,) = house.book.ask_desk("transactions")[1]["transactions"]
    assert view["state"] == "unknown"


def test_limits_hold_for_codes_too():
    house = QrHouse(largest_sale=5_000).open()
    house.till.tell(qr_sale(house.till))
    assert house.till.hear().response_code == "61"
    house.wallet.nothing_heard()


def query(till, sale, **changes):
    fields = {
        "processing_code": "310000",
        "stan": till.next_stan(),
        "entry_mode": "032",
        "condition_code": "00",
        "currency": "156",
        "transaction_info": f"01{till.batch}00020",
        "original_info": f"{till.batch}{sale.stan}",
    }
    return till.message("0200", **{**fields, **changes})


def test_a_terminal_asks_where_a_payment_stands(house, till, wallet):
    sale = qr_sale(till)
    till.tell(query(till, sale))
    assert till.hear().response_code == "25"
    till.tell(sale)
    wallet.tell(wallet.hear("pay"), "USERPAYING")
    till.hear()
    till.tell(query(till, sale))
    assert till.hear_all(whole=False)[0].response_code == "09"
    house.book.advance(3 * SECOND)
    wallet.tell(wallet.hear("query"))
    till.tell(query(till, sale))
    answer = till.hear()
    assert (answer.response_code, read_scanned(answer.qr_data).wallet_number) == ("00", NUMBER)
    till.tell(till.reversal(sale))
    till.hear()
    till.tell(query(till, sale))
    assert till.hear_all(whole=False)[0].response_code == "98"
    till.tell(query(till, sale, original_info=f"000009{sale.stan}"))
    assert till.hear().response_code == "25"
    till.tell(query(till, sale), mac=bytes(8))
    assert till.hear_all(whole=False)[0].response_code == "A0"

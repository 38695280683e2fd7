"""What undoes a payment by code at the host: reversals that are owed, voids, refunds; and cuts in between."""

import pytest

from countertop.values import SECOND
from tests.acquirer.wallet.provider import CODE, QrHouse, qr_refund, qr_sale, qr_void


def paid(till, wallet, amount=10_000, code=CODE):
    sale = qr_sale(till, amount, code)
    till.tell(sale)
    wallet.tell(wallet.hear("pay"))
    answer = till.hear()
    assert answer.response_code == "00"
    return sale, answer


def states(house):
    return [view["state"] for view in house.book.ask_desk("transactions")[1]["transactions"]]


# Reversal, the four cases


def test_a_payment_that_never_came_leaves_a_tombstone(till, wallet):
    sale = qr_sale(till)
    till.tell(till.reversal(sale))
    assert till.hear().response_code == "00"
    till.tell(sale)
    assert till.hear().response_code == "12"
    wallet.nothing_heard()


def test_while_the_customer_pays_a_reversal_ends_the_waiting(house, till, wallet):
    sale = qr_sale(till)
    till.tell(sale)
    wallet.tell(wallet.hear("pay"), "USERPAYING")
    till.hear()
    till.tell(till.reversal(sale))
    assert till.hear().response_code == "00"
    request = wallet.hear("reverse")
    wallet.tell(request, "REVERSED")
    assert (house.obligations(), states(house)) == ([], ["unknown"])
    house.book.advance(10 * SECOND)
    wallet.nothing_heard()


def test_a_reversal_overtakes_the_answer_and_the_late_approval_approves_nothing(house, till, wallet):
    sale = qr_sale(till)
    till.tell(sale)
    pay = wallet.hear("pay")
    till.tell(till.reversal(sale))
    assert till.hear().response_code == "00"
    wallet.tell(pay)
    till.nothing_heard()
    assert house.book.noted("acquirer.late-answer") == 1
    wallet.tell(wallet.hear("reverse"), "REVERSED")
    assert house.obligations() == []


def test_what_was_paid_is_reversed(house, till, wallet):
    sale, _ = paid(till, wallet)
    till.tell(till.reversal(sale))
    assert till.hear().response_code == "00"
    wallet.tell(wallet.hear("reverse"), "REVERSED")
    assert states(house) == ["reversed"]


def test_an_owed_reversal_goes_on_until_the_wallet_answers(house, till, wallet):
    sale, _ = paid(till, wallet)
    house.book.routes.discard("wallet")
    house.book.close(wallet.line)
    till.tell(till.reversal(sale))
    assert till.hear().response_code == "00"
    house.book.advance(20 * SECOND)
    assert len(house.obligations()) == 1
    house.book.routes.add("wallet")
    house.reopen()
    assert len(house.obligations()) == 1
    house.book.advance(0)
    for request in wallet.hear_all():  # asked for at the start, and once more when the switch was there
        wallet.refuse(request, "busy")
    assert house.book.noted("acquirer.wallet-reversal-refused") == 2
    house.book.advance(5 * SECOND)
    wallet.tell(wallet.hear("reverse"), "REVERSED")
    assert house.obligations() == []


# What the wallet reverses no more


def reversed_too_late(till, wallet, fault="too-late"):
    """Pay, reverse, and have the wallet refuse that; return the payment's reference."""
    sale, answer = paid(till, wallet)
    till.tell(till.reversal(sale))
    assert till.hear().response_code == "00"
    wallet.refuse(wallet.hear("reverse"), fault)
    return answer.rrn


def test_a_reversal_that_comes_too_late_becomes_a_refund_of_the_whole(house, till, wallet):
    rrn = reversed_too_late(till, wallet)
    assert house.book.noted("acquirer.wallet-refund-owed") == 1
    house.book.advance(0)
    request = wallet.hear("refund")
    assert (request.order_number, request.refund_number, request.refund_amount) == (rrn, f"{rrn}R", 10_000)
    assert len(house.obligations()) == 1
    wallet.tell_refund(request, "PROCESSING")
    assert (house.obligations(), states(house)) == ([], ["reversed"])
    hops = house.book.ask_desk("trace", rrn=rrn)[1]["hops"]
    assert [hop["mti"] for hop in hops][-4:] == ["reverse", "reverse", "refund", "refund"]
    house.book.advance(90 * SECOND)
    wallet.nothing_heard()


def test_the_refund_is_durable_before_it_leaves_and_the_same_until_it_is_answered(house, till, wallet):
    rrn = reversed_too_late(till, wallet)
    house.reopen()
    house.book.advance(0)
    for request in wallet.hear_all():
        assert (request.VERB, request.refund_number, request.refund_amount) == ("refund", f"{rrn}R", 10_000)
        wallet.refuse(request, "busy")
    house.book.advance(5 * SECOND)
    wallet.tell_refund(wallet.hear("refund"), refund_amount=1)
    assert len(house.obligations()) == 1
    house.book.advance(60 * SECOND)
    wallet.tell_refund(wallet.hear("refund"))
    assert house.obligations() == []


def test_of_a_payment_refunded_in_part_the_rest_is_refunded(house, till, wallet):
    sale, answer = paid(till, wallet)
    till.tell(qr_refund(till, answer, 4_000))
    wallet.refuse(wallet.hear("refund"), "busy")
    till.tell(till.reversal(sale))
    till.hear()
    wallet.refuse(wallet.hear("reverse"), "order-refunded")  # before the host knows what was refunded
    assert house.book.noted("acquirer.wallet-refund-owed") == 0
    house.book.advance(3 * SECOND)
    wallet.tell_refund(wallet.hear("refund"))
    till.hear()
    house.book.advance(2 * SECOND)
    wallet.refuse(wallet.hear("reverse"), "order-refunded")
    house.book.advance(0)
    request = wallet.hear("refund")
    assert request.refund_amount == 6_000
    wallet.tell_refund(request)
    assert house.obligations() == []


def test_of_a_payment_refunded_in_whole_nothing_is_left(house, till, wallet):
    sale, answer = paid(till, wallet)
    till.tell(qr_refund(till, answer))
    wallet.tell_refund(wallet.hear("refund"))
    till.hear()
    till.tell(till.reversal(sale))
    till.hear()
    wallet.refuse(wallet.hear("reverse"), "order-refunded")
    house.book.advance(0)
    wallet.nothing_heard()
    assert house.obligations() == []


def test_a_reversal_of_another_amount_is_refused(till, wallet):
    sale, _ = paid(till, wallet)
    till.tell(till.reversal(sale, amount="000000000001"))
    assert till.hear().response_code == "64"
    wallet.nothing_heard()


# Void and refund


def test_a_void_reverses_the_order(house, till, wallet):
    sale, answer = paid(till, wallet)
    till.tell(qr_void(till, sale, answer))
    request = wallet.hear("reverse")
    assert request.order_number == answer.rrn
    wallet.tell(request, "REVERSED")
    assert till.hear().response_code == "00"
    till.tell(qr_void(till, sale, answer))
    assert till.hear().response_code == "12"
    wallet.nothing_heard()


def test_refunds_are_partial_and_end_with_the_original(till, wallet):
    sale, answer = paid(till, wallet)
    for amount in (4_000, 6_000):
        refund = qr_refund(till, answer, amount)
        till.tell(refund)
        request = wallet.hear("refund")
        assert (request.order_number, request.refund_amount) == (answer.rrn, amount)
        wallet.tell_refund(request, "PROCESSING")
        told = till.hear()
        assert (told.response_code, told.rrn) == ("00", request.refund_number)
    till.tell(qr_refund(till, answer, 1))
    assert till.hear().response_code == "61"
    till.tell(qr_void(till, sale, answer))
    assert till.hear().response_code == "12"
    wallet.nothing_heard()


def test_a_refund_is_repeated_until_it_is_answered_and_paid_once(house, till, wallet):
    _, answer = paid(till, wallet)
    refund = qr_refund(till, answer, 4_000)
    till.tell(refund)
    first = wallet.hear("refund")
    house.reopen()
    till.sign_in()
    again = wallet.hear("refund")
    assert again.refund_number == first.refund_number
    till.tell(refund)
    till.nothing_heard()
    wallet.tell_refund(again)
    assert till.hear().response_code == "00"


@pytest.mark.parametrize(("fault", "code"), [("refund-too-much", "61"), ("too-late", "22"), ("order-not-paid", "12")])
def test_what_the_wallet_refuses_is_declined(till, wallet, fault, code):
    _, answer = paid(till, wallet)
    till.tell(qr_refund(till, answer, 1))
    wallet.refuse(wallet.hear("refund"), fault)
    assert till.hear().response_code == code


def test_who_undoes_needs_a_supervisor(till, wallet):
    sale, answer = paid(till, wallet)
    till.tell(qr_void(till, sale, answer, terminal_information="OP00201"))
    assert till.hear().response_code == "58"
    till.tell(qr_refund(till, answer, 1, terminal_information="OP00201"))
    assert till.hear().response_code == "58"


def test_a_card_s_void_does_not_undo_a_payment_by_code(house, till, wallet):
    sale, answer = paid(till, wallet)
    till.tell(till.void(sale, answer))
    assert till.hear().response_code == "14"
    request, bought = till.buy()
    till.tell(
        qr_void(
            till,
            request.copy(
                track2=None, pin_block=None, pin_length=None, security_control=None, entry_mode="032", pan=None
            ),
            bought,
        )
    )
    assert till.hear().response_code == "12"


# Cuts


def test_after_a_restart_every_open_payment_is_asked_for(house, till, wallet):
    sale = qr_sale(till)
    till.tell(sale)
    wallet.tell(wallet.hear("pay"), "USERPAYING")
    till.hear()
    house.reopen()
    till.sign_in()
    request = wallet.hear("query")
    till.tell(sale)
    wallet.tell(request)
    assert till.hear().response_code == "00"


def test_after_a_restart_a_payment_that_never_left_is_reversed(house, till, wallet):
    till.tell(qr_sale(till))
    wallet.hear("pay")
    house.reopen()
    wallet.refuse(wallet.hear("query"), "order-unknown")
    wallet.tell(wallet.hear("reverse"), "REVERSED")
    assert (house.obligations(), states(house)) == ([], ["unknown"])


def test_after_a_restart_a_code_that_is_shown_is_still_shown(house, till, wallet):
    sale = qr_sale(till, show=True)
    till.tell(sale)
    wallet.tell(wallet.hear("precreate"), "NOTPAY", code_text="000201...")
    till.hear()
    house.reopen()
    till.sign_in()
    request = wallet.hear("query")
    till.tell(sale)
    wallet.tell(request, "NOTPAY", code_text="000201...")
    assert till.hear().response_code == "09"


def test_after_a_restart_a_code_that_the_wallet_never_made_is_asked_for_again(house, till, wallet):
    sale = qr_sale(till, show=True)
    till.tell(sale)
    wallet.hear("precreate")
    house.reopen()
    till.sign_in()
    wallet.refuse(wallet.hear("query"), "order-unknown")
    till.tell(sale)
    house.book.advance(3 * SECOND)
    wallet.tell(wallet.hear("precreate"), "NOTPAY", code_text="000201...")
    assert till.hear().response_code == "09"


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("cut", [1, 2])
def test_a_cut_at_every_write_leaves_one_truth(cut, after):
    house = QrHouse().open()
    house.book.writes, house.book.cut_at, house.book.cut_after = 0, cut, after
    sale = qr_sale(house.till)
    try:
        house.till.tell(sale)
        house.wallet.tell(house.wallet.hear("pay"))
    except Exception:  # noqa: BLE001 - the power went
        pass
    house.reopen()
    house.till.sign_in()
    for request in house.wallet.hear_all():
        house.wallet.tell(request)
    house.till.hear_all()
    house.till.tell(sale)
    if (cut, after) == (1, False):
        house.wallet.tell(house.wallet.hear("pay"))
    assert house.till.hear().response_code == "00"


# Notices


def test_a_notice_makes_the_host_ask_at_once(house, till, wallet):
    sale = qr_sale(till, show=True)
    till.tell(sale)
    request = wallet.hear("precreate")
    wallet.tell(request, "NOTPAY", code_text="000201...")
    till.hear()
    till.tell(sale)
    for _ in range(2):  # the same notice again is acknowledged again
        assert wallet.notice(request.order_number).notice_number == 1
    house.book.advance(0)
    wallet.tell(wallet.hear("query"))
    assert till.hear().response_code == "00"


def test_a_notice_that_does_not_fit_or_is_not_the_wallet_s_moves_nothing(house, till, wallet):
    till.tell(qr_sale(till))
    request = wallet.hear("pay")
    wallet.tell(request, "USERPAYING")
    till.hear()
    assert wallet.notice(request.order_number, amount=1, number=2).notice_number == 2
    assert house.book.noted("acquirer.notice-strange") == 1
    house.book.advance(0)
    wallet.nothing_heard()
    line = house.book.call("notices")
    house.book.tell(line, b'{"verb":"notice"}')
    assert b"not-understood" in house.book.said(line)[0]
    assert house.book.noted("acquirer.notice-refused") == 1


def test_a_payment_after_it_was_given_up_is_noted(house, till, wallet):
    sale = qr_sale(till, show=True)
    till.tell(sale)
    request = wallet.hear("precreate")
    wallet.tell(request, "NOTPAY", code_text="000201...")
    till.tell(till.reversal(sale))
    wallet.tell(wallet.hear("reverse"), "REVERSED")
    wallet.notice(request.order_number, event="late-payment-refunded", state="REVERSED", number=3)
    assert house.book.noted("acquirer.late-payment-refunded") == 1
    assert states(house) == ["unknown"]

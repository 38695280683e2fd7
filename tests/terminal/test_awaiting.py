"""Payments by code at the terminal: a code is scanned or shown, the host is asked until the customer has paid."""

import pytest

from countertop.iso8583.private.scanned import Scanned, read_scanned
from countertop.terminal.machine import Work
from countertop.values import SECOND, Secret
from tests.terminal.counter import open_counter, person
from tests.terminal.test_reversal import unknown_sale
from tests.terminal.test_sale import signed_in

CODE = "134567890123456789"
NUMBER = "20240715000000000001"
SHOWN = "00020101021226450017cn.example.wallet"


def ready(code=CODE, **settings):
    counter = open_counter(**settings)
    counter.say = {**person(), "ask.payment_code": Secret(code)}
    counter.do("sign_in")
    del counter.say["ask.card"]

    def spoil(answer):
        answer.pan = None
        answer.approval_code = None
        shown = SHOWN if answer.response_code == "09" else None
        answer.qr_data = Scanned(wallet_number=NUMBER, code_text=shown).text()

    counter.host.spoil = lambda answer: spoil(answer) if answer.mti in ("0210", "0230", "0410") else None
    return counter


def open_payment(counter, verb="qr_sale"):
    """Begin a payment that the host does not decide; return the request's number."""
    counter.host.codes["0200"] = "09"
    number = counter.do(verb, amount=1250)
    assert isinstance(number, int)
    return number


def test_a_customers_code_is_paid():
    counter = ready()
    status, body = counter.do("qr_sale", amount=1250)
    assert (status, body["state"], body["card"]) == (0, "completed", "13************6789")
    (request,) = counter.heard("0200")
    assert (request.entry_mode, request.pan, request.pin_block) == ("032", None, None)
    assert read_scanned(request.qr_data) == Scanned(payment_code=CODE)
    text = "\n".join(body["slips"]["merchant"].text())
    for word in ("QR SALE", "13************6789", NUMBER, "12.50"):
        assert word in text
    assert "SIGNATURE" not in text
    assert CODE not in text


def test_the_code_is_kept_nowhere():
    counter = ready()
    counter.do("qr_sale", amount=1250)
    for table in ("attempt", "outcome"):
        assert CODE not in str(list(counter.store.rows(table)))
    assert CODE not in str([record.body for record in counter.store.records()])


def test_while_the_customer_pays_the_same_request_leaves_again():
    counter = ready()
    number = open_payment(counter)
    assert "screen.code_shown" in counter.shown()
    for _ in range(3):
        counter.wait(1)
    requests = counter.heard("0200")
    assert len(requests) == 4
    assert {(request.stan, request.qr_data) for request in requests} == {(requests[0].stan, requests[0].qr_data)}
    assert counter.shown().count("screen.code_shown") == 1
    counter.host.codes.clear()
    counter.wait(1)
    assert counter.replies[number][0] == 0
    assert counter.states() == {requests[0].stan: "completed"}
    assert not counter.heard("0400")


def test_it_waits_on_while_what_an_answer_asks_of_the_machine_is_being_written():
    counter = ready()
    number = open_payment(counter)
    counter.host.requirement = "6"
    counter.hold = True
    counter.wait(1)  # asked again, and answered: what the header asks for waits to be written
    counter.host.silent = True
    counter.wait(1)  # and once more, before it is
    counter.let_go()
    counter.hold = False
    counter.wait(61)
    assert counter.replies[number][0] == 11


def test_it_waits_on_while_the_line_is_dialled_anew_and_the_other_is_written():
    counter = ready()
    number = open_payment(counter)
    counter.host.requirement = "2"
    counter.hold = True
    counter.wait(1)
    counter.host.requirement = "0"
    counter.host.codes.clear()
    counter.close(counter.line)
    counter.rings = True
    counter.wait(1)  # to be asked once more, over a line that rings
    counter.let_go()
    counter.hold = False
    counter.pick_up()
    counter.pump()
    assert counter.replies[number][0] == 0


def test_the_shops_code_is_asked_for_and_shown():
    counter = ready()
    open_payment(counter, "qr_show")
    (request,) = counter.heard("0200")
    assert read_scanned(request.qr_data).wants_code
    (shown,) = [screen for screen in counter.screens if screen.message == "screen.code_shown"]
    assert shown.arguments["code_text"] == SHOWN


def test_patience_ends_and_the_payment_is_reversed():
    counter = ready(code_patience=5_000_000)
    number = open_payment(counter)
    counter.wait(7)
    status, body = counter.replies[number]
    assert (status, body["state"]) == (11, "reversal_owed")
    (reversal,) = counter.heard("0400")
    assert (reversal.entry_mode, reversal.response_code, reversal.qr_data) == ("032", "98", None)
    assert list(counter.states().values()) == ["reversed"]
    counter.host.codes.clear()
    assert counter.do("qr_sale", amount=1250)[0] == 0


def test_somebody_gives_up_before_patience_ends():
    counter = ready()
    assert counter.do("qr_cancel") == (12, counter.replies[counter._requests][1])
    number = open_payment(counter)
    assert counter.do("qr_cancel")[1]["message"] == "screen.qr_given_up"
    counter.wait(1)
    assert counter.replies[number][0] == 11
    assert list(counter.states().values()) == ["reversed"]


def test_what_is_paid_already_is_not_given_up_while_its_slip_is_asked_for():
    counter = ready()
    number = open_payment(counter)
    counter.host.codes.clear()
    counter.advance(SECOND)
    (request,) = counter.said(counter.line)
    counter.tell(counter.line, counter.host.answer(request))
    assert counter.questions[0][0].question == "ask.print_next"
    status, body = counter.ask_desk("qr_cancel")
    assert (status, body["message"]) == (12, "screen.qr_nothing_open")
    counter.pump()
    assert counter.replies[number][0] == 0


def test_what_is_paid_at_that_moment_is_paid():
    counter = ready()
    number = open_payment(counter)
    counter.host.silent = True
    counter.wait(1)
    counter.do("qr_cancel")
    counter.host.silent, counter.host.codes = False, {}
    counter.tell(counter.line, counter.host.answer(counter.host.seal(counter.heard("0200")[-1])))
    counter.pump()
    assert counter.replies[number][0] == 0


def test_a_line_that_goes_between_two_requests_is_dialled_anew():
    counter = ready()
    number = open_payment(counter)
    counter.close(counter.line)
    counter.host.codes.clear()
    counter.wait(2)
    assert counter.replies[number][0] == 0
    assert not counter.heard("0400")


def test_a_host_that_cannot_be_reached_meanwhile_is_tried_until_patience_ends():
    counter = ready(code_patience=5_000_000)
    number = open_payment(counter)
    counter.close(counter.line)
    counter.obstacles["acquirer"] = "refused"
    counter.wait(4)
    assert number not in counter.replies
    counter.wait(4)
    assert counter.replies[number][0] == 11
    counter.obstacles.clear()
    counter.wait(20)
    assert list(counter.states().values()) == ["reversed"]


def test_a_line_that_goes_while_an_answer_is_awaited_leaves_doubt():
    counter = ready()
    counter.host.silent = True
    number = counter.do("qr_sale", amount=1250)
    counter.close(counter.line)
    counter.host.silent = False
    counter.pump()
    counter.wait(1)
    assert counter.replies[number][0] == 11
    assert list(counter.states().values()) == ["reversed"]


def test_a_power_cut_while_the_customer_pays_is_a_reversal_owed():
    counter = ready()
    open_payment(counter)
    again = counter.crashed()
    again.say = person()
    again.start()
    again.pump()
    again.wait(1)
    assert list(again.states().values()) == ["reversed"]
    assert again.heard("0400")


def test_nothing_else_is_begun_meanwhile():
    counter = ready()
    open_payment(counter)
    assert counter.do("sale", amount=100)[0] == 14


@pytest.mark.parametrize(
    ("scanned", "said"),
    [
        ("000201010211", "screen.code_of_shop"),
        ("hQVDUFYwMWEaTwegAAAAVVVVVw8SNFZ4kBI0WNGRIgESNF8=", "screen.code_of_card"),
        ("6901234567892", "screen.code_unknown"),
        ("https://example.invalid/pay", "screen.code_unknown"),
        ("\x00\x1b\n", "screen.code_unreadable"),
        ("1" * 513, "screen.code_unreadable"),
    ],
)
def test_what_is_no_payment_code_is_told_and_scanned_again(scanned, said):
    counter = ready(scanned)
    status, body = counter.do("qr_sale", amount=1250)
    assert (status, body["message"]) == (12, "screen.code_not_scanned")
    assert counter.shown().count(said) == 3
    assert not counter.heard("0200")


def test_control_characters_are_dropped_and_counted():
    counter = ready(f"\x02{CODE}\r\n")
    assert counter.do("qr_sale", amount=1250)[0] == 0
    assert counter.machine.counters["scan_controls_dropped"] == 3


@pytest.mark.parametrize(("code", "said"), [("54", "response.qr_54"), ("51", "response.qr_51"), ("13", "response.13")])
def test_a_decline_is_told_in_words_for_codes(code, said):
    counter = ready()
    counter.host.codes["0200"] = code
    status, body = counter.do("qr_sale", amount=1250)
    assert (status, body["message"]) == (10, said)


def test_a_card_sale_that_is_answered_09_is_not_waited_for():
    counter = ready()
    counter.say = person()
    counter.host.codes["0200"] = "09"
    assert counter.do("sale", amount=100)[0] == 10


def test_a_void_undoes_a_payment_and_is_repeated_until_it_is_answered():
    counter = ready()
    voucher = counter.do("qr_sale", amount=1250)[1]["voucher_number"]
    counter.host.silent = True
    number = counter.do("qr_void", voucher_number=voucher)
    counter.wait(61)
    assert counter.replies[number][0] == 11
    counter.host.silent = False
    counter.wait(70)
    voids = [request for request in counter.heard("0200") if request.processing_code == "200000"]
    assert {(each.stan, each.rrn, each.original_info, each.entry_mode) for each in voids} == {
        (voids[0].stan, "000000000001", f"000001{voucher}", "032")
    }
    assert len(voids) > 1
    assert counter.do("qr_void", voucher_number=voucher)[1]["message"] == "screen.voided_before"
    assert counter.do("void", voucher_number=voucher)[1]["message"] == "screen.no_such_voucher"


def test_a_refund_names_reference_and_day():
    counter = ready()
    status, body = counter.do("qr_refund", amount=400, rrn="000000000001", date="0715")
    assert (status, body["supervisor"]) == (0, "00")
    (request,) = counter.heard("0220")
    assert (request.rrn, request.original_info[-4:], request.entry_mode) == ("000000000001", "0715", "032")
    assert "RMB -4.00" in "\n".join(body["slips"]["merchant"].text())


def test_payments_by_code_are_settled_with_the_rest():
    counter = ready()
    counter.do("qr_sale", amount=1250)
    counter.do("qr_refund", amount=400, rrn="000000000001", date="0715")
    counter.do("batch")
    status, body = counter.do("batch")
    assert (status, body["codes"]["debit_amount"], body["codes"]["credit_amount"]) == (0, 1250, 400)


def test_payments_by_code_are_uploaded_where_totals_differ():
    counter = ready()
    voucher = counter.do("qr_sale", amount=1250)[1]["voucher_number"]
    counter.do("qr_refund", amount=400, rrn="000000000001", date="0715")
    counter.host.codes["0500"] = "00"
    spoil = counter.host.spoil

    def differ(answer):
        spoil(answer)
        if answer.mti == "0510":
            answer.private_data = f"{'0' * 30}2{'0' * 30}1"

    counter.host.spoil = differ
    counter.do("settle")
    details, copy, end = counter.heard("0320")
    assert details.private_data == f"0100{voucher}{'0' * 20}{1250:012d}"
    assert (copy.entry_mode, copy.pan, copy.amount) == ("032", None, f"{400:012d}")
    assert end.private_data == "0002"


@pytest.mark.parametrize(
    ("code", "status", "said"),
    [("00", 0, "screen.qr_paid"), ("09", 0, "screen.qr_open"), ("25", 10, "screen.qr_not_paid")],
)
def test_the_host_is_asked_where_a_payment_stands(code, status, said):
    counter = ready()
    voucher = counter.do("qr_sale", amount=1250)[1]["voucher_number"]
    counter.host.codes["0200"] = code
    counter.host.spoil = lambda answer: None
    ended, body = counter.do("qr_query", voucher_number=voucher)
    assert (ended, body["message"]) == (status, said)
    assert counter.heard("0200")[-1].original_info == f"000001{voucher}"
    counter.host.break_mac = True
    assert counter.do("qr_query", voucher_number=voucher)[0] == 13


def test_a_question_that_is_refused_under_keys_that_the_terminal_has_not_is_asked_again_after_a_sign_in():
    counter = ready()
    voucher = counter.do("qr_sale", amount=1250)[1]["voucher_number"]
    counter.host.codes["0200"], counter.host.break_mac = "A0", True
    assert counter.do("qr_query", voucher_number=voucher)[0] == 13
    counter.host.codes, counter.host.break_mac = {}, False
    assert counter.do("qr_query", voucher_number=voucher)[0] == 0
    assert [message.mti for message in counter.host.heard][-2:] == ["0800", "0200"]


@pytest.mark.parametrize("code", ["A0", "58"])
def test_a_repetition_that_is_refused_for_itself_decides_nothing_and_is_reversed(code):
    counter = ready()
    number = open_payment(counter)
    counter.host.codes["0200"] = code  # a copy that somebody altered on its way, a terminal locked meanwhile
    spoil = counter.host.spoil

    def name_no_payment(answer):
        spoil(answer)
        if answer.mti == "0210":
            answer.rrn = None

    counter.host.spoil = name_no_payment
    counter.wait(10)
    assert counter.replies[number][0] == 11
    assert len(counter.heard("0400")) == 1
    assert set(counter.states().values()) == {"reversed"}


def test_a_question_waits_while_what_is_owed_has_taken_the_line():
    counter = signed_in()
    unknown_sale(counter)
    counter.wait(200)  # a round is over, and it rests
    asked = counter.ask_desk("qr_query")
    assert counter.questions[0][0].question == "ask.voucher_number"
    counter.advance(60 * SECOND)
    assert counter.machine.exchange.work is Work.REVERSAL
    counter.host.silent = False
    counter.answer("000002")
    counter.pump()
    assert counter.states() == {"000002": "reversed"}
    assert counter.replies[asked][1]["message"] == "screen.qr_paid"
    assert [message.mti for message in counter.host.heard][-2:] == ["0400", "0200"]

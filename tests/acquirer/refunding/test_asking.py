"""Refunds that a merchant's people ask for at its console: the rules of a terminal's, one request id for each."""

import pytest

from countertop.acquirer.console import SHOP
from countertop.acquirer.tables import OPEN_OBLIGATIONS, UNDECIDED_ATTEMPTS
from countertop.iso8583.interbank_answers import answer_to
from countertop.values import SECOND, Pan
from tests.acquirer.neighbours import ACQUIRER_ID, MERCHANT_ID, OTHER_MERCHANT_ID, PAN
from tests.acquirer.settlement.till import rows, tell_end, tell_totals, totals
from tests.playbook import PowerCut

CONSOLE = "C4110001"


def asked(house, answer, amount, number=1, **changes):
    """Ask at the desk; return status and body."""
    named = {
        "merchant_id": MERCHANT_ID,
        "rrn": answer.rrn,
        "amount": amount,
        "reason": "坏了",
        "request_id": f"request-{number:08d}",
        "by": "clerk",
        "approved_by": "owner",
    }
    return house.book.ask_desk("shop-refund", **{**named, **changes})


def begun(house, answer, amount, number=1, **changes):
    """Ask for what is taken; return its line."""
    status, body = asked(house, answer, amount, number, **changes)
    assert status == 0, body
    return body["transaction"]


def asked_and_approved(house, switch, answer, amount):
    asked(house, answer, amount)
    switch.approve()


def declined(house, switch, code, *args, **changes):
    line = begun(house, *args, **changes)
    assert (line["state"], line["response_code"]) == ("declined", code)
    switch.nothing_heard()
    return line


def story(house, rrn, merchant_id=MERCHANT_ID):
    status, body = house.book.ask_desk("shop-story", merchant_id=merchant_id, rrn=rrn)
    assert status == 0, body
    return body


def test_it_goes_to_the_switch_as_a_refund_of_a_terminal_does(house, till, switch):
    till.tell(till.sale())
    sold = switch.approve(approval_code="AB1234")
    answer = till.hear()
    line = begun(house, answer, 2_500)
    assert (line["state"], line["kind"], line["terminal_id"], line["stan"]) == ("received", "refund", CONSOLE, "000001")
    assert (line["operator"], line["supervisor"]) == ("clerk", "owner")
    forwarded = switch.hear()
    assert (forwarded.mti, forwarded.processing_code, forwarded.condition_code) == ("0220", "200000", "00")
    assert forwarded.original == f"0200{sold.stan}{sold.transmission_time}000{ACQUIRER_ID}000{ACQUIRER_ID}"
    assert (forwarded.amount, forwarded.approval_code, forwarded.pan) == ("000000002500", "AB1234", Pan(PAN))
    assert (forwarded.terminal_id, forwarded.merchant_id, forwarded.rrn) == (CONSOLE, MERCHANT_ID, line["rrn"])
    switch.tell(switch.approval(forwarded))
    till.nothing_heard()
    told = story(house, line["rrn"])
    assert (told["transaction"]["state"], told["original"]["rrn"]) == ("approved", answer.rrn)
    assert told["asked"] == {"reason": "坏了"}
    assert [hop["direction"] + hop["peer"] for hop in told["hops"]] == [f"in{CONSOLE}", "out00010000", "in00010000"]
    assert any("25.00" in row for row in told["slips"]["merchant"]["zh"])
    assert not any("重打印" in row for row in told["slips"]["merchant"]["zh"])
    (found,) = house.book.ask_desk("slips", rrn=line["rrn"])[1]["slips"]
    assert any("-25.00" in row for row in found["slip"])
    number = house.book.ask_desk("retrieval_open", rrn=line["rrn"], by="Li", reason="dispute")[1]["number"]
    assert house.book.ask_desk("retrieval_answer", number=number, by="Li")[1]["slip"] == found["slip"]
    sale = story(house, answer.rrn)
    assert (sale["transaction"]["state"], sale["transaction"]["refunded"], sale["refundable"]) == (
        "refunded",
        2500,
        7500,
    )
    assert [each["rrn"] for each in sale["follow_ups"]] == [line["rrn"]]


def test_refunds_of_terminal_and_console_use_up_one_original(house, till, switch):
    _, answer = till.buy(amount=10_000)
    till.ask(till.refund(answer, 4_000))
    begun(house, answer, 5_000)
    assert story(house, answer.rrn)["refundable"] == 1_000
    switch.approve()
    declined(house, switch, "61", answer, 1_001, number=2)
    till.ask(till.refund(answer, 999))
    begun(house, answer, 1, number=3)
    switch.approve()
    assert story(house, answer.rrn)["refundable"] == 0
    declined(house, switch, "61", answer, 1, number=4)


def test_one_request_id_is_one_refund(house, till, switch):
    """Whenever it is asked again: while it is under way, decided, after a restart, and in a later batch."""
    _, answer = till.buy(amount=10_000)
    first = begun(house, answer, 3_000)
    waiting = switch.hear()
    assert begun(house, answer, 3_000)["rrn"] == first["rrn"]
    switch.nothing_heard()
    switch.tell(switch.approval(waiting))
    house.reopen()
    again = begun(house, answer, 3_000)
    assert (again["rrn"], again["state"]) == (first["rrn"], "approved")
    house.book.ask_desk("day-close", merchant_id=MERCHANT_ID)
    assert begun(house, answer, 3_000)["rrn"] == first["rrn"]
    switch.nothing_heard()
    status, body = asked(house, answer, 3_001)
    assert (status, body["message"]) == (12, "acquirer.refund-id-used")


def test_a_second_click_while_the_first_is_written(house, till, switch):
    _, answer = till.buy(amount=10_000)
    house.book.hold = True
    first, second = asked(house, answer, 3_000), asked(house, answer, 3_000)
    house.book.hold = False
    house.book.let_go()
    assert second == (12, {"message": "acquirer.refund-just-asked", "arguments": {}})
    assert house.book.replies[first][0] == 0
    assert len([message for message in switch.hear_all() if message.mti == "0220"]) == 1


def test_a_declined_one_stays_declined_and_another_request_may_go_through(house, till, switch):
    _, answer = till.buy(amount=10_000)
    house.book.close(switch.line)
    line = begun(house, answer, 3_000)
    assert (line["state"], line["response_code"]) == ("declined", "92")
    switch.welcome_back()
    assert begun(house, answer, 3_000)["response_code"] == "92"
    begun(house, answer, 3_000, number=2)
    switch.approve()
    assert story(house, answer.rrn)["transaction"]["refunded"] == 3_000


def test_only_what_stands_at_this_merchant_is_refunded(house, till, switch):
    house.other_till.sign_in()
    _, foreign = house.other_till.buy()
    status, body = asked(house, foreign, 1)
    assert (status, body["message"]) == (12, "acquirer.no-such-transaction")
    sale, answer = till.buy()
    till.tell(till.void(sale, answer))
    switch.approve()
    till.hear()
    assert story(house, answer.rrn)["refundable"] == 0
    declined(house, switch, "12", answer, 1)
    reversed_sale, other = till.buy()
    till.tell(till.reversal(reversed_sale))
    till.hear()
    switch.hear_all()
    assert story(house, other.rrn)["refundable"] == 0
    assert begun(house, other, 1, number=2)["response_code"] == "12"
    assert not [message for message in switch.hear_all() if message.mti == "0220"]


@pytest.mark.parametrize(("days", "code"), [(179, None), (180, "22")])
def test_the_last_day_of_refunds(house, till, switch, days, code):
    _, answer = till.buy()
    house.sleep(days)
    assert bool(story(house, answer.rrn)["refundable"]) is (code is None)
    assert begun(house, answer, 1)["response_code"] == code


def test_switches_and_limits_of_the_merchant_hold(house, till, switch):
    _, answer = till.buy()
    house.book.ask_desk("limit-merchant", merchant_id=MERCHANT_ID, largest=5_000, day=0, by="Li")
    declined(house, switch, "61", answer, 5_001)
    house.book.ask_desk("permit", holder=MERCHANT_ID, kind="refund", given=False, by="Li")
    declined(house, switch, "58", answer, 1, number=2)
    assert story(house, answer.rrn)["refundable"] == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": 0},
        {"amount": -1},
        {"amount": "1"},
        {"amount": True},
        {"amount": 10**12},
        {"request_id": "short"},
        {"request_id": "with a blank in it"},
        {"request_id": None},
        {"reason": ""},
        {"by": None},
        {"approved_by": "x" * 41},
    ],
)
def test_of_another_form_it_is_not_understood(house, till, switch, changes):
    _, answer = till.buy()
    status, body = asked(house, answer, **{"amount": 1, **changes})
    assert (status, body["message"]) == (2, "acquirer.refund-form")
    assert rows(house, "refund_request") == []


def test_nobody_calls_as_a_console(house, till, switch):
    _, answer = till.buy()
    begun(house, answer, 1)
    switch.approve()
    till.tell(till.message("0820", stan="000077", transaction_info="00000001301", terminal_id=CONSOLE))
    assert till.hear().response_code == "97"
    shop = house.book.ask_desk("shop", merchant_id=MERCHANT_ID)[1]
    assert ([each["terminal_id"] for each in shop["terminals"]], shop["console"]) == ([till.terminal_id], CONSOLE)
    batches = house.book.ask_desk("batches")[1]["batches"]
    assert [(each["terminal_id"], each["state"]) for each in batches][-1] == (CONSOLE, "open")


def test_silence_and_a_switch_that_does_not_know_are_ended_by_repetition(house, till, switch):
    _, answer = till.buy()
    line = begun(house, answer, 1_000)
    first = switch.hear()
    switch.tell(answer_to(first, "98"))
    house.book.advance(25 * SECOND)
    again = switch.hear()
    for field in ("mti", "pan", "amount", "stan", "transmission_time", "rrn", "original", "mac"):
        assert getattr(again, field) == getattr(first, field), field
    house.reopen()
    house.book.advance(10_000)
    assert switch.hear().stan == first.stan
    assert story(house, line["rrn"])["transaction"]["state"] == "received"
    switch.tell(switch.approval(again))
    assert story(house, line["rrn"])["transaction"]["state"] == "approved"
    assert (house.book.rows(OPEN_OBLIGATIONS), house.book.rows(UNDECIDED_ATTEMPTS, 0)) == ([], [])


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("write", [1, 2, 3])
def test_a_cut_at_any_write_refunds_once(house, till, switch, write, after):
    """The console opened, the refund recorded, the refund decided."""
    _, answer = till.buy(amount=10_000)
    house.book.writes, house.book.cut_at, house.book.cut_after = 0, write, after
    with pytest.raises(PowerCut):
        asked_and_approved(house, switch, answer, 3_000)
    house.reopen()
    house.book.advance(10_000)
    line = begun(house, answer, 3_000)
    for request in switch.hear_all():
        switch.tell(switch.approval(request))
    house.book.advance(10_000)
    assert len(rows(house, "refund_request")) == len(rows(house, "claim")) == 1
    told = story(house, line["rrn"])["transaction"]
    assert (told["state"], story(house, answer.rrn)["transaction"]["refunded"]) == ("approved", 3_000)


def test_vouchers_go_on_from_the_newest_after_the_clock_was_set_back_and_a_restart(house, till, switch):
    _, answer = till.buy(amount=10_000)
    for number in range(1, 22):
        begun(house, answer, 1, number)
        switch.approve()
    house.book.utc -= 3_600 * SECOND
    begun(house, answer, 1, 22)
    switch.approve()
    house.reopen()
    assert begun(house, answer, 1, 23)["stan"] == "000023"


def test_vouchers_begin_again_behind_the_last_number_after_a_restart_too(house, till, switch):
    _, answer = till.buy(amount=10_000)
    asked_and_approved(house, switch, answer, 1)
    house.book.ask_desk("day-close", merchant_id=MERCHANT_ID, date="20240715")
    house.memory.registry.consoles[MERCHANT_ID].newest_stan = 999_998
    for number, stan in ((2, "999999"), (3, "000001"), (4, "000002")):
        assert begun(house, answer, 1, number)["stan"] == stan
        switch.approve()
        house.reopen()


def test_vouchers_go_on_after_a_restart_and_batches_are_closed_with_the_day(house, till, switch):
    _, answer = till.buy(amount=10_000)
    for number in (1, 2):
        begun(house, answer, 100, number)
        switch.approve()
    house.reopen()
    assert begun(house, answer, 100, 3)["stan"] == "000003"
    day = {"merchant_id": MERCHANT_ID, "date": "20240715"}
    waiting = switch.hear()
    assert house.book.ask_desk("day-close", **day)[1]["days"][0]["batches"] == 0  # the third is on its way
    switch.tell(switch.approval(waiting))
    tell_totals(till, totals(10_000, 1))
    tell_end(till, code="207")
    (closed,) = house.book.ask_desk("day-close", **{**day, "date": "20240716"})[1]["days"]
    assert (closed["batches"], closed["debit_amount"], closed["credit_amount"], closed["credit_count"]) == (
        2,
        10_000,
        300,
        3,
    )
    batches = house.book.ask_desk("shop-batches", merchant_id=MERCHANT_ID)[1]["batches"]
    assert [(each["terminal_id"], each["batch_number"]) for each in batches] == [
        ("80000101", "000002"),
        (CONSOLE, "000002"),
    ]
    (console,) = batches[1]["closed"]
    assert (console["differs"], console["totals"]["domestic"]["credit_amount"]) == (False, 300)
    assert begun(house, answer, 100, 4)["batch_number"] == "000002"
    switch.approve()
    house.reopen()
    assert begun(house, answer, 100, 5)["stan"] == "000005"


def test_a_terminal_settles_without_what_the_console_refunded(house, till, switch):
    _, answer = till.buy(amount=10_000)
    begun(house, answer, 4_000)
    switch.approve()
    told = tell_totals(till, totals(10_000, 1))
    assert told.response_code == "00"
    assert tell_end(till, code="207").response_code == "00"


def test_each_merchant_has_a_console_of_its_own(house, till, switch):
    house.other_till.sign_in()
    _, answer = till.buy()
    _, other = house.other_till.buy()
    assert begun(house, answer, 1)["terminal_id"] == CONSOLE
    assert begun(house, other, 1, merchant_id=OTHER_MERCHANT_ID)["terminal_id"] == "C4110002"


def test_the_verb_is_one_of_the_shop():
    assert "shop-refund" in SHOP

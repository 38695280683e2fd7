"""Refund: by reference and date, at any terminal of the merchant, again and again until the original is used up."""

import pytest

from countertop.acquirer.records import OperatorRegistered, TerminalRegistered
from countertop.acquirer.tables import ATTEMPT_BY_KEY, OPEN_OBLIGATIONS, UNDECIDED_ATTEMPTS
from countertop.hsm import KeyUsage
from countertop.iso8583.interbank_answers import answer_to
from countertop.values import SECOND, Pan
from tests.acquirer.neighbours import ACQUIRER_ID, MERCHANT_ID, OTHER_PAN, PAN, House, TillTerminal, share
from tests.acquirer.test_void import refused


def test_a_refund_names_the_original_to_the_switch(till, switch):
    sale = till.sale()
    till.tell(sale)
    sold = switch.approve(approval_code="AB1234")
    answer = till.hear()
    till.tell(till.refund(answer, amount=2_500))
    forwarded = switch.hear()
    assert (forwarded.mti, forwarded.processing_code, forwarded.condition_code) == ("0220", "200000", "00")
    assert forwarded.original == f"0200{sold.stan}{sold.transmission_time}000{ACQUIRER_ID}000{ACQUIRER_ID}"
    assert (forwarded.amount, forwarded.approval_code, forwarded.pan) == ("000000002500", "AB1234", Pan(PAN))
    switch.tell(switch.approval(forwarded))
    refunded = till.hear()
    assert (refunded.mti, refunded.response_code, refunded.rrn) == ("0230", "00", forwarded.rrn)


def test_refunds_go_on_until_the_original_is_used_up(house, till, switch):
    _, answer = till.buy(amount=10_000)
    till.ask(till.refund(answer, 4_000))
    till.ask(till.refund(answer, 5_999))
    refused(till, switch, "61", till.refund(answer, 2))
    house.reopen()
    refused(till, switch, "61", till.refund(answer, 2))
    till.ask(till.refund(answer, 1))
    refused(till, switch, "61", till.refund(answer, 1))


def test_a_declined_refund_leaves_the_original_whole(till, switch):
    _, answer = till.buy(amount=10_000)
    till.tell(till.refund(answer))
    switch.decline("62")
    assert till.hear().response_code == "62"
    till.ask(till.refund(answer))


def test_refunds_in_flight_count(till, switch):
    _, answer = till.buy(amount=10_000)
    till.tell(till.refund(answer, 6_000))
    waiting = switch.hear()
    refused(till, switch, "61", till.refund(answer, 5_000))
    till.tell(till.refund(answer, 4_000))
    for request in (waiting, switch.hear()):
        switch.tell(switch.approval(request))
    assert [answer.response_code for answer in till.hear_all()] == ["00", "00"]


def test_two_refunds_looked_at_at_once(house, till, switch):
    """The second is turned away for the moment, not declined: it took no key, and goes through later."""
    _, answer = till.buy(amount=10_000)
    one, other = till.refund(answer, 6_000), till.refund(answer, 6_000)
    house.book.hold = True
    till.tell(one)
    house.book.let_go(1)
    till.tell(other)
    house.book.hold = False
    house.book.let_go()
    (turned_away,) = till.hear_all()
    assert (turned_away.stan, turned_away.response_code) == (other.stan, "96")
    switch.decline()
    till.hear()
    till.ask(other)


def test_a_voided_sale_is_not_refunded_nor_a_refunded_one_voided(till, switch):
    sale, answer = till.buy()
    till.tell(till.void(sale, answer))
    switch.approve()
    till.hear()
    refused(till, switch, "12", till.refund(answer, 1))
    other, other_answer = till.buy()
    till.ask(till.refund(other_answer, 1))
    refused(till, switch, "12", till.void(other, other_answer))


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("58", {"people": "OP00201"}),
        ("58", {"people": "OP00201SV00201"}),
        ("25", {"rrn": "419700000001"}),
        ("25", {"original_info": "0000000000000714"}),
        ("25", {"original_info": "0000000000000229"}),
        ("30", {"original_info": "000000000000"}),
        ("30", {"approval_code": "A00001"}),
        ("30", {"reserved_data": None}),
        ("14", {"pan": Pan(OTHER_PAN)}),
        ("13", {"amount": 0}),
        ("61", {"amount": 10_001}),
        ("40", {"entry_mode": "032", "pan": None, "qr_data": "A3018286666666666666666"}),
    ],
)
def test_illegal_refunds_are_declined_for_good(house, till, switch, code, changes):
    _, answer = till.buy()
    refund = till.refund(answer, **changes)
    first = refused(till, switch, code, refund)
    assert refused(till, switch, code, refund).rrn == first.rrn
    till.ask(till.refund(answer))


def test_only_what_took_money_is_refunded(till, switch):
    sale = till.sale()
    till.tell(sale)
    switch.decline()
    refused(till, switch, "12", till.refund(till.hear()))
    _, answer = till.buy()
    refund = till.ask(till.refund(answer, 1))
    refused(till, switch, "12", till.refund(refund, 1))


def test_another_merchant_cannot_refund(house, till, switch):
    _, answer = till.buy()
    house.other_till.sign_in()
    refused(house.other_till, switch, "25", house.other_till.refund(answer))


def test_any_terminal_of_the_merchant_refunds():
    second = "80000103"
    house = House()
    tmk, till_tmk = share(KeyUsage.TMK, second, house.hsm, house.till.hsm)
    house = House(
        extra=(
            TerminalRegistered(second, MERCHANT_ID, "00000103", tmk, batch_instance=3),
            OperatorRegistered(second, "01", "cashier"),
            OperatorRegistered(second, "00", "supervisor"),
        )
    ).open()
    house.till.sign_in()
    _, answer = house.till.buy()
    other = TillTerminal(house, second)
    other.hsm, other.tmk = house.till.hsm, till_tmk
    other.sign_in()
    other.ask(other.refund(answer))


@pytest.mark.parametrize(("days", "code"), [(179, "00"), (180, "22")])
def test_the_last_day_of_refunds(house, till, switch, days, code):
    _, answer = till.buy()
    house.sleep(days)
    refund = till.refund(answer)
    till.tell(refund)
    if code == "00":
        switch.approve()
    assert till.hear().response_code == code


def test_silence_is_ended_by_repetition(house, till, switch):
    _, answer = till.buy()
    refund = till.refund(answer)
    till.tell(refund)
    first = switch.hear()
    house.book.advance(25 * SECOND)
    till.nothing_heard()
    again = switch.hear()
    assert again.mti == "0220"
    for field in ("pan", "amount", "stan", "transmission_time", "rrn", "original", "processing_code", "mac"):
        assert getattr(again, field) == getattr(first, field), field
    till.tell(refund)
    till.nothing_heard()
    switch.nothing_heard()
    switch.tell(switch.approval(again))
    assert till.hear().response_code == "00"
    house.book.advance(20 * SECOND)
    assert [message for message in switch.hear_all() if message.mti == "0220"] == []
    assert house.book.rows(OPEN_OBLIGATIONS) == []


def test_a_restart_takes_the_repetition_up(house, till, switch):
    _, answer = till.buy()
    refund = till.refund(answer)
    till.tell(refund)
    first = switch.hear()
    for _ in range(2):
        house.reopen()
        house.book.advance(10_000)
        again = switch.hear()
        assert (again.stan, again.transmission_time, again.pan) == (first.stan, first.transmission_time, first.pan)
    till.tell(refund)
    till.nothing_heard()
    switch.tell(switch.approval(again))
    told = till.hear()
    assert (told.response_code, told.rrn, told.pan) == ("00", first.rrn, Pan(PAN))
    assert house.book.rows(UNDECIDED_ATTEMPTS, 0) == []


def test_an_answer_after_a_restart_that_nobody_asked_for(house, till, switch):
    _, answer = till.buy()
    refund = till.refund(answer)
    till.tell(refund)
    switch.hear()
    house.reopen()
    house.book.advance(10_000)
    switch.approve()
    till.nothing_heard()
    till.tell(refund)
    assert till.hear().response_code == "00"


@pytest.mark.parametrize("code", ["68", "96", "98"])
def test_a_switch_that_does_not_know_decides_nothing(house, till, switch, code):
    _, answer = till.buy()
    till.tell(till.refund(answer))
    switch.tell(answer_to(switch.hear(), code))
    till.nothing_heard()
    house.book.advance(25 * SECOND)
    switch.approve()
    assert till.hear().response_code == "00"


def test_without_a_line_it_is_declined_for_good_so_that_a_late_copy_cannot_succeed(house, till, switch):
    _, answer = till.buy()
    refund = till.refund(answer)
    house.book.close(switch.line)
    till.tell(refund)
    assert till.hear().response_code == "92"
    key = f"{ACQUIRER_ID}|{MERCHANT_ID}|{till.terminal_id}|1|{refund.stan}"
    assert [row["response_code"] for row in house.book.rows(ATTEMPT_BY_KEY, key)] == ["92"]
    switch.welcome_back()
    till.tell(refund)
    assert till.hear().response_code == "92"
    switch.nothing_heard()
    till.ask(till.refund(answer))


def test_a_line_lost_while_the_record_is_written(house, till, switch):
    _, answer = till.buy()
    house.book.hold = True
    till.tell(till.refund(answer))
    house.book.let_go(len(house.book.held))
    while not any(type(effect).__name__ == "Append" for effect in house.book.held):
        house.book.let_go(1)
    house.book.close(switch.line)
    house.book.hold = False
    house.book.let_go()
    till.nothing_heard()
    switch.welcome_back()
    house.book.advance(10_000)
    switch.approve()
    assert till.hear().response_code == "00"


def test_a_repetition_may_say_less_of_the_card(till, switch):
    """The terminal rebuilds a repetition from what it kept: the number, no track and no PIN."""
    _, answer = till.buy()
    card = till.sale(stan="000099")
    shown = {"track2": card.track2, "security_control": card.security_control, "entry_mode": "021", "pan": None}
    refund = till.refund(answer, **shown, pin_length="12", pin_block=card.pin_block)
    till.ask(refund)
    till.tell(till.refund(answer, stan=refund.stan))
    assert till.hear().response_code == "00"
    till.tell(till.refund(answer, amount=1, stan=refund.stan))
    assert till.hear().response_code == "94"


def test_a_wrong_answer_does_not_end_it(house, till, switch):
    _, answer = till.buy()
    till.tell(till.refund(answer))
    request = switch.hear()
    switch.tell(switch.approval(request), mac=b"00000000")
    switch.tell(switch.approval(request, amount="000000000001"))
    till.nothing_heard()
    house.book.advance(25 * SECOND)
    switch.approve()
    assert till.hear().response_code == "00"

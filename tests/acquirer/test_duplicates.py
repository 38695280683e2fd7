"""The key of an attempt: the same request again, another request under its key, and every interleaving of both."""

import pytest

from countertop.values import Pan
from tests.acquirer.neighbours import OTHER_PAN, TPDU


def answered(answer):
    """What a repetition must bring back unchanged."""
    names = (
        *(
            "response_code",
            "approval_code",
            "rrn",
            "local_time",
            "local_date",
            "settlement_date",
            "additional_response",
        ),
        *("amount", "stan", "pan", "reserved_data", "transaction_info"),
    )
    return {name: getattr(answer, name) for name in names}


def test_in_flight_the_answer_goes_to_the_line_that_asked_last(house, till, switch):
    request = till.sale()
    till.tell(request)
    first_line = till.line
    till.call()
    request.tpdu = bytes.fromhex("6000030777")
    till.tell(request)
    switch.approve()
    answer = till.hear()
    assert answer.response_code == "00"
    assert answer.tpdu == bytes.fromhex("6007770003")
    assert house.book.said(first_line) == []
    assert house.memory.counts["repeated-in-flight"] == 1


def test_a_copy_while_the_record_is_written_forwards_once(house, till, switch):
    house.book.hold = True
    request = till.sale()
    till.tell(request)
    till.tell(request)
    house.book.let_go()
    house.book.hold = False
    switch.approve()
    assert till.hear().response_code == "00"


def test_decided_it_gets_the_stored_answer_with_a_fresh_mac(house, till, switch):
    request, answer = till.buy()
    house.book.advance(3_600_000_000)
    switch.hear_all()
    till.tell(request)
    again = till.hear()
    assert answered(again) == answered(answer)
    switch.nothing_heard()


def test_the_stored_answer_is_sealed_with_the_present_key(till):
    request, answer = till.buy()
    till.sign_in()
    till.tell(request)
    assert answered(till.hear()) == answered(answer)


def test_after_a_power_cut_it_gets_the_stored_answer(house, till, switch):
    request, answer = till.buy()
    house.reopen()
    till.tell(request)
    assert answered(till.hear()) == answered(answer)
    switch.nothing_heard()


def test_a_decline_is_repeated_too(till, switch):
    request = till.sale()
    till.tell(request)
    switch.decline("51")
    answer = till.hear()
    till.tell(request)
    assert answered(till.hear()) == answered(answer)
    switch.nothing_heard()


def test_a_copy_that_races_the_decision_gets_one_answer(house, till, switch):
    request = till.sale()
    till.tell(request)
    house.book.hold = True
    switch.approve()
    till.tell(request)
    house.book.let_go()
    assert {answer.response_code for answer in till.hear_all()} == {"00"}


def test_a_copy_whose_look_up_races_the_decision_is_answered(house, till, switch):
    request = till.sale()
    till.tell(request)
    attempt = next(iter(house.memory.open.values()))
    # The copy finds nothing in memory, as after a moment's absence, and meets the key in the database.
    del house.memory.open[attempt.key]
    house.book.hold = True
    till.tell(request)
    house.book.let_go(1)
    house.memory.open[attempt.key] = attempt
    house.book.let_go()
    house.book.hold = False
    switch.tell(switch.approval(switch.hear()))
    assert till.hear().response_code == "00"


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": "000000010001"},
        {"entry_mode": "022"},
        {"track2": None, "pan": Pan(OTHER_PAN)},
    ],
    ids=["amount", "entry-mode", "card"],
)
@pytest.mark.parametrize("moment", ["in-flight", "decided", "after-restart"])
def test_other_content_under_the_key_is_refused_with_an_alarm(house, till, switch, changes, moment):
    request = till.sale()
    till.tell(request)
    forwarded = switch.hear()
    if moment != "in-flight":
        switch.tell(switch.approval(forwarded))
        assert till.hear().response_code == "00"
    if moment == "after-restart":
        house.reopen()
    till.tell(request.copy(**changes))
    answer = till.hear()
    assert (answer.response_code, answer.rrn) == ("94", None)
    assert answer.mac is not None
    switch.nothing_heard()
    assert [note.level for note in house.book.notes if note.message == "acquirer.conflict"] == ["alarm"]
    if moment == "in-flight":
        switch.tell(switch.approval(forwarded))
        assert till.hear().amount == request.amount


def test_the_same_stan_at_two_terminals_is_two_attempts(house, till, switch):
    other = house.other_till
    other.sign_in()
    till.tell(till.sale(stan="000500"))
    other.tell(other.sale(stan="000500"))
    assert len(switch.hear_all()) == 2


def test_a_late_copy_after_a_reversal_is_not_sold(house, till, switch):
    request, _ = till.buy()
    till.tell(till.reversal(request))
    assert till.hear().response_code == "00"
    switch.acknowledge()
    till.tell(request)
    # It is told what it was told, and the switch hears nothing: the terminal has given it up.
    assert till.hear().response_code == "00"
    switch.nothing_heard()


def test_tpdu_is_swapped(till):
    _, answer = till.buy()
    assert answer.tpdu == TPDU[:1] + TPDU[3:] + TPDU[1:3]

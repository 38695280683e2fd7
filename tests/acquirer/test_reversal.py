"""Reversal: the four cases, whatever arrives first, and everything that may not be reversed."""

import pytest

from countertop.acquirer.tables import ATTEMPT_BY_KEY, OBLIGATION_BY_KEY, REVERSAL_BY_KEY
from countertop.values import Pan
from tests.acquirer.neighbours import ACQUIRER_ID, MERCHANT_ID, OTHER_PAN, PAN, TERMINAL_ID


def key_of(request):
    return f"{ACQUIRER_ID}|{MERCHANT_ID}|{TERMINAL_ID}|1|{request.stan}"


def test_unknown_original_leaves_a_tombstone(house, till, switch):
    request = till.sale()
    till.tell(till.reversal(request))
    answer = till.hear()
    assert (answer.mti, answer.response_code) == ("0410", "00")
    assert answer.mac is not None
    switch.nothing_heard()
    till.tell(request)
    late = till.hear()
    assert (late.mti, late.response_code, late.rrn) == ("0210", "12", answer.rrn)
    switch.nothing_heard()
    assert house.book.noted("acquirer.tombstone-hit") == 1


def test_the_tombstone_survives_a_power_cut(house, till, switch):
    request = till.sale()
    till.tell(till.reversal(request))
    till.hear()
    house.reopen()
    till.tell(request)
    assert till.hear().response_code == "12"
    switch.nothing_heard()


def test_original_in_flight_ends_the_waiting_and_is_undone_upstream(house, till, switch):
    request = till.sale()
    till.tell(request)
    forwarded = switch.hear()
    till.tell(till.reversal(request))
    answer = till.hear()
    assert (answer.mti, answer.response_code, answer.rrn) == ("0410", "00", forwarded.rrn)
    undone = switch.acknowledge()
    assert undone.mti == "0420"
    assert undone.original == f"0200{forwarded.stan}{forwarded.transmission_time}000{ACQUIRER_ID}000{ACQUIRER_ID}"
    assert undone.stan != forwarded.stan
    assert (undone.pan, undone.amount, undone.rrn) == (Pan(PAN), forwarded.amount, forwarded.rrn)
    # The approval that still comes is late: recorded, told to nobody.
    switch.tell(switch.approval(forwarded))
    till.nothing_heard()
    assert house.book.noted("acquirer.late-answer") == 1
    assert house.obligations() == []


def test_the_in_flight_reversal_is_durable_before_it_is_acknowledged(house, till, switch):
    request = till.sale()
    till.tell(request)
    switch.hear()
    house.book.hold = True
    till.tell(till.reversal(request))
    till.nothing_heard()
    house.book.let_go(1)
    assert till.hear().response_code == "00"


def test_approved_original_is_undone(house, till, switch):
    request, answer = till.buy()
    till.tell(till.reversal(request, reason="96"))
    assert till.hear().rrn == answer.rrn
    undone = switch.acknowledge()
    assert undone.rrn == answer.rrn
    assert house.obligations() == []
    (reversal,) = house.book.rows(REVERSAL_BY_KEY, key_of(request))
    assert (reversal["reason"], reversal["effect"]) == ("96", "undone")


def test_declined_original_needs_nothing(house, till, switch):
    request = till.sale()
    till.tell(request)
    switch.decline()
    till.hear()
    till.tell(till.reversal(request))
    assert till.hear().response_code == "00"
    switch.nothing_heard()


def test_unknown_outcome_is_being_undone_already(house, till, switch):
    request = till.sale()
    till.tell(request)
    switch.hear()
    house.book.advance(25_000_000)
    assert till.hear().response_code == "98"
    switch.acknowledge()
    till.tell(till.reversal(request))
    assert till.hear().response_code == "00"
    switch.nothing_heard()


@pytest.mark.parametrize("case", ["unknown", "in-flight", "approved", "declined"])
def test_repeated_it_is_acknowledged_again_and_undoes_once(house, till, switch, case):
    request = till.sale()
    if case != "unknown":
        till.tell(request)
        forwarded = switch.hear()
        if case == "approved":
            switch.tell(switch.approval(forwarded))
            till.hear()
        if case == "declined":
            switch.tell(switch.approval(forwarded).copy(response_code="05", approval_code=None))
            till.hear()
    for _ in range(3):
        till.tell(till.reversal(request))
    answers = till.hear_all()
    assert [answer.response_code for answer in answers] == ["00"] * 3
    assert len({answer.rrn for answer in answers}) == 1
    assert len(switch.hear_all()) == (1 if case in ("in-flight", "approved") else 0)
    house.reopen()
    till.tell(till.reversal(request))
    assert till.hear().response_code == "00"


def test_two_copies_at_once_undo_once(house, till, switch):
    request, _ = till.buy()
    house.book.hold = True
    till.tell(till.reversal(request))
    till.tell(till.reversal(request))
    house.book.let_go()
    assert [answer.response_code for answer in till.hear_all()] == ["00", "00"]
    assert len(switch.hear_all()) == 1


def test_two_copies_at_once_in_flight_undo_once(house, till, switch):
    request = till.sale()
    till.tell(request)
    switch.hear()
    house.book.hold = True
    till.tell(till.reversal(request))
    till.tell(till.reversal(request))
    house.book.let_go()
    assert [answer.response_code for answer in till.hear_all()] == ["00", "00"]
    assert len(switch.hear_all()) == 1


def test_overtaking_the_original_while_both_are_written(house, till, switch):
    request = till.sale()
    house.book.hold = True
    till.tell(till.reversal(request))
    till.tell(request)
    house.book.let_go()
    codes = {answer.mti: answer.response_code for answer in till.hear_all()}
    assert codes == {"0410": "00", "0210": "12"}
    switch.nothing_heard()


def test_following_the_original_while_both_are_written(house, till, switch):
    request = till.sale()
    house.book.hold = True
    till.tell(request)
    till.tell(till.reversal(request))
    house.book.let_go()
    assert till.hear().response_code == "00"
    assert [message.mti for message in switch.hear_all()] == ["0200", "0420"]


@pytest.mark.parametrize("held", range(3))
def test_overtaking_a_void_that_is_still_being_admitted(house, till, switch, held):
    void = till.void(*till.buy())
    house.book.hold = True
    till.tell(void)
    house.book.let_go(held)
    till.tell(till.reversal(void))
    house.book.let_go()
    codes = {answer.mti: answer.response_code for answer in till.hear_all()}
    assert codes == {"0410": "00", "0210": "12"}
    switch.nothing_heard()
    assert house.memory.claiming == {}


@pytest.mark.parametrize("first", ["answer", "reversal"])
def test_racing_the_switch_the_first_append_decides(house, till, switch, first):
    request = till.sale()
    till.tell(request)
    forwarded = switch.hear()
    house.book.hold = True
    if first == "answer":
        switch.tell(switch.approval(forwarded))
        till.tell(till.reversal(request))
    else:
        till.tell(till.reversal(request))
        switch.tell(switch.approval(forwarded))
    house.book.let_go()
    heard = {answer.mti: answer.response_code for answer in till.hear_all()}
    assert heard["0410"] == "00"
    assert ("0210" in heard) == (first == "answer")
    assert switch.hear().mti == "0420"
    (attempt,) = house.book.rows(ATTEMPT_BY_KEY, key_of(request))
    assert attempt["outcome"] == ("approved" if first == "answer" else "unknown")
    assert len(house.book.rows(OBLIGATION_BY_KEY, key_of(request))) == 1


@pytest.mark.parametrize("first", ["time-out", "reversal"])
def test_racing_the_time_out_one_reversal_is_owed(house, till, switch, first):
    request = till.sale()
    till.tell(request)
    switch.hear()
    house.book.hold = True
    if first == "reversal":
        till.tell(till.reversal(request))
    house.book.advance(25_000_000)
    if first == "time-out":
        till.tell(till.reversal(request))
    house.book.let_go()
    assert [answer.response_code for answer in till.hear_all() if answer.mti == "0410"] == ["00"]
    assert [message.mti for message in switch.hear_all()] == ["0420"]


@pytest.mark.parametrize("moment", ["in-flight", "approved"])
@pytest.mark.parametrize(
    ("code", "changes"),
    [("64", {"amount": "000000009999"}), ("12", {"processing_code": "200000", "transaction_info": "2300000100020"})],
    ids=["amount", "transaction"],
)
def test_what_does_not_agree_is_refused_and_moves_nothing(house, till, switch, moment, code, changes):
    request = till.sale()
    till.tell(request)
    forwarded = switch.hear()
    if moment == "approved":
        switch.tell(switch.approval(forwarded))
        till.hear()
    till.tell(till.reversal(request, **changes))
    assert till.hear().response_code == code
    assert [note.level for note in house.book.notes if note.message == "acquirer.reversal-disagrees"] == ["alarm"]
    switch.nothing_heard()
    assert house.obligations() == []


@pytest.mark.parametrize("before", ["declined", "tombstone", "unknown", "undone"])
def test_what_nothing_can_move_is_acknowledged_whatever_was_under_its_stan(house, till, switch, before):
    """A machine bound anew counts STANs from one again: refused, its reversal would be owed for ever."""
    former = till.sale()
    if before != "tombstone":
        till.tell(former)
        forwarded = switch.hear()
        if before == "declined":
            switch.tell(switch.approval(forwarded).copy(response_code="05", approval_code=None))
            till.hear()
        if before == "undone":
            switch.tell(switch.approval(forwarded))
            till.hear()
    if before != "declined":
        till.tell(till.reversal(former))
        till.hear()
    switch.hear_all()
    reused = till.sale(9_999, stan=former.stan)
    till.tell(reused)
    assert till.hear().response_code == ("12" if before == "tombstone" else "94")
    till.tell(till.reversal(reused))
    assert till.hear().response_code == "00"
    switch.nothing_heard()
    assert house.book.noted("acquirer.reversal-disagrees") == 0


@pytest.mark.parametrize("moment", ["in-flight", "approved"])
def test_another_card_is_refused(house, till, switch, moment):
    request = till.sale()
    till.tell(request)
    forwarded = switch.hear()
    if moment == "approved":
        switch.tell(switch.approval(forwarded))
        till.hear()
    till.tell(till.reversal(request, pan=Pan(OTHER_PAN)))
    assert till.hear().response_code == "12"
    till.tell(till.reversal(request, pan=Pan(PAN)))
    assert till.hear().response_code == "00"


def test_another_terminal_reverses_nothing_of_ours(house, till, switch):
    request, _ = till.buy()
    other = house.other_till
    other.sign_in()
    other.tell(other.reversal(request))
    # It laid a tombstone in its own batch; our sale stands.
    assert other.hear().response_code == "00"
    switch.nothing_heard()
    assert house.obligations() == []


def test_a_wrong_mac_is_refused(house, till, switch):
    request, _ = till.buy()
    till.tell(till.reversal(request), mac=b"00000000")
    assert till.hear().response_code == "A0"
    switch.nothing_heard()


def test_a_reversal_without_an_amount_is_refused(till, switch):
    request, _ = till.buy()
    till.tell(till.reversal(request, amount=None))
    assert till.hear().response_code == "30"
    switch.nothing_heard()


def test_another_batch_is_refused(till, switch):
    request, _ = till.buy()
    till.tell(till.reversal(request, transaction_info="2200000200020"))
    assert till.hear().response_code == "77"
    switch.nothing_heard()

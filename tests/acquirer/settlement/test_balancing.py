"""Totals: equal on both sides, not equal, not yet; and the batch frozen from then on."""

from tests.acquirer.neighbours import OTHER_PAN
from tests.acquirer.settlement.till import results, rows, tell_end, tell_totals, totals


def test_equal_totals_balance_and_the_end_opens_the_next_batch(till):
    till.buy(amount=1200)
    till.buy(amount=300)
    answer = tell_totals(till, totals(1500, 2))
    assert (answer.mti, answer.response_code, results(answer)) == ("0510", "00", ("1", "1"))
    end = tell_end(till, code="207")
    assert (end.response_code, end.transaction_info) == ("00", "00000002207")
    till.batch = "000002"
    assert till.buy(amount=500)[1].response_code == "00"


def test_two_copies_of_the_end_close_one_batch(till, house):
    till.buy(amount=1200)
    tell_totals(till, totals(1200, 1))
    house.reopen()  # what it counts is looked up again, which takes a while
    one, other = (till.manage("0320", "207", private_data="0000") for _ in range(2))
    house.book.hold = True
    till.tell(one)
    house.book.let_go(1)
    till.tell(other)
    house.book.let_go()
    house.book.hold = False
    assert {answer.transaction_info for answer in till.hear_all()} == {"00000002207"}
    assert [row["batch_number"] for row in rows(house, "closed_batch")] == ["000001"]
    till.batch = "000002"
    assert till.buy(amount=500)[1].response_code == "00"


def test_totals_told_otherwise_while_the_batch_is_being_closed_freeze_no_other_batch(till, house):
    till.buy(amount=1200)
    tell_totals(till, totals(1200, 1))
    house.reopen()
    house.book.hold = True
    till.tell(till.manage("0320", "207", private_data="0000"))
    house.book.let_go(1)
    till.tell(till.manage("0500", "201", private_data=totals(1300, 1), currency="156", reserved_data="01 "))
    house.book.let_go()
    house.book.hold = False
    till.hear_all()
    till.batch = "000002"
    assert till.buy(amount=500)[1].response_code == "00"
    assert results(tell_totals(till, totals(500, 1))) == ("1", "1")


def test_a_void_is_on_the_credit_side_and_its_sale_stays_on_the_debit_side(till):
    request, answer = till.buy(amount=1200)
    till.tell(till.void(request, answer))
    till.house.switch.approve()
    assert till.hear().response_code == "00"
    assert results(tell_totals(till, totals(1200, 1, 1200, 1))) == ("1", "1")


def test_what_was_reversed_or_declined_counts_nowhere(till, switch):
    request, _ = till.buy(amount=1200)
    till.tell(till.reversal(request))
    assert till.hear().response_code == "00"
    switch.acknowledge()
    till.tell(till.sale(amount=900))
    switch.decline()
    till.hear()
    assert results(tell_totals(till, totals())) == ("1", "1")


def test_a_difference_is_told_with_the_host_s_own_totals(till):
    till.buy(amount=1200)
    answer = tell_totals(till, totals(1300, 1))
    assert results(answer) == ("2", "1")
    assert answer.private_data[:15] == "000000001200001"


def test_while_something_is_in_flight_the_terminal_is_told_to_try_later(till, switch):
    till.tell(till.sale(amount=900))
    assert results(tell_totals(till, totals(900, 1))) == ("3", "3")
    switch.approve()
    assert till.hear().response_code == "00"
    assert results(tell_totals(till, totals(900, 1))) == ("1", "1")


def test_a_frozen_batch_takes_nothing_new_and_reverses_nothing(till, house):
    request, _ = till.buy(amount=1200)
    tell_totals(till, totals(1200, 1))
    for message in (till.sale(amount=100), till.reversal(request)):
        till.tell(message)
        assert till.hear().response_code == "77"
    house.reopen()
    till.tell(till.sale(amount=100))
    assert till.hear().response_code == "77"


def test_totals_told_again_are_answered_as_before_even_after_the_batch_was_closed(till, house):
    till.buy(amount=1200)
    first = tell_totals(till, totals(1200, 1))
    again = tell_totals(till, totals(1200, 1))
    assert (again.private_data, again.rrn) == (first.private_data, first.rrn)
    house.reopen()
    assert tell_totals(till, totals(1200, 1)).private_data == first.private_data
    end = tell_end(till, code="207")
    assert tell_end(till, code="207").transaction_info == end.transaction_info
    assert tell_totals(till, totals(1200, 1)).private_data == first.private_data
    house.reopen()
    assert tell_end(till, code="207").transaction_info == end.transaction_info


def test_late_originals_of_a_closed_batch_are_refused(till):
    late = till.sale(amount=700)
    tell_totals(till, totals())
    tell_end(till, code="207")
    till.tell(late)
    assert till.hear().response_code == "77"


def test_another_batch_is_refused_with_the_host_s_own_number(till):
    answer = tell_totals(till, totals(), transaction_info="00000009201")
    assert (answer.response_code, answer.transaction_info) == ("77", "00000001201")


def test_an_end_before_totals_closes_nothing(till):
    assert tell_end(till, code="207").response_code == "25"


def test_foreign_cards_are_a_group_of_their_own(till):
    assert OTHER_PAN
    assert results(tell_totals(till, totals(debit_amount=5, debit_count=1))) == ("1", "2")

from countertop.load.tally import Tally
from countertop.values import SECOND

APPROVED, DECLINED, UNKNOWN, REFUSED = 0, 10, 11, 12


def approved(rrn, amount=100):
    return {"rrn": rrn, "amount": amount, "response_code": "00"}


def test_an_approval_as_asked_is_right_and_nothing_else_is():
    tally = Tally()
    tally.count(APPROVED, approved("1"), 100, 5)
    assert (tally.right, tally.is_clean) == (1, True)
    tally.count(DECLINED, {"response_code": "51"}, 100, 5)
    tally.count(UNKNOWN, {}, 100, 5)
    tally.count(REFUSED, {"message": "screen.unreachable"}, 100, 5)
    assert (tally.right, tally.answered, tally.unknown) == (1, 4, 1)
    assert (dict(tally.declined), dict(tally.refused)) == ({"51": 1}, {"screen.unreachable": 1})
    assert not tally.is_clean


def test_another_amount_and_a_repeated_reference_number_are_wrong():
    tally = Tally()
    tally.count(APPROVED, approved("1"), 100, 5)
    tally.count(APPROVED, approved("2", amount=101), 100, 5)
    tally.count(APPROVED, approved("1"), 100, 5)
    assert (tally.right, tally.wrong.total(), tally.is_clean) == (1, 2, False)


def test_a_sale_without_an_answer_and_a_stopped_terminal_are_not_clean():
    for spoil in (lambda tally: setattr(tally, "unanswered", 1), lambda tally: tally.stopped.update(["81000001"])):
        tally = Tally()
        tally.count(APPROVED, approved("1"), 100, 5)
        spoil(tally)
        assert not tally.is_clean


def test_the_rate_counts_what_came_to_an_end():
    tally = Tally()
    for number in range(50):
        tally.count(APPROVED, approved(str(number)), 100, 5)
    tally.took = 2 * SECOND
    assert tally.rate == 25

"""Slips found in the journal and made again, and requests for them: opened with a clock, answered, closed."""

import pytest

from countertop.values import SECOND
from tests.acquirer.neighbours import MERCHANT_ID, OTHER_PAN, OTHER_TERMINAL_ID, PAN, TERMINAL_ID

DAY = 24 * 60 * 60 * SECOND


def slips(house, **named):
    status, body = house.book.ask_desk("slips", **named)
    assert status == 0, body
    return body["slips"]


def test_a_slip_is_found_by_reference_day_voucher_amount_and_card(house, till):
    request, answer = till.buy(amount=12_50)
    till.buy(amount=99_00)
    (found,) = slips(house, rrn=answer.rrn)
    assert found["stan"] == request.stan
    day = {"terminal_id": TERMINAL_ID, "date": "20240715"}
    assert len(slips(house, **day)) == 2
    assert slips(house, **day, voucher_number=request.stan) == slips(house, **day, amount=12_50) == [found]
    (token,) = {
        effect.records[0].pan_token for effect in house.book.appended if hasattr(effect.records[0], "pan_token")
    }
    assert len(slips(house, card_token=token)) == 2
    assert slips(house, terminal_id=TERMINAL_ID, date="20240714") == []


def test_the_slip_says_what_the_terminal_printed(house, till):
    request, answer = till.buy(amount=12_50)
    (found,) = slips(house, rrn=answer.rrn)
    text = "\n".join(found["slip"])
    for part in (answer.rrn, request.stan, answer.approval_code, "12.50", "622500******0014/S", "2024/07/15 10:00:00"):
        assert part in text, text
    assert "重打印" in text


def test_what_has_no_slip_is_not_found(house, till):
    till.tell(till.sale())
    house.switch.decline("51")
    declined = till.hear()
    request, taken_back = till.buy()
    till.tell(till.reversal(request))
    till.hear()
    house.switch.acknowledge()
    assert slips(house, rrn=declined.rrn) == slips(house, rrn=taken_back.rrn) == []


def test_it_is_kept_for_the_retention_time_and_survives_a_power_cut(house, till):
    _, answer = till.buy()
    house.reopen()
    assert len(slips(house, rrn=answer.rrn)) == 1
    house.book.utc += 730 * DAY
    assert len(slips(house, rrn=answer.rrn)) == 1
    house.book.utc += 31 * DAY
    assert slips(house, rrn=answer.rrn) == []


def test_a_slip_is_found_without_its_day_or_without_its_terminal(house, till):
    request, answer = till.buy(amount=12_50)
    till.buy(amount=99_00)
    house.other_till.sign_in()
    house.other_till.buy(amount=12_50)
    (found,) = slips(house, rrn=answer.rrn)
    assert slips(house, terminal_id=TERMINAL_ID, voucher_number=request.stan) == [found]
    assert slips(house, terminal_id=TERMINAL_ID, amount=12_50) == [found]
    everywhere = slips(house, date="20240715", amount=12_50)
    assert {each["terminal_id"] for each in everywhere} == {TERMINAL_ID, OTHER_TERMINAL_ID}
    assert slips(house, date="20240716", amount=12_50) == []
    assert len(slips(house, card=PAN)) == 3
    assert slips(house, card=PAN, amount=12_50, terminal_id=TERMINAL_ID) == [found]
    assert slips(house, card=OTHER_PAN) == []
    assert slips(house, rrn=answer.rrn, amount=1) == []


def test_a_transaction_that_was_taken_back_is_no_slip_to_answer_with(house, till):
    request, answer = till.buy()
    house.book.ask_desk("retrieval_open", rrn=answer.rrn, by="East Bank", reason="disputed")
    till.tell(till.reversal(request))
    till.hear()
    house.switch.acknowledge()
    assert house.book.ask_desk("retrieval_answer", number=1, by="Li Na")[0] == 12


@pytest.mark.parametrize(
    "named",
    [
        {},
        {"terminal_id": TERMINAL_ID},
        {"terminal_id": TERMINAL_ID, "date": "20240732"},
        {"terminal_id": TERMINAL_ID, "merchant_id": MERCHANT_ID},
        {"voucher_number": 1},
        {"date": "20240715", "after": 7},
        {"terminal_id": TERMINAL_ID, "amount": "12.50"},
        {"card": "x"},
    ],
)
def test_a_question_that_names_too_little_is_not_answered(house, named):
    assert house.book.ask_desk("slips", **named)[0] == 2


def test_a_retrieval_is_opened_answered_and_closed(house, till):
    _, answer = till.buy()
    status, told = house.book.ask_desk("retrieval_open", rrn=answer.rrn, by="East Bank", reason="disputed")
    assert (status, told["number"]) == (0, 1)
    assert house.book.ask_desk("retrieval_close", number=1, by="Li Na")[0] == 12  # nothing was answered yet
    house.reopen()
    status, told = house.book.ask_desk("retrieval_answer", number=1, by="Li Na")
    assert (status, told["late"]) == (0, False)
    assert answer.rrn in "\n".join(told["slip"])
    assert house.book.ask_desk("retrieval_answer", number=1, by="Li Na")[0] == 12
    assert house.book.ask_desk("retrieval_close", number=1, by="Li Na")[0] == 0
    assert house.book.ask_desk("retrieval_close", number=1, by="Li Na")[0] == 12
    (listed,) = house.book.ask_desk("retrievals")[1]["retrievals"]
    assert (listed["state"], listed["late"], listed["slip"]) == ("closed", False, told["slip"])
    assert house.book.ask_desk("retrieval_open", rrn=answer.rrn, by="East Bank", reason="again")[1]["number"] == 2


def test_what_is_answered_too_late_is_marked(house, till):
    _, answer = till.buy()
    house.book.ask_desk("retrieval_open", rrn=answer.rrn, by="East Bank", reason="disputed")
    house.book.utc += 11 * DAY
    (listed,) = house.book.ask_desk("retrievals")[1]["retrievals"]
    assert (listed["state"], listed["late"]) == ("open", True)
    assert house.book.ask_desk("retrieval_answer", number=1, by="Li Na")[1]["late"]


@pytest.mark.parametrize("asked", [{"rrn": "000000000000"}, {"by": ""}, {"reason": None}])
def test_a_retrieval_names_a_transaction_who_asks_and_why(house, till, asked):
    _, answer = till.buy()
    told = {"rrn": answer.rrn, "by": "East Bank", "reason": "disputed", **asked}
    assert house.book.ask_desk("retrieval_open", **told)[0] in (2, 12)
    assert house.book.ask_desk("retrieval_answer", number=1, by="Li Na")[0] == 12

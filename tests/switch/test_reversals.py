"""A member's reversal: before, during, after or without its original; and the switch's own, until acknowledged."""

import pytest

from countertop.switch import SwitchSettings
from countertop.switch.tables import ATTEMPTS_BY_RRN, OPEN_OBLIGATIONS, REVERSALS_BY_RRN
from countertop.values import SECOND, Pan
from tests.interbank import PAN, SWITCH_ID
from tests.switch.members import Town

TIMEOUT = SwitchSettings().answer_timeout


@pytest.fixture
def town():
    return Town().open()


def ask(town, message):
    town.acquirer.tell(message)
    (request,) = town.bank.hear("0200")
    return request


def approve(town, message):
    request = ask(town, message)
    town.bank.tell(town.bank.answer(request))
    (answer,) = town.acquirer.hear("0210")
    assert answer.response_code == "00"


def reverse(town, of, **changes):
    reversal = town.acquirer.reversal(of, **changes)
    town.acquirer.tell(reversal)
    return reversal


def effects(town, sale):
    return [row["effect"] for row in town.book.rows(REVERSALS_BY_RRN, sale.rrn)]


def test_a_reversal_of_an_approved_sale_is_taken_over_and_kept_until_the_bank_acknowledges(town):
    sale = town.acquirer.sale()
    approve(town, sale)
    reverse(town, sale)
    (answer,) = town.acquirer.hear("0430")
    assert answer.response_code == "00"
    (owed,) = town.bank.hear("0420")
    assert (owed.forwarding_id, owed.original, owed.rrn) == (SWITCH_ID, town.acquirer.original_of(sale), sale.rrn)
    assert effects(town, sale) == ["reversed"]
    town.bank.tell(town.bank.answer(owed))
    assert town.book.rows(OPEN_OBLIGATIONS) == []


def test_the_promise_is_durable_before_the_member_is_released(town):
    sale = town.acquirer.sale()
    approve(town, sale)
    town.book.hold = True
    reverse(town, sale)
    town.book.let_go(1)  # the look at the original
    assert town.acquirer.hear() == []
    town.book.let_go()
    town.acquirer.hear("0430")
    assert len(town.book.rows(OPEN_OBLIGATIONS)) == 1


def test_the_same_reversal_again_gets_the_same_answer_and_owes_nothing_more(town):
    sale = town.acquirer.sale()
    approve(town, sale)
    reversal = reverse(town, sale)
    town.acquirer.hear("0430")
    town.bank.hear("0420")
    for again in (reversal, town.acquirer.reversal(sale)):
        town.acquirer.tell(again)
        (answer,) = town.acquirer.hear("0430")
        assert answer.response_code == "00"
    assert town.bank.hear() == []
    assert len(town.book.rows(OPEN_OBLIGATIONS)) == 1


def test_a_reversal_in_flight_gives_the_attempt_up_at_once(town):
    sale = town.acquirer.sale()
    request = ask(town, sale)
    reverse(town, sale)
    reversed_, told = town.acquirer.hear("0430", "0210")
    assert (reversed_.response_code, told.response_code) == ("00", "68")
    (owed,) = town.bank.hear("0420")
    town.bank.tell(town.bank.answer(request))
    assert town.acquirer.hear() == []
    town.bank.tell(town.bank.answer(owed))
    town.book.advance(2 * TIMEOUT)
    assert [message.mti for message in town.acquirer.hear() + town.bank.hear() if message.mti != "0820"] == []
    assert town.book.rows(OPEN_OBLIGATIONS) == []


def test_a_reversal_while_its_original_is_still_being_written(town):
    town.book.hold = True
    sale = town.acquirer.sale()
    town.acquirer.tell(sale)
    reverse(town, sale)
    town.book.let_go()
    town.bank.hear("0200", "0420")
    assert [message.mti for message in town.acquirer.hear()] == ["0430", "0210"]
    assert len(town.book.rows(OPEN_OBLIGATIONS)) == 1


def test_a_reversal_that_races_the_answer_finds_what_the_answer_left(town):
    sale = town.acquirer.sale()
    request = ask(town, sale)
    town.book.hold = True
    reverse(town, sale)
    town.bank.tell(town.bank.answer(request))
    town.book.let_go()
    assert effects(town, sale) == ["reversed"]
    assert len(town.book.rows(OPEN_OBLIGATIONS)) == 1
    assert sorted(message.mti for message in town.acquirer.hear()) == ["0210", "0430"]


def test_an_unknown_original_leaves_a_tombstone_and_is_declined_when_it_comes(town):
    sale = town.acquirer.sale()
    reverse(town, sale)
    (answer,) = town.acquirer.hear("0430")
    assert answer.response_code == "00"
    assert effects(town, sale) == ["tombstone"]
    town.acquirer.tell(sale)
    (late,) = town.acquirer.hear("0210")
    assert late.response_code == "12"
    reverse(town, sale)
    (again,) = town.acquirer.hear("0430")
    assert again.response_code == "00"
    assert town.bank.hear() == []
    assert town.book.rows(OPEN_OBLIGATIONS) == []


def test_a_tombstone_survives_a_restart(town):
    sale = town.acquirer.sale()
    reverse(town, sale)
    town.restart().open()
    town.acquirer.tell(sale)
    (late,) = town.acquirer.hear("0210")
    assert late.response_code == "12"


def test_a_planted_fault_lays_no_tombstone():
    town = Town(SwitchSettings(planted=frozenset({"switch.no-tombstone"}))).open()
    sale = town.acquirer.sale()
    reverse(town, sale)
    town.acquirer.hear("0430")
    town.acquirer.tell(sale)
    town.bank.hear("0200")


def test_the_original_that_comes_while_its_tombstone_is_written_is_declined(town):
    town.book.hold = True
    sale = town.acquirer.sale()
    reverse(town, sale)
    town.book.let_go(1)  # the look at the original: nothing there
    town.acquirer.tell(sale)
    town.book.let_go()
    assert sorted((message.mti, message.response_code) for message in town.acquirer.hear()) == [
        ("0210", "12"),
        ("0430", "00"),
    ]
    assert town.bank.hear() == []


def test_the_reversal_that_finds_its_original_come_meanwhile_looks_again(town):
    town.book.hold = True
    sale = town.acquirer.sale()
    reversal = town.acquirer.reversal(sale)
    town.acquirer.tell(reversal)
    town.acquirer.tell(sale)
    town.book.let_go()
    assert effects(town, sale) == ["given-up"]
    town.bank.hear("0200", "0420")


def test_a_declined_original_is_answered_00_without_effect(town):
    sale = town.acquirer.sale()
    request = ask(town, sale)
    town.bank.tell(town.bank.answer(request, "51"))
    town.acquirer.hear("0210")
    reverse(town, sale)
    (answer,) = town.acquirer.hear("0430")
    assert answer.response_code == "00"
    assert effects(town, sale) == ["nothing"]
    assert town.bank.hear() == []


def test_an_original_already_given_up_is_answered_00_and_owed_once(town):
    sale = town.acquirer.sale()
    ask(town, sale)
    town.book.advance(TIMEOUT)
    town.acquirer.hear("0210")
    town.bank.hear("0420")
    reverse(town, sale)
    town.acquirer.hear("0430")
    assert effects(town, sale) == ["nothing"]
    assert len(town.book.rows(OPEN_OBLIGATIONS)) == 1


def test_a_void_is_reversed_like_a_sale(town):
    sale = town.acquirer.sale()
    approve(town, sale)
    void = town.acquirer.void(sale)
    approve(town, void)
    reverse(town, void)
    town.acquirer.hear("0430")
    (owed,) = town.bank.hear("0420")
    assert owed.processing_code == "200000"
    assert owed.original == town.acquirer.original_of(void)


@pytest.mark.parametrize(
    ("change", "code"),
    [({"amount": "000000000001"}, "64"), ({"pan": Pan(PAN[:-2] + "36")}, "12"), ({"processing_code": "200000"}, "12")],
)
def test_a_reversal_that_does_not_match_moves_nothing_and_alarms(town, change, code):
    sale = town.acquirer.sale()
    approve(town, sale)
    reversal = reverse(town, sale, **change)
    (answer,) = town.acquirer.hear("0430")
    assert answer.response_code == code
    assert town.bank.hear() == []
    assert town.book.rows(OPEN_OBLIGATIONS) == []
    assert town.book.noted("switch.reversal_mismatch") == 1
    town.acquirer.tell(reversal)
    (again,) = town.acquirer.hear("0430")
    assert again.response_code == code


def test_a_reversal_with_a_wrong_mac_does_nothing(town):
    sale = town.acquirer.sale()
    approve(town, sale)
    town.acquirer.tell(town.acquirer.reversal(sale), mac=b"00000000")
    (answer,) = town.acquirer.hear("0430")
    assert answer.response_code == "A0"
    assert effects(town, sale) == []


def test_an_altered_reversal_is_never_refused_for_good(town):
    sale = town.acquirer.sale()
    approve(town, sale)
    town.acquirer.tell(town.acquirer.reversal(sale, condition_code="20"), mac=b"00000000")
    (answer,) = town.acquirer.hear("0430")
    assert answer.response_code == "A0", "12 would say that it fits nothing"
    assert effects(town, sale) == []


@pytest.mark.parametrize("change", [{"original": None}, {"original": "0" * 42}, {"stan": None}])
def test_a_reversal_of_nothing_nameable_cannot_be_used(town, change):
    sale = town.acquirer.sale()
    town.acquirer.tell(town.acquirer.reversal(sale).copy(**change))
    assert town.acquirer.hear() == []
    assert town.book.noted("switch.unusable_message") == 1


def test_a_reversal_of_another_members_attempt_is_ignored(town):
    sale = town.acquirer.sale(acquirer_id="03080000")
    town.acquirer.tell(town.acquirer.reversal(sale, original=town.acquirer.original_of(sale)[:-11] + "00003080000"))
    assert town.acquirer.hear() == []
    assert town.book.noted("switch.foreign_forwarder") == 1


# What is owed


@pytest.fixture
def owing(town):
    """A switch that owes a reversal, sent once; the town and the 0420."""
    sale = town.acquirer.sale()
    approve(town, sale)
    reverse(town, sale)
    town.acquirer.hear("0430")
    (owed,) = town.bank.hear("0420")
    return town, owed


def tries(town, seconds):
    """Let time pass second by second, answering echoes; return at which second each 0420 came."""
    seen = []
    for second in range(1, seconds + 1):
        town.book.advance(SECOND)
        for member in town.members:
            for message in member.hear():
                if message.mti == "0820":
                    member.tell(message.copy(mti="0830", response_code="00", mac=None))
                elif message.mti == "0420":
                    seen.append(second)
    return seen


def test_three_tries_follow_quickly_then_one_a_minute_with_an_alarm_for_ever(owing):
    town, _ = owing
    assert tries(town, 200) == [5, 10, 15, 75, 135, 195]
    assert town.book.noted("switch.reversal_unacknowledged") == 4


def test_every_try_carries_the_same_key(owing):
    town, first = owing
    town.book.advance(5 * SECOND)
    (second,) = town.bank.hear("0420")
    same = ("transmission_time", "stan", "acquirer_id", "forwarding_id", "original", "amount", "pan")
    assert all(getattr(second, name) == getattr(first, name) for name in same)


@pytest.mark.parametrize("code", ["00", "25"])
def test_it_ends_by_acknowledgement(owing, code):
    town, owed = owing
    town.bank.tell(town.bank.answer(owed, code))
    assert town.book.rows(OPEN_OBLIGATIONS) == []
    assert tries(town, 120) == []
    assert town.book.noted("switch.reversal_without_original") == (code != "00")
    town.bank.tell(town.bank.answer(owed, code))
    assert town.book.noted("switch.acknowledged_again") == 1


@pytest.mark.parametrize("code", ["12", "96", "A0", "64", "30"])
def test_any_other_answer_does_not_end_it(owing, code):
    town, owed = owing
    town.bank.tell(town.bank.answer(owed, code))
    assert len(town.book.rows(OPEN_OBLIGATIONS)) == 1
    assert town.book.noted("switch.reversal_refused") == 1
    assert town.book.ask_desk("obligations")[1]["obligations"][0]["refused_with"] == code
    assert tries(town, 5) == [5]


def test_an_acknowledgement_with_a_wrong_mac_or_from_another_bank_does_not_end_it(owing):
    town, owed = owing
    town.bank.tell(town.bank.answer(owed), mac=b"00000000")
    town.other_bank.tell(town.other_bank.answer(owed))
    assert len(town.book.rows(OPEN_OBLIGATIONS)) == 1


def test_two_acknowledgements_at_once_end_it_once(owing):
    town, owed = owing
    town.book.hold = True
    town.bank.tell(town.bank.answer(owed))
    town.bank.tell(town.bank.answer(owed))
    town.book.let_go()
    assert town.book.rows(OPEN_OBLIGATIONS) == []
    assert town.book.noted("switch.acknowledged_again") == 1


def test_what_is_owed_to_a_bank_that_is_away_goes_when_it_signs_on(owing):
    town, owed = owing
    town.book.close(town.bank.line)
    assert tries(town, 70) == []
    town.bank.line = town.book.call("members")
    town.bank.tell(town.bank.management("001"))
    _, again = town.bank.hear("0830", "0420")
    assert again.stan == owed.stan


def test_what_is_owed_survives_restarts(owing):
    town, owed = owing
    for _ in range(2):
        town.restart()
        assert len(town.book.actor.floor.owed) == 1
    for member in town.members:
        member.line = town.book.call("members")
        member.tell(member.management("001"))
    _, again = town.bank.hear("0830", "0420")
    assert (again.stan, again.transmission_time) == (owed.stan, owed.transmission_time)
    town.bank.tell(town.bank.answer(again))
    assert town.book.rows(OPEN_OBLIGATIONS) == []


def test_the_numbers_of_reversals_go_on_after_a_restart(owing):
    town, owed = owing
    town.restart().open()
    town.bank.hear()
    sale = town.acquirer.sale()
    approve(town, sale)
    reverse(town, sale)
    (second,) = town.bank.hear("0420")
    assert int(second.stan) == int(owed.stan) + 1


def test_an_attempt_is_undone_once_however_many_ask(town):
    sale = town.acquirer.sale()
    approve(town, sale)
    town.book.hold = True
    reverse(town, sale)
    reverse(town, sale)
    town.book.let_go()
    assert [message.mti for message in town.acquirer.hear()] == ["0430", "0430"]
    town.bank.hear("0420")
    assert sorted(effects(town, sale)) == ["nothing", "reversed"]
    (row,) = town.book.rows(ATTEMPTS_BY_RRN, sale.rrn)
    assert row["outcome"] == "approved"

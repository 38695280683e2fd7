"""A sale and a void through the switch, every refusal, every repetition."""

from copy import copy

import pytest

from countertop.hsm import MakePinReference, VerifyPin
from countertop.switch import SwitchSettings
from countertop.switch.tables import ATTEMPT_BY_KEY, ATTEMPTS_BY_RRN
from countertop.values import Pan, Pin, PinBlock
from countertop.values.cards import luhn_digit
from tests.interbank import BANK_ID, OTHER_PAN, PAN, SWITCH_ID
from tests.switch.members import Town


@pytest.fixture
def town():
    return Town().open()


def approved(town, sale, bank=None):
    """Play a sale through and return its answer."""
    bank = bank or town.bank
    town.acquirer.tell(sale)
    (request,) = bank.hear("0200")
    bank.tell(bank.answer(request))
    (answer,) = town.acquirer.hear("0210")
    assert answer.response_code == "00"
    return answer


def decided(town, rrn):
    return [(row["outcome"], row["response_code"]) for row in town.book.rows(ATTEMPTS_BY_RRN, rrn)]


def test_a_sale_goes_to_the_bank_of_the_card_and_its_answer_comes_back(town):
    sale = town.acquirer.sale()
    town.acquirer.tell(sale)
    (request,) = town.bank.hear("0200")
    assert town.other_bank.hear() == []
    assert request.settlement_date == "0715"
    assert request.receiving_id == BANK_ID
    assert request.routing.source == SWITCH_ID
    unchanged = (
        "pan",
        "amount",
        "transmission_time",
        "stan",
        "acquirer_id",
        "forwarding_id",
        "rrn",
        "terminal_id",
        "track2",
    )
    assert all(getattr(request, name) == getattr(sale, name) for name in unchanged)

    town.bank.tell(town.bank.answer(request))
    (answer,) = town.acquirer.hear("0210")
    assert (answer.response_code, answer.approval_code, answer.rrn) == ("00", "000777", sale.rrn)
    assert answer.pin_block is answer.track2 is None
    assert decided(town, sale.rrn) == [("approved", "00")]
    assert [effect.records[0].KIND for effect in town.book.appended] == [
        "switch.attempt_received",
        "switch.attempt_decided",
    ]


def test_the_longest_prefix_decides(town):
    assert approved(town, town.acquirer.sale(pan=OTHER_PAN), town.other_bank).response_code == "00"


def test_the_pin_reaches_the_bank_under_its_own_key(town):
    town.acquirer.tell(town.acquirer.with_pin(town.acquirer.sale(), "246810"))
    (request,) = town.bank.hear("0200")
    (reference,) = town.bank.hsm.perform([MakePinReference(Pin("246810"), Pan(PAN))])
    assert town.bank.hsm.perform([VerifyPin(town.bank.zpk, request.pin_block, Pan(PAN), reference)]) == [True]


def test_the_request_is_durable_before_it_is_forwarded_and_the_decision_before_the_answer(town):
    town.book.hold = True
    town.acquirer.tell(town.acquirer.sale())
    assert town.bank.hear() == []
    town.book.let_go()
    (request,) = town.bank.hear("0200")
    town.bank.tell(town.bank.answer(request))
    assert town.acquirer.hear() == []
    town.book.let_go()
    town.acquirer.hear("0210")


def test_a_planted_fault_answers_before_it_is_durable():
    town = Town(SwitchSettings(planted=frozenset({"switch.reply-before-commit"}))).open()
    town.acquirer.tell(town.acquirer.sale())
    (request,) = town.bank.hear("0200")
    town.book.hold = True
    town.bank.tell(town.bank.answer(request))
    town.acquirer.hear("0210")


def test_a_decline_is_passed_on(town):
    sale = town.acquirer.sale()
    town.acquirer.tell(sale)
    (request,) = town.bank.hear("0200")
    town.bank.tell(town.bank.answer(request, "51"))
    (answer,) = town.acquirer.hear("0210")
    assert answer.response_code == "51"
    assert decided(town, sale.rrn) == [("declined", "51")]


def unroutable(length=16, right=True):
    body = "999999" + "1" * (length - 7)
    check = luhn_digit(body)
    return body + (check if right else str((int(check) + 1) % 10))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"pan": Pan(unroutable())}, "15"),
        ({"pan": Pan(unroutable(right=False))}, "14"),
        ({"pan": None}, "30"),
        ({"rrn": None}, "30"),
        ({"merchant_category": None}, "30"),
        ({"processing_code": "600000"}, "40"),
        ({"pin_block": PinBlock(b"\x12" * 8)}, "99"),
        ({"processing_code": "200000"}, "30"),
        ({"processing_code": "200000", "original": "0200" + "999999" + "0715100000" + "00048020000" * 2}, "25"),
    ],
)
def test_what_cannot_be_forwarded_is_declined_durably_and_nobody_is_asked(town, changes, code):
    sale = town.acquirer.sale().copy(**changes)
    town.acquirer.tell(sale)
    (answer,) = town.acquirer.hear("0210")
    assert answer.response_code == code
    assert town.bank.hear() == town.other_bank.hear() == []
    assert len(town.book.appended) == 1
    town.acquirer.tell(sale)
    (again,) = town.acquirer.hear("0210")
    assert again.response_code == code
    assert len(town.book.appended) == 1


def test_a_bank_that_is_not_signed_on_declines_91_and_nothing_is_owed(town):
    town.book.close(town.bank.line)
    sale = town.acquirer.sale()
    town.acquirer.tell(sale)
    (answer,) = town.acquirer.hear("0210")
    assert answer.response_code == "91"
    assert decided(town, sale.rrn) == [("declined", "91")]
    assert len(town.book.appended) == 1
    assert not town.book.actor.floor.owed


def test_a_bank_that_leaves_while_the_request_is_written_declines_91(town):
    town.book.hold = True
    sale = town.acquirer.sale()
    town.acquirer.tell(sale)
    town.book.close(town.bank.line)
    town.book.let_go()
    (answer,) = town.acquirer.hear("0210")
    assert answer.response_code == "91"
    town.book.advance(60_000_000)
    assert decided(town, sale.rrn) == [("declined", "91")]
    assert not town.book.actor.floor.owed


def test_one_more_than_the_limit_in_flight_is_declined_96():
    town = Town(SwitchSettings(most_in_flight=1)).open()
    town.acquirer.tell(town.acquirer.sale())
    town.bank.hear("0200")
    town.acquirer.tell(town.acquirer.sale())
    (answer,) = town.acquirer.hear("0210")
    assert answer.response_code == "96"
    assert town.book.noted("switch.full") == 1


def test_a_wrong_mac_is_answered_a0_and_takes_the_key(town):
    sale = town.acquirer.sale()
    town.acquirer.tell(sale, mac=b"00000000")
    (answer,) = town.acquirer.hear("0210")
    assert answer.response_code == "A0"
    assert town.book.noted("switch.wrong_mac") == 1
    town.acquirer.tell(sale)
    (again,) = town.acquirer.hear("0210")
    assert again.response_code == "A0"
    assert town.bank.hear() == []


def test_a_wrong_mac_leaves_the_key_to_what_will_be_repeated(town):
    advice = town.acquirer.offline_post(1_00, "V00001")
    town.acquirer.tell(advice, mac=b"00000000")
    (answer,) = town.acquirer.hear("0230")
    assert answer.response_code == "A0"
    assert town.bank.hear() == []
    town.acquirer.tell(advice)
    (passed,) = town.bank.hear("0220")
    town.acquirer.tell(advice, mac=b"00000000")
    assert town.acquirer.hear() == []
    town.bank.tell(town.bank.answer(passed, "A0"))  # somebody altered it on its way to the bank
    assert town.acquirer.hear() == []


def test_an_altered_copy_says_nothing_when_the_true_one_comes_while_it_is_looked_up(town):
    advice = town.acquirer.offline_post(1_00, "V00001")
    altered = copy(advice)
    altered.approval_code = "999999"
    town.book.hold = True
    town.acquirer.tell(altered, mac=b"00000000")
    town.acquirer.tell(advice)
    town.book.let_go()
    assert town.acquirer.hear() == []
    (passed,) = town.bank.hear("0220")
    assert passed.approval_code == "V00001"


def test_a_wrong_mac_under_a_key_in_flight_is_not_answered_at_all(town):
    sale = town.acquirer.sale()
    town.acquirer.tell(sale)
    town.bank.hear("0200")
    town.acquirer.tell(sale, mac=b"00000000")
    assert town.acquirer.hear() == []


def test_a_repetition_in_flight_waits_and_is_answered_once(town):
    sale = town.acquirer.sale()
    town.acquirer.tell(sale)
    town.acquirer.tell(sale)
    (request,) = town.bank.hear("0200")
    town.bank.tell(town.bank.answer(request))
    town.acquirer.hear("0210")


def test_a_repetition_while_the_first_is_being_written_waits_too(town):
    town.book.hold = True
    sale = town.acquirer.sale()
    town.acquirer.tell(sale)
    town.acquirer.tell(sale)
    town.book.let_go()
    (request,) = town.bank.hear("0200")
    town.bank.tell(town.bank.answer(request))
    town.book.let_go()
    town.acquirer.hear("0210")


def test_a_repetition_after_the_answer_gets_the_stored_answer(town):
    sale = town.acquirer.sale()
    first = approved(town, sale)
    for _ in range(3):
        town.acquirer.tell(sale)
        (again,) = town.acquirer.hear("0210")
        assert (again.rrn, again.approval_code, again.response_code) == (first.rrn, "000777", "00")
        assert again.settlement_date == first.settlement_date
    assert town.bank.hear() == []


def test_the_stored_answer_survives_a_restart(town):
    sale = town.acquirer.sale()
    approved(town, sale)
    town.restart().open()
    town.acquirer.tell(sale)
    (again,) = town.acquirer.hear("0210")
    assert (again.response_code, again.approval_code) == ("00", "000777")
    assert town.bank.hear() == []


@pytest.mark.parametrize(
    "change", [{"amount": "000000009999"}, {"pan": Pan(PAN[:-2] + "36")}, {"entry_mode": "051"}, {"currency": "840"}]
)
@pytest.mark.parametrize("first", ["in flight", "decided"])
def test_other_content_under_the_same_key_is_refused_94_with_an_alarm(town, change, first):
    sale = town.acquirer.sale()
    if first == "decided":
        approved(town, sale)
    else:
        town.acquirer.tell(sale)
        town.bank.hear("0200")
    town.acquirer.tell(sale.copy(**change))
    (answer,) = town.acquirer.hear("0210")
    assert answer.response_code == "94"
    assert town.book.noted("switch.conflicting_request") == 1
    assert town.bank.hear() == []


def test_a_void_goes_where_its_original_went(town):
    sale = town.acquirer.sale()
    approved(town, sale)
    void = town.acquirer.void(sale, approval_code="000777")
    town.acquirer.tell(void)
    (request,) = town.bank.hear("0200")
    assert request.original == void.original
    town.bank.tell(town.bank.answer(request, approval_code="000778"))
    (answer,) = town.acquirer.hear("0210")
    assert answer.response_code == "00"


def test_a_void_of_what_another_member_sent_is_refused(town):
    sale = town.acquirer.sale(acquirer_id="03080000")
    approved(town, sale)
    key = town.acquirer.original_of(sale)[:-11] + "00003080000"
    town.acquirer.tell(town.acquirer.void(sale, acquirer_id="03080000", original=key))
    (answer,) = town.acquirer.hear("0210")
    assert answer.response_code == "25"


def test_a_member_cannot_speak_for_another(town):
    town.acquirer.tell(town.acquirer.sale(forwarding_id="03080000"))
    assert town.acquirer.hear() == []
    assert town.book.noted("switch.foreign_forwarder") == 1
    assert town.book.appended == []


def test_nothing_secret_rests_in_the_store(town):
    sale = town.acquirer.with_pin(town.acquirer.sale())
    approved(town, sale)
    (row,) = town.book.rows(ATTEMPTS_BY_RRN, sale.rrn)
    stored = "\n".join([*map(str, row.values()), *(line.body for line in town.book.store.records())])
    assert PAN not in stored
    assert "1234567890D" not in stored
    assert sale.pin_block.reveal().hex() not in stored.lower()
    assert "622202*********0128" in stored


def test_what_waits_for_an_issuer_holds_neither_track_nor_pin(town):
    town.acquirer.tell(town.acquirer.with_pin(town.acquirer.sale()))
    (waiting,) = town.book.actor.floor.in_flight.values()
    assert waiting.request.track2 is None
    assert waiting.request.pin_block is None


def test_the_settlement_date_turns_at_the_cut_off():
    town = Town(SwitchSettings(day_closing=0), at=1_721_055_599_000_000).open()  # 22:59:59 in Shanghai
    sale = town.acquirer.sale()
    approved(town, sale)
    town.book.advance(2_000_000)
    town.acquirer.tell(town.acquirer.sale())
    (request,) = town.bank.hear("0200")
    assert request.settlement_date == "0716"
    town.acquirer.tell(sale)
    (again,) = town.acquirer.hear("0210")
    assert again.settlement_date == "0715"


def test_the_attempt_row_says_who_asked_whom(town):
    sale = town.acquirer.sale()
    approved(town, sale)
    (row,) = town.book.rows(ATTEMPT_BY_KEY, f"48020000|48020000|2024{sale.transmission_time}|{sale.stan}")
    assert (row["sender_id"], row["receiver_id"], row["amount"], row["kind"]) == ("48020000", BANK_ID, 12_50, "sale")

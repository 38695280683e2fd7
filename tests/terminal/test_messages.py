"""The messages: each keeps to the matrix, and only its own answer answers it."""

from dataclasses import replace

import pytest

from countertop.hsm import ProtectedPan
from countertop.iso8583.matrix import Direction, check
from countertop.qr import PaymentCode
from countertop.terminal import messages
from countertop.terminal.card_entry import SealedCard
from countertop.terminal.draft import Draft, Original, Target
from countertop.terminal.kinds import KINDS, Names
from countertop.terminal.lifecycle import TransactionState
from countertop.terminal.machine import Attempt, Exchange, Installation, Work
from countertop.terminal.tables import ATTEMPTS_IN_BATCH
from countertop.values import Pan, PinBlock, Track2
from tests.terminal.counter import CARD, MERCHANT, NUMBER, TERMINAL, open_counter

PLACE = Installation(
    {
        "terminal_id": TERMINAL,
        "merchant_id": MERCHANT,
        "merchant_name_zh": "店",
        "merchant_name_en": "Shop",
        "tpdu": "6000030000",
        "header": "603100310001",
        "licence": "3060",
        "serial_number": "00000001",
        "zone": "Asia/Shanghai",
    }
)


def sealed(*, with_pin=True, track_encrypted=True):
    pin_block = PinBlock(bytes(8)) if with_pin else None
    return SealedCard(
        ProtectedPan("token", "cipher"), "622500******0014", CARD.track2, None, pin_block, track_encrypted, "6"
    )


def draft(kind, card=None, **changes):
    given = {"amount": 1250, "card": card or sealed(), "operator": "01"}
    return Draft(KINDS[kind], "000001", **{**given, **changes})


def request(kind, card=None, stan="000007", **changes):
    message = messages.request(PLACE, draft(kind, card, **changes), stan, with_people=True)
    message.mac = bytes(8)
    return message


def sale(card=None, *, fallback=False):
    return request("sale", card, fallback=fallback)


def test_a_sale_with_pin_keeps_to_the_matrix():
    message = sale()
    assert check(message, Direction.REQUEST).name == "sale"
    assert (message.entry_mode, message.pin_length, message.security_control) == ("021", "12", "2610000000000000")
    assert message.transaction_info == "2200000100020"
    assert message.tpdu.hex() == "6000030000"


def test_a_sale_without_pin_says_so_in_fields_22_26_52_and_53():
    message = sale(sealed(with_pin=False, track_encrypted=False))
    assert check(message, Direction.REQUEST).name == "sale"
    assert (message.entry_mode, message.pin_length, message.security_control) == ("022", None, "0600000000000000")


def test_a_fallback_tells_that_the_chip_was_not_read():
    assert sale(fallback=True).transaction_info == "2200000100022"


def attempt():
    """Return what a sale of 12.50 left behind."""
    counter = open_counter()
    counter.do("sale")
    (row,) = counter.rows(ATTEMPTS_IN_BATCH, TERMINAL, "000001")
    return Attempt.of_row(row, TransactionState.COMPLETED).prepared


def void(card):
    original = Original("000001000002", "000002", "000000000001", "A00001")
    return request("void", card, "000008", supervisor="00", original=original)


def kept():
    return SealedCard(ProtectedPan("token", "cipher"), "622500******0014", pan=Pan(NUMBER))


ORIGINALS = {
    Names.NOTHING: Original(),
    Names.VOUCHER: Original("000001000002", "000002", "000000000001", "A00001"),
    Names.REFERENCE: Original("0000000000000715", rrn="000000000001", date="0715"),
    Names.APPROVAL: Original("0000000000000715", approval_code="A00001", date="0715"),
    Names.VOICE: Original("000000000000000001", approval_code="V00001"),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("way", ["first", "again"])
def test_the_request_of_every_kind_keeps_to_the_matrix_the_first_time_and_again(kind, way):
    row = KINDS[kind]
    stored = row.is_stored or row.names is Names.VOUCHER or way == "again"
    card = kept() if stored else sealed(with_pin=row.takes_pin)
    changes = {"tip": 50} if kind == "tip_adjustment" else {}
    if kind == "transfer":
        changes = {"target": Target(Pan("6224240000000009"), ProtectedPan("token", "cipher"))}
    original = ORIGINALS[row.names]
    if row.is_scanned:
        card, original = SealedCard(ProtectedPan("", ""), "13************6789"), replace(original, approval_code=None)
        changes = {"code": PaymentCode("134567890123456789")} if kind == "qr_sale" else {}
    message = request(kind, card, original=original, **changes)
    assert check(message, Direction.REQUEST).name == kind


def test_a_void_by_the_number_kept_carries_it_and_no_security_control():
    message = void(kept())
    assert check(message, Direction.REQUEST).name == "void"
    assert (message.entry_mode, message.original_info, message.security_control) == ("012", "000001000002", None)
    assert message.amount == "000000001250"


def test_a_void_by_the_stripe_carries_the_track_and_no_number():
    message = void(sealed())
    assert check(message, Direction.REQUEST).name == "void"
    assert (message.entry_mode, message.pan) == ("021", None)


def test_a_reversal_has_its_attempts_fields_the_reason_and_no_card_data():
    message = messages.reversal(PLACE, attempt(), "98", None)
    message.mac = bytes(8)
    assert check(message, Direction.REQUEST).name == "sale_reversal"
    assert (message.stan, message.response_code, message.entry_mode) == ("000002", "98", "021")
    for absent in (message.track2, message.pin_block, message.security_control, message.rrn, message.pin_length):
        assert absent is None


@pytest.mark.parametrize("code", ["001", "003", "004"])
def test_a_sign_in_names_batch_device_and_operator(code):
    message = messages.sign_in(PLACE, "000000", "000001", code, "01")
    check(message, Direction.REQUEST)
    assert message.transaction_info == f"00000000{code}"
    assert message.extended_data == b"Sequence No12306000000001"
    assert message.reserved_data == "001"


def test_sign_out_and_echo_keep_to_the_matrix():
    assert check(messages.sign_out(PLACE, "000001", "000002"), Direction.REQUEST)
    assert check(messages.echo(PLACE, "000001", "000003"), Direction.REQUEST)


def exchange(work, request):
    waiting = Exchange(work, 1, None)
    waiting.request = request
    return waiting


def answer_to(request, **changes):
    return request.copy(mti=request.answer_mti, response_code="00", approval_code="A00001", entry_mode=None, **changes)


def test_the_right_answer_matches():
    assert messages.answers(exchange(Work.TRANSACTION, sale()), answer_to(sale()))


@pytest.mark.parametrize(
    "changes",
    [
        {"mti": "0410"},
        {"processing_code": "200000"},
        {"amount": "000000001249"},
        {"stan": "000008"},
        {"stan": None},
        {"terminal_id": "80000102"},
        {"merchant_id": "999290054110002"},
        {"amount": "000000001000", "response_code": "10"},
        {"stan": None, "response_code": "05", "approval_code": None},
    ],
)
def test_an_answer_that_differs_is_not_ours(changes):
    answer = answer_to(sale())
    for name, value in changes.items():
        setattr(answer, name, value)
    assert not messages.answers(exchange(Work.TRANSACTION, sale()), answer)


def test_sign_out_and_echo_do_not_take_each_others_answers():
    echo, sign_out = messages.echo(PLACE, "000001", "000003"), messages.sign_out(PLACE, "000001", "000003")
    assert messages.answers(exchange(Work.ECHO, echo), answer_to(echo, stan=None))
    assert messages.answers(exchange(Work.SIGN_OUT, sign_out), answer_to(sign_out))
    assert not messages.answers(exchange(Work.SIGN_OUT, sign_out), answer_to(echo))
    assert not messages.answers(exchange(Work.ECHO, echo), answer_to(sign_out))


def test_the_batch_is_read_only_where_it_is_whole():
    message = sale()
    assert messages.batch_of(message) == "000001"
    message.transaction_info = "2200"
    assert messages.batch_of(message) is None
    message.transaction_info = None
    assert messages.batch_of(message) is None


def test_a_track_is_never_shown_by_a_message():
    assert isinstance(sale().track2, Track2)
    assert NUMBER not in repr(sale())

"""Holds a message to the row of its kind, and a card payment to the card rules; tells which kind it is.

Which card data must be there depends on how the card number was obtained (field 22).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from countertop.iso8583.codes import REVERSAL_REASONS
from countertop.iso8583.errors import MatrixError, SubfieldError
from countertop.iso8583.matrix.derived import REVERSALS, UPLOADED_ADVICES
from countertop.iso8583.matrix.kinds import MessageKind
from countertop.iso8583.matrix.management import MANAGEMENT
from countertop.iso8583.matrix.payments import PAYMENTS
from countertop.iso8583.message import Message
from countertop.iso8583.private.transaction import TransactionInfo
from countertop.iso8583.response_codes import look_up

__all__ = ["CARD_RULES", "KINDS", "SUPPORTED_ENTRY_METHODS", "Direction", "MessageKind", "check", "find_kind"]

KINDS: tuple[MessageKind, ...] = (*PAYMENTS, *REVERSALS, *MANAGEMENT, *UPLOADED_ADVICES)
"""All rows, in the order in which they are tried."""

SUPPORTED_ENTRY_METHODS = frozenset(("01", "02"))
"""Digits 1-2 of field 22 that flows exist for so far: keyed and stripe; chips, taps and codes will follow."""

DECLINED = frozenset((39, 41, 42, 60))
"""What even a declined answer has; one to a payment repeats fields 3 and 11 too."""

_CHIP = frozenset(("05", "07", "95", "96", "98"))
_STRIPE = frozenset(("02", "91"))


class Direction(Enum):
    """Who speaks: a request comes from the terminal, an answer from the host."""

    REQUEST = "request"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class CardRule:
    """When `applies`, the field must be present, or must not be; `reason` says why, for people."""

    field: int
    must: bool
    applies: Callable[[Message, MessageKind], bool]
    reason: str


def _method(message: Message) -> str:
    return (message.entry_mode or "")[:2]


def _has_pin(message: Message) -> bool:
    return (message.entry_mode or "")[2:] == "1"


def _protects(message: Message) -> bool:
    return message.track2 is not None or message.track3 is not None or message.pin_block is not None


CARD_RULES = (
    CardRule(2, True, lambda message, _: _method(message) == "01", "a keyed card number is sent in field 2"),
    CardRule(35, False, lambda message, _: _method(message) == "01", "a keyed card has no track"),
    CardRule(36, False, lambda message, _: _method(message) == "01", "a keyed card has no track"),
    CardRule(
        35,
        True,
        lambda message, _: _method(message) in _STRIPE and message.track3 is None,
        "a card read by its stripe is sent as its track",
    ),
    CardRule(55, False, lambda message, _: _method(message) not in _CHIP, "only a chip has chip data"),
    CardRule(
        55,
        True,
        lambda message, kind: kind.chip_data and _method(message) in _CHIP,
        "the issuer needs the chip's data",
    ),
    CardRule(23, True, lambda message, _: message.icc_data is not None, "chip data needs the card sequence number"),
    CardRule(
        2,
        True,
        lambda message, _: _method(message) in _CHIP and message.track2 is None,
        "a card read by its chip is sent as its number or its track",
    ),
    CardRule(52, True, lambda message, _: _has_pin(message), "field 22 says that a PIN was entered"),
    CardRule(52, False, lambda message, _: not _has_pin(message), "field 22 says that no PIN was entered"),
    CardRule(26, True, lambda message, _: message.pin_block is not None, "a PIN needs its greatest length"),
    CardRule(53, True, lambda message, _: _protects(message), "tracks and PIN need their security control"),
    CardRule(53, False, lambda message, _: not _protects(message), "there is neither track nor PIN to protect"),
)
"""Rules of requests that carry a card, in the order in which they are tried."""


def check(message: Message, direction: Direction) -> MessageKind:
    """Return the kind of a message of the POS dialect that has the right fields.

    Raises MatrixError, with the field and the reason: for a message that goes the other way, one of no known kind, a
    field that lacks, one that must not be there, or a card rule that is broken. `supported` of the kind, and
    `SUPPORTED_ENTRY_METHODS`, tell whether flows exist for it.
    """
    if message.mti[2] in "13" and direction is Direction.REQUEST:
        raise MatrixError("mti", "an answer came where requests are expected")
    if message.mti[2] in "02" and direction is Direction.ANSWER:
        raise MatrixError("mti", "a request came where answers are expected")
    kind = find_kind(message)
    if direction is Direction.REQUEST:
        _check_fields(message, kind.required, kind.optional, kind)
        if kind.has_card:
            _check_card(message, kind)
        if message.mti == "0400" and message.response_code not in REVERSAL_REASONS:
            raise MatrixError(39, "the reason of a reversal is 98, 96, A0 or 06")
    else:
        _check_fields(message, _owed(message, kind), kind.answered | kind.answer_optional, kind)
    return kind


def find_kind(message: Message) -> MessageKind:
    """Return the row of a request or an answer; raises MatrixError when it is of no known kind."""
    try:
        info = TransactionInfo.read(message.transaction_info or "")
    except SubfieldError as fault:
        raise MatrixError(60, f"it tells the kind of message: {fault.reason}") from None
    asked = f"{message.mti[:2]}{message.mti[2:].translate(_TO_REQUEST)}"
    for kind in _BY_MTI.get(asked, ()):
        if _selects(kind, message, info):
            return kind
    raise MatrixError(60, "no message of this type has this processing code, condition and transaction type")


_TO_REQUEST = str.maketrans("13", "02")


def _by_mti() -> dict[str, tuple[MessageKind, ...]]:
    mtis = {mti for kind in KINDS for mti in kind.mtis}
    return {mti: tuple(kind for kind in KINDS if mti in kind.mtis) for mti in mtis}


_BY_MTI = _by_mti()


def _selects(kind: MessageKind, message: Message, info: TransactionInfo) -> bool:
    return (
        info.message_type in kind.message_types
        and (kind.processing_code is None or message.processing_code == kind.processing_code)
        # An answer need not repeat how the card was read or the condition.
        and (kind.condition_code is None or message.condition_code in (None, kind.condition_code))
        and (kind.network_codes is None or info.network_code in kind.network_codes)
        and (kind.account_types is None or info.account_type in kind.account_types)
        and (kind.entry is None or _method(message) == kind.entry or _is_code_answer(message))
    )


def _is_code_answer(message: Message) -> bool:
    return message.entry_mode is None and message.qr_data is not None and message.pan is None


def _owed(message: Message, kind: MessageKind) -> frozenset[int]:
    if message.response_code is None or look_up(message.response_code).is_approved:
        return kind.answered
    return DECLINED | (kind.required & frozenset((3, 11)))


def _check_fields(message: Message, required: frozenset[int], optional: frozenset[int], kind: MessageKind) -> None:
    present = message.fields().keys()
    for number in sorted(required - present):
        raise MatrixError(number, f"{kind.label.en} must have it")
    for number in sorted(present - required - optional):
        raise MatrixError(number, f"{kind.label.en} must not have it")


def _check_card(message: Message, kind: MessageKind) -> None:
    for rule in CARD_RULES:
        allowed = rule.field in kind.required or rule.field in kind.optional
        if allowed and (message.get(rule.field) is not None) is not rule.must and rule.applies(message, kind):
            raise MatrixError(rule.field, rule.reason)

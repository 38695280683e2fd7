"""The messages a terminal sends, field by field (Q/CUP 009, message matrix), and which answer is whose."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from countertop.iso8583 import Message
from countertop.iso8583.match import difference
from countertop.iso8583.private.information import TerminalInformation
from countertop.iso8583.private.transaction import TransactionInfo
from countertop.terminal.draft import CURRENCY, Draft
from countertop.terminal.machine import Exchange, Installation
from countertop.terminal.records import AttemptPrepared
from countertop.values import Pan

__all__ = [
    "answer_mti",
    "answers",
    "batch_of",
    "echo",
    "managed",
    "qr_query",
    "request",
    "reversal",
    "sign_in",
    "sign_out",
    "transaction_info",
]

_MANAGEMENT: Final = "00"
_INQUIRY: Final = "01"
_STRIPE_READER: Final = "2"
_FALLBACK: Final = "2"
_LONGEST_PIN: Final = "12"
_AMOUNT: Final = 4
_SCHEME: Final = 63
_ANY_SCHEME: Final = "000"


@lru_cache(maxsize=1024)
def transaction_info(message_type: str, batch_number: str, *, fallback: bool = False) -> str:
    """Return F60 of a transaction; `fallback`: the chip could not be read (60.5)."""
    condition = _FALLBACK if fallback else "0"
    return TransactionInfo(message_type, batch_number, "000", _STRIPE_READER, condition).text()


def request(
    place: Installation, draft: Draft, stan: str, *, with_people: bool, whereabouts: str | None = None
) -> Message:
    """Build the request of any kind: the row of the matrix says its codes, the draft the rest."""
    row, card, original = draft.kind.row, draft.card, draft.original
    return Message(
        draft.kind.mti,
        tpdu=place.tpdu,
        header=place.header,
        pan=card.pan,
        processing_code=row.processing_code,
        amount=f"{draft.amount:012d}" if _AMOUNT in row.required else None,
        stan=stan,
        expiry=card.expiry,
        entry_mode=draft.entry_mode,
        condition_code=row.condition_code,
        pin_length=None if card.pin_block is None else _LONGEST_PIN,
        track2=card.track2,
        track3=card.track3,
        rrn=original.rrn,
        approval_code=original.approval_code,
        terminal_id=place.terminal_id,
        merchant_id=place.merchant_id,
        terminal_information=_information(draft).text() if with_people else None,
        private_data=None if draft.tip is None else f"{draft.tip:012d}",
        currency=draft.currency,
        pin_block=card.pin_block,
        security_control=card.security_control,
        qr_data=(draft.scanned.text() or "") + (whereabouts or "") or None,
        transaction_info=transaction_info(draft.kind.message_type, draft.batch_number, fallback=draft.fallback),
        original_info=original.info,
        extended_data=None if draft.target is None else draft.target.pan.reveal().encode("ascii"),
        reserved_data=_ANY_SCHEME if _SCHEME in row.required else None,
    )


def _information(draft: Draft) -> TerminalInformation:
    """Return F46, our difference from the dialect: who worked, and what the slip says that no other field tells."""
    return TerminalInformation(
        draft.operator, draft.supervisor, draft.account, draft.waived, draft.waived_limit, draft.taken_at
    )


def reversal(place: Installation, attempt: AttemptPrepared, reason: str, pan: Pan | None) -> Message:
    """Build the reversal of an attempt (0400): its own fields and STAN, F39 the reason, no track, no PIN.

    `pan` is given where the attempt's own request carried F2.
    """
    return Message(
        "0400",
        tpdu=place.tpdu,
        header=place.header,
        pan=pan,
        processing_code=attempt.processing_code,
        amount=f"{attempt.amount:012d}",
        stan=attempt.stan,
        entry_mode=attempt.entry_mode,
        condition_code=attempt.condition_code,
        approval_code=attempt.original_approval_code,
        response_code=reason,
        terminal_id=place.terminal_id,
        merchant_id=place.merchant_id,
        currency=attempt.currency,
        transaction_info=attempt.transaction_info,
        original_info=attempt.original_info,
    )


def qr_query(place: Installation, batch_number: str, original_info: str, stan: str) -> Message:
    """Build the question where a payment by code stands (0200, 310000 with the entry mode of a code)."""
    return Message(
        "0200",
        tpdu=place.tpdu,
        header=place.header,
        processing_code="310000",
        stan=stan,
        entry_mode="032",
        condition_code="00",
        terminal_id=place.terminal_id,
        merchant_id=place.merchant_id,
        currency=CURRENCY,
        transaction_info=transaction_info(_INQUIRY, batch_number),
        original_info=original_info,
    )


def sign_in(
    place: Installation, batch_number: str, stan: str, network_code: str, operator: str, whereabouts: str | None = None
) -> Message:
    """Build the sign-in (0800): F62 names the device, F63 the operator, F59 (ours) device, place and master key."""
    device = f"{place.licence}{place.serial_number}"
    return Message(
        "0800",
        tpdu=place.tpdu,
        header=place.header,
        stan=stan,
        terminal_id=place.terminal_id,
        merchant_id=place.merchant_id,
        transaction_info=TransactionInfo(_MANAGEMENT, batch_number, network_code).text(),
        qr_data=whereabouts,
        extended_data=f"Sequence No{len(device):02d}{device}".encode("ascii"),
        reserved_data=f"{operator:0>3}",
    )


def sign_out(place: Installation, batch_number: str, stan: str) -> Message:
    """Build the sign-out (0820, 60.3 002)."""
    return _notice(place, batch_number, stan, "002")


def managed(
    place: Installation, batch_number: str, stan: str, mti: str, network_code: str, data: bytes | None = None
) -> Message:
    """Build a management message by MTI and 60.3; `data` is F62."""
    message = _notice(place, batch_number, stan, network_code)
    message.mti, message.extended_data = mti, data
    return message


def echo(place: Installation, batch_number: str, stan: str, *, whereabouts: str | None = None) -> Message:
    """Build the echo test (0820, 60.3 301); with its whereabouts the machine asks whether it may work where it is."""
    message = _notice(place, batch_number, stan, "301")
    message.qr_data = whereabouts
    return message


def _notice(place: Installation, batch_number: str, stan: str, network_code: str) -> Message:
    return Message(
        "0820",
        tpdu=place.tpdu,
        header=place.header,
        stan=stan,
        terminal_id=place.terminal_id,
        merchant_id=place.merchant_id,
        transaction_info=TransactionInfo(_MANAGEMENT, batch_number, network_code).text(),
    )


def answers(exchange: Exchange, answer: Message) -> bool:
    """Tell whether this is the exchange's answer: the MTI ten higher, and F3, F4, F11, F41 and F42 alike.

    The answer to an echo need not have F11; messages with the MTI 0820 are told apart by 60.3. We never say
    that we take approvals of a part (60.6), so a smaller amount is not our answer.
    """
    request = exchange.request
    assert request is not None, "nothing is awaited before something was asked"
    if difference(request, answer) is not None or answer.amount not in (None, request.amount):
        return False
    if answer.stan is None and _network_code(request) != "301":
        return False
    return request.mti != "0820" or _network_code(answer) == _network_code(request)


def answer_mti(mti: str) -> str:
    """Return the MTI of the answer to a request."""
    return f"{mti[:2]}{int(mti[2]) + 1}{mti[3]}"


def batch_of(message: Message) -> str | None:
    """Return 60.2, the batch number, where the message has it whole."""
    info = message.transaction_info
    return info[2:8] if info is not None and len(info) >= 8 else None


def _network_code(message: Message) -> str | None:
    return None if message.transaction_info is None else message.transaction_info[8:11]

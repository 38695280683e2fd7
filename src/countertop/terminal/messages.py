"""The messages a terminal sends, field by field (Q/CUP 009, message matrix), and which answer is whose."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from countertop.iso8583 import Message
from countertop.iso8583.match import difference
from countertop.iso8583.private.transaction import OriginalInfo, TransactionInfo
from countertop.terminal.card_entry import SealedCard
from countertop.terminal.machine import Exchange, Installation
from countertop.terminal.records import AttemptPrepared
from countertop.values import Pan

__all__ = [
    "CURRENCY",
    "answers",
    "batch_of",
    "echo",
    "managed",
    "people",
    "reversal",
    "sale",
    "sign_in",
    "sign_out",
    "transaction_info",
    "void",
]

CURRENCY: Final = "156"

_MANAGEMENT: Final = "00"
_SALE: Final = "22"
_VOID: Final = "23"
_STRIPE_READER: Final = "2"
_FALLBACK: Final = "2"
_LONGEST_PIN: Final = "12"
_NUMBER_WITHOUT_PIN: Final = "012"


@lru_cache(maxsize=1024)
def transaction_info(message_type: str, batch_number: str, *, fallback: bool = False) -> str:
    """Return F60 of a transaction; `fallback`: the chip could not be read (60.5)."""
    condition = _FALLBACK if fallback else "0"
    return TransactionInfo(message_type, batch_number, "000", _STRIPE_READER, condition).text()


def people(operator: str, supervisor: str | None) -> str:
    """Return F46, our difference from the dialect: who worked and who approved, as tag, length and value like F59."""
    approved = "" if supervisor is None else f"SV{len(supervisor):03d}{supervisor}"
    return f"OP{len(operator):03d}{operator}{approved}"


def sale(
    place: Installation,
    batch_number: str,
    stan: str,
    amount: int,
    card: SealedCard,
    *,
    fallback: bool,
    terminal_information: str | None,
) -> Message:
    """Build a sale by stripe (0200, F3 000000, 60.1 22)."""
    return Message(
        "0200",
        tpdu=place.tpdu,
        header=place.header,
        processing_code="000000",
        amount=f"{amount:012d}",
        stan=stan,
        entry_mode=card.entry_mode,
        condition_code="00",
        pin_length=None if card.pin_block is None else _LONGEST_PIN,
        track2=card.track2,
        track3=card.track3,
        terminal_id=place.terminal_id,
        merchant_id=place.merchant_id,
        terminal_information=terminal_information,
        currency=CURRENCY,
        pin_block=card.pin_block,
        security_control=card.security_control,
        transaction_info=transaction_info(_SALE, batch_number, fallback=fallback),
    )


def void(
    place: Installation,
    batch_number: str,
    stan: str,
    original: AttemptPrepared,
    card: SealedCard | Pan,
    *,
    rrn: str,
    approval_code: str | None,
    terminal_information: str | None,
) -> Message:
    """Build the void of a sale (0200, F3 200000, 60.1 23): with the card read again, or by the number kept of it."""
    message = Message(
        "0200",
        tpdu=place.tpdu,
        header=place.header,
        processing_code="200000",
        amount=f"{original.amount:012d}",
        stan=stan,
        condition_code="00",
        rrn=rrn,
        approval_code=approval_code,
        terminal_id=place.terminal_id,
        merchant_id=place.merchant_id,
        terminal_information=terminal_information,
        currency=original.currency,
        transaction_info=transaction_info(_VOID, batch_number),
        original_info=OriginalInfo(original.batch_number, original.stan).text(),
    )
    if isinstance(card, Pan):
        message.pan, message.entry_mode = card, _NUMBER_WITHOUT_PIN
        return message
    message.entry_mode = card.entry_mode
    message.pin_length = None if card.pin_block is None else _LONGEST_PIN
    message.track2, message.track3, message.pin_block = card.track2, card.track3, card.pin_block
    message.security_control = card.security_control
    return message


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


def sign_in(place: Installation, batch_number: str, stan: str, network_code: str, operator: str) -> Message:
    """Build the sign-in (0800): F62 names the device, F63 the operator."""
    device = f"{place.licence}{place.serial_number}"
    return Message(
        "0800",
        tpdu=place.tpdu,
        header=place.header,
        stan=stan,
        terminal_id=place.terminal_id,
        merchant_id=place.merchant_id,
        transaction_info=TransactionInfo(_MANAGEMENT, batch_number, network_code).text(),
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


def echo(place: Installation, batch_number: str, stan: str) -> Message:
    """Build the echo test (0820, 60.3 301)."""
    return _notice(place, batch_number, stan, "301")


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


def batch_of(message: Message) -> str | None:
    """Return 60.2, the batch number, where the message has it whole."""
    info = message.transaction_info
    return info[2:8] if info is not None and len(info) >= 8 else None


def _network_code(message: Message) -> str | None:
    return None if message.transaction_info is None else message.transaction_info[8:11]

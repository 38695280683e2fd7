"""What is wrong with a message that decodes: the matrix of messages, the insides of its fields, its card number.

The matrix names one violation at a time; each is made good in a copy, so that the next one is named too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from countertop.codec import tlv
from countertop.codec.errors import CodecError
from countertop.iso8583.dialect import Dialect
from countertop.iso8583.dialects.unionpay_pos import UNIONPAY_POS
from countertop.iso8583.doctor.findings import Finding, fault, hint
from countertop.iso8583.errors import MatrixError
from countertop.iso8583.matrix import Direction, check, find_kind
from countertop.iso8583.message import Message
from countertop.iso8583.names import FIELD_NAMES, MAC_FIELDS
from countertop.iso8583.private.additional import read_code_records
from countertop.iso8583.private.transaction import OriginalInfo, SecurityControl, TransactionInfo

__all__ = ["kind_name", "violations"]

_MOST = 24
_MUST = re.compile(r".* must have it")
_MUST_NOT = re.compile(r".* must not have it")


def violations(dialect: Dialect, message: Message, sent_as: Direction | None = None) -> Iterator[Finding]:
    """Return what is wrong with a whole message; `sent_as` says on which way it was, None that nobody knows."""
    yield from _insides(dialect, message)
    yield from _card(message)
    direction = Direction.REQUEST if message.mti[2] in "02" else Direction.ANSWER
    if sent_as is not None and sent_as is not direction:
        yield fault("dump.answer-sent" if sent_as is Direction.REQUEST else "dump.request-sent", None, "mti")
    if dialect is not UNIONPAY_POS:
        if message.mac is None:
            # Our parties put a MAC on every message between institutions; the public facts leave it open.
            yield hint("dump.mac-missing", None, dialect.mac.field)
        return
    confused = _confused(message, direction)
    if confused is not None:
        yield confused
        return
    yield from _matrix(message, direction)


def kind_name(dialect: Dialect, message: Message) -> str:
    """Return the matrix's name of a message, `sale`, or nothing when it has none."""
    if dialect is not UNIONPAY_POS:
        return ""
    try:
        return find_kind(message).name
    except MatrixError:
        return ""


def _confused(message: Message, direction: Direction) -> Finding | None:
    """Say that a message is an answer under a request's MTI, or a request under an answer's."""
    digit = int(message.mti[2])
    other = f"{message.mti[:2]}{digit ^ 1}{message.mti[3]}"
    opposite = Direction.ANSWER if direction is Direction.REQUEST else Direction.REQUEST
    if _fits(message, direction) or not _fits(message.copy(mti=other), opposite):
        return None
    name = "dump.answer-as-request" if direction is Direction.REQUEST else "dump.request-as-answer"
    return fault(name, None, "mti", mti=message.mti, other=other)


def _fits(message: Message, direction: Direction) -> bool:
    try:
        check(message, direction)
    except MatrixError:
        return False
    return True


def _matrix(message: Message, direction: Direction) -> Iterator[Finding]:
    for _ in range(_MOST):
        try:
            check(message, direction)
        except MatrixError as violated:
            number = violated.field
            if not isinstance(number, int):
                return
            name = "mac" if number in MAC_FIELDS else FIELD_NAMES[number]
            is_present = getattr(message, name) is not None
            yield _violation(message, violated, number, is_present=is_present)
            if violated.reason.startswith(_LAST):
                return
            message = message.copy(**{name: None if is_present else _STAND_INS.get(name, "0")})
        else:
            return


_LAST = ("it tells the kind", "no message of this type", "the reason of a reversal")
"""Reasons behind which nothing more can be compared."""

_STAND_INS: dict[str, Any] = {"response_code": "98", "mac": bytes(8)}


def _violation(message: Message, violated: MatrixError, number: int, *, is_present: bool) -> Finding:
    if violated.reason.startswith(_LAST):
        return fault(_LAST_MESSAGES[_LAST.index(next(filter(violated.reason.startswith, _LAST)))], None, number)
    kind = find_kind(message)
    if number in MAC_FIELDS and not is_present:
        return fault("dump.mac-missing", None, number)
    if _MUST.fullmatch(violated.reason):
        return fault("dump.matrix-missing", None, number, kind=kind.name)
    if _MUST_NOT.fullmatch(violated.reason):
        return fault("dump.matrix-excess", None, number, kind=kind.name)
    return fault(
        "dump.card-excess" if is_present else "dump.card-missing", None, number, entry=message.entry_mode or ""
    )


_LAST_MESSAGES = ("dump.kind-untold", "dump.kind-unknown", "dump.reversal-reason")


def _insides(dialect: Dialect, message: Message) -> Iterator[Finding]:
    for number, read in _READERS.items():
        value = message.get(number)
        if value is None or (dialect is not UNIONPAY_POS and number in _POS_ONLY):
            continue
        try:
            read(value)
        except CodecError as broken:
            yield fault("dump.inside", None, number, at=broken.offset)


_READERS: dict[int, Callable[[Any], object]] = {
    53: SecurityControl.read,
    55: tlv.read,
    59: read_code_records,
    60: TransactionInfo.read,
    61: OriginalInfo.read,
}
_POS_ONLY = frozenset((59, 60, 61))


def _card(message: Message) -> Iterator[Finding]:
    numbers = [(2, message.pan)]
    if message.track2 is not None and len(message.track2.reveal().partition("D")[2]) >= 7:
        numbers.append((35, message.track2.pan))
    for number, pan in numbers:
        try:
            if pan is not None:
                pan.check()
        except ValueError:
            yield hint("dump.check-digit", None, number)

"""A message as a party kept it, laid out in bytes again.

Parties keep the fields of a message and not its bytes, for those hold tracks and PIN blocks. Fields and dialect say
where every byte stood: what is masked has the length that it had, and is filled with zeros that are never shown.
Only a field of variable length that was kept as stars alone has lost its length; what stands behind it is counted as if
it had its usual one, and `loose_from` names it. TPDU and header were not kept either: their usual form is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from countertop.codec import CodecError
from countertop.iso8583 import INTERBANK, UNIONPAY_POS, Dialect, InterbankHeader, Message
from countertop.iso8583.describe import Row, describe
from countertop.iso8583.names import FIELD_NAMES, MAC_NAME
from countertop.iso8583.spec import FieldSpec, Kind
from countertop.iso8583.text_form import from_object
from countertop.iso8583.treatment import STARS

__all__ = ["MadeAgain", "dialect_of", "made_again"]

_TPDU: Final = "6000030000"
_HEADER: Final = "603100310001"
_MAC_FIELD: Final = {UNIONPAY_POS.name: "64", INTERBANK.name: "128"}
_MAC_SIZE: Final = 8
_USUAL_TRACK: Final = "0" * 37

_NUMBERS: Final = {name: number for number, name in FIELD_NAMES.items()}


@dataclass(frozen=True, slots=True)
class MadeAgain:
    """The rows of the message with their places in `data`, which holds zeros where something is masked."""

    dialect: Dialect
    message: Message
    data: bytes
    rows: tuple[Row, ...]
    loose_from: str = ""


def dialect_of(fields: Mapping[str, str]) -> Dialect:
    """Return the dialect of kept fields: only messages between institutions say when they were sent."""
    return INTERBANK if "transmission_time" in fields else UNIONPAY_POS


def made_again(fields: Mapping[str, str], peer: str = "") -> MadeAgain | None:
    """Return the message that has these public fields; None where they are no ISO message, as those of a wallet."""
    mti, dialect = fields.get("mti", ""), dialect_of(fields)
    if len(mti) != 4 or not mti.isascii() or not mti.isdecimal():
        return None
    told: dict[str, str] = {"mti": mti}
    if dialect is UNIONPAY_POS:
        told |= {"tpdu": _TPDU, "header": _HEADER}
    loose, masked = "", set()
    for name, value in fields.items():
        number = _NUMBERS.get(name)
        if number is None or number not in dialect.table:
            continue
        filling, is_loose = _filled(dialect.table[number], value)
        told[str(number)] = filling
        if "*" in value:
            masked.add(str(number))
        loose = loose or (str(number) if is_loose else "")
    mac = fields.get(MAC_NAME, "")
    told[_MAC_FIELD[dialect.name]] = mac if len(mac) == _MAC_SIZE * 2 else "00" * _MAC_SIZE
    try:
        message = from_object(dialect, told)
        if dialect is INTERBANK:
            message.header = InterbankHeader(destination=peer[:11])
        data = dialect.encode(message)
    except CodecError:
        return None
    rows = describe(dialect, data).rows
    kept = {str(number): fields[name] for name, number in _NUMBERS.items() if name in fields}
    kept[_MAC_FIELD[dialect.name]] = mac.upper() or STARS
    shown = tuple(_as_kept(row, kept) for row in rows if row.level == 0 or row.field.partition(".")[0] not in masked)
    return MadeAgain(dialect, message, data, shown, loose)


def _filled(spec: FieldSpec, value: str) -> tuple[str, bool]:
    """Return what stands in for a value that was kept masked, and whether its length is a guess."""
    if "*" not in value:
        return value, False
    if value != STARS and spec.kind.is_digits:
        return value.replace("*", "0"), False
    if spec.prefix == 0:
        return ("00" if spec.kind is Kind.B else "0") * spec.length, False
    if spec.kind is Kind.Z:
        return _USUAL_TRACK, True
    return ("00" if spec.kind is Kind.B else "0") * min(spec.length, 2), True


def _as_kept(row: Row, kept: Mapping[str, str]) -> Row:
    """Return a row with the value that was kept, where the bytes hold zeros for it."""
    if row.level == 0 and "*" in kept.get(row.field, ""):
        return replace(row, value=kept[row.field], meaning=None)
    return row

"""The bytes of a message as an engineer reads them: nibbles and characters, sixteen a line, each tied to its field.

A nibble is shown only where the row of its field shows it: no byte tells what the table hides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from countertop.iso8583.describe import Row
from countertop.iso8583.spec import FieldSpec, Pad

__all__ = ["HIDDEN", "Byte", "grid_of"]

HIDDEN: Final = "*"
PER_LINE: Final = 16


@dataclass(frozen=True, slots=True)
class Byte:
    """A byte: `offset` from 0, two digits of hexadecimal, its character, and the field that it belongs to."""

    offset: int
    nibbles: str
    character: str
    field: str


def grid_of(
    size: int, data: Mapping[int, int], rows: Iterable[Row], table: Mapping[int, FieldSpec]
) -> list[list[Byte]]:
    """Return lines of bytes. `data` has the bytes by their place in the dump; one that no row explains is hidden."""
    shown: dict[int, tuple[str, str]] = {}
    for row in rows:
        if row.level == 0:
            spec = table.get(int(row.field)) if row.field.isdecimal() else None
            places = range(row.offset, row.offset + row.length)
            nibbles = _nibbles(row, spec, bytes(data.get(place, 0) for place in places))
            shown |= {place: (nibbles[at * 2 : at * 2 + 2], row.field) for at, place in enumerate(places)}
    line = [_byte(place, *shown.get(place, (HIDDEN * 2, ""))) for place in range(size)]
    return [line[start : start + PER_LINE] for start in range(0, size, PER_LINE)]


def _nibbles(row: Row, spec: FieldSpec | None, raw: bytes) -> str:
    digits = raw.hex().upper()
    if HIDDEN not in row.value:
        return digits
    if spec is None:
        return HIDDEN * len(digits)
    front = digits[: spec.prefix_size * 2]
    room = len(digits) - len(front)
    if spec.is_packed and room - 1 <= len(row.value) <= room:
        value = row.value.rjust(room, "0") if spec.pad is Pad.LEFT else row.value.ljust(room, "0")
    elif not spec.kind.is_digits or len(row.value) * 2 != room:
        value = HIDDEN * room
    else:
        value = "".join(HIDDEN * 2 if each == HIDDEN else f"{ord(each):02X}" for each in row.value)
    return front + value


def _byte(offset: int, nibbles: str, field: str) -> Byte:
    if HIDDEN in nibbles:
        return Byte(offset, nibbles, HIDDEN, field)
    character = chr(int(nibbles, 16))
    return Byte(offset, nibbles, character if " " < character <= "~" else ".", field)

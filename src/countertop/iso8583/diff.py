"""Two messages compared part by part, in one dialect or in two: what differs, where in each, without telling secrets.

Values are compared in clear and shown masked, so that two card numbers differ even where their masked forms look alike.
Parts of fields are compared too. Between dialects fields meet by name, and envelopes and bitmaps are not compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from countertop.iso8583.describe import Row
from countertop.iso8583.doctor import Diagnosis, Reading
from countertop.iso8583.insides import Piece, pieces_of
from countertop.iso8583.message import Message
from countertop.iso8583.names import FIELD_NAMES, MAC_FIELDS, MAC_NAME
from countertop.iso8583.spec import FieldSpec
from countertop.values import Secret

__all__ = ["Difference", "compare"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A part that differs; `left` and `right` are its rows, masked, None on the side where it is absent.

    `at` are the first bytes that differ in the two dumps, where both have the part in one dialect. `is_hidden` says
    that the masked values look alike.
    """

    left: Row | None
    right: Row | None
    at: tuple[int, int] | None = None
    is_hidden: bool = False

    @property
    def row(self) -> Row:
        """The row of the side that has the part, the left one when both do."""
        row = self.left or self.right
        assert row is not None, "what differs is on one side at least"
        return row


@dataclass(frozen=True, slots=True)
class _Known:
    """A row, and its value in clear to be compared and never shown."""

    row: Row
    clear: str | bytes


def compare(left: Diagnosis, right: Diagnosis) -> list[Difference]:
    """Return what differs, in the order of the message; nothing when the two say the same.

    A message that breaks off is compared as far as it could be read. Raises ValueError when one is no message at all.
    """
    here, there = left.reading, right.reading
    if here is None or there is None:
        raise ValueError("only messages can be compared")
    is_one_dialect = here.dialect is there.dialect
    with_envelope = is_one_dialect and here.bare == there.bare
    mine, theirs = (dict(_parts(side, with_envelope=with_envelope)) for side in (left, right))
    found = []
    for key in _merged(mine, theirs):
        one, other = mine.get(key), theirs.get(key)
        if one is None or other is None:
            found.append(Difference(one.row if one else None, other.row if other else None))
        elif one.clear != other.clear:
            at = _first_difference(here, one.row, there, other.row) if is_one_dialect else None
            found.append(Difference(one.row, other.row, at, one.row.value == other.row.value))
    return found


Key = tuple[str, str, str]
"""Name of the field, number of its part or nothing, English label: what identifies a part in both dialects."""

_ENVELOPE = ("tpdu", "header", "mti", "bitmap")
_ORDER = {name: place for place, name in enumerate((*_ENVELOPE, *FIELD_NAMES.values(), MAC_NAME))}


def _merged(here: Iterable[Key], there: Iterable[Key]) -> list[Key]:
    """Return all keys in the order of the message: fields ascending, each before its parts."""
    return sorted(dict.fromkeys((*here, *there)), key=lambda key: (_ORDER[key[0]], key[1] != ""))


def _parts(side: Diagnosis, *, with_envelope: bool) -> Iterator[tuple[Key, _Known]]:
    assert side.reading is not None
    assert side.message is not None
    table, name = side.reading.dialect.table, ""
    pieces: Iterator[Piece] = iter(())
    content: str | bytes = b""
    for row in side.rows:
        if row.level == 0 and row.field.isdecimal():
            spec = table[int(row.field)]
            name = MAC_NAME if spec.number in MAC_FIELDS else spec.name
            content, pieces = _clear(side.message, spec), iter(pieces_of(side.message, spec))
            yield (name, "", ""), _Known(row, content)
        elif row.level == 0 or not name:
            place = "header" if row.field.startswith("H") else row.field.partition(".")[0]
            if place == "mti" or with_envelope:
                yield (place, "" if row.field == place else row.field, ""), _Known(row, row.value)
        else:
            piece = next(pieces)
            inside = content[piece.offset : piece.offset + piece.length]
            yield (name, row.field, row.label.en), _Known(row, inside)


def _clear(message: Message, spec: FieldSpec) -> str | bytes:
    """Return a value in the units its pieces count: digits as text, everything else as bytes."""
    value = message.get(spec.number)
    if isinstance(value, Secret):
        value = value.reveal()
        if spec.marked_secret and isinstance(value, bytes):
            value = spec.marked_secret + value
    assert value is not None, "a described field is present"
    return value if isinstance(value, bytes) or spec.kind.is_digits else value.encode("gbk")


def _first_difference(here: Reading, mine: Row, there: Reading, theirs: Row) -> tuple[int, int] | None:
    if mine.offset not in here.places or theirs.offset not in there.places:
        return None
    first, second = here.places.index(mine.offset), there.places.index(theirs.offset)
    one, other = here.data[first : first + mine.length], there.data[second : second + theirs.length]
    for step in range(max(len(one), len(other))):
        if one[step : step + 1] != other[step : step + 1]:
            return here.place(first + step), there.place(second + step)
    return None

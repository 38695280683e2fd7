"""A field as data: what it holds, how long it may be, how it is written. Everything else is derived from this table.

The kinds are those of ISO 8583:1987 and of the POS specification (消息域说明):

    n    digits                                       str
    z    track digits: 0-9, D for the separator, A-F inside an encrypted part   str, or a track's secret type
    an   ASCII text                                   str
    ans  text in GBK                                  str
    b    bytes                                        bytes

A length counts digits for n and z, bytes for the others.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from countertop.values import Secret

__all__ = ["Encoding", "FieldSpec", "Kind", "Label", "Pad", "Table", "differ"]


class Kind(Enum):
    """What a field holds."""

    N = "n"
    Z = "z"
    AN = "an"
    ANS = "ans"
    B = "b"

    @property
    def is_digits(self) -> bool:
        """True for the kinds whose length counts digits."""
        return self is Kind.N or self is Kind.Z


class Encoding(Enum):
    """How digits or a length prefix are written."""

    BCD = "bcd"
    ASCII = "ascii"


class Pad(Enum):
    """Where the filler goes: a zero nibble for odd BCD, spaces for text that is shorter than its fixed length."""

    LEFT = "left"
    RIGHT = "right"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Label:
    """A name for people, in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One row of a dialect table.

    `length` is the exact length of a fixed field, or the maximum of a variable one; `prefix` is 0 for fixed, else the
    count of digits in its length prefix (2 for LLVAR, 3 for LLLVAR). `secret` wraps the value. `marked_secret`
    names a constant in front of bytes that make the value a `secret` instead of text (F63 `SM016`). `steady` says that
    few values occur, so that they may be remembered.
    """

    number: int
    name: str
    kind: Kind
    length: int
    prefix: int = 0
    label: Label = Label("", "")
    pad: Pad = Pad.NONE
    digits: Encoding = Encoding.BCD
    length_digits: Encoding = Encoding.BCD
    secret: type[Secret[str] | Secret[bytes]] | None = None
    marked_secret: bytes = b""
    steady: bool = False

    @property
    def is_packed(self) -> bool:
        """True when two of its digits share a byte."""
        return self.kind.is_digits and self.digits is Encoding.BCD

    @property
    def prefix_size(self) -> int:
        """Bytes of the length prefix."""
        return (self.prefix + 1) // 2 if self.length_digits is Encoding.BCD else self.prefix

    def size(self, length: int) -> int:
        """Return the bytes that a value of this length takes, without its prefix."""
        return (length + 1) // 2 if self.is_packed else length

    def form(self) -> str:
        """Return the row's format as specifications write it: `n6`, `ans..25 LL`."""
        return f"{self.kind.value}{'.' * self.prefix}{self.length}{' ' + 'L' * self.prefix if self.prefix else ''}"


Table = dict[int, FieldSpec]
"""Field number -> row, in ascending order."""


def differ(base: Table, rows: dict[int, FieldSpec | None], **everywhere: Encoding) -> Table:
    """Return a dialect's table: the base, written with the encodings of the dialect, and its named differences.

    A row of None removes a field; any other replaces or adds one.
    """
    merged = {**base, **rows}
    return {
        number: replace(row, **everywhere)  # type: ignore[arg-type]
        for number, row in sorted(merged.items())
        if row is not None
    }

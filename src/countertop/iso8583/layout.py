"""Sub-fields at fixed places in a field: a layout is a table of parts, read and written by the same two functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self, cast

from countertop.codec.bcd import is_digits
from countertop.iso8583.errors import SubfieldError
from countertop.iso8583.spec import Label

__all__ = ["LaidOut", "Layout", "Part", "gbk"]


@dataclass(frozen=True, slots=True)
class Part:
    """A sub-field: its number such as `60.1`, attribute, length in characters, label, and what its values mean."""

    number: str
    name: str
    length: int
    label: Label
    meanings: Mapping[str, Label] | None = None
    is_text: bool = False
    """True when it may hold more than digits."""
    is_secret: bool = False
    """True when only stars may be shown of it."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of a field, one behind the other; `lengths` are the whole lengths that are accepted."""

    field: int
    parts: tuple[Part, ...]
    lengths: frozenset[int]

    def cut(self, text: str) -> list[tuple[Part, str]]:
        """Return the parts that are there with their text; raises SubfieldError for a length that is not accepted."""
        if len(text) not in self.lengths:
            accepted = ", ".join(map(str, sorted(self.lengths)))
            raise SubfieldError(self.field, 0, f"{len(text)} characters; accepted are {accepted}")
        found: list[tuple[Part, str]] = []
        at = 0
        for part in self.parts:
            if at == len(text):
                break
            piece = text[at : at + part.length]
            if not part.is_text and not is_digits(piece):
                raise SubfieldError(self.field, at, f"{part.number} is not {part.length} digits")
            found.append((part, piece))
            at += part.length
        return found

    def join(self, pieces: list[str | None]) -> str:
        """Return the text of the pieces, in the order of the parts; those at the end may be None.

        Raises SubfieldError when a piece does not fit its part, one in the middle is missing, or the whole length
        is not accepted.
        """
        text = ""
        missing: Part | None = None
        for part, piece in zip(self.parts, pieces, strict=True):
            if piece is None:
                missing = missing or part
                continue
            if missing is not None:
                raise SubfieldError(self.field, len(text), f"{missing.number} is missing before {part.number}")
            if len(piece) != part.length or not (part.is_text or is_digits(piece)):
                kind = "characters" if part.is_text else "digits"
                raise SubfieldError(self.field, len(text), f"{part.number} takes {part.length} {kind}")
            text += piece
        if len(text) not in self.lengths:
            raise SubfieldError(self.field, 0, f"{len(text)} characters are no accepted length")
        return text


class LaidOut:
    """A field's content as an object: a slotted dataclass with one attribute for each part of its `LAYOUT`."""

    __slots__ = ()
    LAYOUT: ClassVar[Layout]

    @classmethod
    def read(cls, text: str) -> Self:
        """Read the field's text; raises SubfieldError."""
        pieces = {part.name: piece for part, piece in cls.LAYOUT.cut(text)}
        return cast("Self", cast("Any", cls)(**pieces))

    def text(self) -> str:
        """Return the field's text; raises SubfieldError when a part does not fit its place."""
        return self.LAYOUT.join([getattr(self, part.name) for part in self.LAYOUT.parts])


def gbk(field: int, text: str) -> bytes:
    """Return text as GBK; raises SubfieldError, without the text, for a character that GBK lacks."""
    try:
        return text.encode("gbk")
    except UnicodeEncodeError as fault:
        raise SubfieldError(field, fault.start, "there is a character that GBK lacks") from None

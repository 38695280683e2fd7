"""What a host tells a terminal to do, field 62 of our 0810 / 364, and what became of it, field 62 of our 0800 / 365.

The dialect has one digit for what a host wants (processing requirement, digit 6 of the header), and none of its values
locks a terminal or carries a text. So value 6 is ours: come and fetch an instruction. The field is ASCII records of two
letters, three digits of length and the value, as field 59 has them, but for the text, which is GBK:

    NO  number of the instruction, 10 digits, never used again
    DO  what to do: a value of `Deed`                                           in the answer to 364
    TX  a text for the people at the terminal                                   in the answer to 364
    RC  what became of it: a value of `Outcome`                                 in the request 365
    CK  the first 8 hexadecimal digits of the SHA-256 of the records before it, always the last

A terminal that is signed out has no key to check a MAC with, and what it did once is not asked of it again: the last
record finds what a line has turned. It is no proof of who wrote the others.

An answer to 364 without the field says that there is nothing (more) to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from hashlib import sha256

from countertop.codec.bcd import is_digits
from countertop.iso8583.errors import SubfieldError
from countertop.iso8583.layout import gbk

__all__ = ["LONGEST_TEXT", "Deed", "Instruction", "Outcome", "Report"]

LONGEST_TEXT = 120
"""Bytes of GBK that a text may have."""

_NUMBER_SIZE = 10
_CHECK = "CK"
_CHECK_SIZE = 8


class Deed(Enum):
    """What a terminal can be told by an instruction; the value is how it travels."""

    LOCK = "LK"
    UNLOCK = "UL"
    MESSAGE = "MS"
    SETTLE = "ST"


class Outcome(Enum):
    """What became of an instruction at the terminal; the value is how it travels."""

    DONE = "00"
    UNKNOWN = "40"


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction; `deed` is the text of a `Deed`, or of one that a newer host knows."""

    number: int
    deed: str
    text: str = ""

    @classmethod
    def read(cls, data: bytes) -> Instruction:
        """Read the field; raises SubfieldError."""
        found = _records(data)
        return cls(_number(found), _needed(found, "DO").decode("ascii", "replace"), _text(found.get("TX", b"")))

    def data(self) -> bytes:
        """Return the field's bytes; raises SubfieldError for a text that is too long or has no GBK."""
        text = gbk(62, self.text)
        if len(text) > LONGEST_TEXT:
            raise SubfieldError(62, 0, f"a text takes at most {LONGEST_TEXT} bytes")
        records = _record("NO", _digits(self.number)) + _record("DO", self.deed.encode("ascii")) + _record("TX", text)
        return _checked(records)


@dataclass(frozen=True, slots=True)
class Report:
    """What became of an instruction; `outcome` is the text of an `Outcome`, or of one that a newer terminal knows."""

    number: int
    outcome: str

    @classmethod
    def read(cls, data: bytes) -> Report:
        """Read the field; raises SubfieldError."""
        found = _records(data)
        return cls(_number(found), _needed(found, "RC").decode("ascii", "replace"))

    def data(self) -> bytes:
        """Return the field's bytes."""
        return _checked(_record("NO", _digits(self.number)) + _record("RC", self.outcome.encode("ascii")))


def _digits(number: int) -> bytes:
    return f"{number:0{_NUMBER_SIZE}d}".encode("ascii")


def _record(tag: str, value: bytes) -> bytes:
    return f"{tag}{len(value):03d}".encode("ascii") + value if value else b""


def _checked(records: bytes) -> bytes:
    return records + _record(_CHECK, _check_of(records))


def _check_of(records: bytes) -> bytes:
    return sha256(records).hexdigest()[:_CHECK_SIZE].encode("ascii")


def _records(data: bytes) -> dict[str, bytes]:
    """Return the records by their tags; raises SubfieldError for a field that is not as it was written."""
    found = _split(data)
    last = len(_record(_CHECK, bytes(_CHECK_SIZE)))
    if found.get(_CHECK) != _check_of(data[:-last]):
        raise SubfieldError(62, max(len(data) - last, 0), "the check of an instruction is wrong")
    return found


def _split(data: bytes) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    at = 0
    while at < len(data):
        tag, size = data[at : at + 2].decode("latin-1"), data[at + 2 : at + 5].decode("latin-1")
        end = at + 5 + (int(size) if len(size) == 3 and is_digits(size) else len(data))
        if end > len(data):
            raise SubfieldError(62, at, "a record of an instruction is cut off")
        found[tag] = data[at + 5 : end]
        at = end
    return found


def _needed(found: dict[str, bytes], tag: str) -> bytes:
    if tag not in found:
        raise SubfieldError(62, 0, f"an instruction without its record {tag}")
    return found[tag]


def _number(found: dict[str, bytes]) -> int:
    digits = _needed(found, "NO").decode("latin-1")
    if len(digits) != _NUMBER_SIZE or not is_digits(digits):
        raise SubfieldError(62, 0, f"the number of an instruction is {_NUMBER_SIZE} digits")
    return int(digits)


def _text(data: bytes) -> str:
    try:
        text = data.decode("gbk")
    except UnicodeDecodeError:
        raise SubfieldError(62, 0, "the text of an instruction is no text") from None
    if not text.isprintable():
        raise SubfieldError(62, 0, "the text of an instruction has characters that do not print")
    return text

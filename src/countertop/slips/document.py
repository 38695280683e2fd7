"""Slips as data: a document of lines in both languages, and its layout on paper of 32 or 48 columns.

Which lines a slip has is a table (`rows`); where their values come from is the stored attempt and its outcome,
so that a slip made again years later says the same, but for the mark that it is a duplicate. A Chinese character
takes two columns. A slip is composed when it is read: of those in a reply, few ever are.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import lru_cache
from typing import Final, NamedTuple, Protocol
from unicodedata import east_asian_width

from countertop.signature import Bitmap
from countertop.slips.facts import Facts
from countertop.slips.rows import (
    DETAIL_ROWS,
    FAILURE_ROWS,
    REFUSED_ROWS,
    REPEAT_FAILURE_ROWS,
    SETTLED_REPAID_ROWS,
    SETTLED_STANDS_ROWS,
    SETTLEMENT_ROWS,
    TRANSACTION_ROWS,
    Form,
)
from countertop.words import CATALOGUE

__all__ = [
    "CARDHOLDER",
    "DUPLICATE",
    "MERCHANT",
    "PaperRow",
    "Slip",
    "SlipLine",
    "Style",
    "Writing",
    "width_of",
]

MERCHANT: Final = "merchant"
CARDHOLDER: Final = "cardholder"
DUPLICATE: Final = "duplicate"

MOST_LAYOUTS: Final = 1024
"""Lines of one paper and language whose layout is remembered; when there are more, all are forgotten."""

_COLUMN_DOTS: Final = 12
"""Dots of a printer that a column is wide."""

_NOTHING: Final = ("", "")
_ROWS: Final = {
    "transaction": TRANSACTION_ROWS,
    "failure": FAILURE_ROWS,
    "repeat_failure": REPEAT_FAILURE_ROWS,
    "refused": REFUSED_ROWS,
    "settled_repaid": SETTLED_REPAID_ROWS,
    "settled_stands": SETTLED_STANDS_ROWS,
    "settlement": SETTLEMENT_ROWS,
    "detail": DETAIL_ROWS,
}


class Writing(Enum):
    """What a slip is written in."""

    CHINESE = "zh"
    ENGLISH = "en"
    BOTH = "both"


class Style(Protocol):
    """How a shop wants its slips: the width of its paper, its languages, and whether they are a demonstration's."""

    slip_columns: int
    slip_chinese: bool
    slip_english: bool
    demo: bool


class SlipLine(NamedTuple):
    """One line: label and value, each in Chinese and English; `large` is printed in double height."""

    form: Form
    label: tuple[str, str] = ("", "")
    value: tuple[str, str] = ("", "")
    large: bool = False


class PaperRow(NamedTuple):
    """A row on the paper; `large` is printed in double height. A `picture` is printed in place of its text."""

    text: str
    large: bool
    picture: Bitmap | None = None


class Slip:
    """A document; `str()` lays it out on its own paper. `copy` is `merchant`, `cardholder` or empty.

    `facts` gives the values of the lines, of records that never change; `body` the lines where a list stands.
    `signature` gives what was signed on a pad, which stands where there is room to sign otherwise.
    """

    __slots__ = ("_body", "_duplicate", "_facts", "_kind", "_lines", "_settings", "_signature", "copy")

    def __init__(
        self,
        kind: str,
        facts: Callable[[], Facts],
        copy: str,
        settings: Style,
        *,
        duplicate: bool = False,
        body: tuple[SlipLine, ...] = (),
        signature: Callable[[], Bitmap] | None = None,
    ) -> None:
        self.copy = copy
        self._kind = kind
        self._facts = facts
        self._settings = settings
        self._duplicate = duplicate
        self._body = body
        self._signature = signature
        self._lines: tuple[SlipLine, ...] = ()

    @property
    def lines(self) -> tuple[SlipLine, ...]:
        """The lines, from the top, in both languages."""
        if not self._lines:
            self._lines = self._composed()
        return self._lines

    @property
    def columns(self) -> int:
        """Characters in a line of its paper."""
        return self._settings.slip_columns

    @property
    def script(self) -> Writing:
        """What the shop has its slips written in."""
        if self._settings.slip_chinese and self._settings.slip_english:
            return Writing.BOTH
        return Writing.CHINESE if self._settings.slip_chinese else Writing.ENGLISH

    def _composed(self) -> tuple[SlipLine, ...]:
        facts = self._facts()
        if self._signature is not None and "signed" in facts:
            facts = {**facts, "signed": _NOTHING, "drawn": facts["signed"]}
        lines: list[SlipLine] = []
        for fact, line in _blank(self._kind, self.copy, self._duplicate, self._settings.demo):
            if line.form is Form.BODY:
                lines += self._body
            elif fact is None:
                lines.append(line)
            elif (value := facts.get(fact, _NOTHING)) != _NOTHING:
                lines.append(SlipLine(line.form, line.label, value, line.large))
        return tuple(lines)

    def text(self, columns: int | None = None, script: Writing | None = None) -> list[str]:
        """Return the printed lines, none wider than `columns`."""
        layouts = _layouts(columns or self.columns, script or self.script)
        return [row for line in self.lines for row in layouts[line]]

    def rows(self, columns: int | None = None, script: Writing | None = None) -> list[PaperRow]:
        """Return the printed lines with their size, for printers and pictures."""
        layouts = _layouts(columns or self.columns, script or self.script)
        rows: list[PaperRow] = []
        for line in self.lines:
            rows += [PaperRow(row, line.large) for row in layouts[line]]
            if line.form is Form.DRAWN:
                rows[-1] = rows[-1]._replace(picture=self._drawn(columns or self.columns))
        return rows

    def _drawn(self, columns: int) -> Bitmap:
        """Return the signature, as large as it fits on the paper."""
        assert self._signature is not None, "the line is there for it"
        picture = self._signature()
        return picture if picture.width <= columns * _COLUMN_DOTS else picture.halved()

    def __str__(self) -> str:
        return "\n".join(self.text())


@lru_cache(maxsize=64)
def _blank(kind: str, copy: str, duplicate: bool, demo: bool) -> tuple[tuple[str | None, SlipLine], ...]:
    """Return the lines of a slip without its values, each with the name of the one it takes."""
    on = {copy, *((DUPLICATE,) if duplicate else ()), *(("demo",) if demo else ())}
    return tuple(
        (row.fact, SlipLine(row.form, CATALOGUE[row.label] if row.label else _NOTHING, large=row.large))
        for row in _ROWS[kind]
        if row.only is None or row.only in on
    )


def width_of(text: str) -> int:
    """Return the columns that a text takes."""
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _written(pair: tuple[str, str], script: Writing, form: str) -> str:
    """Return a text of both languages in those that are wanted; `form` joins them."""
    chinese, english = pair
    if script is Writing.CHINESE or not english or chinese == english:
        return chinese
    if script is Writing.ENGLISH:
        return english
    return form.format(chinese, english)


def _title(line: SlipLine, width: int, script: Writing) -> list[str]:
    parts = [_written(line.label, script, "{}\n{}")] if line.label != ("", "") else []
    if line.value != ("", ""):
        parts.append(_written(line.value, script, "{}\n{}"))
    return [_centred(row, width) for part in parts for text in part.split("\n") for row in _wrapped(text, width)]


def _pair(line: SlipLine, width: int, script: Writing) -> list[str]:
    label = f"{_written(line.label, script, '{}({})')}:"
    value = _written(line.value, script, "{}/{}")
    gap = width - width_of(label) - width_of(value)
    if gap >= 1:
        return [f"{label}{' ' * gap}{value}"]
    return [*_wrapped(label, width), *(_to_the_right(row, width) for row in _wrapped(value, width))]


def _text(line: SlipLine, width: int, script: Writing) -> list[str]:
    return [row for text in _written(line.label, script, "{}\n{}").split("\n") for row in _wrapped(text, width)]


def _value(line: SlipLine, width: int, script: Writing) -> list[str]:
    return [row for text in _written(line.value, script, "{}\n{}").split("\n") for row in _wrapped(text, width)]


def _rule(_: SlipLine, width: int, __: Writing) -> list[str]:
    return ["-" * width]


def _signature(line: SlipLine, width: int, script: Writing) -> list[str]:
    return [*_text(line, width, script), "", "", "_" * width]


def _drawn(line: SlipLine, width: int, script: Writing) -> list[str]:
    return [*_text(line, width, script), *_text(_SIGNED_ON_PAD, width, script)[:1]]


_SIGNED_ON_PAD: Final = SlipLine(Form.TEXT, CATALOGUE["slip.signed_on_pad"])

_LAYOUTS = {
    Form.TITLE: _title,
    Form.PAIR: _pair,
    Form.TEXT: _text,
    Form.VALUE: _value,
    Form.RULE: _rule,
    Form.SIGNATURE: _signature,
    Form.DRAWN: _drawn,
}


class _Layouts(dict[SlipLine, list[str]]):
    """Lines laid out before: three of four are the same on every slip of a shop, and laying them out is dear."""

    def __init__(self, width: int, script: Writing) -> None:
        super().__init__()
        self._width = width
        self._script = script

    def __missing__(self, line: SlipLine) -> list[str]:
        if len(self) >= MOST_LAYOUTS:
            self.clear()
        rows = self[line] = _LAYOUTS[line.form](line, self._width, self._script)
        return rows


_layouts = lru_cache(maxsize=16)(_Layouts)


def _centred(text: str, width: int) -> str:
    return " " * ((width - width_of(text)) // 2) + text


def _to_the_right(text: str, width: int) -> str:
    return " " * (width - width_of(text)) + text


def _wrapped(text: str, width: int) -> list[str]:
    """Return the text in rows that fit, broken at blanks where there are any, else between characters."""
    if width_of(text) <= width:
        return [text.rstrip()] if text.strip() else []
    rows, row = [], ""
    for word in _words(text):
        if width_of(row) + width_of(word.rstrip()) <= width:
            row += word
            continue
        if row.strip():
            rows.append(row.rstrip())
        row = ""
        for character in word:
            if width_of(row) + width_of(character) > width:
                rows.append(row)
                row = ""
            row += character
    if row.strip():
        rows.append(row.rstrip())
    return rows


def _words(text: str) -> list[str]:
    """Split where a row may break: behind a blank, and around a wide character."""
    words, word = [], ""
    for character in text:
        if east_asian_width(character) in "WF":
            if word:
                words.append(word)
            words.append(character)
            word = ""
            continue
        word += character
        if character == " ":
            words.append(word)
            word = ""
    return [*words, word] if word else words

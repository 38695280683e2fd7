"""How a value of a desk's reply is shown: one function for each way of reading it, the same on all pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from countertop.iso8583.matrix import KINDS
from countertop.iso8583.response_codes import ActionClass, look_up
from countertop.values import SECOND
from countertop.values.moments import local_time
from countertop.web.pages import money
from countertop.words import CATALOGUE, Language, say

__all__ = ["ZONE", "Cell", "Column", "age_text", "columns_of", "kind_text", "moment_text", "party_text", "shown"]

ZONE: Final = ZoneInfo("Asia/Shanghai")

NOTHING: Final = "–"

_KIND_LABELS: Final = {kind.name: kind.label for kind in KINDS}


@dataclass(frozen=True, slots=True)
class Cell:
    """`style` is a class of the design system, `tone` one of good, warn, bad, info for a badge, `href` where it leads.

    `title` is told in addition.
    """

    text: str
    style: str = ""
    tone: str = ""
    href: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the name in a row, and how it is shown; its heading is the message `host.column.NAME`."""

    name: str
    how: str = "text"
    heading: str = ""

    @property
    def message(self) -> str:
        """Return the message id of the heading."""
        return f"host.column.{self.heading or self.name}"

    @property
    def style(self) -> str:
        """Return the class of its heading."""
        return "number" if self.how in _RIGHT else ""


def columns_of(text: str) -> tuple[Column, ...]:
    """Read `name:how name:how`; where the heading is another one it stands behind a second colon."""
    return tuple(Column(*each.split(":")) for each in text.split())


_RIGHT: Final = frozenset({"money", "count", "bound"})


def shown(column: Column, row: Mapping[str, Any], language: Language) -> Cell:
    """Return the cell of a row under a column."""
    value = row.get(column.name)
    if value is None or value == "":
        return Cell(NOTHING, column.style or "soft")
    return _HOW[column.how](value, row, language)


def moment_text(utc: int) -> str:
    """Return a moment of UTC microseconds in the time of the house."""
    return f"{local_time(utc, ZONE):%Y-%m-%d %H:%M:%S}"


def age_text(microseconds: int, language: Language) -> str:
    """Return a length of time in its largest fitting unit."""
    seconds = max(microseconds, 0) // SECOND
    for unit, size in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * size:
            return say(language, f"host.age.{unit}", count=seconds // size)
    return say(language, "host.age.seconds", count=seconds)


def kind_text(name: str, language: Language) -> str:
    """Return what a kind of transaction is called."""
    if f"host.kind.{name}" in CATALOGUE:
        return say(language, f"host.kind.{name}")
    label = _KIND_LABELS.get(name)
    if label is None:
        return name
    return label.zh if language is Language.CHINESE else label.en


def party_text(name: str, language: Language) -> str:
    """Return what a party is, or its name where there are several of its kind."""
    return _state_text(name, language)


def _text(value: Any, _: Mapping[str, Any], __: Language) -> Cell:
    return Cell(str(value))


def _code(value: Any, _: Mapping[str, Any], __: Language) -> Cell:
    return Cell(" ".join(map(str, value)) if isinstance(value, list) else str(value), "code")


def _money(value: Any, _: Mapping[str, Any], __: Language) -> Cell:
    return Cell(money(value), "number")


def _bound(value: Any, _: Mapping[str, Any], language: Language) -> Cell:
    return Cell(money(value) if value else _begun(say(language, "host.unbounded")), "number")


def _count(value: Any, _: Mapping[str, Any], __: Language) -> Cell:
    return Cell(f"{value:,}", "number")


def _moment(value: Any, _: Mapping[str, Any], __: Language) -> Cell:
    return Cell(moment_text(value) if value else NOTHING, "code")


def _age(value: Any, row: Mapping[str, Any], language: Language) -> Cell:
    age = row["now"] - value
    return Cell(age_text(age, language), tone="bad" if age > 60 * SECOND else "warn", title=moment_text(value))


def _begun(text: str) -> str:
    """Return a text that stands alone: with a capital letter, where its writing has some."""
    return text[:1].upper() + text[1:]


def _yes(value: Any, _: Mapping[str, Any], language: Language) -> Cell:
    return Cell(_begun(say(language, "host.yes" if value else "host.no")), tone="good" if value else "")


def _wrong(value: Any, _: Mapping[str, Any], language: Language) -> Cell:
    """Return the cell of a flag that is well when it is not set."""
    return Cell(_begun(say(language, "host.yes" if value else "host.no")), tone="bad" if value else "")


def _kind(value: Any, _: Mapping[str, Any], language: Language) -> Cell:
    return Cell(_begun(kind_text(value, language)))


def _kinds(value: Any, _: Mapping[str, Any], language: Language) -> Cell:
    names = [kind_text(each, language) for each in value]
    return Cell(_begun(say(language, "host.comma").join(names)) or NOTHING)


def _state(value: Any, _: Mapping[str, Any], language: Language) -> Cell:
    return Cell(_state_text(value, language), tone=_TONES.get(str(value), "info"))


def _sort(value: Any, _: Mapping[str, Any], language: Language) -> Cell:
    """Return the cell of what sort of thing it is, which is neither well nor ill."""
    return Cell(_state_text(value, language))


def _state_text(value: Any, language: Language) -> str:
    message = f"host.state.{value}"
    return _begun(say(language, message)) if message in CATALOGUE else str(value)


def _account(value: Any, _: Mapping[str, Any], language: Language) -> Cell:
    """Return the cell of an account: a number, masked, or the name of one that belongs to the bank itself."""
    message = f"host.state.{value}"
    return Cell(_begun(say(language, message))) if message in CATALOGUE else Cell(str(value), "code")


def _expiry(value: Any, _: Mapping[str, Any], __: Language) -> Cell:
    """Return the cell of YYMM as it is embossed on a card: MM/YY."""
    return Cell(f"{value[2:]}/{value[:2]}", "code")


def _response(value: Any, _: Mapping[str, Any], language: Language) -> Cell:
    row = look_up(value)
    tone = "good" if row.is_approved else "warn" if row.action is ActionClass.RETRY else "bad"
    return Cell(value, tone=tone, title=row.texts[language.value])


def _said(prefix: str) -> Callable[[Any, Mapping[str, Any], Language], Cell]:
    def say_it(value: Any, _: Mapping[str, Any], language: Language) -> Cell:
        message = f"{prefix}{value}"
        return Cell(_begun(say(language, message)) if message in CATALOGUE else str(value))

    return say_it


def _leading(path: str) -> Callable[[Any, Mapping[str, Any], Language], Cell]:
    def lead(value: Any, _: Mapping[str, Any], __: Language) -> Cell:
        return Cell(str(value), "code", href=f"{path}{value}")

    return lead


_TONES: Final = {
    **dict.fromkeys(
        (
            "normal",
            "idle",
            "done",
            "approved",
            "up",
            "serving",
            "signed-in",
            "inside",
            "closed",
            "steady",
            "paid",
            "good",
        ),
        "good",
    ),
    **dict.fromkeys(("unknown", "owed", "in_flight", "received", "near", "unlocated", "open", "proposed"), "warn"),
    **dict.fromkeys(("reversed", "tombstone", "compared", "uploading", "answered"), "info"),
    **dict.fromkeys(
        (
            "stolen",
            "lost",
            "restricted",
            "blocked",
            "failed",
            "declined",
            "down",
            "outside",
            "other",
            "late",
            "not-running",
        ),
        "bad",
    ),
}

_HOW: Final[Mapping[str, Callable[[Any, Mapping[str, Any], Language], Cell]]] = {
    "text": _text,
    "code": _code,
    "money": _money,
    "bound": _bound,
    "count": _count,
    "moment": _moment,
    "age": _age,
    "yes": _yes,
    "wrong": _wrong,
    "kind": _kind,
    "kinds": _kinds,
    "state": _state,
    "sort": _sort,
    "account": _account,
    "expiry": _expiry,
    "response": _response,
    "standing": _said("manage.standing-"),
    "cause": _said("case."),
    "outcome": _said("outcome."),
    "owed-cause": _said("host.cause."),
    "command": _said("host.command."),
    "role": _said("host.role."),
    "ruling": _said("host.ruling."),
    "rrn": _leading("/transactions/"),
    "terminal": _leading("/terminals/"),
    "merchant": _leading("/merchants/"),
}

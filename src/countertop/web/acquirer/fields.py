"""What a person fills in: one function for each kind of field, from what was typed to what a desk takes.

A card number leaves here wrapped; what is told of it is masked. A fault is the id of a message of the catalogue.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from countertop.codec.bcd import is_digits
from countertop.iso8583.private.parameters import PARAMETERS
from countertop.values import Amount, Pan
from countertop.values.persons import is_name, is_reason
from countertop.values.positions import Position
from countertop.web.acquirer.cells import kind_text
from countertop.web.pages import money
from countertop.words import CATALOGUE, Language, say

__all__ = ["Field", "FieldFault", "choice_text", "told"]

LONGEST_LINES: Final = 4000


class FieldFault(Exception):  # noqa: N818 - an answer to a person, not a fault of the program
    """What was typed does not fit; `message` says what does."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Field:
    """`kind` names the reader below; its label is `host.column.NAME`, its hint `host.hint.KIND` where there is one.

    One of the kind `seen` stands for a proposal as its listing shows it: it is carried along, and no person reads it.
    `choices` are the values of a choice, said by the messages `PREFIX VALUE`.
    """

    name: str
    kind: str = "name"
    choices: tuple[str, ...] = ()
    prefix: str = ""
    optional: bool = False
    usual: str = ""

    @property
    def is_secret(self) -> bool:
        """Whether what is typed may rest nowhere in clear."""
        return self.kind == "card"

    def read(self, text: str) -> Any:
        """Return the value of what was typed, None for nothing where that is allowed; raises FieldFault."""
        text = text.strip()
        if not text and self.optional:
            return None
        if self.kind == "choice":
            if text not in self.choices:
                raise FieldFault("host.fault.choice")
            return text
        return _READERS[self.kind](text)


def choice_text(asked: Field, value: str, language: Language) -> str:
    """Return what a choice is called."""
    if asked.prefix == "kind":
        return kind_text(value, language)
    message = f"{asked.prefix}{value}"
    return say(language, message) if message in CATALOGUE else value


def told(asked: Field, value: Any, language: Language) -> str:
    """Return a value as a confirmation and the trail tell it: never more of a card than its mask."""
    if value is None:
        return say(language, "host.not-named")
    if isinstance(value, Pan):
        return value.masked()
    if asked.kind == "amount":
        return money(value)
    if isinstance(value, Mapping):
        return " ".join(f"{name}={each}" for name, each in value.items())
    if asked.kind == "choice":
        return choice_text(asked, value, language)
    return str(value)


def _name(text: str) -> str:
    if not is_name(text):
        raise FieldFault("host.fault.name")
    return text


def _reason(text: str) -> str:
    if not is_reason(text):
        raise FieldFault("host.fault.reason")
    return text


def _amount(text: str) -> int:
    try:
        return Amount.parse(text.replace(",", "")).minor
    except ValueError:
        raise FieldFault("host.fault.amount") from None


def _number(text: str) -> int:
    if not is_digits(text) or len(text) > 9:
        raise FieldFault("host.fault.number")
    return int(text)


def _card(text: str) -> Pan:
    pan = Pan("".join(text.split()))
    try:
        pan.check()
    except ValueError:
        raise FieldFault("host.fault.card") from None
    return pan


def _prefix(text: str) -> str:
    if not is_digits(text) or not 2 <= len(text) <= 12:
        raise FieldFault("host.fault.prefix")
    return text


def _date(text: str) -> str:
    digits = text.replace("-", "")
    if not is_digits(digits) or len(digits) != 8:
        raise FieldFault("host.fault.date")
    return digits


def _position(text: str) -> str:
    try:
        return Position.read(text).text()
    except ValueError:
        raise FieldFault("host.fault.position") from None


def _values(text: str) -> dict[str, str]:
    """Read lines `name=value` of terminal parameters."""
    values = {}
    for line in text[:LONGEST_LINES].splitlines():
        name, equals, value = line.partition("=")
        if line.strip():
            if not equals or name.strip() not in PARAMETERS:
                raise FieldFault("host.fault.values")
            values[name.strip()] = value.strip()
    if not values:
        raise FieldFault("host.fault.values")
    return values


def _amount_text(text: str) -> str:
    """Read an amount for a desk that takes it as people write it."""
    return str(Amount(_amount(text)))


_READERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "name": _name,
    "seen": _name,
    "reason": _reason,
    "amount": _amount,
    "amount-text": _amount_text,
    "number": _number,
    "card": _card,
    "prefix": _prefix,
    "date": _date,
    "position": _position,
    "values": _values,
}

"""The tray of demo cards, as they are drawn: bank and kind named, no brand, the last four digits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from countertop.demo import Card
from countertop.words import CATALOGUE

__all__ = ["Plastic", "drawn"]

_TEXTS: Final = "terminal-face."


@dataclass(frozen=True, slots=True)
class Plastic:
    """A card: `bank`, `kind` and `note` are message ids; a `note` says what is wrong with it, or is nothing."""

    name: str
    colour: str
    bank: str
    kind: str
    note: str
    ending: str


def drawn(cards: Iterable[Card]) -> list[Plastic]:
    """Return the cards as they are drawn; a bank that the demo does not know is drawn as any bank."""
    return [_plastic(card) for card in cards]


def _plastic(card: Card) -> Plastic:
    colour = card.bank if _known(f"bank.{card.bank}") else "other"
    kind = card.kind if _known(f"kind.{card.kind}") else "other"
    note = f"{_TEXTS}card_note.{card.name}" if _known(f"card_note.{card.name}") else ""
    return Plastic(card.name, colour, f"{_TEXTS}bank.{colour}", f"{_TEXTS}kind.{kind}", note, card.pan.masked()[-4:])


def _known(name: str) -> bool:
    return f"{_TEXTS}{name}" in CATALOGUE

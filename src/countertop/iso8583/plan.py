"""How the fields of one bitmap are grouped before code is generated for them.

Neighbours that can be cut and checked together form one unit: a row of digits, a row of text, a row of steady fields.
Encoder and decoder are generated from the same plan.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from itertools import takewhile

from countertop.iso8583.spec import FieldSpec, Kind, Table

__all__ = ["Shape", "Unit", "plan"]

_STEADY_ENOUGH = 16
"""Digits of a steady row from which on a look-up beats cutting; shorter rows of digits join their neighbours."""


class Shape(Enum):
    """What a unit is: how its bytes are cut and checked."""

    DIGITS = auto()
    """Fixed digits in a row; the first field may be variable."""
    TEXT = auto()
    """Fixed text in a row."""
    STEADY = auto()
    """Fixed fields in a row, or one variable field, that barely vary."""
    SINGLE = auto()
    """One field by itself: bytes, a track, variable text."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Neighbouring fields that are handled together."""

    shape: Shape
    specs: tuple[FieldSpec, ...]


def plan(numbers: list[int], table: Table) -> list[Unit]:
    """Return the units of the fields, which are in ascending order, without the MAC."""
    units: list[Unit] = []
    rest = [table[number] for number in numbers]
    while rest:
        unit = _steady(rest) or _row(rest)
        units.append(unit)
        del rest[: len(unit.specs)]
    return units


def _steady(rest: list[FieldSpec]) -> Unit | None:
    first = rest[0]
    if not first.steady:
        return None
    if first.prefix:
        return Unit(Shape.STEADY, (first,))
    specs = tuple(_while(rest, lambda spec: spec.steady and not spec.prefix))
    worth = any(not spec.kind.is_digits for spec in specs) or len(specs) > 2
    return Unit(Shape.STEADY, specs) if worth or sum(spec.length for spec in specs) >= _STEADY_ENOUGH else None


def _row(rest: list[FieldSpec]) -> Unit:
    first = rest[0]
    if first.kind is Kind.N:
        tail = _while(rest[1:], lambda spec: spec.kind is Kind.N and not spec.prefix)
        stop = next((place for place in range(len(tail)) if _steady(tail[place:])), len(tail))
        return Unit(Shape.DIGITS, (first, *tail[:stop]))
    if first.kind in (Kind.AN, Kind.ANS) and not first.prefix and not first.secret:
        tail = _while(rest[1:], lambda spec: spec.kind in (Kind.AN, Kind.ANS) and not (spec.prefix or spec.steady))
        return Unit(Shape.TEXT, (first, *tail))
    return Unit(Shape.SINGLE, (first,))


def _while(rest: list[FieldSpec], belongs: Callable[[FieldSpec], bool]) -> list[FieldSpec]:
    return list(takewhile(belongs, rest))

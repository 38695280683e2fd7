"""Location binding (位置绑定): one machine, one merchant, one place; what the host says to a machine elsewhere.

A bound terminal tells its serial number and its position in every request that asks for money, under the MAC, and in
its sign-in, which has none in this dialect. What it tells hardly ever changes, so it is judged once and the judgement
kept until another text comes.

    standing     when                                                                 answered
    inside       within `warn_metres` of the place it is bound to
    near         beyond them, within `refuse_metres`                                  served, with a warning at the host
    outside      beyond those                                                         L1
    unlocated    it finds no position: as the binding says, accepted, warned about    or L2
    other        another machine, or one that does not say which it is                L3

Reversals, stored transactions, settlement and sign-out are taken wherever it stands: what happened must be told, and a
machine that is to be moved must be able to end its batch.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, Final, NamedTuple

from countertop.iso8583.private.whereabouts import Whereabouts, account_of, read_whereabouts
from countertop.values.positions import Position

__all__ = ["OTHER_MACHINE", "UNLOCATED", "Binding", "Judgement", "Standing"]

OUTSIDE, NO_POSITION, OTHER_MACHINE = "L1", "L2", "L3"

UNLOCATED: Final = ("accept", "warn", "refuse")
"""What a binding may say about a machine that finds no position."""


class Standing(Enum):
    """How a machine stands to the place it is bound to."""

    INSIDE = "inside"
    NEAR = "near"
    OUTSIDE = "outside"
    UNLOCATED = "unlocated"
    OTHER = "other"

    __hash__ = object.__hash__  # a member is itself alone, and an enumeration's own hash is slow


class Judgement(NamedTuple):
    """What the host makes of an account of whereabouts: `fault` is a response code, or nothing."""

    standing: Standing
    fault: str = ""
    position: str = ""
    metres: int | None = None


class Binding:
    """A terminal's binding, its newest judgement and, as `standing`, the one written down last."""

    __slots__ = ("_judgement", "_text", "centre", "row", "serial_number", "standing")

    def __init__(self, row: Mapping[str, Any], standing: Standing = Standing.INSIDE) -> None:
        self.row = row
        self.serial_number: str = row["serial_number"]
        self.centre = Position(row["latitude"], row["longitude"])
        self.standing = standing
        self._text: str | None = None
        self._judgement = Judgement(Standing.OTHER, OTHER_MACHINE)

    def judge(self, text: str | None) -> Judgement:
        """Judge field 59; raises SubfieldError for one in no form."""
        if text == self._text:
            return self._judgement
        account = account_of(text)
        if account != self._text:
            self._judgement, self._text = self.weigh(read_whereabouts(account)), account
        return self._judgement

    def weigh(self, told: Whereabouts) -> Judgement:
        """Judge an account: which machine first, then where it is."""
        if told.serial_number != self.serial_number:
            return Judgement(Standing.OTHER, OTHER_MACHINE)
        if told.position is None:
            return Judgement(Standing.UNLOCATED, NO_POSITION if self.row["unlocated"] == "refuse" else "")
        metres, position = self.centre.metres_to(told.position), told.position.text()
        if metres > self.row["refuse_metres"]:
            return Judgement(Standing.OUTSIDE, OUTSIDE, position, metres)
        standing = Standing.NEAR if metres > self.row["warn_metres"] else Standing.INSIDE
        return Judgement(standing, "", position, metres)

    def is_worth_a_note(self, judgement: Judgement) -> bool:
        """Tell whether somebody wants to know of it."""
        return judgement.standing is not Standing.UNLOCATED or self.row["unlocated"] != "accept"

"""The devices of a machine: how an actor has one try what it does, and what it learns by it.

An actor knows a device only by what it finds when it tries it; why a device fails is nobody's to read.
"""

from __future__ import annotations

from enum import Enum
from typing import Final, NamedTuple

from countertop.stage.effects import Effect
from countertop.values.positions import Position

__all__ = ["FULL", "Condition", "Device", "Finding", "TryDevice"]

FULL: Final = 100


class Device(Enum):
    """A device; the value is its name in lists and settings."""

    BATTERY = "battery"
    PRINTER = "printer"
    CARD_READER = "card_reader"
    PIN_PAD = "pin_pad"
    FINGERPRINT_READER = "fingerprint_reader"
    LOCATOR = "locator"

    __hash__ = object.__hash__  # a member is itself alone, and an enumeration's own hash is slow


class Condition(Enum):
    """What trying a device shows; the value is its name in lists and settings."""

    OK = "ok"
    ABSENT = "absent"
    SILENT = "silent"
    PAPER_OUT = "paper_out"
    LOW = "low"
    EMPTY = "empty"

    __hash__ = object.__hash__  # a member is itself alone, and an enumeration's own hash is slow


class Finding(NamedTuple):
    """What came of it; `level` is a battery's charge in percent, None for everything else and on the mains.

    `position` is where a locator finds itself, None for everything else and where it finds nothing.
    """

    condition: Condition
    level: int | None = None
    position: Position | None = None


class TryDevice(Effect):
    """Have a device do its least: feed a line, read the head, measure itself. Reply: a `Finding`."""

    __slots__ = ("device",)

    def __init__(self, device: Device) -> None:
        self.device = device

    def __repr__(self) -> str:
        return f"TryDevice({self.device.value})"

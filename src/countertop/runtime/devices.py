"""The devices of a machine as its party's world tries them.

The drawn machine has all of a terminal's devices and none of their metal; its fault panel breaks them, and carries it
elsewhere. What is broken behaves so for everybody: a silent reader reads no card, an empty printer gives no slip.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Protocol

from countertop.demo.places import PLACES, SHOP
from countertop.stage import Condition, Device, Finding

__all__ = ["FAULTS", "Devices", "DrawnDevices", "NoDevices"]

FAULTS: Final[Mapping[Device, tuple[Condition, ...]]] = MappingProxyType(
    {
        Device.PRINTER: (Condition.OK, Condition.PAPER_OUT, Condition.SILENT),
        Device.CARD_READER: (Condition.OK, Condition.SILENT),
        Device.PIN_PAD: (Condition.OK, Condition.SILENT),
        Device.FINGERPRINT_READER: (Condition.ABSENT, Condition.OK, Condition.SILENT),
        Device.LOCATOR: (Condition.OK, Condition.SILENT),
    }
)
"""What each device of the drawn machine can be; the first is what it is when nothing is set."""

_LOW, _EMPTY = 20, 5
"""Percent of charge below which a battery is low, and too empty to begin anything."""


class Devices(Protocol):
    """The devices of one machine."""

    def try_device(self, device: Device) -> Finding:
        """Have a device do its least."""
        ...


class NoDevices:
    """A party that is no machine."""

    def try_device(self, device: Device) -> Finding:  # noqa: ARG002 - none is there
        """Find nothing."""
        return Finding(Condition.ABSENT)


class DrawnDevices:
    """The devices of the drawn terminal, and its fault panel."""

    def __init__(self) -> None:
        self._conditions = {device: known[0] for device, known in FAULTS.items()}
        self._charge = 100
        self._place = SHOP

    def try_device(self, device: Device) -> Finding:
        """Return what the device shows."""
        if device is Device.LOCATOR and self._conditions[device] is Condition.OK:
            return Finding(Condition.OK, position=PLACES[self._place])
        if device is not Device.BATTERY:
            return Finding(self._conditions[device])
        charge = self._charge
        condition = Condition.EMPTY if charge < _EMPTY else Condition.LOW if charge < _LOW else Condition.OK
        return Finding(condition, charge)

    def set_fault(self, device: str, condition: str) -> None:
        """Let a device be so from now on; a battery takes its percent, a locator a place to be carried to as well.

        Raises ValueError for what cannot be.
        """
        which = Device(device)
        if which is Device.LOCATOR and condition in PLACES:
            self._place, condition = condition, Condition.OK.value
        if which is Device.BATTERY:
            charge = int(condition) if condition.isascii() and condition.isdigit() else -1
            if not 0 <= charge <= 100:
                raise ValueError("a battery has 0 to 100 percent")
            self._charge = charge
            return
        wanted = Condition(condition)
        if wanted not in FAULTS[which]:
            raise ValueError(f"a {device} is one of {', '.join(known.value for known in FAULTS[which])}")
        self._conditions[which] = wanted

    def works(self, device: Device) -> bool:
        """Tell whether a device does its work now."""
        return self.try_device(device).condition is Condition.OK

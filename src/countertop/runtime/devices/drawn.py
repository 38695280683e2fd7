"""The devices of a machine as its party's world tries them.

The drawn machine has all of a terminal's devices and none of their metal; its fault panel breaks them, and carries it
elsewhere. What is broken behaves so for everybody: a silent reader reads no card, an empty printer gives no slip. A new
start mends it; but a machine that was carried elsewhere stays there, so its place is kept in a file.
"""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Protocol

from countertop.demo.places import PLACES, SHOP
from countertop.runtime.errors import DirectoryFault
from countertop.stage import Condition, Device, Finding

__all__ = ["FAULTS", "Devices", "DrawnDevices", "NoDevices", "Printer"]

_PLACE = "place"
"""The file in a terminal's directory that names where it stands."""

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


class Printer(Protocol):
    """A printer of metal, in the place of the drawn one."""

    async def print(self, document: Any) -> bool:
        """Print a document; tell whether it is printed."""
        ...


class Devices(Protocol):
    """The devices of one machine; without a `printer` paper is drawn for people."""

    @property
    def printer(self) -> Printer | None:
        """The printer of metal, where there is one."""
        ...

    def try_device(self, device: Device) -> Finding | Awaitable[Finding]:
        """Have a device do its least; what is of metal shows it later."""
        ...


class NoDevices:
    """A party that is no machine."""

    printer = None

    def try_device(self, device: Device) -> Finding:  # noqa: ARG002 - none is there
        """Find nothing."""
        return Finding(Condition.ABSENT)


class DrawnDevices:
    """The devices of the drawn terminal, and its fault panel."""

    def __init__(self, directory: Path) -> None:
        self._conditions = {device: known[0] for device, known in FAULTS.items()}
        self._charge = 100
        self._file = directory / _PLACE
        self._place = SHOP
        with suppress(OSError, UnicodeDecodeError):  # it was never carried anywhere, or nobody can tell where to
            kept = self._file.read_text("utf-8").strip()
            self._place = kept if kept in PLACES else SHOP

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

        Raises ValueError for what cannot be, DirectoryFault where a place cannot be kept.
        """
        which = Device(device)
        if which is Device.LOCATOR and condition in PLACES:
            self._carry(condition)
            condition = Condition.OK.value
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

    def _carry(self, place: str) -> None:
        try:
            self._file.write_text(f"{place}\n", "utf-8")
        except OSError as fault:
            reason = fault.strerror or type(fault).__name__
            raise DirectoryFault("run.not-writable", path=str(self._file.parent), reason=reason) from None
        self._place = place

    def works(self, device: Device) -> bool:
        """Tell whether a device does its work now."""
        return self.try_device(device).condition is Condition.OK

"""Which machine this is and where it stands, told to the host with each sign-in and whatever asks for money (F59)."""

from __future__ import annotations

from typing import Final

from countertop.iso8583.private.whereabouts import Whereabouts
from countertop.stage import Device, Draw, TryDevice
from countertop.terminal.conversation import Steps
from countertop.terminal.machine import Machine

__all__ = ["told_whereabouts"]

_RANDOM_SIZE: Final = 8


def told_whereabouts(machine: Machine, *, signs_in: bool = False) -> Steps[str | None]:
    """Return field 59, None for a host that wants none; the machine is located anew each time.

    Who `signs_in` adds which master key it holds, once the host has changed that, whether it seals what it manages, and
    a random number that the answer has to bear: a machine that replaces another counts its STANs from one again, and
    an old answer would fit it.
    """
    if not machine.settings.tells_whereabouts:
        return None
    found = yield TryDevice(Device.LOCATOR)
    key_check = machine.standing.key_check if signs_in else ""
    seals = signs_in and machine.settings.management_mac
    random_number = (yield Draw(_RANDOM_SIZE)).hex().upper() if signs_in else ""
    return Whereabouts(machine.installation.serial_number, found.position, key_check, seals, random_number).text()

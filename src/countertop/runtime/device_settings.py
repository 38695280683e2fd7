"""The real devices of a terminal, as they are chosen and looked at from its desk.

    devices                                                   what is chosen, and how it is
    choose_device {"part": "printer", "options": {...}}       `devices.choices` has the parts and their options
    print_test                                                a page that shows what the printer can do

Each is answered with what is chosen and how it is then, which a device of metal may take a moment to show.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from countertop.runtime.desk import Listener
from countertop.runtime.devices.fitted import FittedDevices
from countertop.runtime.errors import RuntimeFault

__all__ = ["DEVICE_VERBS", "DeviceSettings"]

DEVICE_VERBS: Final = frozenset({"devices", "choose_device", "print_test"})

_DONE, _FAILED, _USAGE, _REFUSED = 0, 1, 2, 12


class DeviceSettings:
    """Chooses and shows the devices of one machine."""

    def __init__(self, devices: FittedDevices) -> None:
        self._devices = devices

    async def answer(self, client: Listener, identity: Any, verb: str, arguments: Mapping[str, Any]) -> None:
        """Do what a client asks, and tell it."""
        status, body = await self._done(verb, arguments)
        client.tell({"id": identity, "reply": status, "body": body})

    async def _done(self, verb: str, arguments: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        status = _DONE
        try:
            if verb == "choose_device":
                self._devices.choose(arguments["part"], dict(arguments["options"]))
            elif verb == "print_test" and not await self._devices.print_test():
                status = _FAILED
        except RuntimeFault as fault:
            return _REFUSED, {"message": fault.message, "arguments": fault.arguments}
        except (KeyError, TypeError, ValueError):
            return _USAGE, {"message": "desk.not-understood", "arguments": {}}
        return status, await self._devices.look()

"""The real devices of a terminal, as they are chosen and looked at from its desk.

    devices                                                   what is chosen, and how it is
    choose_device {"part": "printer", "options": {...}}       `devices.choices` has the parts and their options; among
                                                              the answers is the supervisor's password
    print_test                                                a page that shows what the printer can do

Each is answered with what is chosen and how it is then, which a device of metal may take a moment to show.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from countertop.runtime.desk import Listener
from countertop.runtime.devices.fitted import FittedDevices
from countertop.runtime.errors import RuntimeFault

__all__ = ["DEVICE_VERBS", "DeviceSettings"]

DEVICE_VERBS: Final = frozenset({"devices", "choose_device", "print_test"})

_DONE, _FAILED, _USAGE, _REFUSED = 0, 1, 2, 12


class DeviceSettings:
    """Chooses and shows the devices of one machine.

    `approve` has the terminal compare the supervisor's password among the answers that it is given, and returns status
    and body of its reply.
    """

    def __init__(
        self, devices: FittedDevices, approve: Callable[[Mapping[str, Any]], Awaitable[tuple[int, dict[str, Any]]]]
    ) -> None:
        self._devices = devices
        self._approve = approve

    async def answer(self, client: Listener, spoken: Mapping[str, Any]) -> None:
        """Do what a client asks, and tell it."""
        status, body = await self._done(spoken["verb"], spoken.get("arguments", {}), spoken.get("answers", {}))
        client.tell({"id": spoken.get("id"), "reply": status, "body": body})

    async def _done(
        self, verb: str, arguments: Mapping[str, Any], answers: Mapping[str, Any]
    ) -> tuple[int, dict[str, Any]]:
        status = _DONE
        try:
            if verb == "choose_device":
                refusal, why = await self._approve(answers)
                if refusal:
                    return refusal, why
                self._devices.choose(arguments["part"], dict(arguments["options"]))
            elif verb == "print_test" and not await self._devices.print_test():
                status = _FAILED
        except RuntimeFault as fault:
            return _REFUSED, {"message": fault.message, "arguments": fault.arguments}
        except (KeyError, TypeError, ValueError):
            return _USAGE, {"message": "desk.not-understood", "arguments": {}}
        return status, await self._devices.look()

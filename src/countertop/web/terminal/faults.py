"""The fault panel of the demonstration: lines that break, a host or a network that takes no calls, devices that fail.

What the machine's own devices do is a touch like any other (`touches`); what happens outside it is said at the desks
of the parties that it happens to.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from countertop.demo.places import PLACES
from countertop.runtime import devices, drawn_network
from countertop.runtime.errors import RuntimeFault
from countertop.stage import Device
from countertop.web.desk import PageDesk
from countertop.web.language import language_of
from countertop.words import say

__all__ = ["CONDITIONS", "FAULTS", "make_fault_panel"]

FAULTS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = MappingProxyType(
    {
        "cut-line": (("terminal", "cut-line"),),
        **{fault: (("terminal", fault),) for fault in drawn_network.FAULTS},
        "acquirer-down": (("acquirer", "down"),),
        "switch-down": (("switch", "down"),),
        "slow-banks": (("switch", "slow"),),
        "mend": (("terminal", "mend"), ("acquirer", "mend"), ("switch", "mend")),
    }
)
"""Fault -> at which kinds of party which verb is said."""

CONDITIONS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        Device.BATTERY.value: ("100", "15", "3"),
        **{device.value: tuple(known.value for known in each) for device, each in devices.FAULTS.items()},
        Device.LOCATOR.value: (*PLACES, "silent"),
    }
)
"""Device -> what it can be made; a battery's percent, a locator's place."""


def make_fault_panel(desks: Mapping[str, PageDesk]) -> APIRouter:
    """Return the routes of the panel; `desks` are the parties by their kind."""
    panel = APIRouter(prefix="/faults")

    @panel.post("/{fault}")
    async def draw(request: Request, fault: str) -> Response:
        language = language_of(request)
        if fault not in FAULTS:
            return Response(status_code=404)
        try:
            for kind, verb in FAULTS[fault]:
                if kind in desks:
                    await desks[kind].request(verb)
        except RuntimeFault as lost:
            return JSONResponse({"text": say(language, lost.message, **lost.arguments)}, 503)
        return JSONResponse({"text": say(language, f"terminal-face.done.{fault}")})

    return panel

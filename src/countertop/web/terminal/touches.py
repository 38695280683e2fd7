"""Touches: what a browser says when somebody presses, swipes, scans or breaks something, as a table.

{"touch": "press", "key": "5"}                  a key of the machine; none but cancel while a PIN is asked
{"touch": "long_press"}                         the power key, held
{"touch": "swipe", "card": NAME}                a card of the tray; or {"fault": "turned"} where nothing was read
{"touch": "scan", "code": TEXT}                 what a telephone shows, before the scanner
{"touch": "wedge", "keys": TEXT}                what a scanner or a stripe reader typed as a keyboard
{"touch": "sign", "strokes": [[[x, y], ...], ...]}     what was written on the pad, in dots of 474 x 158
{"touch": "tear"}                               the paper, off the printer
{"touch": "set_fault", "device": ..., "condition": ...}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from countertop.demo import Card
from countertop.signature import read_strokes
from countertop.web.terminal.faults import CONDITIONS
from countertop.web.terminal.machine import Machine

__all__ = ["Touching", "touch"]

_KEYS: Final = frozenset({*"0123456789", "00", "clear", "cancel", "confirm", "function", "up", "down"})

Touching = Callable[[Machine, Mapping[str, Card], Mapping[str, Any]], None]


def touch(machine: Machine, tray: Mapping[str, Card], said: Mapping[str, Any]) -> None:
    """Pass a touch on; raises ValueError, KeyError, TypeError or AttributeError for what is none."""
    _TOUCHES[said["touch"]](machine, tray, said)


def _press(machine: Machine, _: Mapping[str, Card], said: Mapping[str, Any]) -> None:
    if said["key"] not in _KEYS:
        raise ValueError("no such key")
    if not machine.asks_pin or said["key"] == "cancel":
        machine.touch("press", {"key": said["key"]})


def _long_press(machine: Machine, _: Mapping[str, Card], __: Mapping[str, Any]) -> None:
    machine.touch("long_press", {"key": "power"})


def _swipe(machine: Machine, tray: Mapping[str, Card], said: Mapping[str, Any]) -> None:
    read = {"fault": str(said["fault"])} if "fault" in said else {"track2": tray[said["card"]].track2.reveal()}
    machine.touch("swipe", read)


def _scan(machine: Machine, _: Mapping[str, Card], said: Mapping[str, Any]) -> None:
    machine.touch("scan", {"code": str(said["code"])})


def _wedge(machine: Machine, _: Mapping[str, Card], said: Mapping[str, Any]) -> None:
    machine.touch("wedge", {"keys": str(said["keys"])})


def _sign(machine: Machine, _: Mapping[str, Card], said: Mapping[str, Any]) -> None:
    read_strokes(said["strokes"])
    machine.touch("sign", {"strokes": said["strokes"]})


def _tear(machine: Machine, _: Mapping[str, Card], __: Mapping[str, Any]) -> None:
    machine.tear_off()


def _set_fault(machine: Machine, _: Mapping[str, Card], said: Mapping[str, Any]) -> None:
    if said["condition"] not in CONDITIONS[said["device"]]:
        raise ValueError("a device cannot be so")
    machine.set_fault(said["device"], said["condition"])


_TOUCHES: Final[Mapping[str, Touching]] = MappingProxyType(
    {
        "press": _press,
        "long_press": _long_press,
        "swipe": _swipe,
        "scan": _scan,
        "wedge": _wedge,
        "sign": _sign,
        "tear": _tear,
        "set_fault": _set_fault,
    }
)

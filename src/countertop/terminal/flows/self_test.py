"""Self-test (自检): every part does its least, now; what fails is named, with what still works without it.

    store          a record is written, and the space put by for a full disk is there
    keys           the PIN pad opens the key blocks that the store holds
    line           there is a line to the host, or one can be dialled
    the devices    each is tried

Nothing is concluded from settings: a part is what it showed when it was tried.
"""

from __future__ import annotations

from typing import Any, Final

from countertop.hsm import DescribeKey, HsmRefusal
from countertop.stage import AskHsm, Device, LookAtClock, LookAtReserve, Script, TryDevice
from countertop.terminal.conversation import COMPLETED, FAILED, Conversation, Ending, Steps
from countertop.terminal.flows.ending import end
from countertop.terminal.flows.line import connected
from countertop.terminal.machine import Machine, Work
from countertop.terminal.records import SelfTested

__all__ = ["begin"]

_GOOD: Final = frozenset({"ok", "absent", "busy"})
_DEVICES: Final = (
    Device.PIN_PAD,
    Device.PRINTER,
    Device.CARD_READER,
    Device.FINGERPRINT_READER,
    Device.LOCATOR,
    Device.BATTERY,
)


def begin(machine: Machine, conversation: Conversation) -> Script:
    """Try every part, write down what came of it, and tell."""
    found = {"keys": (yield from _keys(machine))}
    level: int | None = None
    for device in _DEVICES:
        finding = yield TryDevice(device)
        found[device.value] = finding.condition.value
        level = finding.level if device is Device.BATTERY else level
        machine.printer = finding.condition if device is Device.PRINTER else machine.printer
    found["line"] = yield from _line(machine)
    found["store"] = "ok" if (yield LookAtReserve()) else "low"
    failed = [part for part, state in found.items() if state not in _GOOD]
    moment = yield LookAtClock()
    yield machine.append(SelfTested(machine.terminal_id, moment.utc, ",".join(failed)))
    machine.battery = level
    facts = {"parts": [{"part": part, "state": state} for part, state in found.items()], "failed": failed}
    yield from end(machine, conversation, _ending(failed, facts))


def _ending(failed: list[str], facts: dict[str, Any]) -> Ending:
    if failed:
        return Ending(FAILED, "screen.self_test_failed", facts=facts, count=len(failed))
    return Ending(COMPLETED, "screen.self_test_passed", facts=facts)


def _keys(machine: Machine) -> Steps[str]:
    """Have the PIN pad open the master key, and the working keys where there are any."""
    if machine.tmk is None:
        return "missing"
    keys = machine.keys
    blocks = [machine.tmk] if keys is None else [machine.tmk, keys.tpk, keys.tak, *([keys.tdk] if keys.tdk else [])]
    replies = yield AskHsm(*[DescribeKey(block) for block in blocks])
    return "damaged" if any(isinstance(reply, HsmRefusal) for reply in replies) else "ok"


def _line(machine: Machine) -> Steps[str]:
    """Have a line; one that is in use, or is being dialled for other work, is left to it."""
    if machine.line is not None:
        return "ok"
    if machine.exchange is not None:
        return "busy"
    machine.take_line(Work.ECHO, None)
    yield from connected(machine)
    machine.free_line()
    return "down" if machine.line is None else "ok"

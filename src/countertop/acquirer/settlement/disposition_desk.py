"""The desk's verbs that close a batch without its terminal; each names who is at the desk.

propose-disposition {terminal_id, reason, by} [batch_instance]    its terminal will never settle it
approve-disposition {terminal_id, seen, by} [batch_instance]      another person agrees, and it is closed

`seen` stands for the proposal and the sums that `batches` told with it.
"""

from __future__ import annotations

from collections.abc import Callable

from countertop.acquirer.desk_answers import DONE, REFUSED, USAGE, say
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.registry import Terminal
from countertop.acquirer.settlement.disposing import WhyNot, approve, propose
from countertop.stage import DeskRequest, Reply, Script
from countertop.values import Instant
from countertop.values.persons import is_name

__all__ = ["VERBS"]


def _propose(memory: HostMemory, request: DeskRequest, now: Instant) -> Script:
    terminal, instance, by = _asked(memory, request)
    reason = request.arguments.get("reason")
    if terminal is None:
        yield from say(request, USAGE, "acquirer.batches-need-terminal")
    elif not (by and isinstance(reason, str) and is_name(reason)):
        yield from say(request, USAGE, "acquirer.disposition-form")
    else:
        fault = yield from propose(memory, terminal, instance, reason, by, now.utc)
        yield from _told(request, terminal, instance, fault, "proposed")


def _approve(memory: HostMemory, request: DeskRequest, now: Instant) -> Script:
    terminal, instance, by = _asked(memory, request)
    if terminal is None:
        yield from say(request, USAGE, "acquirer.batches-need-terminal")
    elif not by:
        yield from say(request, USAGE, "acquirer.disposition-form")
    else:
        fault = yield from approve(memory, terminal, instance, request.arguments.get("seen"), by, now.utc)
        yield from _told(request, terminal, instance, fault, "closed")


def _asked(memory: HostMemory, request: DeskRequest) -> tuple[Terminal | None, int, str]:
    """Return the terminal, the batch instance (the present one where none is named), and who asks."""
    asked = request.arguments
    terminal, by = memory.registry.terminals.get(str(asked.get("terminal_id"))), asked.get("by")
    instance = asked.get("batch_instance", 0 if terminal is None else terminal.batch_instance)
    if not isinstance(instance, int) or isinstance(instance, bool):
        terminal, instance = None, 0
    return terminal, instance, by if isinstance(by, str) and is_name(by) else ""


def _told(request: DeskRequest, terminal: Terminal, instance: int, fault: WhyNot | None, state: str) -> Script:
    terminal_id = terminal.terminal_id
    if fault is WhyNot.NOT_OPEN:
        yield from say(request, REFUSED, "acquirer.batch-not-open", terminal_id=terminal_id)
    elif fault is WhyNot.NOT_PROPOSED:
        yield from say(request, REFUSED, "acquirer.disposition-not-proposed", terminal_id=terminal_id)
    elif fault is WhyNot.SAME_PERSON:
        yield from say(request, REFUSED, "acquirer.disposition-same-person", terminal_id=terminal_id)
    elif fault is WhyNot.CHANGED:
        yield from say(request, REFUSED, "acquirer.disposition-changed", terminal_id=terminal_id)
    elif fault is WhyNot.MOVING:
        yield from say(request, REFUSED, "acquirer.disposition-too-early", terminal_id=terminal_id)
    else:
        body = {"terminal_id": terminal_id, "batch_instance": instance, "state": state}
        yield Reply(request.number, DONE, body)


VERBS: dict[str, Callable[[HostMemory, DeskRequest, Instant], Script]] = {
    "propose-disposition": _propose,
    "approve-disposition": _approve,
}

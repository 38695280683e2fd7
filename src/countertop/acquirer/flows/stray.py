"""Frames of terminals that belong to no flow: strangers, noise, what cannot be read. Counted, noted without content."""

from __future__ import annotations

from countertop.acquirer.flows.answering import send_sealed
from countertop.acquirer.memory import HostMemory, TerminalLine
from countertop.acquirer.replies import begin_reply, complete_reply
from countertop.iso8583 import DecodeError, Message
from countertop.stage import HangUp, Note, Script

__all__ = ["ignore", "is_request", "refuse_stranger", "refuse_undecoded"]

FORMAT = "30"
UNKNOWN_TERMINAL = "97"

_REQUESTS = frozenset("02468")


def is_request(message: Message) -> bool:
    """Tell whether a message asks for something: the third digit of its MTI is even."""
    return message.mti[2:3] in _REQUESTS


def refuse_undecoded(memory: HostMemory, line: TerminalLine, fault: DecodeError, utc: int) -> Script:
    """Answer 30 if what was read names a terminal of ours and a STAN; else hang up.

    The answer has no MAC, for the request's was not verified: what was altered on the way must not be declined for good
    while a true copy of it goes on.
    """
    partial = fault.partial
    terminal = memory.registry.terminals.get(partial.terminal_id or "")
    memory.counts["undecoded"] += 1
    yield Note("warning", "acquirer.undecoded", line=line.number, field=str(fault.field), offset=fault.offset)
    foreign = line.identity not in (None, partial.terminal_id)
    if terminal is None or foreign or partial.stan is None or not is_request(partial):
        yield from _hang_up(memory, line)
        return
    memory.counts[f"refused-{FORMAT}"] += 1
    yield from _answer_unsealed(memory, line, partial, FORMAT, utc)
    yield from _one_more(memory, line)


def refuse_stranger(memory: HostMemory, line: TerminalLine, request: Message, utc: int) -> Script:
    """Refuse a terminal that nobody registered, or that speaks on the line of another, as its certificate has it (97).

    The answer has no MAC: there is no key, or whoever sent the request is not the terminal that holds it.
    """
    terminal_id = request.terminal_id
    if terminal_id in memory.registry.terminals:
        memory.counts["refused-line-of-another"] += 1
        identity = line.identity
        yield Note("alarm", "acquirer.line-of-another", line=line.number, identity=identity, terminal_id=terminal_id)
    else:
        memory.counts[f"refused-{UNKNOWN_TERMINAL}"] += 1
        yield Note("warning", "acquirer.stranger", line=line.number)
    yield from _answer_unsealed(memory, line, request, UNKNOWN_TERMINAL, utc)
    yield from _one_more(memory, line)


def _answer_unsealed(memory: HostMemory, line: TerminalLine, request: Message, code: str, utc: int) -> Script:
    reply = begin_reply(request, memory.acquirer_id, None, None)
    complete_reply(memory, reply, memory.clock.read(utc), code)
    yield from send_sealed(None, line.number, reply)


def ignore(memory: HostMemory, line: TerminalLine, message: Message) -> Script:
    """Ignore a frame that is no request, and hang up when there are too many."""
    memory.counts["no-request"] += 1
    yield Note("warning", "acquirer.no-request", line=line.number, mti=message.mti)
    yield from _one_more(memory, line)


def _one_more(memory: HostMemory, line: TerminalLine) -> Script:
    line.bad_frames += 1
    if line.bad_frames > memory.settings.most_bad_frames:
        yield from _hang_up(memory, line)


def _hang_up(memory: HostMemory, line: TerminalLine) -> Script:
    memory.lines.pop(line.number, None)
    yield HangUp(line.number)

"""A batch that its terminal will never settle: two persons close it, with what the host has of it.

The machine was lost, or another stands in its place. One person proposes with a reason, another approves; both are
recorded. What the host counts is then settled as of any other batch, what the lost machine alone knew is a case for
people. A batch of which something is still on its way, or just being compared, is not closed.

Closing the present batch opens the next one and ends the session: a machine that goes on, the old one or a new one
under the same number, must sign in, and begins in a batch instance of its own.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from enum import Enum
from typing import Any

from countertop.acquirer.memory import HostMemory
from countertop.acquirer.numbers import rrn_of
from countertop.acquirer.records import TerminalSignedOut
from countertop.acquirer.registry import Terminal
from countertop.acquirer.settlement.balancing import NOT_BALANCED, is_moving, with_results
from countertop.acquirer.settlement.closing import next_batch_number, open_next
from countertop.acquirer.settlement.reckoning import Reckoning, text_of
from countertop.acquirer.settlement.records import BatchDisposed, BatchDispositionProposed
from countertop.acquirer.settlement.rows import batch_number_of, key_head_of, reckon_batch
from countertop.acquirer.settlement.tables import CLOSED_BATCH_OF, PROPOSAL_OF
from countertop.stage import Append, Effect, KeyTaken, Note, Read
from countertop.values.persons import is_same_person
from countertop.values.seen import seen_of

__all__ = ["WhyNot", "approve", "propose", "seen_in"]


class WhyNot(Enum):
    """Why a batch is not closed."""

    NOT_OPEN = "there is no such batch, or it is closed"
    NOT_PROPOSED = "nobody has proposed it"
    SAME_PERSON = "the same person proposed it"
    CHANGED = "another proposal, or another sum, than the second person has seen"
    MOVING = "something of it is on its way, or it is just being compared"


Said = Generator[Effect, Any, WhyNot | None]
"""Comes back with why not, or with None."""

Number = Generator[Effect, Any, str]

Persons = tuple[str, str, str]
"""The reason, who proposed, who approves."""


def seen_in(proposal: Mapping[str, Any], reckoning: Reckoning) -> str:
    """Return the text that stands for a proposal and for what the host counts in its batch."""
    return seen_of(proposal["reason"], proposal["proposed_by"], text_of(reckoning.totals()))


def propose(memory: HostMemory, terminal: Terminal, instance: int, reason: str, by: str, utc: int) -> Said:
    """Write down who wants a batch closed, and why; a newer proposal takes the place of an older one."""
    if not (yield from _open_number(memory, terminal, instance)):
        return WhyNot.NOT_OPEN
    yield Append(terminal.terminal_id, BatchDispositionProposed(terminal.terminal_id, instance, reason, by, utc))
    yield Note("warning", "acquirer.disposition-proposed", terminal_id=terminal.terminal_id, by=by)
    return None


def approve(memory: HostMemory, terminal: Terminal, instance: int, seen: object, by: str, utc: int) -> Said:
    """Close a batch as somebody else proposed, if that and its sums are what the second person has `seen`."""
    number = yield from _open_number(memory, terminal, instance)
    if not number:
        return WhyNot.NOT_OPEN
    proposals = yield Read(PROPOSAL_OF, terminal.terminal_id, instance)
    if not proposals:
        return WhyNot.NOT_PROPOSED
    proposed_by: str = proposals[0]["proposed_by"]
    if is_same_person(proposed_by, by):
        return WhyNot.SAME_PERSON
    persons = (proposals[0]["reason"], proposed_by, by)
    reckoning = yield from reckon_batch(memory, key_head_of(memory, terminal, instance))
    if seen != seen_in(proposals[0], reckoning):
        return WhyNot.CHANGED
    if instance == terminal.batch_instance:
        return (yield from _close_present(memory, terminal, reckoning, persons, utc))
    return (yield from _close_left_open(memory, terminal, instance, number, reckoning, persons, utc))


def _close_left_open(
    memory: HostMemory,
    terminal: Terminal,
    instance: int,
    number: str,
    reckoning: Reckoning,
    persons: Persons,
    utc: int,
) -> Said:
    """Close a batch that a machine before this one left behind."""
    if reckoning.is_moving:
        return WhyNot.MOVING
    disposed = _disposed(memory, terminal, instance, number, reckoning, persons, utc)
    return (yield from _written(terminal, disposed))


def _close_present(memory: HostMemory, terminal: Terminal, shown: Reckoning, persons: Persons, utc: int) -> Said:
    """Close the batch that the terminal would go on with; nothing enters it or is uploaded to it meanwhile.

    `shown` has the sums that the second person has seen: what came while they were reckoned was not among them.
    """
    terminal_id, instance = terminal.terminal_id, terminal.batch_instance
    frozen = memory.frozen.get(terminal_id)
    if (terminal.is_frozen and frozen is None) or any(each.terminal is terminal for each in memory.open.values()):
        return WhyNot.MOVING  # it is being compared, or closed, or paid at, at this moment
    memory.frozen.pop(terminal_id, None)
    terminal.is_frozen = True
    reckoning = yield from reckon_batch(memory, terminal.key_head)
    if terminal.batch_instance != instance:
        return WhyNot.NOT_OPEN  # its terminal was closing it already
    is_on_its_way = is_moving(memory, terminal, reckoning)
    if is_on_its_way or text_of(reckoning.totals()) != text_of(shown.totals()):
        terminal.is_frozen = frozen is not None
        if frozen is not None:
            memory.frozen[terminal_id] = frozen
        return WhyNot.MOVING if is_on_its_way else WhyNot.CHANGED
    disposed = _disposed(memory, terminal, instance, terminal.batch_number, reckoning, persons, utc)
    disposed.claimed = "" if frozen is None else frozen.claimed
    disposed.next_number = next_batch_number(terminal.batch_number)
    fault = yield from _written(terminal, disposed, *_session_ended(memory, terminal, utc))
    if fault is None:
        terminal.session = None
        open_next(memory, terminal, instance, disposed.next_number)
    return fault


def _written(terminal: Terminal, disposed: BatchDisposed, *more: TerminalSignedOut) -> Said:
    terminal_id, batch = terminal.terminal_id, disposed.batch_number
    if isinstance((yield Append(terminal_id, disposed, *more)), KeyTaken):
        return WhyNot.NOT_OPEN  # somebody was faster, the terminal itself perhaps
    one, other = disposed.proposed_by, disposed.approved_by
    yield Note("alarm", "acquirer.batch-disposed", terminal_id=terminal_id, batch=batch, one=one, other=other)
    return None


def _open_number(memory: HostMemory, terminal: Terminal, instance: int) -> Number:
    """Return the number of a batch that is not closed; nothing for one that is, or that never was."""
    if not 0 < instance <= terminal.batch_instance:
        return ""
    if (yield Read(CLOSED_BATCH_OF, terminal.terminal_id, instance)):
        return ""
    if instance == terminal.batch_instance:
        return terminal.batch_number
    return (yield from batch_number_of(key_head_of(memory, terminal, instance)))


def _disposed(
    memory: HostMemory,
    terminal: Terminal,
    instance: int,
    number: str,
    reckoning: Reckoning,
    persons: Persons,
    utc: int,
) -> BatchDisposed:
    reason, proposed_by, approved_by = persons
    # Should the machine still turn up, it is told to upload: what the host lacks of it then becomes a case.
    counted = with_results(reckoning.totals(), NOT_BALANCED, NOT_BALANCED)
    return BatchDisposed(
        terminal_id=terminal.terminal_id,
        merchant_id=terminal.merchant.merchant_id,
        batch_instance=instance,
        batch_number=number,
        next_number="",
        rrn=rrn_of(memory.clock.read(utc).reference_day, memory.numbers.draw()),
        claimed="",
        counted=counted,
        totals=text_of(reckoning.totals()),
        records=len(reckoning.disposed),
        reason=reason,
        proposed_by=proposed_by,
        approved_by=approved_by,
        disposed_at=utc,
    )


def _session_ended(memory: HostMemory, terminal: Terminal, utc: int) -> tuple[TerminalSignedOut, ...]:
    if terminal.session is None:
        return ()
    serial = memory.numbers.draw()
    rrn = rrn_of(memory.clock.read(utc).reference_day, serial)
    return (TerminalSignedOut(terminal.terminal_id, "", serial, rrn, utc),)

"""Start: what the store says about this terminal, and what is still open.

An attempt without an outcome was cut off between its record and its outcome. Nobody knows whether its bytes left, so a
reversal, or its repetition, is owed: that is written down first, and sent before anything else.
"""

from __future__ import annotations

from countertop.stage import Read, Script, SetTimer
from countertop.terminal.errors import NotInstalled
from countertop.terminal.flows.locking import load_lock
from countertop.terminal.lifecycle import MachineState, TransactionEvent, TransactionState
from countertop.terminal.machine import Advice, Attempt, Installation, Keys, Machine, Obligation
from countertop.terminal.management import errands, listing, master_key, parameters, staffing
from countertop.terminal.outcomes import decided
from countertop.terminal.records import AttemptDecided, RepeatOwed
from countertop.terminal.settlement import limits, settling
from countertop.terminal.signing import keeping
from countertop.terminal.tables import (
    IN_BATCH_BY_STATE,
    INSTALLATION_OF,
    LAST_STAN_OF,
    MACHINE_OF,
    MASTER_KEY_OF,
    OWED,
    REPEAT_OF,
    REPEATS_OWED,
    REPEATS_OWED_IN_BATCH,
    REQUIREMENT_OF,
    REVERSAL_OF,
    STORED_WAITING,
    UNDECIDED_IN_BATCH,
    WORKING_KEYS_OF,
)
from countertop.values import Instant

__all__ = ["WAKE", "start"]

WAKE = "wake"
"""The timer that begins the open work once the terminal has started; nothing can be sent before."""


def start(machine: Machine, now: Instant) -> Script:
    """Load the machine, turn what was cut off into reversals owed, and set about them.

    Raises NotInstalled when the store has no founding record of this terminal.
    """
    terminal_id = machine.terminal_id
    installed = yield Read(INSTALLATION_OF, terminal_id)
    if not installed:
        raise NotInstalled(f"the store knows no terminal {terminal_id}: write its founding records first")
    machine.installation = Installation(installed[0])
    yield from _load(machine)
    yield from _load_stored(machine)
    yield from _doubt_written(machine, now)
    yield from load_lock(machine)
    yield from _load_obligations(machine)
    yield from settling.load(machine)
    yield from keeping.load(machine)
    stored = yield Read(IN_BATCH_BY_STATE, terminal_id, machine.batch_number, TransactionState.COMPLETED.value)
    machine.completed_in_batch = len(stored) + len(machine.stored)
    settles = machine.settlement is not None or machine.settlement_ordered
    if settles or machine.obligations or machine.sign_in_due or errands.is_due(machine):
        yield SetTimer(WAKE, 0)
    yield from errands.begin(machine)
    yield from limits.set_clock(machine)


def _load(machine: Machine) -> Script:
    terminal_id = machine.terminal_id
    (row,) = yield Read(MACHINE_OF, terminal_id)
    master_keys = yield Read(MASTER_KEY_OF, terminal_id)
    keys = yield Read(WORKING_KEYS_OF, terminal_id)
    requirements = yield Read(REQUIREMENT_OF, terminal_id)
    stans = yield Read(LAST_STAN_OF, terminal_id)
    machine.state = MachineState(row["state"])
    machine.batch_number, machine.clock_offset, machine.cause = row["batch_number"], row["clock_offset"], row["cause"]
    machine.last_stan = 0 if machine.repeats_stans_after_reboot else int(stans[0]["stan"])
    machine.requirement = requirements[0]["requirement"] if requirements else "0"
    machine.sign_in_due = machine.requirement == "3"
    yield from machine.standing.load(terminal_id)
    yield from staffing.load(machine)
    yield from master_key.load(machine)
    yield from parameters.load(machine)
    yield from listing.load(machine)
    if keys and keys[0]["tak"]:
        machine.keys = Keys(keys[0]["tpk"], keys[0]["tak"], keys[0]["tdk"])
    elif machine.state is MachineState.SIGNED_IN:
        machine.state = MachineState.SIGNED_OUT  # another master key was loaded while the terminal was off
    if master_keys:
        machine.tmk = master_keys[0]["tmk"]
    else:
        machine.state = MachineState.OUT_OF_KEY


def _load_stored(machine: Machine) -> Script:
    rows = yield Read(STORED_WAITING, machine.terminal_id)
    for row in rows:
        attempt = Attempt.of_row(row, TransactionState.STORED)
        tried = yield Read(REPEAT_OF, *attempt.key)
        taken_at = row["stored_date"].replace("-", "") + row["stored_time"]
        tries = tried[0]["tries"] if tried else 0
        machine.stored.append(Advice(attempt, row["place"], taken_at, row["stored_at"], tries))


def _doubt_written(machine: Machine, now: Instant) -> Script:
    """Write down what is owed for attempts that were cut off before their outcome was."""
    terminal_id, batch_number = machine.terminal_id, machine.batch_number
    undecided = yield Read(UNDECIDED_IN_BATCH, terminal_id, batch_number)
    owed = yield Read(REPEATS_OWED_IN_BATCH, terminal_id, batch_number)
    known = {row["stan"] for row in owed} | {advice.attempt.prepared.stan for advice in machine.stored}
    records = [
        _doubt(machine, Attempt.of_row(row, TransactionState.PREPARED), now)
        for row in undecided
        if row["stan"] not in known
    ]
    if records and not machine.drops_pending_at_reboot:
        yield machine.append(*records)


def _doubt(machine: Machine, attempt: Attempt, now: Instant) -> AttemptDecided | RepeatOwed:
    """Return the record of what is owed for an attempt without an outcome."""
    state = attempt.after(TransactionEvent.RESTARTED)
    if state is TransactionState.REPEAT_OWED:
        return RepeatOwed(*attempt.key, TransactionEvent.RESTARTED.name.lower(), now.utc, None)
    return decided(machine, attempt.prepared, state, now, reason="98")


def _load_obligations(machine: Machine) -> Script:
    if not machine.forgets_refunds_at_reboot:
        repeats = yield Read(REPEATS_OWED, machine.terminal_id)
        for row in repeats:
            attempt = Attempt.of_row(row, TransactionState.REPEAT_OWED)
            tried = yield Read(REPEAT_OF, *attempt.key)
            machine.obligations.append(Obligation(attempt, row["why"], tried[0]["tries"] if tried else 0))
    rows = yield Read(OWED, machine.terminal_id, TransactionState.REVERSAL_OWED.value)
    for row in rows:
        attempt = Attempt.of_row(row, TransactionState.REVERSAL_OWED)
        tried = yield Read(REVERSAL_OF, *attempt.key)
        machine.obligations.append(Obligation(attempt, row["reason"], tried[0]["tries"] if tried else 0))

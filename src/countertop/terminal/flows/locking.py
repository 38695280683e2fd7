"""The lock of the machine: it takes no request until the right person unlocks it. What is owed goes on meanwhile.

    person      whoever stands there locks it by hand            ──► unlocked by that operator, or from above
    idle        nobody has touched it for the set time            ──► the same
    failures    too many wrong passwords, over all operators     ──► unlocked by the supervisor or the system manager

It is written down, so it outlives a power cut. Which operator was there is written with it.
"""

from __future__ import annotations

from typing import Final

from countertop.stage import Note, Read, Script, SetTimer
from countertop.terminal.conversation import COMPLETED, REFUSED, USAGE, Conversation, Ending, Steps
from countertop.terminal.flows.ending import IDLE, ask, end
from countertop.terminal.flows.identify import identified
from countertop.terminal.machine import Lock, Machine
from countertop.terminal.permissions import Role, is_operator_number
from countertop.terminal.records import KeypadLocked, KeypadUnlocked
from countertop.terminal.tables import KEYPAD_LOCK_OF

__all__ = ["IDLE", "MAY_WHILE_LOCKED", "idle", "load_lock", "lock", "refusal", "unlock"]

MAY_WHILE_LOCKED: Final = frozenset({"unlock_terminal", "unlock", "self_test", "log_out"})

_ABOVE: Final = frozenset({Role.SUPERVISOR, Role.MANAGER})


def load_lock(machine: Machine) -> Script:
    """Find the machine locked as it was left."""
    rows = yield Read(KEYPAD_LOCK_OF, machine.terminal_id)
    if rows and rows[0]["reason"] is not None:
        machine.lock = Lock(rows[0]["reason"], rows[0]["locked_operator"])


def lock(machine: Machine, conversation: Conversation) -> Script:
    """Lock it by hand."""
    yield from _locked(machine, "person")
    yield from end(machine, conversation, Ending(COMPLETED, "screen.terminal_locked", advice="advice.unlock_terminal"))


def idle(machine: Machine) -> Script:
    """Lock a machine at which an operator is logged in and nothing has happened for so long."""
    if machine.operator is None or machine.lock is not None:
        return
    if machine.conversation is not None:
        yield SetTimer(IDLE, machine.settings.lock_after_idle)
        return
    yield from _locked(machine, "idle")


def _locked(machine: Machine, reason: str) -> Script:
    operator = None if machine.operator is None else machine.operator.number
    machine.lock, machine.operator = Lock(reason, operator), None  # at once: nothing may begin while it is written down
    yield machine.append(KeypadLocked(machine.terminal_id, reason, operator))
    yield Note("info", "terminal.terminal_locked", reason=reason)


def refusal() -> Ending:
    """Return the ending for what is asked of a locked machine."""
    return Ending(REFUSED, "screen.terminal_locked", advice="advice.unlock_terminal")


def unlock(machine: Machine, conversation: Conversation) -> Script:
    """Unlock: who, and their password; the operator who was there goes on."""
    yield from end(machine, conversation, (yield from _unlocked(machine, conversation)))


def _unlocked(machine: Machine, conversation: Conversation) -> Steps[Ending]:
    found = machine.lock
    if found is None:
        return Ending(REFUSED, "screen.not_locked")
    number = conversation.arguments.get("operator_number")
    if number is None:
        number = yield ask(machine, "ask.operator_number")
    if not is_operator_number(number):
        return Ending(USAGE, "screen.operator_form")
    who = yield from identified(machine, str(number), "ask.operator_password", "unlock_terminal")
    if isinstance(who, Ending):
        return who
    was_here = found.reason != "failures" and who.number == found.operator
    if not was_here and who.role not in _ABOVE:
        return Ending(REFUSED, "screen.not_permitted", advice="advice.unlock_terminal", operator=who.number)
    yield machine.append(KeypadUnlocked(machine.terminal_id, who.number))
    machine.lock = None
    machine.operator = who if was_here else None
    yield Note("info", "terminal.terminal_unlocked", by=who.number)
    return Ending(COMPLETED, "screen.terminal_unlocked")

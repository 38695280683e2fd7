"""Who works here, and who approves: passwords, locked after five failures, unlocked from above."""

from __future__ import annotations

from countertop.hsm import HashPassword, HsmRefusal, VerifyPassword
from countertop.stage import AskHsm, Note, Read, Script, Show
from countertop.terminal.conversation import COMPLETED, REFUSED, USAGE, Conversation, Ending, Steps
from countertop.terminal.flows.ending import ask, end
from countertop.terminal.kinds import KINDS
from countertop.terminal.machine import Lock, Machine, Operator
from countertop.terminal.permissions import (
    FIRST_PASSWORDS,
    MANAGER,
    PERMITTED,
    SUPERVISOR,
    Operation,
    Role,
    is_operator_number,
    is_password,
)
from countertop.terminal.records import (
    KeypadLocked,
    OperatorUnlocked,
    PasswordAccepted,
    PasswordChanged,
    PasswordRefused,
)
from countertop.terminal.settings import LOCK_AFTER
from countertop.terminal.tables import OPERATOR_BY_NUMBER, OPERATORS_OF
from countertop.values import Secret

__all__ = [
    "approve_devices",
    "approved",
    "chosen_password",
    "identified",
    "log_in",
    "log_out",
    "logged_in",
    "new_password",
    "unlock",
]

_APPROVERS = {
    **{kind.approval: (SUPERVISOR, "ask.supervisor_password") for kind in KINDS.values() if kind.approval is not None},
    Operation.UNLOCK_CASHIER: (SUPERVISOR, "ask.supervisor_password"),
    Operation.UNLOCK_SUPERVISOR: (MANAGER, "ask.manager_password"),
    Operation.MANAGE_CASHIERS: (SUPERVISOR, "ask.supervisor_password"),
    Operation.RESET_SUPERVISOR: (MANAGER, "ask.manager_password"),
    Operation.INITIALISE: (MANAGER, "ask.manager_password"),
    Operation.CHOOSE_DEVICES: (SUPERVISOR, "ask.supervisor_password"),
}
_UNLOCKING = {Role.CASHIER: Operation.UNLOCK_CASHIER, Role.SUPERVISOR: Operation.UNLOCK_SUPERVISOR}


def identified(machine: Machine, number: str, question: str, purpose: str) -> Steps[Operator | Ending]:
    """Ask an operator's password and return who it is, or why not. Every answer is written down before it counts."""
    rows = yield Read(OPERATOR_BY_NUMBER, machine.terminal_id, number)
    if not rows or rows[0]["removed"]:
        return Ending(REFUSED, "screen.no_such_operator", operator=number)
    row = rows[0]
    if row["locked"]:
        return _locked(number)
    password = yield ask(machine, question, operator=number)
    if not isinstance(password, Secret) or not is_password(password.reveal()):
        return Ending(REFUSED, "screen.password_form")
    (verdict,) = yield AskHsm(VerifyPassword(row["password_hash"], password))
    if isinstance(verdict, HsmRefusal):
        return Ending(REFUSED, "screen.hsm_refused", reason=verdict.message)
    if verdict is not True:
        return (yield from _refused(machine, number, purpose, (row["failures"] or 0) + 1))
    yield machine.append(PasswordAccepted(machine.terminal_id, number, purpose))
    return Operator(number, Role(row["role"]), has_first_password=bool(row["first_password"]))


def _refused(machine: Machine, number: str, purpose: str, failures: int) -> Steps[Ending]:
    locked = failures >= LOCK_AFTER
    refused = PasswordRefused(machine.terminal_id, number, purpose, failures, locked)
    rows = yield Read(OPERATORS_OF, machine.terminal_id)
    others = sum(row["failures"] or 0 for row in rows if row["operator"] != number)
    if machine.lock is None and others + failures >= machine.settings.lock_after_failures:
        here = None if machine.operator is None else machine.operator.number
        yield machine.append(refused, KeypadLocked(machine.terminal_id, "failures", here))
        machine.lock, machine.operator = Lock("failures", here), None
        yield Note("alarm", "terminal.terminal_locked", reason="failures")
        return Ending(REFUSED, "screen.terminal_locked", advice="advice.unlock_terminal")
    yield machine.append(refused)
    if locked:
        yield Note("alarm", "terminal.operator_locked", operator=number)
        return _locked(number)
    return Ending(REFUSED, "screen.password_wrong", left=LOCK_AFTER - failures)


def _locked(number: str) -> Ending:
    return Ending(REFUSED, "screen.operator_locked", advice="advice.unlock", operator=number)


def approved(machine: Machine, operation: Operation) -> Steps[Operator | Ending]:
    """Have whoever may approve an operation enter their password; nobody is logged in by it."""
    number, question = _APPROVERS[operation]
    who = yield from identified(machine, number, question, operation.value)
    if isinstance(who, Operator) and operation not in PERMITTED[who.role]:
        return Ending(REFUSED, "screen.not_permitted", operator=who.number)
    if isinstance(who, Operator) and who.has_first_password and not machine.settings.demo:
        return Ending(REFUSED, "screen.first_password", advice="advice.change_password", operator=who.number)
    return who


def logged_in(machine: Machine, number: str | None) -> Steps[Ending | None]:
    """Log an operator in, asking for the number where none is given; None when it went well."""
    if number is None:
        number = yield ask(machine, "ask.operator_number")
    if not is_operator_number(number):
        return Ending(USAGE, "screen.operator_form")
    assert number is not None
    who = yield from identified(machine, number, "ask.operator_password", "log_in")
    if isinstance(who, Ending):
        return who
    if who.has_first_password and not machine.settings.demo:
        yield Show("screen.first_password", operator=number)
        unchanged = yield from new_password(machine, who)
        if unchanged is not None:
            return unchanged
    machine.operator = who
    return None


def new_password(machine: Machine, who: Operator) -> Steps[Ending | None]:
    """Have somebody choose a password of their own; None when it is written down."""
    chosen = yield from chosen_password(machine, who.number)
    if isinstance(chosen, Ending):
        return chosen
    rows = yield Read(OPERATOR_BY_NUMBER, machine.terminal_id, who.number)
    same, stored = yield AskHsm(VerifyPassword(rows[0]["password_hash"], chosen), HashPassword(chosen))
    if same is True or (not machine.settings.demo and chosen.reveal() in FIRST_PASSWORDS):
        return Ending(REFUSED, "screen.password_old")
    if isinstance(stored, HsmRefusal):
        return Ending(REFUSED, "screen.hsm_refused", reason=stored.message)
    yield machine.append(PasswordChanged(machine.terminal_id, who.number, who.role.value, stored, who.number))
    yield Note("info", "terminal.password_changed", operator=who.number)
    return None


def chosen_password(machine: Machine, number: str) -> Steps[Secret[str] | Ending]:
    """Ask a new password twice."""
    password = yield ask(machine, "ask.new_password", operator=number)
    if not isinstance(password, Secret) or not is_password(password.reveal()):
        return Ending(REFUSED, "screen.password_form")
    if (yield ask(machine, "ask.repeated_password")) != password:
        return Ending(REFUSED, "screen.password_differs")
    return password


def log_in(machine: Machine, conversation: Conversation) -> Script:
    """Log-in: number, password, confirm after each."""
    fault = yield from logged_in(machine, conversation.arguments.get("operator_number"))
    if fault is None:
        assert machine.operator is not None
        facts = {"operator": machine.operator.number, "role": machine.operator.role.value}
        fault = Ending(COMPLETED, "screen.logged_in", facts=facts, operator=machine.operator.number)
    yield from end(machine, conversation, fault)


def log_out(machine: Machine, conversation: Conversation) -> Script:
    """Log-out: the next one logs in."""
    machine.operator = None
    yield from end(machine, conversation, Ending(COMPLETED, "screen.logged_out"))


def approve_devices(machine: Machine, conversation: Conversation) -> Script:
    """Have the supervisor agree that other devices are used; which, is the machine's own matter and not a flow's."""
    who = yield from approved(machine, Operation.CHOOSE_DEVICES)
    agreed = Ending(COMPLETED, "screen.devices_approved")
    yield from end(machine, conversation, who if isinstance(who, Ending) else agreed)


def unlock(machine: Machine, conversation: Conversation) -> Script:
    """Unlock: whose number, then the password of the one above."""
    ending = yield from _unlocked(machine, conversation.arguments.get("operator_number"))
    yield from end(machine, conversation, ending)


def _unlocked(machine: Machine, number: str | None) -> Steps[Ending]:
    if number is None:
        number = yield ask(machine, "ask.operator_number")
    if not is_operator_number(number):
        return Ending(USAGE, "screen.operator_form")
    assert number is not None
    rows = yield Read(OPERATOR_BY_NUMBER, machine.terminal_id, number)
    if not rows:
        return Ending(REFUSED, "screen.no_such_operator", operator=number)
    operation = _UNLOCKING.get(Role(rows[0]["role"]))
    if operation is None:
        return Ending(REFUSED, "screen.nobody_above", operator=number)
    who = yield from approved(machine, operation)
    if isinstance(who, Ending):
        return who
    yield machine.append(OperatorUnlocked(machine.terminal_id, number, who.number))
    yield Note("info", "terminal.operator_unlocked", operator=number, by=who.number)
    return Ending(COMPLETED, "screen.unlocked", operator=number)

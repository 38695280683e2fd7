"""Operators (操作员管理): added, deleted, listed; passwords changed by their owners and reset from above.

The supervisor looks after cashiers, the system manager after the supervisor. Who is logged in with the right role
needs no second password; for everybody else the one above keys theirs. All of it is written down.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from countertop.hsm import HashPassword, HsmRefusal
from countertop.stage import AskHsm, Note, Read, Script
from countertop.terminal.conversation import COMPLETED, REFUSED, USAGE, Conversation, Ending, Steps
from countertop.terminal.flows.ending import ask, end
from countertop.terminal.flows.identify import approved, chosen_password, identified, new_password
from countertop.terminal.machine import Machine, Operator
from countertop.terminal.management import staffing
from countertop.terminal.permissions import PERMITTED, Operation, Role, is_cashier_number, is_operator_number
from countertop.terminal.records import OperatorAdded, OperatorRemoved, PasswordChanged
from countertop.terminal.tables import OPERATOR_BY_NUMBER, OPERATORS_OF

__all__ = ["add", "change_password", "listed", "remove", "reset_password"]

_RESETS: Final = {Role.CASHIER: Operation.MANAGE_CASHIERS, Role.SUPERVISOR: Operation.RESET_SUPERVISOR}


def add(machine: Machine, conversation: Conversation) -> Script:
    """Add a cashier: whose number, the supervisor's consent, a first password twice."""
    yield from end(machine, conversation, (yield from _added(machine, conversation)))


def remove(machine: Machine, conversation: Conversation) -> Script:
    """Delete a cashier."""
    yield from end(machine, conversation, (yield from _removed(machine, conversation)))


def change_password(machine: Machine, conversation: Conversation) -> Script:
    """Change one's own password: the old one, the new one twice."""
    yield from end(machine, conversation, (yield from _changed(machine, conversation)))


def reset_password(machine: Machine, conversation: Conversation) -> Script:
    """Give somebody below a first password again; a lock of theirs goes with the old one."""
    yield from end(machine, conversation, (yield from _reset(machine, conversation)))


def listed(machine: Machine, _: dict[str, Any]) -> Steps[Ending]:
    """List who works here."""
    rows = yield Read(OPERATORS_OF, machine.terminal_id)
    people = [
        {
            "operator": row["operator"],
            "role": row["role"],
            "locked": bool(row["locked"]),
            "first_password": bool(row["first_password"]),
        }
        for row in rows
        if not row["removed"]
    ]
    return Ending(COMPLETED, "screen.operators", facts={"operators": people}, count=len(people))


def _added(machine: Machine, conversation: Conversation) -> Steps[Ending]:
    number = yield from _number(conversation, machine)
    if isinstance(number, Ending):
        return number
    if not is_cashier_number(number):
        return Ending(REFUSED, "screen.cashier_form")
    if (yield from _known(machine, number)) is not None:
        return Ending(REFUSED, "screen.operator_known", operator=number)
    who = yield from _authority(machine, Operation.MANAGE_CASHIERS)
    if isinstance(who, Ending):
        return who
    stored = yield from _hashed(machine, number)
    if isinstance(stored, Ending):
        return stored
    change = staffing.change_of(machine, number, Role.CASHIER.value, who.number, is_added=True)
    yield machine.append(OperatorAdded(machine.terminal_id, number, Role.CASHIER.value, stored, who.number), change)
    staffing.take(machine, change)
    yield Note("info", "terminal.operator_added", operator=number, by=who.number)
    return Ending(COMPLETED, "screen.operator_added", facts={"operator": number}, operator=number)


def _removed(machine: Machine, conversation: Conversation) -> Steps[Ending]:
    number = yield from _number(conversation, machine)
    if isinstance(number, Ending):
        return number
    row = yield from _known(machine, number)
    if row is None:
        return Ending(REFUSED, "screen.no_such_operator", operator=number)
    if not is_cashier_number(number):
        return Ending(REFUSED, "screen.operator_stays", operator=number)
    if machine.operator is not None and machine.operator.number == number:
        return Ending(REFUSED, "screen.operator_at_work", operator=number)
    who = yield from _authority(machine, Operation.MANAGE_CASHIERS)
    if isinstance(who, Ending):
        return who
    change = staffing.change_of(machine, number, row["role"], who.number, is_added=False)
    yield machine.append(OperatorRemoved(machine.terminal_id, number, row["role"], who.number), change)
    staffing.take(machine, change)
    yield Note("info", "terminal.operator_removed", operator=number, by=who.number)
    return Ending(COMPLETED, "screen.operator_removed", facts={"operator": number}, operator=number)


def _changed(machine: Machine, conversation: Conversation) -> Steps[Ending]:
    given = conversation.arguments.get("operator_number")
    if given is None and machine.operator is not None:
        conversation.arguments["operator_number"] = machine.operator.number
    number = yield from _number(conversation, machine)
    if isinstance(number, Ending):
        return number
    who = yield from identified(machine, number, "ask.operator_password", "change_password")
    if isinstance(who, Ending):
        return who
    return (yield from new_password(machine, who)) or _password_changed(number)


def _reset(machine: Machine, conversation: Conversation) -> Steps[Ending]:
    number = yield from _number(conversation, machine)
    if isinstance(number, Ending):
        return number
    row = yield from _known(machine, number)
    if row is None:
        return Ending(REFUSED, "screen.no_such_operator", operator=number)
    operation = _RESETS.get(Role(row["role"]))
    if operation is None:
        return Ending(REFUSED, "screen.nobody_above_resets", operator=number)
    who = yield from _authority(machine, operation)
    if isinstance(who, Ending):
        return who
    stored = yield from _hashed(machine, number)
    if isinstance(stored, Ending):
        return stored
    yield machine.append(PasswordChanged(machine.terminal_id, number, row["role"], stored, who.number))
    yield Note("info", "terminal.password_reset", operator=number, by=who.number)
    return _password_changed(number)


def _password_changed(number: str) -> Ending:
    return Ending(COMPLETED, "screen.password_changed", facts={"operator": number}, operator=number)


def _number(conversation: Conversation, machine: Machine) -> Steps[str | Ending]:
    """Return whom it is about: given with the request, or asked."""
    number = conversation.arguments.get("operator_number")
    if number is None:
        number = yield ask(machine, "ask.operator_number")
    if not is_operator_number(number):
        return Ending(USAGE, "screen.operator_form")
    return str(number)


def _known(machine: Machine, number: str) -> Steps[Mapping[str, Any] | None]:
    rows = yield Read(OPERATOR_BY_NUMBER, machine.terminal_id, number)
    return rows[0] if rows and not rows[0]["removed"] else None


def _authority(machine: Machine, operation: Operation) -> Steps[Operator | Ending]:
    """Return who may: whoever is logged in with the role, else the one who keys their password now."""
    here = machine.operator
    if here is not None and operation in PERMITTED[here.role]:
        return here
    return (yield from approved(machine, operation))


def _hashed(machine: Machine, number: str) -> Steps[str | Ending]:
    """Ask a first password for somebody, twice, and return its hash."""
    chosen = yield from chosen_password(machine, number)
    if isinstance(chosen, Ending):
        return chosen
    (stored,) = yield AskHsm(HashPassword(chosen))
    if isinstance(stored, HsmRefusal):
        return Ending(REFUSED, "screen.hsm_refused", reason=stored.message)
    return str(stored)

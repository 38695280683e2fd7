"""Who works at a terminal and who approved, told to the host under the MAC in field 46.

The host believes nobody it has not registered at that terminal, whatever the terminal checked.
"""

from __future__ import annotations

from countertop.acquirer.registry import SUPERVISING_ROLES, Terminal
from countertop.iso8583.private.information import read_information

__all__ = ["People", "read_people", "staff_fault"]

People = tuple[str | None, str | None]
"""Operator and approving supervisor."""


def read_people(text: str | None) -> People:
    """Return operator and supervisor; nobody for a text of another form."""
    told = read_information(text)
    return told.operator, told.supervisor


def staff_fault(terminal: Terminal, people: People, *, supervised: bool) -> str:
    """Return 58 when the operator, or the supervisor where one is due, is not registered there; else nothing."""
    operator, supervisor = people
    if operator not in terminal.operators:
        return "58"
    if supervised and terminal.operators.get(supervisor or "") not in SUPERVISING_ROLES:
        return "58"
    return ""

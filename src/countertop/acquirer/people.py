"""Field 46 of our dialect: who works at the terminal and who approved, told to the host under the MAC.

Records of a tag of two letters, a length of three digits, and a value: `OP00201SV00200`. The host believes nobody it
has not registered at that terminal, whatever the terminal checked.
"""

from __future__ import annotations

from functools import lru_cache

from countertop.acquirer.registry import SUPERVISING_ROLES, Terminal
from countertop.codec.bcd import is_digits

__all__ = ["People", "read_people", "staff_fault"]

People = tuple[str | None, str | None]
"""Operator and approving supervisor."""

NOBODY: People = (None, None)


@lru_cache(maxsize=1024)
def read_people(text: str | None) -> People:
    """Return operator and supervisor; nobody for a text of another form."""
    found: dict[str, str] = {}
    rest = text or ""
    while rest:
        tag, length, rest = rest[:2], rest[2:5], rest[5:]
        if not (len(length) == 3 and is_digits(length)) or len(rest) < int(length):
            return NOBODY
        found[tag], rest = rest[: int(length)], rest[int(length) :]
    return found.get("OP"), found.get("SV")


def staff_fault(terminal: Terminal, people: People, *, supervised: bool) -> str:
    """Return 58 when the operator, or the supervisor where one is due, is not registered there; else nothing."""
    operator, supervisor = people
    if operator not in terminal.operators:
        return "58"
    if supervised and terminal.operators.get(supervisor or "") not in SUPERVISING_ROLES:
        return "58"
    return ""

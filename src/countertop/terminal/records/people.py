"""Who works at the terminal: operators, and what their passwords did."""

from __future__ import annotations

from countertop.journal import record

__all__ = [
    "OperatorAdded",
    "OperatorUnlocked",
    "PasswordAccepted",
    "PasswordRefused",
]


@record("terminal.operator_added")
class OperatorAdded:
    """A person who may work at the terminal: number of two digits, role, hash of the password. Founding record."""

    terminal_id: str
    operator: str
    role: str
    password_hash: str


@record("terminal.password_refused")
class PasswordRefused:
    """A wrong password; `failures` in a row, counting this one. `locked` says that it was one too many."""

    terminal_id: str
    operator: str
    purpose: str
    failures: int
    locked: bool


@record("terminal.password_accepted")
class PasswordAccepted:
    """An operator showed who they are; `purpose` is `log_in`, or what they approved."""

    terminal_id: str
    operator: str
    purpose: str


@record("terminal.operator_unlocked")
class OperatorUnlocked:
    """A lock was lifted by somebody above."""

    terminal_id: str
    operator: str
    by: str

"""Who works at the terminal: operators, what their passwords did, and the lock of the whole machine."""

from __future__ import annotations

from countertop.journal import record

__all__ = [
    "KeypadLocked",
    "KeypadUnlocked",
    "OperatorAdded",
    "OperatorRemoved",
    "OperatorUnlocked",
    "PasswordAccepted",
    "PasswordChanged",
    "PasswordRefused",
]


@record("terminal.operator_added")
class OperatorAdded:
    """A person who may work at the terminal: number of two digits, role, hash of the password. Founding record.

    `by` is who added them, nobody at the founding. The password was chosen by somebody else, so it is a first one.
    """

    terminal_id: str
    operator: str
    role: str
    password_hash: str
    by: str = ""


@record("terminal.operator_removed")
class OperatorRemoved:
    """A person works here no more; their number may be given to another."""

    terminal_id: str
    operator: str
    role: str
    by: str


@record("terminal.password_changed")
class PasswordChanged:
    """A new password; where `by` is somebody else's number it was reset, and counts as a first one."""

    terminal_id: str
    operator: str
    role: str
    password_hash: str
    by: str


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


@record("terminal.keypad_locked")
class KeypadLocked:
    """The machine takes no request any more; `reason` is `person`, `idle` or `failures`, `operator` who was there."""

    terminal_id: str
    reason: str
    operator: str | None


@record("terminal.keypad_unlocked")
class KeypadUnlocked:
    """The machine's lock was lifted."""

    terminal_id: str
    by: str

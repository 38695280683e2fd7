"""What an HSM refuses. Inside the HSM a refusal is an exception; whoever asked gets it as a value, `HsmRefusal`.

HsmError
├── ProductionError        the software HSM was asked to start for production (the only one that leaves the HSM)
├── KeyUsageError          a key is asked to do what it was not made for
├── MacAlgorithmError      a MAC algorithm the key does not have
├── ComponentError         key components that do not fit together
├── PinReferenceError      a PIN reference that is none, or of another card
├── PasswordHashError      a password hash that is none
└── UnknownCommandError    no such command

Errors of `countertop.crypto` are refused in the same way. Each class has a stable `reason`.
"""

from __future__ import annotations

from typing import ClassVar

__all__ = [
    "ComponentError",
    "HsmError",
    "KeyUsageError",
    "MacAlgorithmError",
    "PasswordHashError",
    "PinReferenceError",
    "ProductionError",
    "UnknownCommandError",
]


class HsmError(Exception):
    """The HSM refuses a command."""

    reason: ClassVar[str] = "hsm"


class ProductionError(HsmError):
    """A software HSM keeps keys in ordinary memory, so it does not start for production."""

    reason = "production"


class KeyUsageError(HsmError):
    """The key was made for something else."""

    reason = "key-usage"


class MacAlgorithmError(HsmError):
    """The key does not make this kind of MAC."""

    reason = "mac-algorithm"


class ComponentError(HsmError):
    """The components do not form a key; `number` is the component at fault, counted from 1, or 0 for all together."""

    reason = "component"

    def __init__(self, message: str, number: int = 0) -> None:
        super().__init__(message)
        self.number = number


class PinReferenceError(HsmError):
    """The stored PIN reference is none, or belongs to another card."""

    reason = "pin-reference"


class PasswordHashError(HsmError):
    """The stored password hash is none."""

    reason = "password-hash"


class UnknownCommandError(HsmError):
    """The HSM has no such command."""

    reason = "unknown-command"

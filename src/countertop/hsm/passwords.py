"""Passwords of people: argon2id (RFC 9106) over the password keyed with a secret of the HSM.

Operators type four to eight digits; whoever steals the store could try them all. Without the HSM's secret they cannot.
"""

from __future__ import annotations

import hmac

from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError
from argon2.low_level import Type, hash_secret, verify_secret

from countertop.hsm.commands import HashPassword, VerifyPassword
from countertop.hsm.errors import PasswordHashError
from countertop.hsm.vault import Vault
from countertop.values import Secret

__all__ = ["hash_password", "verify_password"]

_SALT_SIZE = 16
_HASH_SIZE = 32


def hash_password(vault: Vault, command: HashPassword) -> str:
    """Return the hash with its salt and cost, in the argon2 text form."""
    cost = vault.password_cost
    return hash_secret(
        _keyed(vault, command.password),
        vault.entropy(_SALT_SIZE),
        time_cost=cost.passes,
        memory_cost=cost.memory,
        parallelism=cost.lanes,
        hash_len=_HASH_SIZE,
        type=Type.ID,
    ).decode("ascii")


def verify_password(vault: Vault, command: VerifyPassword) -> bool:
    """Hash again at the stored cost and compare in constant time."""
    try:
        return verify_secret(command.stored.encode(), _keyed(vault, command.password), Type.ID)
    except VerifyMismatchError:
        return False
    except (VerificationError, InvalidHashError):
        raise PasswordHashError("the stored password hash cannot be read: set a new password") from None


def _keyed(vault: Vault, password: Secret[str]) -> bytes:
    return hmac.digest(vault.password_pepper, password.reveal().encode(), "sha256")

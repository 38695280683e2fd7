"""Passwords of people at the consoles: argon2id (RFC 9106) at the cost OWASP asks for, and what a new one must be."""

from __future__ import annotations

from functools import cache
from typing import Final
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

__all__ = ["LONGEST", "SHORTEST", "hash_password", "is_right", "one_time_password", "spend_as_much", "why_not"]

SHORTEST: Final = 12
LONGEST: Final = 128
DISTINCT: Final = 5

_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""19 MiB, two passes, one lane: OWASP Password Storage Cheat Sheet, argon2id."""

_LETTERS: Final = "abcdefghijkmnpqrstuvwxyz23456789"
"""32 signs that nobody takes for another one."""


def hash_password(password: str) -> str:
    """Return the hash with its salt and cost, in the argon2 text form; takes tens of milliseconds."""
    return _HASHER.hash(_plain(password))


def is_right(stored: str, password: str) -> bool:
    """Hash again at the stored cost and compare in constant time."""
    try:
        return _HASHER.verify(stored, _plain(password))
    except (VerificationError, InvalidHashError):
        return False


def spend_as_much(password: str) -> bool:
    """Take as long as `is_right` where there is nothing to compare with; False."""
    is_right(_nobodys(), password)
    return False


def why_not(name: str, password: str) -> str | None:
    """Return the message that says why a password cannot be chosen, None when it can."""
    plain = _plain(password)
    if len(plain) < SHORTEST:
        return "accounts.password-short"
    if len(plain) > LONGEST:
        return "accounts.password-long"
    if name.casefold() in plain.casefold() or len(set(plain)) < DISTINCT:
        return "accounts.password-plain"
    return None


def one_time_password(entropy: bytes) -> str:
    """Return 16 signs (80 bits) in groups of four; 16 bytes of entropy."""
    letters = "".join(_LETTERS[byte % len(_LETTERS)] for byte in entropy[:16])
    return "-".join(letters[place : place + 4] for place in range(0, 16, 4))


@cache
def _nobodys() -> str:
    return hash_password("nobody has this password")


def _plain(password: str) -> str:
    # Keyboards write the same letter in several ways; and nobody may make us hash a megabyte.
    return normalize("NFKC", password[: LONGEST + 1])

"""Randomness: the operating system's, and nothing else."""

from __future__ import annotations

from secrets import token_bytes

__all__ = ["draw"]


def draw(size: int) -> bytes:
    """Return so many random bytes, fit for keys."""
    return token_bytes(size)

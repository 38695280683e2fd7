"""Randomness: the operating system's, and nothing else."""

from __future__ import annotations

from os import urandom

__all__ = ["draw"]


def draw(size: int) -> bytes:
    """Return so many random bytes, fit for keys."""
    return urandom(size)

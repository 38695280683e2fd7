"""Randomness: the operating system's, and nothing else.

Every card number at rest takes a nonce of twelve bytes, so those are asked for many at a time: one question to the
system costs as much for hundreds as for one. Whatever has another size may be a key and is drawn when it is needed, so
that no key lies in memory before it exists. Nonces that wait are taken from their list in one step, which threads may
do at once, and are forgotten in a forked process, because its parent uses them.
"""

from __future__ import annotations

from os import register_at_fork, urandom
from struct import Struct
from typing import Final

__all__ = ["draw"]

_NONCE_SIZE: Final = 12
_NONCES_AT_ONCE: Final = 256

_cut = Struct(f"{_NONCE_SIZE}s" * _NONCES_AT_ONCE).unpack
_nonces: list[bytes] = []
_take = _nonces.pop
register_at_fork(after_in_child=_nonces.clear)


def draw(size: int) -> bytes:
    """Return so many random bytes, fit for keys."""
    if size != _NONCE_SIZE:
        return urandom(size)
    try:
        return _take()
    except IndexError:
        _nonces.extend(_cut(urandom(_NONCE_SIZE * _NONCES_AT_ONCE)))
        return draw(size)

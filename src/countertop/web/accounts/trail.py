"""The trail: who did what, when and from where, each entry tied to the one before it by SHA-256.

An entry that is changed, taken out or put in breaks the chain from there on. It holds no secrets: no password, no
session, no card number beyond what pages show.
"""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass
from hashlib import sha256
from typing import Final

__all__ = ["GENESIS", "Entry", "chained"]

GENESIS: Final = bytes(32)


@dataclass(frozen=True, slots=True)
class Entry:
    """`at` in UTC microseconds; `scope` is the merchant whom it concerns, empty for the acquirer's own people."""

    at: int
    who: str
    what: str
    about: str
    address: str
    scope: str = ""


def chained(head: bytes, number: int, entry: Entry) -> bytes:
    """Return the hash of an entry behind that of the one before it."""
    text = json.dumps([number, *astuple(entry)], ensure_ascii=False, separators=(",", ":"))
    return sha256(head + text.encode()).digest()

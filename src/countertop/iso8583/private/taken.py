"""What a terminal has taken of what it was sent: field 62 of our ends of downloads (0800 / 361 and 391).

The published ends are empty, so a copy of one that a network kept back would end a later download, too, which nobody
has received. Ours say what was received: 8 hexadecimal digits of its SHA-256.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

__all__ = ["parameters_taken", "prefixes_taken"]

_SIZE = 8


def parameters_taken(field_62: bytes) -> bytes:
    """Return the field for parameters, as they came in field 62 of the answer to 360."""
    return sha256(field_62).hexdigest()[:_SIZE].encode("ascii")


def prefixes_taken(prefixes: Iterable[str]) -> bytes:
    """Return the field for a list of prefixes, all of its pages together."""
    return parameters_taken(" ".join(sorted(set(prefixes))).encode("ascii"))

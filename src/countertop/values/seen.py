"""What somebody was shown of a proposal, as a short text: who agrees sends it back, and so agrees to that and no other.

Two persons decide only if the second one saw what is done. Between the look and the agreement a newer proposal may
have taken the place of the one that was looked at.
"""

from __future__ import annotations

from hashlib import sha256

__all__ = ["seen_of"]


def seen_of(*told: str | int | None) -> str:
    """Return the text, 16 hexadecimal digits, for what makes up a proposal."""
    return sha256(repr(told).encode()).hexdigest()[:16]

"""Names and short texts that people at the desk give."""

from __future__ import annotations

__all__ = ["LONGEST_NAME", "is_name"]

LONGEST_NAME = 40


def is_name(value: str) -> bool:
    """Tell whether this can be somebody's name, or a reason in a few words."""
    return 0 < len(value.strip()) <= LONGEST_NAME and value.isprintable()

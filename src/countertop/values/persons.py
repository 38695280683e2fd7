"""Who is at a desk, as they name themselves there, and why they do what they do."""

from __future__ import annotations

__all__ = ["LONGEST_NAME", "LONGEST_REASON", "is_name", "is_reason", "is_same_person"]

LONGEST_NAME = 40
LONGEST_REASON = 200


def is_name(value: object) -> bool:
    """Tell whether this can be somebody's name, or a reason in a few words."""
    return _is_text(value, LONGEST_NAME)


def is_reason(value: object) -> bool:
    """Tell whether this can be a reason in a sentence or two."""
    return _is_text(value, LONGEST_REASON)


def is_same_person(one: str, other: str) -> bool:
    """Tell whether two names are spellings of one: neither blanks nor capital letters tell persons apart."""
    return "".join(one.split()).casefold() == "".join(other.split()).casefold()


def _is_text(value: object, longest: int) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) <= longest and value.isprintable()

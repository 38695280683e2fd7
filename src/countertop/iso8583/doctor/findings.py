"""A finding about a dump: what is wrong at which byte, as data; its words are in the catalogue (`dump.*`)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, replace

__all__ = ["Finding", "fault", "hint"]


@dataclass(frozen=True, slots=True)
class Finding:
    """`message` is an id of the catalogue, `arguments` its numbers and names; never any content of the dump.

    `offset` counts bytes of the dump from 0, None when the finding has no place; `field` is a field number, a part of
    the envelope, or empty. A hint alone is no fault: the dump may be right.
    """

    message: str
    offset: int | None = None
    field: str = ""
    arguments: Mapping[str, int | str] = dataclasses.field(default_factory=dict)
    is_fault: bool = True

    def at(self, offset: int | None) -> Finding:
        """Return the finding with another place."""
        return replace(self, offset=offset)


def fault(message: str, offset: int | None = None, field: int | str = "", **arguments: int | str) -> Finding:
    """Return a finding that makes the dump wrong."""
    return Finding(message, offset, str(field), arguments)


def hint(message: str, offset: int | None = None, field: int | str = "", **arguments: int | str) -> Finding:
    """Return a finding that only helps to understand the dump."""
    return Finding(message, offset, str(field), arguments, is_fault=False)

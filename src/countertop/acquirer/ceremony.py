"""What a key ceremony leaves in the acquirer's store; it is held with the host off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from countertop.acquirer.management.records import MasterKeyLoaded
from countertop.journal import Query

__all__ = ["TERMINAL_OF", "master_key_loaded"]

TERMINAL_OF: Final = Query("terminal_of", "terminal", ("terminal_id",), limit=1)
"""Asks, by its id, for the terminal whose key it is."""


def master_key_loaded(row: Mapping[str, Any], tmk: str, at: int) -> MasterKeyLoaded:
    """Return the record of a terminal's new master key, a key block; it ends the session. `at` is UTC microseconds."""
    return MasterKeyLoaded(row["terminal_id"], row["merchant_id"], row["serial_number"], tmk, row["status"], at)

"""What a key ceremony leaves in a terminal's store; it is held with the terminal off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from countertop.terminal.records import MasterKeyLoaded
from countertop.terminal.tables import INSTALLATION_OF

__all__ = ["TERMINAL_OF", "master_key_loaded"]

TERMINAL_OF: Final = INSTALLATION_OF
"""Asks, by its id, for the terminal that gets the key."""


def master_key_loaded(row: Mapping[str, Any], tmk: str, at: int) -> MasterKeyLoaded:
    """Return the record of a terminal's new master key, a key block; its working keys go with the old one."""
    del at
    return MasterKeyLoaded(row["terminal_id"], tmk)

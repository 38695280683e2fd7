"""The register of a house as programs on this machine open it, with the real clock and the real randomness."""

from __future__ import annotations

import secrets
import time
from pathlib import Path
from typing import Final

from countertop.web.accounts.register import Register
from countertop.web.accounts.store import Store

__all__ = ["open_register"]

PLACE: Final = "pages"


def open_register(house: Path, *, is_demo: bool) -> Register:
    """Open the accounts of a house, which lie in a directory of their own; raises AccountFault."""
    return Register(Store(house / PLACE), lambda: time.time_ns() // 1000, secrets.token_bytes, is_demo=is_demo)

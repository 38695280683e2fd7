"""Key ceremonies between two of the demo's parties."""

from __future__ import annotations

from countertop.hsm import KeyUsage, SoftwareHsm
from countertop.hsm.ceremony import draw_components, enter_components
from countertop.hsm.usages import HMAC_KEY_SIZE

__all__ = ["share_key"]

CUSTODIANS = 3
DOUBLE_LENGTH = 16


def share_key(usage: KeyUsage, one: SoftwareHsm, other: SoftwareHsm) -> tuple[str, str]:
    """Return the key blocks of one new random key, each under its own HSM's master key; raises ComponentError."""
    size = HMAC_KEY_SIZE if usage is KeyUsage.WSK else DOUBLE_LENGTH
    mine, theirs = enter_components(draw_components(one, CUSTODIANS, size), usage, (one, other))
    return mine.block, theirs.block

"""Key ceremonies between the demo's parties: components drawn in one HSM, entered in both, check values compared."""

from __future__ import annotations

from countertop.demo.errors import CeremonyError
from countertop.hsm import FormedKey, FormKey, GenerateComponent, HsmRefusal, KeyUsage, SoftwareHsm
from countertop.hsm.usages import HMAC_KEY_SIZE

__all__ = ["share_key"]

CUSTODIANS = 3
DOUBLE_LENGTH = 16


def share_key(usage: KeyUsage, one: SoftwareHsm, other: SoftwareHsm) -> tuple[str, str]:
    """Return the key blocks of one new random key, each under its own HSM's master key; raises CeremonyError."""
    size = HMAC_KEY_SIZE if usage is KeyUsage.WSK else DOUBLE_LENGTH
    components = one.perform([GenerateComponent(size) for _ in range(CUSTODIANS)])
    formed = [hsm.perform([FormKey(components, usage)])[0] for hsm in (one, other)]
    for reply in formed:
        if isinstance(reply, HsmRefusal):
            raise CeremonyError(f"the ceremony of a {usage} failed: {reply.message}")
    mine, theirs = formed
    assert isinstance(mine, FormedKey), "the HSM forms a key or refuses"
    assert isinstance(theirs, FormedKey), "the HSM forms a key or refuses"
    if mine.kcv != theirs.kcv:
        raise CeremonyError(f"the two sides of a {usage} show different check values; hold the ceremony again")
    return mine.block, theirs.block

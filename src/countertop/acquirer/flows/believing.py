"""Whether a message is the switch's: its MAC under one of the pairs of zone keys that are accepted."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from countertop.acquirer.memory import HostMemory
from countertop.hsm import VerifyMac
from countertop.hsm.keyring import ZonePair
from countertop.iso8583 import Message
from countertop.stage import AskHsm, Effect, Note, Script, SetTimer

__all__ = ["FORMER_KEYS", "believed", "heed"]

FORMER_KEYS = "former-keys"
"""The timer after which the former zone keys are accepted no more."""


def believed(memory: HostMemory, message: Message) -> Generator[Effect, Any, bool]:
    """Tell whether the MAC of a message is the switch's; a wrong one is counted and people are told."""
    for pair in memory.registry.link.keys.accepted:
        (verified,) = yield AskHsm(VerifyMac(pair.zak, message.mac_input or b"", message.mac or b""))
        if verified:
            yield from heed(memory, pair)
            return True
    memory.counts["switch-mac-wrong"] += 1
    yield Note("alarm", "acquirer.switch-mac-wrong", mti=message.mti)
    return False


def heed(memory: HostMemory, pair: ZonePair) -> Script:
    """Let the overlap begin when the switch uses the keys that were taken last: it will not go back."""
    keys = memory.registry.link.keys
    if pair is keys.in_use and not keys.is_proven:
        keys.is_proven = True
        yield SetTimer(FORMER_KEYS, memory.settings.zone_key_overlap)
        yield Note("info", "acquirer.zone-keys-in-use")

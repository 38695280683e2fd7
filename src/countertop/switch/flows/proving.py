"""Whether a message is a member's: its MAC under one of the pairs that are accepted of that link.

A right MAC under the pair that was offered last proves that the member has it. From that commit on we use it too, and
the former pair is accepted for `zone_key_overlap`, because messages made before are still on their way.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from countertop.hsm import VerifyMac
from countertop.hsm.keyring import ZonePair
from countertop.iso8583 import Message
from countertop.stage import Append, AskHsm, CancelTimer, Effect, Note, SetTimer
from countertop.switch.floor import Floor
from countertop.switch.records import ZoneKeysConfirmed
from countertop.switch.registry import Institution
from countertop.values import Instant

__all__ = ["heed", "verified"]


def verified(floor: Floor, member: Institution, message: Message, now: Instant) -> Generator[Effect, Any, bool]:
    """Tell whether the MAC of a message is the member's, under whichever pair; what it proves is heeded."""
    if message.mac is None or message.mac_input is None:
        return False
    for pair in member.keys.accepted:
        (right,) = yield AskHsm(VerifyMac(pair.zak, message.mac_input, message.mac))
        if right is True:
            yield from heed(floor, member, pair, now)
            return True
    return False


def heed(floor: Floor, member: Institution, pair: ZonePair, now: Instant) -> Generator[Effect, Any, None]:
    """Use the pair that was offered from now on, if it is the one that a message was just proven with."""
    exchange, keys = member.exchange, member.keys
    offer = exchange.offer
    if offer is None or offer.pair is not pair or offer.is_closed:
        return
    offer.is_closed = True
    former = keys.in_use
    confirmed = ZoneKeysConfirmed(member.institution_id, offer.generation, *pair, *former, offer.tries, now.utc)
    yield Append(member.institution_id, confirmed)
    exchange.offer = None
    exchange.generation, exchange.confirmed_at = offer.generation, now.utc
    keys.change(pair, former)
    yield CancelTimer(("zone-offer", member.key))
    yield SetTimer(("former-keys", member.key), floor.settings.zone_key_overlap)
    yield Note("info", "switch.zone_keys_changed", member=member.institution_id)

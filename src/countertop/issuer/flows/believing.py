"""Whether a message is the switch's: its MAC under one of the pairs of zone keys that are accepted."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from countertop.hsm import VerifyMac
from countertop.hsm.keyring import ZonePair
from countertop.iso8583 import Message
from countertop.issuer.office import Office
from countertop.stage import AskHsm, Effect, Note, SetTimer

__all__ = ["believed", "heed"]


def believed(office: Office, message: Message) -> Generator[Effect, Any, bool]:
    """Tell whether the MAC of a message is the switch's; people are told of a wrong one."""
    if message.mac is not None and message.mac_input is not None:
        for pair in office.bank.keys.accepted:
            (right,) = yield AskHsm(VerifyMac(pair.zak, message.mac_input, message.mac))
            if right is True:
                yield from heed(office, pair)
                return True
    yield Note("alarm", "issuer.wrong_mac")
    return False


def heed(office: Office, pair: ZonePair) -> Generator[Effect, Any, None]:
    """Let the overlap begin when the switch uses the keys that were taken last: it will not go back."""
    keys = office.bank.keys
    if pair is keys.in_use and not keys.is_proven:
        keys.is_proven = True
        yield SetTimer(("former-keys", ""), office.settings.zone_key_overlap)
        yield Note("info", "issuer.zone_keys_in_use")

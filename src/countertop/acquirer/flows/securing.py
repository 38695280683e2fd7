"""A request's MAC, card number, track and PIN: from the terminal's keys to the link's, in one ask of the HSM.

The MAC towards the switch covers text fields alone, none of what this ask returns, so it is made in the same ask.
"""

from __future__ import annotations

from typing import Any

from countertop.acquirer.attempt import Attempt
from countertop.acquirer.blacklist import BLACKLIST_DOMAIN
from countertop.acquirer.checks import expiry_fault
from countertop.acquirer.interbank import mac_text, plain_control
from countertop.acquirer.memory import HostMemory
from countertop.hsm import Command, DecryptTrack, HsmRefusal, MakeMac, ProtectPan, TokenizePan, TranslatePin, VerifyMac
from countertop.iso8583 import Message
from countertop.values import Pan, Track2

__all__ = ["SECURITY_FAULT", "secure", "secured_fault", "take_protected", "verification"]

BAD_PIN_BLOCK = "99"
SECURITY_FAULT = "A7"
WRONG_CARD = "14"


def verification(memory: HostMemory, attempt: Attempt) -> list[Command]:
    """Return what every financial request begins with: its MAC verified, its card numbers protected."""
    request, pan, kind = attempt.request, attempt.pan, attempt.kind
    commands: list[Command] = [VerifyMac(attempt.session.tak, request.mac_input or b"", request.mac or b"")]
    if pan is not None:
        merchant_id = attempt.terminal.merchant.merchant_id
        commands.append(ProtectPan(pan, merchant_id))
        if kind.form.has_target and (target := attempt.target) is not None:
            commands.append(ProtectPan(target, merchant_id))
        if memory.blacklist.cards and kind.is_held_to_blacklist:
            commands.append(TokenizePan(pan, BLACKLIST_DOMAIN))
    return commands


def take_protected(memory: HostMemory, attempt: Attempt, replies: list[Any]) -> str:
    """Take the protected numbers off the replies to `verification`; return the code for a listed card, or nothing."""
    attempt.protected = replies.pop(0)
    if attempt.kind.form.has_target and attempt.target is not None:
        attempt.protected_target = replies.pop(0)
    # The list may have got its first card since the commands were made; what came back is what was asked.
    if replies and isinstance(replies[0], str):
        return memory.blacklist.cards.get(replies.pop(0), "")
    return ""


def secure(memory: HostMemory, attempt: Attempt, forward: Message, pan: Pan) -> list[Command]:
    """Return the commands that complete the message to the switch; `secured_fault` reads their replies."""
    request, keys = attempt.request, memory.registry.link.keys.in_use
    commands: list[Command] = [MakeMac(keys.zak, mac_text(forward))]
    if attempt.track_is_encrypted and request.track2 is not None and attempt.session.tdk is not None:
        commands.append(DecryptTrack(attempt.session.tdk, request.track2))
    if request.pin_block is not None:
        commands.append(TranslatePin(attempt.session.tpk, keys.zpk, request.pin_block, pan))
    return commands


def secured_fault(attempt: Attempt, forward: Message, pan: Pan, replies: list[Any]) -> str:
    """Put MAC, clear track and translated PIN into the message to the switch; return a response code, or nothing."""
    request = attempt.request
    rest = iter(replies)
    mac = next(rest)
    if not mac:
        return SECURITY_FAULT
    forward.mac = mac
    track: Track2 | HsmRefusal | None = next(rest) if attempt.track_is_encrypted else request.track2
    if isinstance(track, HsmRefusal):
        return SECURITY_FAULT
    if track is not None and not track.is_of(pan):
        return WRONG_CARD
    if request.pin_block is not None:
        translated = next(rest)
        if isinstance(translated, HsmRefusal):
            return BAD_PIN_BLOCK
        forward.pin_block = translated
    forward.track2 = track
    forward.security_control = plain_control(request.security_control)
    expiry = request.expiry or (track.expiry if track is not None else None)
    return expiry_fault(expiry, attempt.reading.year_month)

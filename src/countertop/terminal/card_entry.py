"""A card at the terminal: what the reader gives, whose objects are its own, and what of it may leave the PIN pad."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple, Protocol

from countertop.hsm import ProtectedPan
from countertop.iso8583.private.transaction import SecurityControl
from countertop.values import Pan, PinBlock, Track2, Track3

__all__ = ["Card", "Reading", "SealedCard", "card_of"]

_TRACK2 = re.compile(r"[0-9]{13,19}D[0-9]{7,}")
_LONGEST_TRACK2 = 37


class Reading(Protocol):
    """One swipe. `fault` is empty when the stripe was read, `unreadable`, or `turned` (the stripe faced away)."""

    @property
    def fault(self) -> str:
        """What went wrong, or nothing."""

    @property
    def track2(self) -> Track2 | None:
        """Track 2, where it was read."""

    @property
    def track3(self) -> Track3 | None:
        """Track 3, where the card has one."""


class Card:
    """A card as its stripe shows it.

    `has_chip` is true when the service code says that the card has a chip (2 or 6 first, ISO/IEC 7813).
    """

    __slots__ = ("has_chip", "masked_pan", "pan", "track2", "track3")

    def __init__(self, track2: Track2, track3: Track3 | None) -> None:
        self.track2 = track2
        self.track3 = track3
        self.pan: Pan = track2.pan
        self.masked_pan = self.pan.masked()
        self.has_chip = track2.service_code[0] in "26"


class SealedCard(NamedTuple):
    """A card as it is sent and kept: PIN and tracks sealed, the number as token and ciphertext.

    `encryption` is 53.2: `6` double-length DES, `0` single-length.
    """

    protected: ProtectedPan
    masked_pan: str
    track2: Track2
    track3: Track3 | None
    pin_block: PinBlock | None
    track_encrypted: bool
    encryption: str

    @property
    def entry_mode(self) -> str:
        """F22: by the stripe, with PIN or without."""
        return "022" if self.pin_block is None else "021"

    @property
    def security_control(self) -> str:
        """F53: PIN block with card number or none, the algorithm, the track encrypted or not."""
        return _security_control(
            "0" if self.pin_block is None else "2", self.encryption, "1" if self.track_encrypted else "0"
        )


@cache
def _security_control(pin_format: str, encryption: str, track_encryption: str) -> str:
    return SecurityControl(pin_format, encryption, track_encryption).text()


def card_of(reading: Reading) -> Card | str:
    """Return the card, or the fault: `unreadable` also for a track that is none."""
    if reading.fault:
        return "turned" if reading.fault == "turned" else "unreadable"
    track2 = reading.track2
    if track2 is None or len(track2.reveal()) > _LONGEST_TRACK2 or not _TRACK2.fullmatch(track2.reveal()):
        return "unreadable"
    card = Card(track2, reading.track3)
    try:
        card.pan.check()
    except ValueError:
        return "unreadable"
    return card

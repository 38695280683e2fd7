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
_EXPIRY = re.compile(r"[0-9]{2}(0[1-9]|1[0-2])")
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

    @property
    def pan(self) -> Pan | None:
        """The number, where it was keyed instead of read."""

    @property
    def expiry(self) -> str | None:
        """YYMM, where it was keyed with the number."""


class Card:
    """A card as its stripe shows it, or, without a track, as somebody keyed its number and expiry (YYMM).

    `has_chip` is true when the service code says that the card has a chip (2 or 6 first, ISO/IEC 7813).
    """

    __slots__ = ("expiry", "has_chip", "is_keyed", "masked_pan", "pan", "track2", "track3")

    def __init__(
        self, track2: Track2 | None, track3: Track3 | None = None, pan: Pan | None = None, expiry: str | None = None
    ) -> None:
        number = pan if track2 is None else track2.pan
        assert number is not None, "a card was read, or its number was keyed"
        self.track2 = track2
        self.track3 = track3
        self.pan: Pan = number
        self.expiry = expiry
        self.is_keyed = track2 is None
        self.masked_pan = self.pan.masked()
        self.has_chip = track2 is not None and track2.service_code[0] in "26"


class SealedCard(NamedTuple):
    """A card as it is sent and kept: PIN and tracks sealed, the number as token and ciphertext.

    `pan` is there when field 2 carries the number: keyed by somebody, or kept of an earlier transaction; then there is
    no track. `encryption` is 53.2: `6` double-length DES, `0` single-length.
    """

    protected: ProtectedPan
    masked_pan: str
    track2: Track2 | None = None
    track3: Track3 | None = None
    pin_block: PinBlock | None = None
    track_encrypted: bool = False
    encryption: str = "6"
    pan: Pan | None = None
    expiry: str | None = None

    @property
    def entry_mode(self) -> str:
        """F22: by the stripe or by the number, with PIN or without."""
        return f"{'02' if self.pan is None else '01'}{'2' if self.pin_block is None else '1'}"

    @property
    def security_control(self) -> str | None:
        """F53: PIN block with card number or none, the algorithm, the track encrypted or not; None with neither."""
        if self.pin_block is None and self.track2 is None:
            return None
        return _security_control(
            "0" if self.pin_block is None else "2", self.encryption, "1" if self.track_encrypted else "0"
        )


@cache
def _security_control(pin_format: str, encryption: str, track_encryption: str) -> str:
    return SecurityControl(pin_format, encryption, track_encryption).text()


def card_of(reading: Reading) -> Card | str:
    """Return the card, or the fault: `unreadable` also for a track that is none, `misread` for a wrong number."""
    if reading.fault:
        return "turned" if reading.fault == "turned" else "unreadable"
    if reading.pan is not None:
        return _keyed(reading.pan, reading.expiry)
    track2 = reading.track2
    if track2 is None or len(track2.reveal()) > _LONGEST_TRACK2 or not _TRACK2.fullmatch(track2.reveal()):
        return "unreadable"
    card = Card(track2, reading.track3)
    try:
        card.pan.check()
    except ValueError:
        return "unreadable"
    return card


def _keyed(pan: Pan, expiry: str | None) -> Card | str:
    try:
        pan.check()
    except ValueError:
        return "misread"
    if expiry is not None and not (_EXPIRY.fullmatch(expiry)):
        return "misread"
    return Card(None, None, pan, expiry)

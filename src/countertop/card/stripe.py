"""A card's magnetic stripe: its tracks as they are written, and what a reader makes of a swipe.

Track 2 after ISO/IEC 7813, track 3 after ISO/IEC 4909, both without sentinels and LRC and with their separator written
`D`, as they are sent. What a swipe gives has three fields, whatever happened: `fault`, `track2`, `track3`.
"""

from __future__ import annotations

from enum import Enum
from typing import ClassVar

from countertop.values import Pan, Track2, Track3

__all__ = ["KeyedCard", "Manner", "StripeCard", "StripeRead", "Swipe", "TurnedCard", "Unreadable"]

_LONGEST_TRACK2 = 37
_DIGITS = frozenset("0123456789")

_BANK_CARD = "99"
"""Format code of a track 3 whose number is the card's own."""

_CHINA, _YUAN = "156", "156"


class Swipe:
    """What the reader gives for one swipe; a reading without fault has at least track 2, or a number that was keyed."""

    __slots__ = ("track2", "track3")
    fault: ClassVar[str] = ""
    pan: Pan | None = None
    expiry: str | None = None

    def __init__(self, track2: Track2 | None = None, track3: Track3 | None = None) -> None:
        self.track2 = track2
        self.track3 = track3

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


class StripeRead(Swipe):
    """The stripe was read."""

    __slots__ = ()


class KeyedCard(Swipe):
    """No card was swiped: its number was keyed by hand, with its expiry (YYMM) where it was asked for."""

    __slots__ = ("expiry", "pan")

    def __init__(self, pan: Pan, expiry: str | None = None) -> None:
        super().__init__()
        self.pan = pan
        self.expiry = expiry


class Unreadable(Swipe):
    """The stripe could not be read: drawn too fast or too slowly, dirty, or worn."""

    __slots__ = ()
    fault = "unreadable"


class TurnedCard(Swipe):
    """The stripe faced away from the reader's head."""

    __slots__ = ()
    fault = "turned"


class Manner(Enum):
    """How a card is drawn through the slot."""

    EVENLY = "evenly, stripe towards the machine"
    UNEVENLY = "too fast, too slowly, or with a stop"
    TURNED = "stripe away from the machine"


class StripeCard:
    """A card with a stripe: `expiry` is YYMM, `service_code` three digits, `discretionary` the issuer's own digits.

    Raises ValueError, without the digits, for a number that is none or a part of another length.
    """

    __slots__ = ("discretionary", "expiry", "has_track3", "pan", "service_code")

    def __init__(
        self, pan: Pan, expiry: str, service_code: str, discretionary: str | None = None, *, has_track3: bool = False
    ) -> None:
        pan.check()
        room = _LONGEST_TRACK2 - len(pan.reveal()) - 8
        own = "0" * room if discretionary is None else discretionary
        parts = ((expiry, 4, "expiry YYMM"), (service_code, 3, "service code"))
        if any(len(text) != size or not _DIGITS.issuperset(text) for text, size, _ in parts):
            raise ValueError(f"a stripe has {' and '.join(f'{what} of {size} digits' for _, size, what in parts)}")
        if len(own) > room or not _DIGITS.issuperset(own):
            raise ValueError(f"behind this number up to {room} digits of the issuer's own fit on track 2")
        self.pan = pan
        self.expiry = expiry
        self.service_code = service_code
        self.discretionary = own
        self.has_track3 = has_track3

    @property
    def track2(self) -> Track2:
        """Number, separator, expiry, service code, the issuer's own digits."""
        return Track2(f"{self.pan.reveal()}D{self.expiry}{self.service_code}{self.discretionary}")

    @property
    def track3(self) -> Track3 | None:
        """Format code, number, currency and limits as an issuer leaves them when nothing is kept on the stripe."""
        if not self.has_track3:
            return None
        limits = f"{'0' * 4}{'0' * 4}{'0' * 4}000003"
        return Track3(f"{_BANK_CARD}{self.pan.reveal()}D{_CHINA}{_YUAN}2{limits}{self.expiry}DDD000000000D0")

    def swipe(self, manner: Manner = Manner.EVENLY) -> Swipe:
        """Return what a reader gets when this card is drawn through its slot."""
        if manner is Manner.TURNED:
            return TurnedCard()
        if manner is Manner.UNEVENLY:
            return Unreadable()
        return StripeRead(self.track2, self.track3)

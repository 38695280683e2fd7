"""How a member's zone keys are being changed: the offer that it has not proven yet, and how the last one went.

    IDLE ──drawn, durable──► OFFERED ──a MAC under the next keys──► OVERLAP ──time──► IDLE
                                └─────0810 with another code────► IDLE, the keys in use stay

One at a time: nothing is drawn for a member before what was accepted last is the only pair again.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, Final

from countertop.hsm.keyring import Keyring, ZonePair

__all__ = ["ExchangeState", "KeyExchange", "KeyOffer"]

Row = Mapping[str, Any]


class ExchangeState(Enum):
    """Where the exchange with a member stands."""

    IDLE = "idle"
    OFFERED = "offered"
    OVERLAP = "overlap"


class KeyOffer:
    """The next zone keys, and how often the member was told them in this life.

    `is_closed`: how it ended is being written.
    """

    __slots__ = ("carried", "generation", "is_closed", "pair", "stan", "transmission_time", "tries")

    TOLD: Final = ("generation", "next_zpk", "next_zak", "carried", "transmission_time", "stan")
    """What it is made of, as its record and its row have it."""

    def __init__(self, row: Row) -> None:
        self.generation: int = row["generation"]
        self.pair = ZonePair(row["next_zpk"], row["next_zak"])
        self.carried: str = row["carried"]
        self.transmission_time: str = row["transmission_time"]
        self.stan: str = row["stan"]
        self.tries = 0
        self.is_closed = False


class KeyExchange:
    """One member's; `newest` is the generation offered last, `generation` the one in use, 0 that of the ceremony.

    `offered_at` and `confirmed_at` are UTC microseconds, 0 for never; `is_drawing` while the HSM draws.
    """

    __slots__ = ("confirmed_at", "generation", "is_drawing", "newest", "offer", "offered_at", "refusal_code")

    def __init__(self) -> None:
        self.generation = 0
        self.newest = 0
        self.offered_at = 0
        self.confirmed_at = 0
        self.refusal_code: str | None = None
        self.offer: KeyOffer | None = None
        self.is_drawing = False

    def state(self, keys: Keyring) -> ExchangeState:
        """Return where it stands, by what is accepted."""
        if self.offer is not None or self.is_drawing:
            return ExchangeState.OFFERED
        return ExchangeState.OVERLAP if len(keys.accepted) > 1 else ExchangeState.IDLE

    def take_up(
        self, keys: Keyring, offered: Row | None, confirmed: Row | None, refused: Row | None, dropped: Row | None
    ) -> None:
        """Go on from what the store says of a member."""
        if confirmed is not None:
            self.generation, self.confirmed_at = confirmed["generation"], confirmed["confirmed_at"]
            keys.change(
                ZonePair(confirmed["present_zpk"], confirmed["present_zak"]),
                ZonePair(confirmed["former_zpk"], confirmed["former_zak"]),
            )
            if dropped is not None and dropped["generation"] >= self.generation:
                keys.settle()
        if offered is None:
            return
        self.newest, self.offered_at = offered["generation"], offered["offered_at"]
        if refused is not None and refused["generation"] == self.newest:
            self.refusal_code = refused["refusal_code"]
        elif self.newest > self.generation:
            self.offer = KeyOffer(offered)
            keys.expect(self.offer.pair)

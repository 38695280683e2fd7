"""What the bank has in hand in one life: its line, its books, whose turn it is. All of it can be rebuilt."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from countertop.hsm.keyring import MemberKeyring, ZonePair
from countertop.iso8583 import InterbankHeader
from countertop.iso8583.transit import TransitClock
from countertop.issuer.books import Books
from countertop.issuer.errors import NotFounded
from countertop.issuer.faults import FaultRules
from countertop.issuer.settings import IssuerSettings
from countertop.issuer.turns import Turns
from countertop.values import MINUTE
from countertop.values.moments import local_time

__all__ = ["Bank", "Line", "LineState", "Office"]


class Bank:
    """The bank itself. Raises NotFounded when the store does not say which it is."""

    __slots__ = (
        "bank_id",
        "business_date",
        "clock",
        "english_name",
        "header",
        "key",
        "keys",
        "name",
        "switch_id",
    )

    def __init__(self, rows: list[Mapping[str, Any]]) -> None:
        if not rows:
            raise NotFounded("the store says of no bank that it was opened: write its founding records first")
        (row,) = rows
        self.bank_id: str = row["bank_id"]
        self.key = self.bank_id.lstrip("0")
        self.name: str = row["name"]
        self.english_name: str = row["english_name"]
        self.switch_id: str = row["switch_id"]
        self.keys = MemberKeyring(ZonePair(row["zpk"], row["zak"]), row["zmk"])
        self.header = InterbankHeader(self.switch_id, self.bank_id)
        zone = ZoneInfo(row["zone"])
        self.clock = TransitClock(zone)

        @lru_cache(maxsize=16)
        def business_date_in(minute: int) -> str:
            return f"{local_time(minute * MINUTE, zone):%Y%m%d}"

        self.business_date = business_date_in


class LineState:
    """Where the line to the switch stands."""

    DOWN = "down"
    DIALLING = "dialling"
    SIGNING_ON = "signing-on"
    UP = "up"


class Line:
    """The line to the switch; `number` is None while there is none. `tested` is the STAN of a 0820 not yet answered."""

    __slots__ = ("bad_frames", "last_heard", "number", "redial_after", "stan", "state", "tested")

    def __init__(self, settings: IssuerSettings) -> None:
        self.state = LineState.DOWN
        self.number: int | None = None
        self.redial_after = settings.shortest_redial
        self.last_heard = 0
        self.stan = 0
        self.tested: str | None = None
        self.bad_frames = 0

    def next_stan(self) -> str:
        """Return the STAN of the next message of our own."""
        self.stan = self.stan % 999_999 + 1
        return f"{self.stan:06d}"


class Office:
    """One life of the bank."""

    __slots__ = ("bank", "books", "faults", "held", "line", "own_balances", "planted", "settings", "turns")

    def __init__(self, settings: IssuerSettings, bank: Bank, faults: FaultRules) -> None:
        self.settings = settings
        self.planted = settings.planted
        self.bank = bank
        self.faults = faults
        self.books = Books(settings.most_kept)
        self.turns = Turns(settings.most_waiting)
        self.line = Line(settings)
        self.held: dict[int, bytes] = {}
        self.own_balances: dict[str, tuple[int, int]] = {}

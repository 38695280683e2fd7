"""The members and where cards go: loaded from the tables once, looked up for every message."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from countertop.hsm.keyring import Keyring, ZonePair
from countertop.iso8583 import InterbankHeader
from countertop.iso8583.transit import TransitClock
from countertop.switch.errors import NotFounded
from countertop.switch.key_exchange import KeyExchange
from countertop.switch.settings import SwitchSettings
from countertop.values import SECOND, Pan
from countertop.values.moments import local_time

__all__ = ["BusinessDay", "Centre", "Institution", "Registry"]

Rows = Iterable[Mapping[str, Any]]

_DAY = 24 * 3600


class BusinessDay(NamedTuple):
    """The business day at a moment: its settlement date (`YYYYMMDD`), and whether the one before is being closed."""

    settlement_date: str
    is_closing: bool


class Institution:
    """A member, and the line it has signed on over, None while it has none.

    `key` is its id without leading zeros, the form in which ids are compared. `header` stands before every message to
    it. `last_heard` is a monotonic reading; `last_sign_on` and `last_sign_off` tell what is replayed from what is new.
    """

    __slots__ = (
        "english_name",
        "exchange",
        "header",
        "institution_id",
        "key",
        "keys",
        "kind",
        "last_heard",
        "last_sign_off",
        "last_sign_on",
        "line",
        "name",
    )

    def __init__(self, row: Mapping[str, Any], switch_id: str) -> None:
        self.institution_id: str = row["institution_id"]
        self.key = self.institution_id.lstrip("0")
        self.kind: str = row["kind"]
        self.name: str = row["name"]
        self.english_name: str = row["english_name"]
        self.exchange = KeyExchange()
        self.keys = Keyring(ZonePair(row["zpk"], row["zak"]), row["zmk"])
        self.header = InterbankHeader(self.institution_id, switch_id)
        self.line: int | None = None
        self.last_heard = 0
        self.last_sign_on: tuple[str | None, str | None] | None = None
        self.last_sign_off: tuple[str | None, str | None] | None = None


class Centre:
    """The switch itself. Raises NotFounded when the store does not say which it is."""

    __slots__ = ("business_day", "clock", "key", "name", "switch_id", "until_change", "zone")

    def __init__(self, rows: Rows, settings: SwitchSettings) -> None:
        row = next(iter(rows), None)
        if row is None:
            raise NotFounded("the store says of no switch that it was opened: write its founding records first")
        self.switch_id: str = row["switch_id"]
        self.key = self.switch_id.lstrip("0")
        self.name: str = row["name"]
        self.zone = ZoneInfo(row["zone"])
        self.clock = TransitClock(self.zone)
        cut_off, closing = _seconds_of(settings.cut_off, row["cutoff_minute"]), settings.day_closing // SECOND

        def seconds_since_cut_off(second: int) -> int:
            here = local_time(second * SECOND, self.zone)
            return (here.hour * 3600 + here.minute * 60 + here.second - cut_off) % _DAY

        @lru_cache(maxsize=64)
        def business_day_in(second: int) -> BusinessDay:
            since = seconds_since_cut_off(second)
            # A day that begins at a cut-off has the date on which it ends; one that begins at midnight has its own.
            begun = local_time((second - since) * SECOND, self.zone)
            return BusinessDay(f"{begun + timedelta(days=1 if cut_off else 0):%Y%m%d}", since < closing)

        def until_change_in(second: int) -> int:
            since = seconds_since_cut_off(second)
            return closing - since if since < closing else _DAY - since

        self.business_day = business_day_in
        self.until_change = until_change_in


def _seconds_of(time_of_day: str, founded_minute: int) -> int:
    hour, _, minute = time_of_day.partition(":")
    return (int(hour) * 60 + int(minute) if time_of_day else founded_minute) * 60


class Registry:
    """Members by id and by line, and the routes of card numbers."""

    __slots__ = ("_lengths", "_routes", "by_line", "institutions")

    def __init__(self, switch_id: str, institutions: Rows, routes: Rows) -> None:
        made = [Institution(row, switch_id) for row in institutions]
        self.institutions = {institution.key: institution for institution in made}
        self.by_line: dict[int, Institution] = {}
        self._routes: dict[str, Institution] = {}
        for row in routes:
            issuer = self.institutions.get(row["issuer_id"].lstrip("0"))
            if issuer is None:
                raise NotFounded(f"cards {row['prefix']} go to {row['issuer_id']}, which is not registered")
            self._routes[row["prefix"]] = issuer
        self._lengths = sorted({len(prefix) for prefix in self._routes}, reverse=True)

    def issuer_of(self, pan: Pan) -> Institution | None:
        """Return whose card this is, by the longest prefix, or None."""
        digits, routes = pan.reveal(), self._routes
        for length in self._lengths:
            issuer = routes.get(digits[:length])
            if issuer is not None:
                return issuer
        return None

    def find(self, institution_id: str | None) -> Institution | None:
        """Return a member by its id, leading zeros or not."""
        return self.institutions.get((institution_id or "").lstrip("0"))

    def seat(self, institution: Institution, line: int) -> int | None:
        """Give a member its line; return the line it leaves, if another one."""
        left = institution.line
        if left is not None:
            del self.by_line[left]
        institution.line = line
        self.by_line[line] = institution
        return left if left != line else None

    def unseat(self, line: int) -> Institution | None:
        """Forget a line; return the member that had it."""
        institution = self.by_line.pop(line, None)
        if institution is not None:
            institution.line = None
        return institution

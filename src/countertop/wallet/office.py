"""What the wallet has in hand in one life. Nothing here decides: all of it can be rebuilt from the store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from countertop.qr import PAYMENT_CODE_STYLES
from countertop.values import MINUTE
from countertop.values.moments import local_time
from countertop.wallet.errors import NotFounded
from countertop.wallet.freshness import Freshness
from countertop.wallet.settings import WalletSettings

__all__ = ["Acquirer", "Herald", "Office", "Provider"]


class Provider:
    """The wallet itself. Raises NotFounded when the store does not say which it is."""

    __slots__ = ("business_date", "country", "currency", "english_name", "name", "style", "wallet_id")

    def __init__(self, rows: list[Mapping[str, Any]]) -> None:
        if not rows:
            raise NotFounded("the store says of no wallet that it was opened: write its founding records first")
        (row,) = rows
        self.wallet_id: str = row["wallet_id"]
        self.name: str = row["name"]
        self.english_name: str = row["english_name"]
        self.country: str = row["country"]
        self.currency: str = row["currency"]
        (self.style,) = (style for style in PAYMENT_CODE_STYLES if style.name == row["code_style"])
        zone = ZoneInfo(row["zone"])

        @lru_cache(maxsize=16)
        def business_date_in(minute: int) -> str:
            return f"{local_time(minute * MINUTE, zone):%Y%m%d}"

        self.business_date = business_date_in


class Acquirer:
    """An acquirer that we know."""

    __slots__ = ("acquirer_id", "notices", "signing_key")

    def __init__(self, row: Mapping[str, Any]) -> None:
        self.acquirer_id: str = row["acquirer_id"]
        self.signing_key: str = row["signing_key"]
        self.notices = bool(row["notices"])


class Herald:
    """Who brings notices to the acquirer, one at a time: `owed` by number, oldest first.

    `line` is None while there is none; `nonce` that of the notice on its way.
    """

    __slots__ = ("busy", "line", "nonce", "owed", "pause")

    def __init__(self, pause: int) -> None:
        self.owed: dict[int, None] = {}
        self.busy = False
        self.line: int | None = None
        self.nonce = ""
        self.pause = pause


class Office:
    """One life of the wallet. `asked` says which customer has been asked to confirm which order."""

    __slots__ = (
        "acquirers", "asked", "bill_line", "freshness", "herald", "notice_number", "open", "order_count", "planted",
        "provider", "settings",
    )  # fmt: skip

    def __init__(self, settings: WalletSettings, provider: Provider, acquirers: Iterable[Acquirer]) -> None:
        self.settings = settings
        self.planted = settings.planted
        self.provider = provider
        self.acquirers = {acquirer.acquirer_id: acquirer for acquirer in acquirers}
        self.freshness = Freshness(settings.clock_window, settings.most_nonces)
        self.herald = Herald(settings.shortest_notice_pause)
        self.asked: dict[str, str] = {}
        self.open: set[str] = set()
        self.order_count = 0
        self.bill_line = 0
        self.notice_number = 0

    def business_date(self, utc: int) -> str:
        """Return the business date of a moment, YYYYMMDD."""
        return self.provider.business_date(utc // MINUTE)

    def next_order(self) -> int:
        """Return the number of a new order; one that is never written leaves a gap. So with the other numbers."""
        self.order_count += 1
        return self.order_count

    def next_bill_line(self) -> int:
        """Return the number of a new line of a bill; nothing may come between this and its append."""
        self.bill_line += 1
        return self.bill_line

    def next_notice(self) -> int:
        """Return the number of a new notice."""
        self.notice_number += 1
        return self.notice_number

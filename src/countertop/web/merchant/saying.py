"""How the console writes moments, kinds, states and codes, for pages and exports alike."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from countertop.iso8583.matrix import KINDS, Totals
from countertop.iso8583.response_codes import look_up
from countertop.values.moments import local_time
from countertop.web.accounts.trail import Entry
from countertop.web.accounts.trail_words import about_text
from countertop.web.field_names import FIELD_NAMES
from countertop.words import CATALOGUE, Language, say

__all__ = ["TONES", "Saying"]

TONES: Final[Mapping[str, str]] = {
    "approved": "good",
    "declined": "bad",
    "unknown": "warn",
    "received": "info",
    "reversed": "warn",
    "tombstone": "warn",
    "voided": "",
    "refunded": "info",
}

_LABELS: Final = {kind.name: (kind.label.zh, kind.label.en) for kind in KINDS}
_GIVING_BACK: Final = frozenset(kind.name for kind in KINDS if kind.totals is Totals.CREDIT)


@dataclass(frozen=True, slots=True)
class Saying:
    """A language, and the zone of the shop's clock."""

    language: Language
    zone: ZoneInfo

    def moment(self, utc: int | None) -> str:
        """Return a moment of UTC microseconds as the shop's clock shows it."""
        return "" if utc is None else f"{local_time(utc, self.zone):%Y-%m-%d %H:%M:%S}"

    def clock(self, utc: int) -> str:
        """Return the time of day."""
        return f"{local_time(utc, self.zone):%H:%M:%S}"

    def kind(self, name: str) -> str:
        """Return what a kind of transaction is called."""
        label = _LABELS[name][self.language.value] if name in _LABELS else self.word("shop.kind", name)
        return label[:1].upper() + label[1:]

    def signed(self, line: Mapping[str, Any]) -> int:
        """Return the amount of a transaction, below nought where it gives money back."""
        amount: int = line["amount"]
        return -amount if line["kind"] in _GIVING_BACK else amount

    def state(self, name: str) -> str:
        """Return how a transaction stands."""
        return self.word("shop.state", name)

    def code(self, response_code: str | None) -> str:
        """Return what a response code says, behind its digits."""
        if response_code is None:
            return ""
        return f"{response_code} {look_up(response_code).texts[self.language.value]}"

    def word(self, family: str, name: str) -> str:
        """Return the word of a value in a family of messages, the value itself where there is none."""
        message = f"{family}.{name}"
        return say(self.language, message) if message in CATALOGUE else name

    def field(self, name: str) -> str:
        """Return what a field of a message is called."""
        number, label = FIELD_NAMES.get(name, ("", None))
        if name == "mti":
            return say(self.language, "shop.message-type")
        return name if label is None else f"{number} {(label.zh, label.en)[self.language.value]}"

    def peer(self, name: str, terminals: Collection[str], kind: str) -> str:
        """Return with whom the host exchanged a message about a kind of transaction: a terminal, or one behind it."""
        if name in terminals:
            return say(self.language, "shop.terminal-named", terminal=name)
        return say(self.language, "shop.wallet" if kind.startswith("qr_") else "shop.switch")

    def about(self, entry: Entry) -> str:
        """Return what an entry of the trail was about."""
        return about_text(entry, self.language)

    def day(self, text: str) -> str:
        """Return a day YYYYMMDD as people write it."""
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"

    def days_before(self, text: str, count: int) -> str:
        """Return the day so many before a day YYYYMMDD."""
        first = date(int(text[:4]), int(text[4:6]), int(text[6:])) - timedelta(days=count)
        return f"{first:%Y%m%d}"

"""How much was spent today: by card, and at each merchant; counted in memory, and read from the tables at the start.

What spends is marked in `kinds`. A request counts from its admission on and until it is declined; what is undone later
has been tried all the same. Nothing is counted while no limit is set, so nothing is paid for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from countertop.acquirer.attempt import Attempt
from countertop.acquirer.kinds import KINDS
from countertop.acquirer.settings import AcquirerSettings
from countertop.acquirer.tables import Outcome

__all__ = ["Velocity"]

TOO_MUCH = "61"
TOO_OFTEN = "65"


class Velocity:
    """The counts of one day, the newest there was a request of; by card token and merchant id, in minor units.

    A day is named by the text that begins its reference numbers.
    """

    __slots__ = ("_amounts", "_day", "_merchants", "_settings", "_times")

    def __init__(self, settings: AcquirerSettings, day: str) -> None:
        self._settings = settings
        self._day = day
        self._times: Counter[str] = Counter()
        self._amounts: Counter[str] = Counter()
        self._merchants: Counter[str] = Counter()

    def fault(self, attempt: Attempt) -> str:
        """Return 65 for one time too often, 61 for too much, or nothing; what does not spend has no limit."""
        if not attempt.kind.is_spending:
            return ""
        settings, merchant, token = self._settings, attempt.terminal.merchant, _token(attempt)
        self._see(attempt.reading.reference_day)
        if settings.card_day_count and self._times[token] >= settings.card_day_count:
            return TOO_OFTEN
        if settings.card_day_amount and self._amounts[token] + attempt.amount > settings.card_day_amount:
            return TOO_MUCH
        if merchant.day_amount and self._merchants[merchant.merchant_id] + attempt.amount > merchant.day_amount:
            return TOO_MUCH
        return ""

    def take(self, attempt: Attempt) -> None:
        """Count a request that was admitted."""
        if attempt.kind.is_spending:
            self._see(attempt.reading.reference_day)
            self._count(_token(attempt), attempt.terminal.merchant.merchant_id, attempt.amount, 1)

    def give_back(self, attempt: Attempt) -> None:
        """Count a request no more that was declined after all."""
        if attempt.kind.is_spending and attempt.reading.reference_day == self._day:
            self._count(_token(attempt), attempt.terminal.merchant.merchant_id, attempt.amount, -1)

    def take_row(self, row: Mapping[str, Any]) -> None:
        """Count a request as the tables have it, joined with its decision."""
        kind = KINDS.get(row["kind"])
        spends = kind is not None and kind.is_spending and row["outcome"] != Outcome.DECLINED
        if spends and row["rrn"].startswith(self._day):
            self._count(row["pan_token"] or "", row["merchant_id"], row["amount"], 1)

    def _count(self, token: str, merchant_id: str, amount: int, times: int) -> None:
        self._times[token] += times
        self._amounts[token] += times * amount
        self._merchants[merchant_id] += times * amount

    def _see(self, day: str) -> None:
        if day != self._day:
            self._day = day
            self._times.clear()
            self._amounts.clear()
            self._merchants.clear()


def _token(attempt: Attempt) -> str:
    return "" if attempt.protected is None else attempt.protected.token

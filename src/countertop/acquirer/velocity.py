"""How much was spent today: by card, and at each merchant; counted in memory, and read from the tables at the start.

What spends is marked in `kinds`. A request counts from its admission on and until it is declined; what is undone later
has been tried all the same. Nothing is counted while no limit is set, so nothing is paid for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from countertop.acquirer.attempt import Attempt
from countertop.acquirer.kinds import KINDS
from countertop.acquirer.settings import AcquirerSettings
from countertop.acquirer.tables import Outcome

__all__ = ["Velocity"]

TOO_MUCH = "61"
TOO_OFTEN = "65"


KEPT: Final = 3
"""Days that are counted apart; a clock set over midnight, either way, finds what was spent there."""


class _Day:
    """What was spent in a day: how often and how much by card token, how much by merchant id."""

    __slots__ = ("amounts", "merchants", "times")

    def __init__(self) -> None:
        self.times: Counter[str] = Counter()
        self.amounts: Counter[str] = Counter()
        self.merchants: Counter[str] = Counter()

    def count(self, token: str, merchant_id: str, amount: int, times: int) -> None:
        self.times[token] += times
        self.amounts[token] += times * amount
        self.merchants[merchant_id] += times * amount


class Velocity:
    """The counts of the newest days there was a request of, in minor units; `day` is the present one.

    A day is named by the text that begins its reference numbers.
    """

    __slots__ = ("_days", "_settings", "_started_on")

    def __init__(self, settings: AcquirerSettings, day: str) -> None:
        self._settings = settings
        self._started_on = day
        self._days = {day: _Day()}

    def fault(self, attempt: Attempt) -> str:
        """Return 65 for one time too often, 61 for too much, or nothing; what does not spend has no limit."""
        if not attempt.kind.is_spending:
            return ""
        settings, merchant, token = self._settings, attempt.terminal.merchant, _token(attempt)
        spent = self._spent_on(attempt.reading.reference_day)
        if settings.card_day_count and spent.times[token] >= settings.card_day_count:
            return TOO_OFTEN
        if settings.card_day_amount and spent.amounts[token] + attempt.amount > settings.card_day_amount:
            return TOO_MUCH
        if merchant.day_amount and spent.merchants[merchant.merchant_id] + attempt.amount > merchant.day_amount:
            return TOO_MUCH
        return ""

    def take(self, attempt: Attempt) -> None:
        """Count a request that was admitted."""
        if attempt.kind.is_spending:
            spent = self._spent_on(attempt.reading.reference_day)
            spent.count(_token(attempt), attempt.terminal.merchant.merchant_id, attempt.amount, 1)

    def give_back(self, attempt: Attempt) -> None:
        """Count a request no more that was declined after all."""
        spent = self._days.get(attempt.reading.reference_day)
        if attempt.kind.is_spending and spent is not None:
            spent.count(_token(attempt), attempt.terminal.merchant.merchant_id, attempt.amount, -1)

    def take_row(self, row: Mapping[str, Any]) -> None:
        """Count a request as the tables have it, joined with its decision, if it is of the day of the start."""
        kind, day = KINDS.get(row["kind"]), self._started_on
        spends = kind is not None and kind.is_spending and row["outcome"] != Outcome.DECLINED
        if spends and row["rrn"].startswith(day):
            self._days[day].count(row["pan_token"] or "", row["merchant_id"], row["amount"], 1)

    def _spent_on(self, day: str) -> _Day:
        spent = self._days.get(day)
        if spent is None:
            spent = self._days[day] = _Day()
            if len(self._days) > KEPT:
                del self._days[next(iter(self._days))]
        return spent


def _token(attempt: Attempt) -> str:
    return "" if attempt.protected is None else attempt.protected.token

"""What became of the sales of a run, and how long each took from its scheduled time."""

from __future__ import annotations

from collections import Counter
from typing import Any

from countertop.load.histogram import Histogram
from countertop.values import SECOND

__all__ = ["Tally"]

# Exit statuses of the command line's table.
_COMPLETED, _DECLINED, _UNKNOWN = 0, 10, 11


class Tally:
    """Counts the replies to sales.

    `right` were approved, for the amount asked and under a reference number not seen before; `unknown` left a reversal
    owed, which is right too but not what was wanted. `wrong` is what must not be, by its kind.
    """

    def __init__(self) -> None:
        self.latencies = Histogram()
        self.right = 0
        self.unknown = 0
        self.unanswered = 0
        self.most_waiting = 0
        self.took = 0
        self.declined: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.wrong: Counter[str] = Counter()
        self.stopped: Counter[str] = Counter()
        self._rrns: set[str] = set()

    @property
    def answered(self) -> int:
        """Sales that came to an end."""
        return self.latencies.recorded

    @property
    def rate(self) -> float:
        """Ends a second, from the first customer's time to the last end."""
        return self.answered * SECOND / self.took if self.took else 0.0

    @property
    def is_clean(self) -> bool:
        """Whether every sale was answered rightly."""
        return self.right == self.answered and not (self.unanswered or self.wrong or self.stopped)

    def count(self, status: int, body: dict[str, Any], amount: int, latency: int) -> None:
        """Count the reply to a sale of `amount` minor units that took `latency` microseconds."""
        self.latencies.record(latency)
        if status == _COMPLETED:
            self._approved(body, amount)
        elif status == _DECLINED:
            self.declined[str(body.get("response_code"))] += 1
        elif status == _UNKNOWN:
            self.unknown += 1
        else:
            self.refused[str(body.get("message"))] += 1

    def _approved(self, body: dict[str, Any], amount: int) -> None:
        rrn = str(body.get("rrn"))
        if body.get("amount") != amount:
            self.wrong["another amount"] += 1
        elif rrn in self._rrns:
            self.wrong["a reference number twice"] += 1
        else:
            self.right += 1
        self._rrns.add(rrn)

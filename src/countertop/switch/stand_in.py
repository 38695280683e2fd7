"""Standing in for an issuer: what the switch may decide while the issuer is silent or away, and how much of it.

A rule says it for one issuer and one kind. Every row of `OBJECTIONS` is a reason and the question whose answer `yes`
leads to it; the first one counts, and then nothing is decided in the issuer's stead. A PIN can be checked by nobody but
the issuer. So what carries one, or is so large that it should, is left alone, unless the rule says that it may pass
unchecked: then the issuer bears the risk.

Usage is counted by settlement date, from the rows of that date, and goes on in memory: what is being written counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple

__all__ = ["OBJECTIONS", "STANDABLE", "Payment", "Rule", "Usage", "objection"]

STANDABLE: Final = frozenset({"sale"})
"""The kinds that a rule can be about; the void of what was decided so follows it without one."""


class Rule(NamedTuple):
    """What may be decided in an issuer's stead. Amounts are minor units, counts and totals those of one day.

    `entry_modes` are the first two digits of field 22, separated by blanks. `no_pin_amount` is the largest payment that
    needs no PIN. A rule whose `most_amount` is 0 is switched off.
    """

    issuer_id: str
    kind: str
    entry_modes: str
    most_amount: int
    card_count: int
    card_total: int
    issuer_count: int
    issuer_total: int
    no_pin_amount: int
    pin_unchecked: int

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> Rule:
        """Return the rule that a row says."""
        return cls(*(row[name] for name in cls._fields))


class Payment(NamedTuple):
    """A payment as the rule sees it."""

    kind: str
    amount: int
    entry_mode: str
    has_pin: bool
    token: str


class Usage:
    """What was decided in one issuer's stead on one settlement date."""

    __slots__ = ("_cards", "count", "total")

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self._cards: dict[str, tuple[int, int]] = {}
        self.count = 0
        self.total = 0
        for row in rows:
            self.add(row["pan_token"], row["amount"])

    def of_card(self, token: str) -> tuple[int, int]:
        """Return how many payments of a card there were, and their total."""
        return self._cards.get(token, (0, 0))

    def add(self, token: str, amount: int) -> None:
        """Count a payment, before it is written."""
        self._count(token, 1, amount)

    def give_back(self, token: str, amount: int) -> None:
        """Count no more what was not written after all."""
        self._count(token, -1, -amount)

    def _count(self, token: str, one: int, amount: int) -> None:
        count, total = self.of_card(token)
        self._cards[token] = (count + one, total + amount)
        self.count += one
        self.total += amount


Question = Callable[[Rule, Payment, Usage], bool]


def _is_off(rule: Rule, payment: Payment, usage: Usage) -> bool:  # noqa: ARG001 - as every question
    return rule.most_amount == 0


def _has_other_entry_mode(rule: Rule, payment: Payment, usage: Usage) -> bool:  # noqa: ARG001
    return payment.entry_mode[:2] not in rule.entry_modes.split()


def _needs_pin(rule: Rule, payment: Payment, usage: Usage) -> bool:  # noqa: ARG001
    return not rule.pin_unchecked and (payment.has_pin or payment.amount > rule.no_pin_amount)


def _is_too_large(rule: Rule, payment: Payment, usage: Usage) -> bool:  # noqa: ARG001
    return payment.amount > rule.most_amount


def _is_one_too_many_of_card(rule: Rule, payment: Payment, usage: Usage) -> bool:
    return usage.of_card(payment.token)[0] >= rule.card_count


def _is_too_much_of_card(rule: Rule, payment: Payment, usage: Usage) -> bool:
    return usage.of_card(payment.token)[1] + payment.amount > rule.card_total


def _is_one_too_many(rule: Rule, payment: Payment, usage: Usage) -> bool:  # noqa: ARG001
    return usage.count >= rule.issuer_count


def _is_too_much(rule: Rule, payment: Payment, usage: Usage) -> bool:
    return usage.total + payment.amount > rule.issuer_total


OBJECTIONS: Final[tuple[tuple[str, Question], ...]] = (
    ("off", _is_off),
    ("entry-mode", _has_other_entry_mode),
    ("pin", _needs_pin),
    ("amount", _is_too_large),
    ("card-count", _is_one_too_many_of_card),
    ("card-total", _is_too_much_of_card),
    ("issuer-count", _is_one_too_many),
    ("issuer-total", _is_too_much),
)


def objection(rule: Rule, payment: Payment, usage: Usage) -> str | None:
    """Return the reason why a payment is not decided in the issuer's stead, or None."""
    return next((reason for reason, applies in OBJECTIONS if applies(rule, payment, usage)), None)

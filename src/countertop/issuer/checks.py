"""What a bank looks at before it lets money go: two tables, before and after the PIN, in the order of their rows.

Each row is a response code and the question whose answer `yes` leads to it (codes: table of field 39, UnionPay POS
specification). The PIN stands between the tables because limits and balance are nobody's business who does not know it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, TypeVar

from countertop.iso8583 import Message
from countertop.issuer.books import Account, Card

__all__ = ["AFTER_PIN", "BALANCE_INQUIRY", "BEFORE_PIN", "STOOD_IN", "TRANSFER", "Application", "first_objection"]

_STATUS_CODES: Final = {"normal": None, "closed": "14", "lost": "41", "stolen": "43", "restricted": "62"}


class Application:
    """A payment as the checks see it; `at` is UTC, `business_date` is YYYYMMDD, `no_pin_limit` minor units."""

    __slots__ = ("account", "amount", "at", "business_date", "card", "message", "no_pin_limit")

    def __init__(
        self,
        message: Message,
        card: Card,
        account: Account,
        amount: int,
        at: int,
        business_date: str,
        no_pin_limit: int,
    ) -> None:
        self.message = message
        self.card = card
        self.account = account
        self.amount = amount
        self.at = at
        self.business_date = business_date
        self.no_pin_limit = no_pin_limit


_Asked = TypeVar("_Asked")
Question = Callable[[Application], bool]


def _is_nothing(sale: Application) -> bool:
    return sale.amount <= 0


def _has_status(code: str) -> Question:
    return lambda sale: _STATUS_CODES.get(sale.card.status, "62") == code


def _is_expired(sale: Application) -> bool:
    """YYMM; a card is good to the end of its month."""
    return sale.card.expiry < sale.business_date[2:6]


def _disagrees_with_its_stripe(sale: Application) -> bool:
    """Track 2 names the same card, expiry and service code as our records (I7813); field 14 the same expiry."""
    message, card, track2 = sale.message, sale.card, sale.message.track2
    if message.expiry is not None and message.expiry != card.expiry:
        return True
    return track2 is not None and (
        track2.pan != message.pan or track2.expiry != card.expiry or track2.service_code != card.service_code
    )


def _is_chip_read_by_stripe_without_pin(sale: Application) -> bool:
    chip = sale.card.service_code[:1] in {"2", "6"}
    return chip and (sale.message.entry_mode or "")[:2] == "02" and sale.message.pin_block is None


def _is_other_currency(sale: Application) -> bool:
    return sale.message.currency != sale.account.currency


def _lacks_pin(sale: Application) -> bool:
    return (
        sale.account.kind == "debit"
        and sale.card.pin_reference is not None
        and sale.message.pin_block is None
        and sale.amount > sale.no_pin_limit
    )


def _has_pin_and_gives_none(sale: Application) -> bool:
    return sale.card.pin_reference is not None and sale.message.pin_block is None


def _is_above(limit: int | None, value: int) -> bool:
    return limit is not None and value > limit


def _is_above_sale_limit(sale: Application) -> bool:
    return _is_above(sale.card.limit_per_sale, sale.amount)


def _is_above_day_limit(sale: Application) -> bool:
    return _is_above(sale.card.limit_per_day, sale.card.usage_on(sale.business_date)[0] + sale.amount)


def _is_above_count_limit(sale: Application) -> bool:
    return _is_above(sale.card.sales_per_day, sale.card.usage_on(sale.business_date)[1] + 1)


def _is_above_balance(sale: Application) -> bool:
    return sale.amount > sale.account.available(sale.at)


BEFORE_PIN: tuple[tuple[str, Question], ...] = (
    ("13", _is_nothing),
    ("14", _has_status("14")),
    ("41", _has_status("41")),
    ("43", _has_status("43")),
    ("62", _has_status("62")),
    ("54", _is_expired),
    ("59", _disagrees_with_its_stripe),
    ("45", _is_chip_read_by_stripe_without_pin),
    ("57", _is_other_currency),
    ("55", _lacks_pin),
)

AFTER_PIN: tuple[tuple[str, Question], ...] = (
    ("61", _is_above_sale_limit),
    ("61", _is_above_day_limit),
    ("65", _is_above_count_limit),
    ("51", _is_above_balance),
)


STOOD_IN: tuple[tuple[str, Question], ...] = tuple(row for row in BEFORE_PIN if row[0] not in {"45", "55"})
"""What we might have objected to what the switch decided in our stead; its advice never carries a PIN."""

BALANCE_INQUIRY: tuple[tuple[str, Question], ...] = (*BEFORE_PIN[1:-1], ("55", _has_pin_and_gives_none))
TRANSFER: tuple[tuple[str, Question], ...] = (*BEFORE_PIN[:-1], ("A7", _has_pin_and_gives_none))
"""What comes in the place of `BEFORE_PIN` where a PIN is asked for whatever the amount. A transfer that is repeated has
lost its PIN on the way; if we did not have the first one, nothing has moved, and nobody has keyed a wrong PIN."""


def first_objection(table: Iterable[tuple[str, Callable[[_Asked], bool]]], asked: _Asked) -> str | None:
    """Return the response code of the first row whose question is answered yes, or None."""
    for code, applies in table:
        if applies(asked):
            return code
    return None

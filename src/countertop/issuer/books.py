"""Cards and accounts at hand, and what a transaction posts to them.

A million cards cannot be loaded at the start: each is read when it is first used and kept while it is in use
(`shelf`). Whoever holds an account's turn (`turns`) is the only one to look at or move its balance and its cards.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from typing import Any, NamedTuple

from countertop.issuer import tables
from countertop.issuer.records import SETTLEMENT, SUSPENSE
from countertop.issuer.shelf import Shelf
from countertop.stage import Effect, Read

__all__ = ["Account", "Books", "Card", "Hold"]


class Hold(NamedTuple):
    """What a family holds of an account from now on: an amount, 0 when nothing any more, and until when (UTC)."""

    family_key: str
    account_id: str
    amount: int
    expires_at: int


class Account:
    """A cardholder's account with its present balance; `sequence` numbers its postings."""

    __slots__ = ("account_id", "balance", "credit_limit", "currency", "holds", "kind", "sequence")

    def __init__(
        self, row: Mapping[str, Any], newest: Mapping[str, Any] | None, holds: Iterable[Mapping[str, Any]]
    ) -> None:
        self.account_id: str = row["account_id"]
        self.kind: str = row["kind"]
        self.credit_limit: int = row["credit_limit"]
        self.currency: str = row["currency"]
        self.balance: int = newest["balance_after"] if newest is not None else 0
        self.sequence: int = newest["sequence"] if newest is not None else 0
        self.holds = {
            row["family_key"]: Hold(row["family_key"], row["account_id"], row["amount"], row["expires_at"])
            for row in holds
        }

    def available(self, at: int) -> int:
        """Return what may be spent at a moment: a hold that has expired by then counts no more."""
        owned = self.balance + self.credit_limit
        return owned - sum(hold.amount for hold in self.holds.values() if hold.expires_at > at) if self.holds else owned

    def take_over(self, moved: int, holds: Iterable[Hold]) -> None:
        """Move by a posting, and by what is held now, that have become durable."""
        if moved:
            self.balance += moved
            self.sequence += 1
        for hold in holds:
            if hold.amount > 0:
                self.holds[hold.family_key] = hold
            else:
                self.holds.pop(hold.family_key, None)


class Card:
    """A card with its present state: wrong PINs in a row, and what was spent on `usage_date`."""

    __slots__ = (
        "account_id",
        "expiry",
        "limit_per_day",
        "limit_per_sale",
        "pin_reference",
        "sales",
        "sales_per_day",
        "service_code",
        "spent",
        "status",
        "token",
        "usage_date",
        "wrong_pins",
    )

    def __init__(self, row: Mapping[str, Any]) -> None:
        self.token: str = row["pan_token"]
        self.account_id: str = row["account_id"]
        self.expiry: str = row["expiry"]
        self.service_code: str = row["service_code"]
        self.pin_reference: str | None = row["pin_reference"]
        self.status: str = row["status"]
        self.limit_per_sale: int | None = row["limit_per_sale"]
        self.limit_per_day: int | None = row["limit_per_day"]
        self.sales_per_day: int | None = row["sales_per_day"]
        self.wrong_pins: int = row["wrong_pins"] or 0
        self.usage_date: str = row["usage_date"] or ""
        self.spent: int = row["spent"] or 0
        self.sales: int = row["sales"] or 0

    def usage_on(self, date: str) -> tuple[int, int]:
        """Return what was spent on a business date, and in how many sales."""
        return (self.spent, self.sales) if self.usage_date == date else (0, 0)

    def take_over(self, state: list[Any]) -> None:
        """Move to a state that has become durable."""
        self.wrong_pins, self.usage_date, self.spent, self.sales = state


class Books:
    """What is at hand of cards and accounts, and the numbers of what is written next."""

    __slots__ = ("_accounts", "_cards", "number", "settlement_sequence", "suspense_sequence")

    def __init__(self, most_kept: int) -> None:
        self._cards: Shelf[Card] = Shelf(most_kept)
        self._accounts: Shelf[Account] = Shelf(most_kept)
        self.number = 0
        self.settlement_sequence = 0
        self.suspense_sequence = 0

    def next_number(self) -> int:
        """Return the number of a new decision; one that is never written leaves a gap."""
        self.number += 1
        return self.number

    def account_of(self, token: str) -> Generator[Effect, Any, str | None]:
        """Return the account of a card, None for a card we have not issued; good without a turn, it never changes."""
        card = self._cards.find(token)
        if card is not None:
            return card.account_id
        rows = yield Read(tables.CARD_BY_TOKEN, token)
        return rows[0]["account_id"] if rows else None

    def card(self, token: str) -> Generator[Effect, Any, Card]:
        """Return a card that exists; whoever asks holds the turn of its account."""
        card = self._cards.find(token)
        if card is None:
            (row,) = yield Read(tables.CARD_BY_TOKEN, token)
            card = Card(row)
            self._cards.put(token, card)
        return card

    def account(self, account_id: str) -> Generator[Effect, Any, Account]:
        """Return an account that exists; whoever asks holds its turn."""
        account = self._accounts.find(account_id)
        if account is None:
            (row,) = yield Read(tables.ACCOUNT_BY_ID, account_id)
            newest = yield Read(tables.NEWEST_POSTING, account_id)
            holds = yield Read(tables.HOLDS_OF_ACCOUNT, account_id, tables.HoldState.STANDING)
            account = Account(row, next(iter(newest), None), holds)
            self._accounts.put(account_id, account)
        return account

    def postings(
        self, account: Account | None, moved: int, payee: Account | None = None
    ) -> list[list[str | int | None]]:
        """Return the lines that move an amount on an account and the opposite at the switch, or at a payee of ours.

        Without an account it moves in suspense. None for nothing.
        """
        if moved == 0:
            return []
        other: list[str | int | None]
        one: list[str | int | None]
        if payee is None:
            self.settlement_sequence += 1
            other = [SETTLEMENT, self.settlement_sequence, -moved, None]
        else:
            other = [payee.account_id, payee.sequence + 1, -moved, payee.balance - moved]
        if account is None:
            self.suspense_sequence += 1
            one = [SUSPENSE, self.suspense_sequence, moved, None]
        else:
            one = [account.account_id, account.sequence + 1, moved, account.balance + moved]
        lines = [one, other]
        assert sum(int(line[2] or 0) for line in lines) == 0, "a posting set does not sum to zero"
        return lines

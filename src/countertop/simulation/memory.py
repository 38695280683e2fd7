"""What a cashier remembers: what the screen said, the slips in the drawer, and codes that banks gave by telephone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from countertop.demo import Card
from countertop.terminal.kinds import KINDS, UNDOING

__all__ = ["TRANSACTIONS", "Code", "Memory", "Receipt", "Told"]

_KIND_OF: Final[Mapping[str, str]] = {**{name: name for name in KINDS}, "qr_show": "qr_sale"}

TRANSACTIONS: Final = frozenset(_KIND_OF)
"""The verbs that are transactions."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a person was told at the end of a request; `status` is the desk's, 0 means approved."""

    verb: str
    status: int
    facts: Mapping[str, Any]


@dataclass(slots=True)
class Receipt:
    """The slip of a transaction that counted, and the card of whoever has the other copy."""

    kind: str
    batch_number: str
    voucher_number: str
    amount: int
    card: Card | None
    rrn: str | None
    approval_code: str | None
    date: str
    is_undone: bool = False


@dataclass(slots=True)
class Code:
    """What a bank said by telephone; a cashier may forget that it was used."""

    card: Card
    amount: int
    code: str
    is_used: bool = False


@dataclass(slots=True)
class Memory:
    """One cashier's memory. `shop` is the drawer that all counters of the shop have in common."""

    shop: list[Receipt] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    last: Told | None = None
    batch: list[Receipt] = field(default_factory=list)
    batch_number: str = ""
    codes: list[Code] = field(default_factory=list)
    shown_codes: list[str] = field(default_factory=list)
    is_shown_one: bool = False

    @property
    def vouchers(self) -> list[str]:
        """The vouchers of sales in this batch that were approved."""
        return [receipt.voucher_number for receipt in self.of_batch("sale")]

    @property
    def voided(self) -> list[str]:
        """Those of them that were voided."""
        return [receipt.voucher_number for receipt in self.of_batch("sale") if receipt.is_undone]

    @property
    def refused_for(self) -> str:
        """What the last request was refused for, or nothing."""
        last = self.last
        return "" if last is None or not last.status else last.facts.get("message", "")

    def of_batch(self, *kinds: str) -> Iterator[Receipt]:
        """Yield the receipts of this batch of some kinds."""
        return (receipt for receipt in self.batch if receipt.kind in kinds)

    def in_shop(self, *kinds: str) -> Iterator[Receipt]:
        """Yield the shop's receipts of some kinds that show a reference number."""
        return (receipt for receipt in self.shop if receipt.kind in kinds and receipt.rrn)

    def new_batch(self) -> None:
        """Close the drawer: the next vouchers are of another batch."""
        self.batch.clear()

    def note_code(self, card: Card, amount: int, code: str) -> None:
        """Write down a code."""
        self.codes.append(Code(card, amount, code))

    def take(self, verb: str, card: Card | None, status: int, facts: Mapping[str, Any]) -> None:
        """Remember what became of a request."""
        self.last = told = Told(verb, status, facts)
        if verb == "settle" and not status:
            self.new_batch()
        if verb not in TRANSACTIONS:
            return
        self.told.append(told)
        kind = _KIND_OF[verb]
        if status or not KINDS[kind].has_slip:
            return
        if facts["batch_number"] != self.batch_number:
            self.new_batch()
            self.batch_number = facts["batch_number"]
        if verb in UNDOING:
            self._undo(facts)
        receipt = Receipt(
            kind=kind,
            batch_number=facts["batch_number"],
            voucher_number=facts["voucher_number"],
            amount=facts["amount"],
            card=card,
            rrn=facts["rrn"],
            approval_code=facts["approval_code"],
            date=facts["date"],
        )
        self.batch.append(receipt)
        self.shop.append(receipt)

    def _undo(self, facts: Mapping[str, Any]) -> None:
        for receipt in self.batch:
            if receipt.voucher_number == facts["original_voucher_number"]:
                receipt.is_undone = True
        for receipt in self.shop:
            if receipt.kind == "preauthorisation" and receipt.approval_code == facts["original_approval_code"]:
                receipt.is_undone = True

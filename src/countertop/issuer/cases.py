"""A request on its way to its decision, and the decision."""

from __future__ import annotations

from typing import Any

from countertop.iso8583 import Message
from countertop.iso8583.interbank_forms import Form
from countertop.issuer.books import Account, Card, Hold
from countertop.issuer.faults import FaultRule
from countertop.values import Instant

__all__ = ["Case", "Verdict"]


class Case:
    """One request, its MAC found right (or `refusal` says what is wrong with it).

    `form` is None for what is no kind of ours; that of a 0420 is the form of what it reverses. `account_id` is None for
    a card we have not issued. `original_key` is what field 90 names. `target_*` are about the card in field 103.
    `is_stood_in`: the switch has decided it in our stead, and tells us. `zpk` is the key that its PIN block is under.
    """

    __slots__ = (
        "account_id",
        "amount",
        "business_date",
        "fingerprint",
        "form",
        "is_stood_in",
        "key",
        "kind",
        "message",
        "now",
        "original_key",
        "refusal",
        "rule",
        "target_account_id",
        "target_token",
        "token",
        "zpk",
    )

    def __init__(
        self, key: str, kind: str, form: Form | None, message: Message, now: Instant, business_date: str
    ) -> None:
        self.key = key
        self.kind = kind
        self.form = form
        self.message = message
        self.now = now
        self.business_date = business_date
        self.amount = int(message.amount or "0")
        self.token: str | None = None
        self.account_id: str | None = None
        self.target_token: str | None = None
        self.target_account_id: str | None = None
        self.original_key: str | None = None
        self.fingerprint = ""
        self.is_stood_in = False
        self.refusal: str | None = None
        self.rule: FaultRule | None = None
        self.zpk = ""


class Verdict:
    """What a request comes to, not durable yet.

    `effect` is `approved`, `stood-in` for what the switch approved, `told` for a balance, `declined`, or for a reversal
    `reversed`, `nothing`, `refused`, `tombstone`. `family_key` is None when the request joins no family. `card_state`
    is what the card's state becomes, None when it stays. `payee` is the account of ours that a transfer pays into.
    `balance` is field 54 of the answer.
    """

    __slots__ = (
        "account",
        "approval_code",
        "balance",
        "card",
        "card_state",
        "effect",
        "expires_at",
        "family_key",
        "holds",
        "more",
        "moved",
        "payee",
        "response_code",
    )

    def __init__(
        self,
        response_code: str,
        effect: str,
        *,
        family_key: str | None = None,
        account: Account | None = None,
        card: Card | None = None,
        card_state: list[Any] | None = None,
        moved: int = 0,
        holds: tuple[Hold, ...] = (),
        more: tuple[Any, ...] = (),
    ) -> None:
        self.response_code = response_code
        self.effect = effect
        self.family_key = family_key
        self.account = account
        self.card = card
        self.card_state = card_state
        self.moved = moved
        self.holds = holds
        self.more = more
        self.expires_at: int | None = None
        self.payee: Account | None = None
        self.balance: str | None = None
        self.approval_code: str | None = None

    @classmethod
    def declined(cls, response_code: str, **parts: Any) -> Verdict:
        """Return a decline; the card's state may change with it."""
        return cls(response_code, "declined", **parts)

"""From what the terminal knows of a request to what its till is told: masked, in both languages, never a PIN."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final

from countertop.values import SECOND, Amount
from countertop.web.till.models import (
    Payment,
    PaymentStatus,
    Prompt,
    SettledBatch,
    Settlement,
    SettlementStatus,
    Terminal,
)
from countertop.web.till.orders import KIND_OF
from countertop.web.till.problems import Words, words

__all__ = ["SETTLE", "batch_told", "payment_told", "prompt_on", "settlement_told", "terminal_told"]

SETTLE: Final = "settle"

_STATUS_OF: Final[Mapping[str, PaymentStatus]] = MappingProxyType(
    {
        "prepared": PaymentStatus.SENT,
        "sent": PaymentStatus.SENT,
        "answered": PaymentStatus.SENT,
        "pending": PaymentStatus.WAITING_FOR_CUSTOMER,
        "completed": PaymentStatus.APPROVED,
        "stored": PaymentStatus.APPROVED,
        "declined": PaymentStatus.DECLINED,
        "not_sent": PaymentStatus.NOT_CHARGED,
        "unanswered": PaymentStatus.NOT_CHARGED,
        "reversal_owed": PaymentStatus.REVERSING,
        "reversed": PaymentStatus.REVERSED,
        "repeat_owed": PaymentStatus.REPEATING,
    }
)
"""State of a transaction at the terminal -> what a till makes of it."""

_OPEN: Final = frozenset(
    {
        PaymentStatus.WAITING,
        PaymentStatus.SENT,
        PaymentStatus.WAITING_FOR_CUSTOMER,
        PaymentStatus.REVERSING,
        PaymentStatus.REPEATING,
    }
)

_PROMPTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ask.card": "card",
        "ask.confirm_card": "confirm_card",
        "ask.pin": "pin",
        "ask.payment_code": "payment_code",
        "ask.account": "account",
        "ask.amount": "amount",
        "ask.operator_number": "log_in",
        "ask.operator_password": "log_in",
        "ask.supervisor_password": "supervisor",
        "ask.print_next": "print_next",
    }
)
"""Question of the terminal -> prompt; any other is `cashier`."""

_TOLD: Final = (
    *("voucher_number", "batch_number", "rrn", "approval_code", "response_code", "card", "wallet_number"),
    *("operator", "supervisor", "date", "time", "is_voided", "settled_as", "code_text"),
)


def payment_told(known: Mapping[str, Any], screen: Mapping[str, Any] | None) -> Payment:
    """Return a payment from what the terminal knows of it; `screen` is what its machine shows now."""
    kind, by = KIND_OF[known["verb"]]
    transaction = known.get("transaction")
    status = _status(known)
    amount = _minor(known["asked"].get("amount")) if transaction is None else transaction["amount"]
    decided_at = None if transaction is None else transaction["decided_at"]
    return Payment(
        id=known["till_request"],
        kind=kind,
        by=by,
        status=status,
        is_final=status not in _OPEN,
        amount=amount,
        prompt=prompt_on(screen) if status is PaymentStatus.WAITING else None,
        asked_at=_moment(known["asked_at"]),
        decided_at=_moment(decided_at),
        slips=["merchant", "cardholder"] if status is PaymentStatus.APPROVED else [],
        **_said(known),
        **({} if transaction is None else {name: transaction[name] for name in _TOLD}),
    )


def settlement_told(known: Mapping[str, Any], screen: Mapping[str, Any] | None) -> Settlement:
    """Return a settlement that a till asked for."""
    status = SettlementStatus.NOT_SETTLED
    if known["stands"] == "open":
        status = SettlementStatus.WAITING
    elif known["stands"] == "interrupted":
        status = SettlementStatus.INTERRUPTED
    elif known["stands"] == "ended" and known["status"] == 0:
        status = SettlementStatus.SETTLED
    return Settlement(
        id=known["till_request"],
        status=status,
        is_final=status is not SettlementStatus.WAITING,
        prompt=prompt_on(screen) if status is SettlementStatus.WAITING else None,
        asked_at=_moment(known["asked_at"]),
        **_said(known),
    )


def batch_told(row: Mapping[str, Any]) -> SettledBatch:
    """Return a settlement as the terminal lists it."""
    return SettledBatch(**{name: row[name] for name in SettledBatch.model_fields})


def terminal_told(
    status: Mapping[str, Any], refusal: Mapping[str, Any] | None, screen: Mapping[str, Any] | None
) -> Terminal:
    """Return where the terminal stands; `refusal` is why it would take no sale now."""
    names = ("terminal_id", "merchant_id", "state", "operator", "batch_number", "completed_in_batch", "batch_limit")
    return Terminal(
        merchant_name=Words(zh=status["merchant_name_zh"], en=status["merchant_name_en"]),
        is_ready=refusal is None,
        is_connected=status["line"],
        prompt=prompt_on(screen),
        reversals_owed=len(status["reversals_owed"]),
        repeats_owed=len(status["repeats_owed"]),
        stored=len(status["stored"]),
        **{name: status[name] for name in (*names, "printer", "battery")},
        **_words_of(refusal),
    )


def prompt_on(screen: Mapping[str, Any] | None) -> Prompt | None:
    """Return what the machine asks now: which question it is and nothing that was keyed."""
    if screen is None or screen["state"] != "question" or screen["title"] is None:
        return None
    prompt = _PROMPTS.get(screen["title"]["message"], "cashier")
    return Prompt(id=prompt, text=words(f"till.prompt.{prompt}"))


def _status(known: Mapping[str, Any]) -> PaymentStatus:
    if "transaction" in known:
        if known["transaction"]["settled_as"] is not None:
            return PaymentStatus.SETTLED_BY_PEOPLE
        return _STATUS_OF[known["transaction"]["state"]]
    return PaymentStatus.WAITING if known["stands"] == "open" else PaymentStatus.NOT_CHARGED


def _said(known: Mapping[str, Any]) -> dict[str, Any]:
    return _words_of(known.get("said"))


def _words_of(said: Mapping[str, Any] | None) -> dict[str, Any]:
    if said is None:
        return {"message": None, "advice": None}
    advice = said.get("advice")
    return {
        "message": words(said["message"], **said["arguments"]),
        "advice": None if advice is None else words(advice),
    }


def _minor(decimal: str | None) -> int | None:
    return None if decimal is None else Amount.parse(decimal).minor


def _moment(micros: int | None) -> str | None:
    if micros is None:
        return None
    return datetime.fromtimestamp(micros / SECOND, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

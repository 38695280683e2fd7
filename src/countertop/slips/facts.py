"""The values of a slip, taken from what is stored: each in Chinese and English, the same where they do not differ."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from countertop.values.money import CURRENCIES, Amount
from countertop.words import CATALOGUE

__all__ = [
    "Facts",
    "Intent",
    "Outcome",
    "Place",
    "Sort",
    "entry_letter",
    "failure_facts",
    "is_signed",
    "refused_facts",
    "transaction_facts",
]

Facts = dict[str, tuple[str, str]]


class Sort(NamedTuple):
    """What a kind means for its slip: by what it `names` an earlier transaction, and whether its amount has a minus.

    `names` is `voucher`, `reference`, `approval` or anything else for a kind that shows no earlier transaction.
    """

    names: str
    negative: bool


class Place(Protocol):
    """The shop that a slip names."""

    merchant_name_zh: str
    merchant_name_en: str
    merchant_id: str
    terminal_id: str


class Intent(Protocol):
    """What was asked for; as the terminal writes it down before it asks."""

    kind: str
    amount: int
    currency: str
    entry_mode: str
    batch_number: str
    stan: str
    masked_pan: str
    operator: str
    supervisor: str | None
    original_stan: str | None
    original_rrn: str | None
    original_approval_code: str | None
    original_date: str | None
    tip: int | None
    target_masked: str | None
    account: str | None
    waived: str | None
    waived_limit: int | None


class Outcome(Protocol):
    """What the host said."""

    response_code: str | None
    approval_code: str | None
    rrn: str | None
    host_date: str
    host_time: str
    institutions: str | None
    remark: str | None
    wallet_number: str | None


_LETTERS = {"02": "S", "05": "I", "95": "I", "07": "C", "91": "C", "98": "C", "01": "M"}
_INSTITUTION = 11
_CODE = "03"
_ACKNOWLEDGED: Facts = {"acknowledged": (" ", " ")}


def entry_letter(entry_mode: str) -> str:
    """Return how the number was obtained, as slips show it: Swiped, Inserted, Contactless, Manual, or N for another."""
    return _LETTERS.get(entry_mode[:2], "N")


def transaction_facts(place: Place, prepared: Intent, decided: Outcome, sort: Sort) -> Facts:
    """Return the facts of a completed transaction."""
    institutions = decided.institutions or ""
    plain = {
        **_attempt_facts(prepared, sort),
        "issuer": institutions[:_INSTITUTION].strip(),
        "acquirer": institutions[_INSTITUTION:].strip(),
        "approval_code": decided.approval_code or "",
        "rrn": decided.rrn or "",
        "wallet_number": decided.wallet_number or "",
        "moment": _moment(decided.host_date, decided.host_time),
        **_original_facts(prepared, sort),
        "supervisor": prepared.supervisor or "",
        "remark": decided.remark or "",
    }
    return {
        **_place_facts(place, prepared),
        **_waived_facts(prepared),
        **{name: (value, value) for name, value in plain.items()},
    }


def refused_facts(place: Place, prepared: Intent, decided: Outcome, sort: Sort) -> Facts:
    """Return the facts of a stored transaction that the host refused."""
    code = decided.response_code or ""
    plain = {
        **_attempt_facts(prepared, sort),
        "moment": _moment(decided.host_date, decided.host_time),
        "response_code": code,
    }
    return {**_place_facts(place, prepared), **{name: (value, value) for name, value in plain.items()}}


def failure_facts(place: Place, prepared: Intent, moment: tuple[str, str], sort: Sort) -> Facts:
    """Return the facts of a transaction whose reversal got no answer."""
    plain = {**_attempt_facts(prepared, sort), "moment": _moment(*moment)}
    return {**_place_facts(place, prepared), **{name: (value, value) for name, value in plain.items()}}


def _place_facts(place: Place, prepared: Intent) -> Facts:
    return {
        "merchant_name": (place.merchant_name_zh, place.merchant_name_en),
        "merchant_id": (place.merchant_id,) * 2,
        "terminal_id": (place.terminal_id,) * 2,
        "kind": CATALOGUE[f"slip.kind_{prepared.kind}"],
        **({} if prepared.account is None else {"account": CATALOGUE[f"choice.{prepared.account}"]}),
    }


def _original_facts(prepared: Intent, sort: Sort) -> dict[str, str]:
    """Return what a slip says of the earlier transaction: by what the person named it."""
    told = {
        "voucher": {"old_voucher": prepared.original_stan},
        "reference": {"old_rrn": prepared.original_rrn, "old_date": _day(prepared.original_date)},
        "approval": {"old_approval": prepared.original_approval_code, "old_date": _day(prepared.original_date)},
    }.get(sort.names, {})
    return {name: value or "" for name, value in told.items()}


def is_signed(prepared: Intent) -> bool:
    """Tell whether the merchant's copy of the slip is signed: not for small amounts, nor by who pays by a code."""
    is_waived = prepared.waived is not None and prepared.waived_limit is not None
    return not is_waived and not prepared.entry_mode.startswith(_CODE)


def _waived_facts(prepared: Intent) -> Facts:
    """Return what a slip says instead of room to sign; who pays by a code signs nothing."""
    if prepared.entry_mode.startswith(_CODE):
        return {}
    if is_signed(prepared):
        return {"signed": (" ", " "), **_ACKNOWLEDGED}
    limit = str(Amount(prepared.waived_limit or 0))
    chinese, english = CATALOGUE[f"slip.waived_{prepared.waived}"]
    return {"waived": (chinese.format(limit=limit), english.format(limit=limit)), **_ACKNOWLEDGED}


def _day(date: str | None) -> str:
    """Return month and day, which is all that a request tells of its original's date."""
    digits = (date or "").replace("-", "")[-4:]
    return f"{digits[:2]}/{digits[2:]}" if digits else ""


def _attempt_facts(prepared: Intent, sort: Sort) -> dict[str, str]:
    sign = -1 if sort.negative else 1
    amount = Amount(sign * prepared.amount, CURRENCIES[prepared.currency])
    return {
        "operator": prepared.operator,
        **_payer_facts(prepared),
        "batch_number": prepared.batch_number,
        "voucher_number": prepared.stan,
        "amount": f"{amount.currency.symbol} {amount}",
        **_added_facts(prepared, amount),
    }


def _payer_facts(prepared: Intent) -> dict[str, str]:
    """Return who pays: the card and how it was read, or the code in its place."""
    if prepared.entry_mode.startswith(_CODE):
        return {"payment_code": prepared.masked_pan}
    return {"card": f"{prepared.masked_pan}/{entry_letter(prepared.entry_mode)}"}


def _added_facts(prepared: Intent, total: Amount) -> dict[str, str]:
    """Return tip and total, and the card that a transfer pays into, where there are such."""
    told = {}
    if prepared.tip is not None:
        symbol = total.currency.symbol
        told["amount"] = f"{symbol} {Amount(prepared.amount - prepared.tip, total.currency)}"
        told["tip"] = f"{symbol} {Amount(prepared.tip, total.currency)}"
        told["total"] = f"{symbol} {total}"
    if prepared.target_masked is not None:
        told["target"] = prepared.target_masked
    return told


def _moment(date: str, time: str) -> str:
    return f"{date.replace('-', '/')} {time[:2]}:{time[2:4]}:{time[4:6]}"

"""Views of a bank for people: plain data, masked, made of rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from countertop.hsm import HsmRefusal, KeyDescription
from countertop.iso8583.hops import read_hop
from countertop.issuer.office import Office
from countertop.issuer.records import CASH, SETTLEMENT, SUSPENSE, VoiceApprovalGiven
from countertop.values.seen import seen_of

__all__ = [
    "OWN_ACCOUNTS",
    "account_view",
    "card_view",
    "exception_key",
    "exception_name",
    "exception_view",
    "hold_view",
    "hops_of_attempt",
    "link_view",
    "own_account_view",
    "posting_view",
    "seen_in",
    "used_approval_view",
    "voice_approval_view",
]

OWN_ACCOUNTS = (SETTLEMENT, SUSPENSE, CASH)

RowView = Mapping[str, Any]


def link_view(office: Office, described: Sequence[KeyDescription | HsmRefusal]) -> dict[str, Any]:
    """Return the zone keys of the link to the switch, ZPK and ZAK described by the HSM.

    `exchange` names the 0800 that brought them, None for those of the ceremony; `former_accepted`: the overlap runs.
    """
    keys = office.bank.keys
    zpk, zak = (key.kcv if isinstance(key, KeyDescription) else None for key in described)
    return {
        "peer_id": office.bank.switch_id,
        "zpk_kcv": zpk,
        "zak_kcv": zak,
        "has_master_key": bool(keys.zmk),
        "exchange": keys.taken,
        "is_proven": keys.is_proven,
        "former_accepted": len(keys.accepted) > 1,
    }


def masked_account(account_id: str) -> str:
    """Return an account id for people: the bank's own whole, a cardholder's by its last four characters."""
    if account_id in OWN_ACCOUNTS:
        return account_id
    return f"{'*' * max(len(account_id) - 4, 4)}{account_id[-4:]}" if len(account_id) > 4 else "****"


def account_view(row: RowView, balance: int, held: int) -> dict[str, Any]:
    """Return a cardholder's account: holder by the first character of the name, amounts in minor units."""
    return {
        "account": masked_account(row["account_id"]),
        "kind": row["kind"],
        "holder": f"{row['holder'][:1]}**",
        "currency": row["currency"],
        "balance": balance,
        "held": held,
        "available": balance + row["credit_limit"] - held,
    }


def own_account_view(account_id: str, balance: int) -> dict[str, Any]:
    """Return one of the bank's own accounts."""
    return {"account": account_id, "kind": account_id, "balance": balance}


def card_view(row: RowView) -> dict[str, Any]:
    """Return a card with its present state."""
    return {
        "card": row["masked_pan"],
        "account": masked_account(row["account_id"]),
        "expiry": row["expiry"],
        "status": row["status"],
        "has_pin": row["pin_reference"] is not None,
        "wrong_pins": row["wrong_pins"] or 0,
        "usage_date": row["usage_date"],
        "spent": row["spent"] or 0,
        "sales": row["sales"] or 0,
        "limit_per_sale": row["limit_per_sale"],
        "limit_per_day": row["limit_per_day"],
    }


def posting_view(row: RowView) -> dict[str, Any]:
    """Return one line of a posting set."""
    return {
        "posting_set": row["posting_set"],
        "account": masked_account(row["account_id"]),
        "amount": row["amount"],
        "balance_after": row["balance_after"],
        "currency": row["currency"],
        "reason": row["reason"],
        "posted_at": row["posted_at"],
    }


def hold_view(row: RowView) -> dict[str, Any]:
    """Return what a family holds of an account."""
    return {
        "account": masked_account(row["account_id"]),
        "amount": row["amount"],
        "expires_at": row["expires_at"],
        "for": "voice" if row["family_key"].startswith("voice|") else "preauthorisation",
    }


def voice_approval_view(given: VoiceApprovalGiven) -> dict[str, Any]:
    """Return what the voice desk says to the cashier."""
    return {
        "approval_code": given.approval_code,
        "card": given.masked_pan,
        "amount": given.amount,
        "currency": given.currency,
        "expires_at": given.expires_at,
    }


def used_approval_view(row: RowView) -> dict[str, Any]:
    """Return an approval of the voice desk, without its code, and the key of the payment that used it."""
    return {
        "card": row["masked_pan"],
        "amount": row["amount"],
        "given_at": row["given_at"],
        "expires_at": row["expires_at"],
        "used_by": row["transit_key"],
    }


def exception_name(transit_key: str) -> str:
    """Return how people name an exception: the key of its attempt, its parts tied by dashes."""
    return transit_key.replace("|", "-")


def exception_key(name: str) -> str:
    """Return the key of the attempt that an exception's name tells."""
    return name.replace("-", "|")


_OF_EXCEPTIONS = (
    *("proposed_outcome", "proposed_amount", "proposed_reason", "proposed_by", "proposed_at"),
    *("exception_outcome", "exception_amount", "exception_reason", "closed_by", "approved_by", "closed_at"),
)


def seen_in(proposal: RowView) -> str:
    """Return the text that stands for what somebody proposed."""
    return seen_of(*(proposal[f"proposed_{what}"] for what in ("outcome", "amount", "reason", "by")))


def exception_view(row: RowView) -> dict[str, Any]:
    """Return a posting that people are to look at, with what was proposed (`seen` stands for it) or what came of it.

    Without an account of ours it is in suspense.
    """
    return {
        "exception": exception_name(row["transit_key"]),
        "transit_key": row["transit_key"],
        "account": masked_account(row["account_id"] or SUSPENSE),
        "amount": row["amount"],
        "currency": row["currency"],
        "reason_code": row["reason_code"],
        "opened_at": row["opened_at"],
        **{name: row[name] for name in _OF_EXCEPTIONS if name in row},
        **({"seen": seen_in(row)} if row.get("proposed_by") else {}),
    }


def hops_of_attempt(office: Office, row: RowView) -> Iterator[dict[str, Any]]:
    """Yield a request and its answer; a tombstone has neither."""
    for direction, text in (("in", row["request"]), ("out", row["answer"])):
        if text:
            fields = read_hop(text)
            yield {
                "party": office.settings.name,
                "at": row["decided_at"],
                "direction": direction,
                "peer": office.bank.switch_id,
                "mti": fields["mti"],
                "fields": fields,
            }

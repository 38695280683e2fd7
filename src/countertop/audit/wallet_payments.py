"""Payments by code at acquirer and wallet: one order is one payment, and both hold the same net of it (I1, I2, I8).

The net of a payment is its amount while it stands, less what was voided and refunded. It is compared for each payment
of which the host has nothing left to decide: no void or refund on its way, no reversal owed. A refund that an upload
has restored does not name its payment; the wallet knows by the refund's number which it is of. A refund in place of a
reversal, once the host takes it as done, must be in the wallet's books under its number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from countertop.audit.books import Books, Row
from countertop.audit.findings import Finding
from countertop.iso8583.hops import read_hop

__all__ = ["check_wallet_payments"]

_PAYMENT = "qr_sale"
_UNDOING = frozenset({"qr_void", "qr_refund"})


def check_wallet_payments(host: Books, wallet: Books) -> Iterator[Finding]:
    """Compare what a host holds of its payments by code with what a wallet has moved for it."""
    known = [row["acquirer_id"] for row in host.rows("acquirer") if row["acquirer_id"] in wallet.by_key("acquirer")]
    if not known:
        return
    names, moved = (host.name, wallet.name), _moved(wallet, known[0])
    nets, open_payments = _nets(host, _refunded(wallet, known[0]))
    for rrn, (key, net) in nets.items():
        there = moved.pop(rrn, 0)
        if key not in open_payments and net != there:
            yield Finding("I1", names, key, "audit.wallet_differs", {"rrn": rrn, "one": net, "other": there})
    for order, left in moved.items():
        if left:
            yield Finding("I2", names, order, "audit.wallet_order_unknown", {"order": order})
    yield from _repaid(host, wallet, known[0])


def _repaid(host: Books, wallet: Books, acquirer_id: str) -> Iterator[Finding]:
    """Look for refunds in place of reversals that the host believes in and the wallet has not, or has otherwise."""
    there = {row["refund_number"]: row["amount"] for row in wallet.rows("refund") if row["acquirer_id"] == acquirer_id}
    discharges, owed = host.by_key("discharge"), host.by_key("wallet_refund")
    for key, discharge in discharges.items():
        if key not in owed and read_hop(discharge["acknowledgement"]).get("mti") == "refund":
            told = {"mti": "refund", "code": discharge["acknowledged_code"]}
            yield Finding("I10", (host.name,), key, "audit.not_an_acknowledgement", told)
    for key, row in owed.items():
        right, found = row["refund_amount"], there.get(row["refund_number"], 0)
        if found != right and (key in discharges or found):
            told = {"rrn": row["refund_number"], "one": right, "other": found}
            yield Finding("I8", (host.name, wallet.name), key, "audit.wallet_refund_differs", told)


def _nets(host: Books, refunded: dict[str, str]) -> tuple[dict[str, tuple[str, int]], set[str]]:
    """Return key and net of each payment by its reference, and the keys of those that are still open.

    `refunded` maps the reference of a refund to that of its payment.
    """
    decisions, obligations, discharges = (host.by_key(table) for table in ("decision", "obligation", "discharge"))
    nets: dict[str, tuple[str, int]] = {}
    taken_back: defaultdict[str, int] = defaultdict(int)
    still_open: set[str] = set()
    rows = [row for row in host.rows("attempt") if row["kind"] == _PAYMENT or row["kind"] in _UNDOING]
    keys = {row["rrn"]: row["attempt_key"] for row in rows if row["kind"] == _PAYMENT}
    for row in rows:
        key = row["attempt_key"]
        decision = decisions.get(key)
        payment = row["original_key"] or keys.get(refunded.get(row["rrn"], ""), "")
        payment = key if row["kind"] == _PAYMENT else payment
        if decision is None or (key in obligations and key not in discharges):
            still_open.add(payment)
        elif decision["outcome"] == "approved" and row["kind"] in _UNDOING:
            taken_back[payment] += row["amount"]
    for row in rows:
        if row["kind"] == _PAYMENT:
            key = row["attempt_key"]
            net = _standing(row, decisions, obligations) - taken_back[key]
            # A reversal takes back what refunds have left.
            nets[row["rrn"]] = (key, max(net, 0) if key in obligations else net)
    return nets, still_open


def _standing(row: Row, decisions: dict[str, Row], obligations: dict[str, Row]) -> int:
    decision = decisions.get(row["attempt_key"])
    stands = decision is not None and decision["outcome"] == "approved" and row["attempt_key"] not in obligations
    return int(row["amount"]) if stands else 0


def _refunded(wallet: Books, acquirer_id: str) -> dict[str, str]:
    orders = wallet.by_key("payment_order")
    return {
        row["refund_number"]: orders[row["order_key"]]["order_number"]
        for row in wallet.rows("refund")
        if row["acquirer_id"] == acquirer_id
    }


def _moved(wallet: Books, acquirer_id: str) -> dict[str, int]:
    """Return by order number what the wallet owes the acquirer; a refund counts once it is accepted."""
    numbers = {
        row["order_key"]: row["order_number"]
        for row in wallet.rows("payment_order")
        if row["acquirer_id"] == acquirer_id
    }
    moved: defaultdict[str, int] = defaultdict(int)
    for row in wallet.rows("posting"):
        if row["account_id"].startswith("payable|") and row["order_key"] in numbers:
            moved[numbers[row["order_key"]]] += row["amount"]
    ended = wallet.by_key("refund_end")
    for key, row in wallet.by_key("refund").items():
        if key not in ended and row["order_key"] in numbers:
            moved[numbers[row["order_key"]]] -= row["amount"]
    return moved

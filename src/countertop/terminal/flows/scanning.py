"""The code that a customer shows (付款码): scanned until it is one, held in memory until the transaction is over.

What a scanner sends is text for this question and nothing else (`qr.scans`). A code of another kind gets an answer that
says what it is; whose wallet a payment code belongs to, the host knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from countertop.qr import PaymentCode, ScanError, ScanKind, identify, read_scan
from countertop.stage import Show
from countertop.terminal.conversation import REFUSED, Ending, Steps
from countertop.terminal.flows.ending import ask
from countertop.terminal.machine import Machine
from countertop.values import Amount, Secret

__all__ = ["code_scanned"]

_OTHERS: Final[Mapping[ScanKind, str]] = MappingProxyType(
    {
        ScanKind.MERCHANT_CODE: "screen.code_of_shop",
        ScanKind.CUSTOMER_CODE: "screen.code_of_card",
        ScanKind.UNKNOWN: "screen.code_unknown",
    }
)


def code_scanned(machine: Machine, amount: int) -> Steps[PaymentCode | Ending]:
    """Have the customer's code scanned until it is a payment code."""
    for _ in range(machine.settings.card_reads):
        found = _read(machine, (yield ask(machine, "ask.payment_code", amount=str(Amount(amount)))))
        if isinstance(found, PaymentCode):
            return found
        yield Show(found)
    return Ending(REFUSED, "screen.code_not_scanned", advice="advice.other_code")


def _read(machine: Machine, scanned: object) -> PaymentCode | str:
    """Return the code, or the id of what is said of anything else."""
    if not isinstance(scanned, Secret):
        return "screen.code_unreadable"
    try:
        scan = read_scan(str(scanned.reveal()).encode("utf-8", "replace"))
    except ScanError:
        machine.counters["scans_refused"] += 1
        return "screen.code_unreadable"
    machine.counters["scan_controls_dropped"] += scan.dropped
    kind = identify(scan.text)
    return PaymentCode(scan.text) if kind is ScanKind.PAYMENT_CODE else _OTHERS[kind]

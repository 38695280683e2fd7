"""What the host checks of a sale or void by itself, in order; the first fault is the response code.

The order of the host rules (POS specification 5.4): registration (97, 03, 58), session and batch (77) and MAC (A0)
come before these, and the key of the attempt (94) is taken before a fault is answered. So a decline of this table is
recorded, and the same request can never be approved later.
"""

from __future__ import annotations

from collections.abc import Callable

from countertop.acquirer.attempt import Attempt
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.people import staff_fault
from countertop.iso8583.matrix import SUPPORTED_ENTRY_METHODS

__all__ = ["SALE_CHECKS", "VOID_CHECKS", "expiry_fault", "first_fault"]

DOMESTIC = "156"
SHORTEST_ORIGINAL = 12
"""Digits of field 61 that name an original: batch and STAN; a date may follow."""

Check = Callable[[Attempt, HostMemory], str]


def _form(attempt: Attempt, memory: HostMemory) -> str:
    return memory.shapes.fault(attempt.arrival.opening, attempt.request)


def _entry(attempt: Attempt, _: HostMemory) -> str:
    return "" if (attempt.request.entry_mode or "")[:2] in SUPPORTED_ENTRY_METHODS else "40"


def _card_readable(attempt: Attempt, _: HostMemory) -> str:
    # A number too long for the clear part of its track, or a track encrypted under a key the terminal never got.
    unreadable = attempt.pan is None or (attempt.track_is_encrypted and attempt.session.tdk is None)
    return "30" if unreadable else ""


def _original_named(attempt: Attempt, _: HostMemory) -> str:
    return "" if len(attempt.request.original_info or "") >= SHORTEST_ORIGINAL else "30"


def _currency(attempt: Attempt, _: HostMemory) -> str:
    return "" if attempt.request.currency == DOMESTIC else "12"


def _amount(attempt: Attempt, _: HostMemory) -> str:
    return "" if attempt.amount else "13"


def _limit(attempt: Attempt, memory: HostMemory) -> str:
    return "" if attempt.amount <= memory.settings.largest_sale else "61"


def _card_known(attempt: Attempt, _: HostMemory) -> str:
    if attempt.pan is None:
        return ""
    try:
        attempt.pan.check()
    except ValueError:
        return "14"
    return "14" if attempt.route is None else ""


def _operator(attempt: Attempt, memory: HostMemory) -> str:
    return staff_fault(attempt.terminal, attempt.people, supervised=False) if memory.settings.people_in_mac else ""


def _supervisor(attempt: Attempt, memory: HostMemory) -> str:
    return staff_fault(attempt.terminal, attempt.people, supervised=True) if memory.settings.people_in_mac else ""


SALE_CHECKS: tuple[Check, ...] = (_form, _entry, _card_readable, _currency, _amount, _limit, _card_known, _operator)
VOID_CHECKS: tuple[Check, ...] = (_form, _original_named, _currency, _amount, _card_known, _supervisor)


def first_fault(checks: tuple[Check, ...], attempt: Attempt, memory: HostMemory) -> str:
    """Return the response code of the first check that fails, or nothing."""
    for check in checks:
        if fault := check(attempt, memory):
            return fault
    return ""


def expiry_fault(expiry: str | None, year_month: str) -> str:
    """Return 54 for a card whose last month (YYMM) has passed; a card without an expiry is the issuer's matter."""
    return "54" if expiry and expiry < year_month else ""

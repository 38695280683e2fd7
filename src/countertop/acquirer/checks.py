"""What the host checks of a request by itself, in order; the first fault is the response code.

The order of the host rules (POS specification 5.4): registration (97, 03, 58), session and batch (77) and MAC (A0)
come before these, and the key of the attempt (94) is taken before a fault is answered. So a decline of this table is
recorded, and the same request can never be approved later. What the gate found against a terminal that could begin
something new as soon as the gate opens (03, 58) is declined here too, once the MAC has shown who asks.
"""

from __future__ import annotations

from collections.abc import Callable

from countertop.acquirer.attempt import Attempt
from countertop.acquirer.kinds import KINDS, FoundBy, Kind
from countertop.acquirer.management.places import place_fault
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.people import staff_fault
from countertop.iso8583.matrix import SUPPORTED_ENTRY_METHODS

__all__ = ["AT_CONSOLE", "CHECKS", "SWITCHABLE", "expiry_fault", "first_fault"]

DOMESTIC = "156"
CODE_ENTRY = "03"

ORIGINAL_LENGTH = {FoundBy.VOUCHER: 12, FoundBy.REFERENCE: 16, FoundBy.APPROVAL: 16}
"""Digits of field 61 that there must be at least: batch and STAN, and the date where that finds the original."""

Check = Callable[[Attempt, HostMemory], str]


def _form(attempt: Attempt, memory: HostMemory) -> str:
    return memory.shapes.fault(attempt.arrival.opening, attempt.request)


def _permitted(attempt: Attempt, _: HostMemory) -> str:
    kind = attempt.kind
    return "" if attempt.terminal.may(kind.name, needs_permission=kind.needs_permission) else "58"


def _by_card(attempt: Attempt, _: HostMemory) -> str:
    return "40" if (attempt.request.entry_mode or "")[:2] == CODE_ENTRY else ""


def _entry(attempt: Attempt, _: HostMemory) -> str:
    return "" if (attempt.request.entry_mode or "")[:2] in SUPPORTED_ENTRY_METHODS else "40"


def _card_readable(attempt: Attempt, _: HostMemory) -> str:
    # There is none, or its number is too long for the clear part of its track.
    return "30" if attempt.pan is None else ""


def _track_readable(attempt: Attempt, _: HostMemory) -> str:
    # A track encrypted under a key the terminal never got.
    return "30" if attempt.track_is_encrypted and attempt.session.tdk is None else ""


def _original_named(attempt: Attempt, _: HostMemory) -> str:
    return "" if len(attempt.request.original_info or "") >= ORIGINAL_LENGTH[attempt.kind.found_by] else "30"


def _target(attempt: Attempt, _: HostMemory) -> str:
    target = attempt.target
    try:
        if target is not None:
            target.check()
    except ValueError:
        return "14"
    return "A3" if target is None or target == attempt.pan else ""


def _currency(attempt: Attempt, _: HostMemory) -> str:
    return "" if attempt.request.currency == DOMESTIC else "12"


def _amount(attempt: Attempt, _: HostMemory) -> str:
    return "" if attempt.amount else "13"


def _limit(attempt: Attempt, memory: HostMemory) -> str:
    largest = attempt.terminal.merchant.largest_amount or memory.settings.largest_sale
    return "" if attempt.amount <= min(largest, memory.settings.largest_sale) else "61"


def _card_known(attempt: Attempt, _: HostMemory) -> str:
    if attempt.pan is None:
        return ""
    try:
        attempt.pan.check()
    except ValueError:
        return "14"
    return "14" if attempt.route is None else ""


def _listed(attempt: Attempt, memory: HostMemory) -> str:
    return "" if attempt.pan is None or not memory.blacklist.sizes else memory.blacklist.prefix_fault(attempt.pan)


def _staff(attempt: Attempt, memory: HostMemory) -> str:
    if not memory.settings.people_in_mac:
        return ""
    return staff_fault(attempt.terminal, attempt.people, supervised=attempt.kind.is_supervised)


def _trading(attempt: Attempt, _: HostMemory) -> str:
    return "" if attempt.terminal.merchant.is_open else "03"


def _wallet_linked(_: Attempt, memory: HostMemory) -> str:
    return "40" if memory.wallet.provider is None else ""


_CARD: tuple[Check, ...] = (_form, _entry, _card_readable, _track_readable)
_SUM: tuple[Check, ...] = (_currency, _amount, _limit)
_MONEY: tuple[Check, ...] = (*_SUM, _card_known)
_NEW: tuple[Check, ...] = (*_CARD, *_MONEY, _staff)
_HERE: tuple[Check, ...] = (_permitted, place_fault)
_SPENDING: tuple[Check, ...] = (*_NEW, *_HERE, _listed)
_UNDOING: tuple[Check, ...] = (_form, _by_card, _track_readable, _original_named, *_MONEY, _staff, *_HERE)
_WITH_CARD: tuple[Check, ...] = (*_CARD, _original_named, *_MONEY)

_BY_KIND: dict[str, tuple[Check, ...]] = {
    "sale": _SPENDING,
    "void": _UNDOING,
    "refund": _UNDOING,
    "preauthorisation": _SPENDING,
    "preauthorisation_void": (*_WITH_CARD, _staff, *_HERE),
    "completion": (*_WITH_CARD, _staff, *_HERE),
    "completion_advice": (*_WITH_CARD, _staff),
    "completion_void": _UNDOING,
    "balance": (*_CARD, _currency, _card_known, _staff, *_HERE, _listed),
    "transfer": (_permitted, *_SPENDING, _target),
    "offline_post": _NEW,
    "adjustment": (*_WITH_CARD, _staff),
    "tip_adjustment": (*_WITH_CARD, _staff),
    "qr_sale": (_form, _wallet_linked, *_SUM, _staff, *_HERE),
    "qr_void": (_form, _wallet_linked, _original_named, *_SUM, _staff, *_HERE),
    "qr_refund": (_form, _wallet_linked, _original_named, *_SUM, _staff, *_HERE),
}

# What has happened already is told whatever is permitted now, and from wherever the machine stands.
CHECKS: dict[Kind, tuple[Check, ...]] = {kind: _BY_KIND[name] for name, kind in KINDS.items()}
"""The checks of each kind, in their order."""

AT_CONSOLE: dict[Kind, tuple[Check, ...]] = {
    KINDS["refund"]: (_trading, *_SUM, _permitted),
    KINDS["qr_refund"]: (_trading, _wallet_linked, *_SUM, _permitted),
}
"""The checks of what a merchant's people ask for at its console: of a message, its card and its machine there are none.

Who they are and who approves is known by the console, as a terminal's staff is by the terminal.
"""

SWITCHABLE: frozenset[str] = frozenset(kind.name for kind, checks in CHECKS.items() if _permitted in checks)
"""The kinds that a terminal or a merchant can be forbidden, or must be permitted."""


def first_fault(checks: tuple[Check, ...], attempt: Attempt, memory: HostMemory) -> str:
    """Return the response code of the gate or of the first check that fails, or nothing."""
    if attempt.arrival.gate_fault:
        return attempt.arrival.gate_fault
    for check in checks:
        if fault := check(attempt, memory):
            return fault
    return ""


def expiry_fault(expiry: str | None, year_month: str) -> str:
    """Return 54 for a card whose last month (YYMM) has passed; a card without an expiry is the issuer's matter."""
    return "54" if expiry and expiry < year_month else ""

"""The kinds of financial request that this host serves: a row each, joined from what others say of the same kind.

The matrix says how a terminal's request is told apart and on which side of the totals it counts; the interbank form
says how it goes on and what ends the doubt when no answer comes; the row here says what the host does by itself: how it
finds the original, who must be there, what a switch's answer cannot decide.

    found by      what names the original                                           how far it is looked for
    VOUCHER       F61: batch and STAN                                               this terminal, its open batch
    REFERENCE     F37: reference number, F61: date                                  this merchant, any terminal, any day
    APPROVAL      F38: approval code, F61: date, and the card                       this merchant, any terminal, any day
    NOTHING       it begins something new

A payment by code goes to a wallet instead of the switch, by the wallet's own API: of its form only the codes and what
ends the doubt are used. What a wallet has undone stays undone, so the void of such a payment is repeated.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from countertop.iso8583.interbank_forms import FORM_OF, Ending, Form
from countertop.iso8583.matrix import KINDS as MATRIX
from countertop.iso8583.matrix import MessageKind

__all__ = ["KINDS", "FoundBy", "Kind", "Route", "Selectors"]

Selectors = tuple[str, str, str, str]
"""MTI, processing code, condition code and type code 60.1."""

_UNKNOWN_THERE = frozenset({"68", "96", "98", "A0"})
_NOT_REACHED = frozenset({"91", "92"})


class FoundBy(Enum):
    """What names the original of a request."""

    NOTHING = "nothing"
    VOUCHER = "voucher"
    REFERENCE = "reference"
    APPROVAL = "approval"


class Route(Enum):
    """Who decides a request."""

    SWITCH = "switch"
    WALLET = "wallet"


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """One row. `left_open_by` are the response codes of the switch that decide nothing: it does not know either.

    `is_supervised`: field 46 names a supervisor of this terminal. `is_held_to_blacklist`: listed cards are refused.
    `needs_permission`: a terminal or its merchant must have been given it. `shows_balance`: the answer carries field
    54. `is_spending`: it counts against limits a day.
    """

    name: str
    row: MessageKind
    form: Form
    found_by: FoundBy
    is_supervised: bool
    is_held_to_blacklist: bool
    left_open_by: frozenset[str]
    needs_permission: bool
    shows_balance: bool
    is_spending: bool
    route: Route = Route.SWITCH

    @property
    def ending(self) -> Ending:
        """What ends the doubt when the switch does not answer."""
        return self.form.ending

    @property
    def selectors(self) -> Selectors:
        """How a terminal's request of this kind is told apart."""
        row = self.row
        (mti,), (message_type,) = row.mtis, row.message_types
        return (mti, row.processing_code or "", row.condition_code or "", message_type)

    @property
    def reversal_selectors(self) -> Selectors:
        """How a terminal's reversal of such a request is told apart."""
        return ("0400", *self.selectors[1:])


_ROWS = {row.name: row for row in MATRIX}

_FORMS = {
    **FORM_OF,
    "qr_sale": Form("qr_sale", "0200", "000000", "00", Ending.REVERSAL, names_original=False),
    "qr_void": Form("qr_void", "0200", "200000", "00", Ending.REPEAT, names_original=True),
    "qr_refund": Form("qr_refund", "0220", "200000", "00", Ending.REPEAT, names_original=True),
}


def _kind(
    name: str,
    found_by: FoundBy = FoundBy.NOTHING,
    *,
    supervised: bool = False,
    told_afterwards: bool = False,
    permitted: bool = False,
    balance: bool = False,
    spending: bool = False,
    route: Route = Route.SWITCH,
) -> Kind:
    """Return a row; no missing line can decline what is `told_afterwards`."""
    row, form = _ROWS[name], _FORMS[name]
    assert row.reversible is (form.ending is Ending.REVERSAL), f"matrix and form disagree about how {name} ends"
    # What gives money back, or has happened already, is carried out for listed cards too.
    held_to_blacklist = found_by is FoundBy.NOTHING and not told_afterwards
    repeated = form.ending is Ending.REPEAT
    left_open = (_UNKNOWN_THERE if repeated else frozenset()) | (_NOT_REACHED if told_afterwards else frozenset())
    held = (supervised, held_to_blacklist)
    return Kind(name, row, form, found_by, *held, left_open, permitted, balance, spending, route)


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        _kind("sale", spending=True),
        _kind("void", FoundBy.VOUCHER, supervised=True),
        _kind("refund", FoundBy.REFERENCE, supervised=True),
        _kind("preauthorisation", spending=True),
        _kind("preauthorisation_void", FoundBy.APPROVAL, supervised=True),
        _kind("completion", FoundBy.APPROVAL),
        _kind("completion_advice", FoundBy.APPROVAL, told_afterwards=True),
        _kind("completion_void", FoundBy.VOUCHER, supervised=True),
        _kind("balance", balance=True),
        _kind("transfer", permitted=True, spending=True),
        _kind("offline_post", told_afterwards=True),
        _kind("adjustment", FoundBy.VOUCHER, told_afterwards=True),
        _kind("tip_adjustment", FoundBy.VOUCHER, told_afterwards=True),
        _kind("qr_sale", spending=True, route=Route.WALLET),
        _kind("qr_void", FoundBy.VOUCHER, supervised=True, route=Route.WALLET),
        _kind("qr_refund", FoundBy.REFERENCE, supervised=True, route=Route.WALLET),
    )
}
"""Name -> kind."""

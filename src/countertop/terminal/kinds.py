"""The kinds of transaction at this terminal: a row each, joined to the row of the matrix that its messages keep to.

remedy        what ends the doubt when no trusted answer came
REVERSAL      a 0400, until the host acknowledges it: then nothing happened
REPEAT        the same request under the same STAN, until the host answers it: then it is known what happened
NOTHING       nothing is owed, because nothing moves

names         how the person names the earlier transaction
VOUCHER       the voucher number, of the open batch at this terminal
REFERENCE     reference number and date on the slip, of any terminal of the merchant
APPROVAL      approval code and date on the slip, and the card
VOICE         no earlier transaction: the code that the bank's voice desk gave
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from countertop.iso8583.matrix import KINDS as MATRIX
from countertop.iso8583.matrix import MessageKind
from countertop.terminal.lifecycle import Remedy
from countertop.terminal.permissions import Operation

__all__ = ["ADJUSTABLE", "KINDS", "UNDOING", "Kind", "Names", "Sum"]


class Names(Enum):
    """How an earlier transaction is named."""

    NOTHING = "nothing"
    VOUCHER = "voucher"
    REFERENCE = "reference"
    APPROVAL = "approval"
    VOICE = "voice"

    __hash__ = object.__hash__  # a member is itself alone, and an enumeration's own hash is slow


class Sum(Enum):
    """Where the amount comes from."""

    KEYED = "the person keys it"
    ORIGINAL = "it is the original's"
    TIP = "the person keys what is added to the original's"
    NONE = "there is none"

    __hash__ = object.__hash__  # a member is itself alone, and an enumeration's own hash is slow


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """One row. `undoes` and `adjusts`: the kinds of the original found by its voucher.

    `approval` is what the supervisor must agree to. `takes_pin`: the customer is asked for the PIN. `is_stored` is
    True, or the setting that says so: it counts here at once, and the host is told later. `switch` is the setting that
    allows it at all, `keyed` the one that allows a card number keyed by hand. `may_waive`: small amounts go without
    PIN and signature. `negative`: slips show the amount with a minus. `is_scanned`: a code pays in place of a card.
    """

    name: str
    row: MessageKind
    operation: Operation
    remedy: Remedy
    names: Names = Names.NOTHING
    sum: Sum = Sum.KEYED
    undoes: frozenset[str] = frozenset()
    adjusts: frozenset[str] = frozenset()
    approval: Operation | None = None
    takes_pin: bool = False
    has_slip: bool = True
    is_stored: bool | str = False
    switch: str | None = None
    keyed: str | None = "keyed_cards"
    may_waive: bool = False
    asks_account: bool = False
    limit: str | None = None
    has_target: bool = False
    negative: bool = False
    is_scanned: bool = False

    @property
    def mti(self) -> str:
        """The message type of its request."""
        (mti,) = self.row.mtis
        return mti

    @property
    def message_type(self) -> str:
        """60.1."""
        (message_type,) = self.row.message_types
        return message_type

    @property
    def reads_card(self) -> bool:
        """Tell whether it begins with a card; else it uses the number kept of the original."""
        return self.names is not Names.VOUCHER and not self.is_scanned


_ROWS = {row.name: row for row in MATRIX}
_O, _R = Operation, Remedy

KINDS: Final[dict[str, Kind]] = {
    kind.name: kind
    for kind in (
        Kind("sale", _ROWS["sale"], _O.SALE, _R.REVERSAL, takes_pin=True, may_waive=True, asks_account=True),
        Kind(
            "void",
            _ROWS["void"],
            _O.VOID,
            _R.REVERSAL,
            Names.VOUCHER,
            Sum.ORIGINAL,
            undoes=frozenset({"sale"}),
            approval=_O.APPROVE_VOID,
            negative=True,
        ),
        Kind(
            "refund",
            _ROWS["refund"],
            _O.REFUND,
            _R.REPEAT,
            Names.REFERENCE,
            approval=_O.APPROVE_REFUND,
            limit="refund_limit",
            negative=True,
        ),
        Kind(
            "preauthorisation",
            _ROWS["preauthorisation"],
            _O.PREAUTHORISATION,
            _R.REVERSAL,
            takes_pin=True,
            may_waive=True,
        ),
        Kind(
            "preauthorisation_void",
            _ROWS["preauthorisation_void"],
            _O.PREAUTHORISATION_VOID,
            _R.REVERSAL,
            Names.APPROVAL,
            approval=_O.APPROVE_PREAUTHORISATION_VOID,
            keyed="keyed_preauthorisations",
            negative=True,
        ),
        Kind(
            "completion",
            _ROWS["completion"],
            _O.COMPLETION,
            _R.REVERSAL,
            Names.APPROVAL,
            takes_pin=True,
            keyed="keyed_preauthorisations",
        ),
        Kind(
            "completion_advice",
            _ROWS["completion_advice"],
            _O.COMPLETION_ADVICE,
            _R.REPEAT,
            Names.APPROVAL,
            is_stored="store_completion_advices",
            keyed="keyed_preauthorisations",
        ),
        Kind(
            "completion_void",
            _ROWS["completion_void"],
            _O.COMPLETION_VOID,
            _R.REVERSAL,
            Names.VOUCHER,
            Sum.ORIGINAL,
            undoes=frozenset({"completion", "completion_advice"}),
            approval=_O.APPROVE_COMPLETION_VOID,
            negative=True,
        ),
        Kind(
            "balance",
            _ROWS["balance"],
            _O.BALANCE,
            _R.NOTHING,
            sum=Sum.NONE,
            takes_pin=True,
            has_slip=False,
            keyed=None,
        ),
        Kind(
            "transfer",
            _ROWS["transfer"],
            _O.TRANSFER,
            _R.REPEAT,
            takes_pin=True,
            switch="transfers",
            keyed=None,
            has_target=True,
        ),
        Kind(
            "offline_post",
            _ROWS["offline_post"],
            _O.OFFLINE_POST,
            _R.REPEAT,
            Names.VOICE,
            is_stored=True,
            keyed="keyed_offline_posts",
        ),
        Kind(
            "adjustment",
            _ROWS["adjustment"],
            _O.ADJUSTMENT,
            _R.REPEAT,
            Names.VOUCHER,
            adjusts=frozenset({"offline_post"}),
            is_stored=True,
        ),
        Kind(
            "tip_adjustment",
            _ROWS["tip_adjustment"],
            _O.TIP_ADJUSTMENT,
            _R.REPEAT,
            Names.VOUCHER,
            Sum.TIP,
            adjusts=frozenset({"offline_post"}),
            is_stored=True,
        ),
        Kind("qr_sale", _ROWS["qr_sale"], _O.QR_SALE, _R.REVERSAL, keyed=None, is_scanned=True),
        Kind(
            "qr_void",
            _ROWS["qr_void"],
            _O.QR_VOID,
            _R.REPEAT,
            Names.VOUCHER,
            Sum.ORIGINAL,
            undoes=frozenset({"qr_sale"}),
            approval=_O.APPROVE_VOID,
            keyed=None,
            negative=True,
            is_scanned=True,
        ),
        Kind(
            "qr_refund",
            _ROWS["qr_refund"],
            _O.QR_REFUND,
            _R.REPEAT,
            Names.REFERENCE,
            approval=_O.APPROVE_REFUND,
            keyed=None,
            limit="refund_limit",
            negative=True,
            is_scanned=True,
        ),
    )
}
"""Name -> kind; a name is also the verb of the desk."""

assert all(kind.row.reversible is (kind.remedy is Remedy.REVERSAL) for kind in KINDS.values()), "as the matrix says"

UNDOING: Final = frozenset(kind.name for kind in KINDS.values() if kind.undoes)
"""Kinds after whose completion their original counts as voided."""

ADJUSTABLE: Final = frozenset().union(*(kind.adjusts for kind in KINDS.values()))
"""Kinds whose amount may be changed afterwards."""

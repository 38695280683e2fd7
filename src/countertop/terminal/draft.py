"""A transaction but for its STAN: what the person chose, and what of it goes into the request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from countertop.hsm import ProtectedPan
from countertop.iso8583.private.scanned import Scanned
from countertop.qr import PaymentCode
from countertop.terminal.card_entry import SealedCard
from countertop.terminal.kinds import KINDS, Kind
from countertop.terminal.records import AttemptPrepared
from countertop.values import Pan

__all__ = ["CURRENCY", "NO_ORIGINAL", "Draft", "Original", "Target"]

CURRENCY: Final = "156"
_FALLBACK: Final = "2"
_SCANNED: Final = "032"


@dataclass(frozen=True, slots=True)
class Original:
    """What a request names of an earlier transaction: F61, F37 and F38; the rest is for slips and lists.

    `date` is YYYY-MM-DD, or MMDD where the year was not told.
    """

    info: str | None = None
    stan: str | None = None
    rrn: str | None = None
    approval_code: str | None = None
    date: str | None = None


NO_ORIGINAL: Final = Original()


@dataclass(frozen=True, slots=True)
class Target:
    """The card that a transfer pays into."""

    pan: Pan
    protected: ProtectedPan

    @property
    def masked_pan(self) -> str:
        """Its number, as slips show it."""
        return self.pan.masked()


@dataclass(slots=True)
class Draft:
    """One transaction. `amount` is minor units, 0 for a kind that has none; `tip` the part of it added afterwards.

    `taken_at` is when a stored one was taken, YYYYMMDDhhmmss on the terminal's clock. `code` is what the customer
    showed in place of a card; `shows_code`: the shop shows one instead. `till_request` is the id under which a
    till asked.
    """

    kind: Kind
    batch_number: str
    amount: int
    card: SealedCard
    operator: str
    supervisor: str | None = None
    original: Original = NO_ORIGINAL
    currency: str = CURRENCY
    fallback: bool = False
    tip: int | None = None
    target: Target | None = None
    account: str | None = None
    waived: str | None = None
    waived_limit: int | None = None
    taken_at: str | None = None
    code: PaymentCode | None = None
    shows_code: bool = False
    till_request: str | None = None

    @property
    def entry_mode(self) -> str:
        """F22: how it is known who pays."""
        return _SCANNED if self.kind.is_scanned else self.card.entry_mode

    @property
    def scanned(self) -> Scanned:
        """What F59 says of a code; the code itself is in the request alone."""
        return Scanned(None if self.code is None else self.code.reveal(), self.shows_code)

    @classmethod
    def again(cls, prepared: AttemptPrepared, pan: Pan | None, target: Pan | None, taken_at: str | None) -> Draft:
        """Return what was made durable of a transaction, to be sent again: by its number, without track and PIN."""
        protected = ProtectedPan(prepared.pan_token, prepared.pan_cipher)
        paid_into = None
        if target is not None:
            paid_into = Target(target, ProtectedPan(prepared.target_token or "", prepared.target_cipher or ""))
        return cls(
            kind=KINDS[prepared.kind],
            batch_number=prepared.batch_number,
            amount=prepared.amount,
            card=SealedCard(protected, prepared.masked_pan, pan=pan),
            operator=prepared.operator,
            supervisor=prepared.supervisor,
            original=Original(
                prepared.original_info, prepared.original_stan, prepared.original_rrn, prepared.original_approval_code
            ),
            currency=prepared.currency,
            fallback=prepared.transaction_info[-1:] == _FALLBACK,
            tip=prepared.tip,
            target=paid_into,
            account=prepared.account,
            waived=prepared.waived,
            waived_limit=prepared.waived_limit,
            taken_at=taken_at,
            till_request=prepared.till_request,
        )

"""What may be chosen about a wallet; durations in microseconds. The defaults are those of operation."""

from __future__ import annotations

from dataclasses import dataclass

from countertop.values import MINUTE, SECOND

__all__ = ["PLANTABLE", "WalletSettings"]

DAY = 24 * 60 * MINUTE

PLANTABLE = frozenset(
    {
        "wallet.answer-before-commit",
        "wallet.code-usable-twice",
        "wallet.duplicate-order-charged",
        "wallet.no-tombstone",
        "wallet.pays-after-close",
        "wallet.refund-cap-ignored",
        "wallet.refund-repeated",
        "wallet.reverse-keeps-the-money",
    }
)
"""The faults that can be switched on, to prove that tests and audit find them."""


@dataclass(slots=True)
class WalletSettings:
    """Settings of one wallet."""

    name: str = "wallet"
    """The party's name in lists, traces and logs."""

    code_life: int = 60 * SECOND
    """How long a payment code is good after the customer has seen it."""

    confirm_timeout: int = 60 * SECOND
    """How long a customer may take to confirm; after it the order has failed."""

    bank_delay: int = 3 * SECOND
    """How long the money of a customer takes who pays out of a bank account."""

    refund_delay: int = 0
    """How long a refund takes after it was accepted; 0: it is paid back at once."""

    reverse_window: int = 7 * DAY
    """How long after its payment an order may be reversed; later it is refunded."""

    refund_window: int = 365 * DAY
    """How long after its payment an order may be refunded."""

    most_refunds: int = 50
    """Refunds of one order."""

    clock_window: int = 5 * MINUTE
    """How far a request's timestamp may be from our clock, either way; as long its nonce is remembered."""

    most_nonces: int = 200_000
    """Nonces remembered; when there are more within the window, requests are refused as `busy`."""

    most_open_orders: int = 10_000
    """Orders waiting for a customer; a further one is refused as `busy`."""

    notice_timeout: int = 10 * SECOND
    """How long an acquirer may take to acknowledge a notice."""

    shortest_notice_pause: int = 5 * SECOND
    longest_notice_pause: int = 30 * MINUTE
    """The wait before notices are tried again doubles from the first to the second; they are never given up."""

    planted: frozenset[str] = frozenset()
    """Faults switched on, of `PLANTABLE`."""

    def __post_init__(self) -> None:
        unknown = {bug for bug in self.planted if bug.startswith("wallet.")} - PLANTABLE
        assert not unknown, f"no such planted fault: {', '.join(sorted(unknown))}"

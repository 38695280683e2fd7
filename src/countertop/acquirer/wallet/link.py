"""What the host holds of the wallet in memory: who it is, the lines to it, what was asked, which payments are open.

An order is here while its attempt is undecided; the tables say that it is open, and what became of it says the wallet.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from countertop.qr import PaymentCode

if TYPE_CHECKING:
    from countertop.acquirer.attempt import Attempt

__all__ = ["Asked", "Order", "Provider", "WalletLink"]


@dataclass(frozen=True, slots=True)
class Provider:
    """The wallet: its key is a block of our HSM, `code_style` names the payment codes that are its own."""

    wallet_id: str
    name: str
    code_style: str
    signing_key: str

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> Provider:
        """Return the wallet of a row."""
        return cls(row["wallet_id"], row["name"], row["code_style"], row["signing_key"])


@dataclass(frozen=True, slots=True)
class Asked:
    """A request without an answer: its verb, the nonce that the answer repeats, and the attempt that it is about."""

    verb: str
    nonce: str
    attempt_key: str


class Order:
    """A payment, or what undoes one, that the wallet has not decided.

    `number` is the order's at the wallet, that of the payment. `code` is what the customer showed: it is money, so it
    is here until the wallet has it, and nowhere else. `has_arrived`: the wallet knows the order. `is_awaited`: the
    terminal waits for an answer; between two of its requests it does not. `code_text` is what the shop shows. `since`
    is when the terminal asked first, UTC microseconds.
    """

    __slots__ = ("attempt", "code", "code_text", "has_arrived", "is_awaited", "number", "since", "wallet_number")

    def __init__(self, attempt: Attempt, number: str, code: PaymentCode | None = None) -> None:
        self.attempt = attempt
        self.number = number
        self.since = attempt.arrival.utc
        self.code = code
        self.code_text: str | None = None
        self.wallet_number: str | None = None
        self.has_arrived = False
        self.is_awaited = True


class WalletLink:
    """The lines to the wallet with what was asked over each, and those on which the wallet brings notices (`ears`).

    A line answers in the order in which it was asked, so each has a queue. `calls` are those being dialled.
    """

    __slots__ = ("calls", "ears", "lines", "orders", "provider")

    def __init__(self) -> None:
        self.provider: Provider | None = None
        self.lines: dict[int, deque[Asked]] = {}
        self.calls = 0
        self.ears: set[int] = set()
        self.orders: dict[str, Order] = {}

    @property
    def freest(self) -> int | None:
        """The line over which least is waited for, None without any."""
        return min(self.lines, key=lambda line: len(self.lines[line]), default=None)

"""The accounts of demo mode: everybody may read their passwords, on the log-in page too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from countertop.demo.people import MERCHANT
from countertop.web.accounts.register import Register
from countertop.web.accounts.roles import ROLES

__all__ = ["DEMO_ACCOUNTS", "DemoAccount", "add_demo_accounts"]


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One of them."""

    name: str
    role: str
    password: str

    @property
    def site(self) -> str:
        """The site where they log in."""
        return ROLES[self.role].site


DEMO_ACCOUNTS: Final = (
    DemoAccount("owner", "merchant-owner", "fresh-mart-2026"),
    DemoAccount("clerk", "merchant-clerk", "day-at-the-till"),
    DemoAccount("auditor", "merchant-auditor", "every-slip-counts"),
    DemoAccount("host-operator", "acquirer-operator", "lines-up-all-day"),
    DemoAccount("host-operator-two", "acquirer-operator", "somebody-else-agrees"),
    DemoAccount("host-key-officer", "acquirer-key-officer", "two-halves-one-key"),
    DemoAccount("host-key-officer-two", "acquirer-key-officer", "the-other-half-is-mine"),
    DemoAccount("host-auditor", "acquirer-auditor", "read-every-line"),
    DemoAccount("host-administrator", "acquirer-administrator", "open-a-new-shop"),
    DemoAccount("host-second", "acquirer-administrator", "four-eyes-are-two"),
)


def add_demo_accounts(register: Register) -> None:
    """Make those that are not there yet."""
    for account in DEMO_ACCOUNTS:
        merchant_id = MERCHANT.merchant_id if ROLES[account.role].is_of_merchant else None
        register.add_demo(account.name, account.role, merchant_id, account.password)

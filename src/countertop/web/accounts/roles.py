"""Roles and what each may do: a table, looked up for every request.

A person of a merchant has a `merchant_id` and sees nothing of any other; people of the acquirer have none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Final

__all__ = ["ADMINISTRATOR", "KEEPS_PEOPLE", "ROLES", "Permission", "Person", "Role"]


class Permission(Enum):
    """What a page or an API call needs; the value is what the trail and the API call it."""

    # The merchant console
    SHOP_TRANSACTIONS = "shop.transactions"
    SHOP_REFUNDS = "shop.refunds"
    SHOP_APPROVALS = "shop.approvals"
    SHOP_BATCHES = "shop.batches"
    SHOP_TERMINALS = "shop.terminals"
    SHOP_OPERATORS = "shop.operators"
    SHOP_EXPORTS = "shop.exports"
    SHOP_TRAIL = "shop.trail"
    SHOP_PEOPLE = "shop.people"

    # The acquirer console: looking
    HOST_LOOK = "host.look"
    HOST_TRAFFIC = "host.traffic"
    HOST_TRAIL = "host.trail"

    # The acquirer console: changing
    HOST_COMMANDS = "host.commands"
    HOST_RETRIEVALS = "host.retrievals"
    HOST_CASES = "host.cases"
    HOST_BLACKLIST = "host.blacklist"
    HOST_LINKS = "host.links"
    HOST_ONBOARDING = "host.onboarding"
    HOST_LIMITS = "host.limits"
    HOST_KEYS = "host.keys"
    HOST_PEOPLE = "host.people"


@dataclass(frozen=True, slots=True)
class Role:
    """What one kind of person may do, on one site; `is_of_merchant`: only within one merchant."""

    name: str
    site: str
    may: frozenset[Permission]
    is_of_merchant: bool


_P = Permission
_SHOP_WORK: Final = frozenset({_P.SHOP_TRANSACTIONS, _P.SHOP_BATCHES, _P.SHOP_TERMINALS})
_SHOP_LOOK: Final = _SHOP_WORK | {_P.SHOP_OPERATORS, _P.SHOP_EXPORTS, _P.SHOP_TRAIL}
_HOST_LOOK: Final = frozenset({_P.HOST_LOOK, _P.HOST_TRAFFIC})

ROLES: Final[Mapping[str, Role]] = MappingProxyType(
    {
        role.name: role
        for role in (
            Role(
                "merchant-owner",
                "merchant",
                _SHOP_LOOK | {_P.SHOP_REFUNDS, _P.SHOP_APPROVALS, _P.SHOP_PEOPLE},
                is_of_merchant=True,
            ),
            Role("merchant-clerk", "merchant", _SHOP_WORK | {_P.SHOP_REFUNDS}, is_of_merchant=True),
            Role("merchant-auditor", "merchant", _SHOP_LOOK, is_of_merchant=True),
            Role(
                "acquirer-operator",
                "acquirer",
                _HOST_LOOK | {_P.HOST_COMMANDS, _P.HOST_RETRIEVALS, _P.HOST_CASES, _P.HOST_BLACKLIST, _P.HOST_LINKS},
                is_of_merchant=False,
            ),
            Role("acquirer-key-officer", "acquirer", frozenset({_P.HOST_LOOK, _P.HOST_KEYS}), is_of_merchant=False),
            Role("acquirer-auditor", "acquirer", _HOST_LOOK | {_P.HOST_TRAIL}, is_of_merchant=False),
            Role(
                "acquirer-administrator",
                "acquirer",
                frozenset({_P.HOST_LOOK, _P.HOST_ONBOARDING, _P.HOST_LIMITS, _P.HOST_PEOPLE}),
                is_of_merchant=False,
            ),
        )
    }
)
"""Name -> role."""

ADMINISTRATOR: Final = "acquirer-administrator"
"""Who keeps the accounts of a house: never is there none."""

KEEPS_PEOPLE: Final[Mapping[str, Permission]] = MappingProxyType(
    {"merchant": _P.SHOP_PEOPLE, "acquirer": _P.HOST_PEOPLE}
)
"""Site -> the permission to manage accounts there."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is logged in."""

    name: str
    role: str
    merchant_id: str | None

    def may(self, permission: Permission) -> bool:
        """Tell whether their role has a permission."""
        return permission in ROLES[self.role].may

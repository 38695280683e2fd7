"""Who may do what at the terminal: a table of role and operation.

Cashiers sell; the supervisor approves voids and unlocks cashiers, but does not sell; the system manager
looks after the machine. Everything that changes money asks the host too, which decides by its own register.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

from countertop.codec.bcd import is_digits

__all__ = [
    "FIRST_PASSWORDS",
    "MANAGER",
    "PERMITTED",
    "SUPERVISOR",
    "Operation",
    "Role",
    "is_cashier_number",
    "is_operator_number",
    "is_password",
]

SUPERVISOR: Final = "00"
MANAGER: Final = "99"

FIRST_PASSWORDS: Final = frozenset({"0000", "1234", "123456", "12345678"})
"""What terminals come with; outside the demonstration nobody may choose one of them."""


class Role(Enum):
    """What an operator is; the value is how it is stored."""

    CASHIER = "cashier"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"

    __hash__ = object.__hash__  # a member is itself alone, and an enumeration's own hash is slow


class Operation(Enum):
    """What may be asked of the terminal; the value is the desk's verb, but for the two unlockings."""

    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    SALE = "sale"
    VOID = "void"
    REFUND = "refund"
    PREAUTHORISATION = "preauthorisation"
    PREAUTHORISATION_VOID = "preauthorisation_void"
    COMPLETION = "completion"
    COMPLETION_ADVICE = "completion_advice"
    COMPLETION_VOID = "completion_void"
    BALANCE = "balance"
    TRANSFER = "transfer"
    OFFLINE_POST = "offline_post"
    ADJUSTMENT = "adjustment"
    TIP_ADJUSTMENT = "tip_adjustment"
    QR_SALE = "qr_sale"
    QR_VOID = "qr_void"
    QR_REFUND = "qr_refund"
    QR_QUERY = "qr_query"
    SEND_STORED = "send_stored"
    SETTLE = "settle"
    APPROVE_VOID = "approve_void"
    APPROVE_REFUND = "approve_refund"
    APPROVE_PREAUTHORISATION_VOID = "approve_preauthorisation_void"
    APPROVE_COMPLETION_VOID = "approve_completion_void"
    UNLOCK_CASHIER = "unlock_cashier"
    UNLOCK_SUPERVISOR = "unlock_supervisor"
    ECHO = "echo"
    DOWNLOAD = "download"
    MANAGE_CASHIERS = "manage_cashiers"
    RESET_SUPERVISOR = "reset_supervisor"
    INITIALISE = "initialise"
    CHOOSE_DEVICES = "choose_devices"

    __hash__ = object.__hash__  # a member is itself alone, and an enumeration's own hash is slow


_O = Operation

_SELLING: Final = frozenset(
    {
        *(_O.SALE, _O.VOID, _O.REFUND, _O.BALANCE, _O.TRANSFER, _O.OFFLINE_POST, _O.ADJUSTMENT, _O.TIP_ADJUSTMENT),
        *(_O.PREAUTHORISATION, _O.PREAUTHORISATION_VOID, _O.COMPLETION, _O.COMPLETION_ADVICE, _O.COMPLETION_VOID),
        *(_O.QR_SALE, _O.QR_VOID, _O.QR_REFUND, _O.QR_QUERY),
    }
)
_APPROVING: Final = frozenset(
    {_O.APPROVE_VOID, _O.APPROVE_REFUND, _O.APPROVE_PREAUTHORISATION_VOID, _O.APPROVE_COMPLETION_VOID}
)

PERMITTED: Final[dict[Role, frozenset[Operation]]] = {
    Role.CASHIER: _SELLING | frozenset({_O.SIGN_IN, _O.SIGN_OUT, _O.SEND_STORED, _O.SETTLE, _O.ECHO}),
    Role.SUPERVISOR: _APPROVING
    | frozenset({_O.SIGN_IN, _O.SIGN_OUT, _O.SEND_STORED, _O.SETTLE, _O.ECHO})
    | frozenset({_O.UNLOCK_CASHIER, _O.MANAGE_CASHIERS, _O.DOWNLOAD, _O.CHOOSE_DEVICES}),
    Role.MANAGER: frozenset(
        {_O.SIGN_IN, _O.SIGN_OUT, _O.UNLOCK_SUPERVISOR, _O.RESET_SUPERVISOR, _O.INITIALISE, _O.ECHO, _O.DOWNLOAD}
    ),
}


def is_operator_number(value: object) -> bool:
    """Tell whether this is an operator's number: two digits."""
    return isinstance(value, str) and len(value) == 2 and is_digits(value)


def is_cashier_number(number: str) -> bool:
    """Tell whether an operator's number is a cashier's: 01 to 98."""
    return number not in (SUPERVISOR, MANAGER)


def is_password(value: str) -> bool:
    """Tell whether this can be an operator's password: four to eight digits."""
    return 4 <= len(value) <= 8 and is_digits(value)

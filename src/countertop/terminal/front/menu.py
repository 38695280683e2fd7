"""The menu as data: digit, label, and a verb of the desk or a further menu, in the field's usual order.

A row is offered when its verb is built, not switched off by a parameter, and permitted to who is logged in; a menu is
offered when one of its rows is. Rows of what is not built yet stand here already and light up with their verbs.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Final

from countertop.terminal.diagnosis import COMPLAINTS
from countertop.terminal.front.standing import Standing
from countertop.terminal.permissions import PERMITTED, Operation

__all__ = ["GIVING_UP", "MENU", "Item", "offered", "verbs_of"]

GIVING_UP: Final = {"qr_sale": "qr_cancel", "qr_show": "qr_cancel"}
"""Verbs whose wait Cancel ends -> what is asked of the terminal then."""

_OPERATIONS: Final = {operation.value: operation for operation in Operation}


@dataclass(frozen=True, slots=True)
class Item:
    """A row: `verb` begins something with `arguments`, `items` opens a menu.

    `question` is asked first and becomes an argument.
    """

    digit: str
    label: str
    verb: str = ""
    items: tuple[Item, ...] = ()
    question: str = ""
    arguments: dict[str, Any] = field(default_factory=dict)


_PREAUTHORISATIONS: Final = (
    Item("1", "menu.preauthorisation", "preauthorisation"),
    Item("2", "menu.preauthorisation_void", "preauthorisation_void"),
    Item("3", "menu.completion", "completion"),
    Item("4", "menu.completion_void", "completion_void"),
    Item("5", "menu.completion_advice", "completion_advice"),
)

_PRINT: Final = (
    Item("1", "menu.print_last", "slips"),
    Item("2", "menu.print_any", "slips", question="ask.voucher_number"),
    Item("3", "menu.print_detail", "transactions"),
    Item("4", "menu.print_totals", "batch"),
    Item("5", "menu.print_last_settlement", "settlement_slip"),
)

_OPERATORS: Final = (
    Item("1", "menu.change_password", "change_password"),
    Item("2", "menu.list_operators", "list_operators"),
    Item("3", "menu.add_operator", "add_operator"),
    Item("4", "menu.remove_operator", "remove_operator"),
    Item("5", "menu.reset_password", "reset_password"),
    Item("6", "menu.unlock", "unlock"),
)

_MANAGE: Final = (
    Item("1", "menu.sign_in", "sign_in"),
    Item("2", "menu.sign_out", "sign_out"),
    Item("3", "menu.operators", items=_OPERATORS),
    Item("4", "menu.echo", "echo"),
    Item("5", "menu.self_test", "self_test"),
    Item("6", "menu.settlement", "settle"),
    Item("7", "menu.download", "download"),
    Item("8", "menu.initialisation", "initialisation"),
    Item("9", "menu.log_out", "log_out"),
    Item("0", "menu.lock_terminal", "lock_terminal"),
)

_QR: Final = (
    Item("1", "menu.qr_sale", "qr_sale"),
    Item("2", "menu.qr_void", "qr_void"),
    Item("3", "menu.qr_refund", "qr_refund"),
    Item("4", "menu.qr_show", "qr_show"),
    Item("5", "menu.qr_query", "qr_query"),
)

_OTHERS: Final = (
    Item("1", "menu.transfer", "transfer"),
    Item("2", "menu.offline_post", "offline_post"),
    Item("3", "menu.adjustment", "adjustment"),
    Item("4", "menu.tip_adjustment", "tip_adjustment"),
    Item("5", "menu.send_stored", "send_stored"),
)


def _complaints(*complaints: str) -> tuple[Item, ...]:
    return tuple(
        Item(digit, f"complaint.{complaint}", "diagnose", arguments={"complaint": complaint})
        for digit, complaint in zip("123456789", complaints, strict=False)
    )


_COMPLAINTS: Final = (*_complaints(*COMPLAINTS), Item("0", "menu.other_faults", items=_complaints(*[*COMPLAINTS][9:])))
MENU: Final = (
    Item("1", "menu.sale", "sale"),
    Item("2", "menu.void", "void"),
    Item("3", "menu.refund", "refund"),
    Item("4", "menu.preauthorisations", items=_PREAUTHORISATIONS),
    Item("5", "menu.balance", "balance"),
    Item("6", "menu.print", items=_PRINT),
    Item("7", "menu.manage", items=_MANAGE),
    Item("8", "menu.qr", items=_QR),
    Item("9", "menu.others", items=_OTHERS),
    Item("0", "menu.diagnose", items=_COMPLAINTS),
)
"""The main menu."""


def offered(items: tuple[Item, ...], standing: Standing, built: Collection[str]) -> tuple[Item, ...]:
    """Return the rows that this operator is offered now."""
    return tuple(item for item in items if _is_offered(item, standing, built))


def _is_offered(item: Item, standing: Standing, built: Collection[str]) -> bool:
    if item.items:
        return bool(offered(item.items, standing, built))
    if item.verb not in built or item.verb in standing.switched_off:
        return False
    operation = _OPERATIONS.get(item.verb)
    return operation is None or standing.role is None or operation in PERMITTED[standing.role]


def verbs_of(items: tuple[Item, ...]) -> frozenset[str]:
    """Return every verb in a menu and the menus below it."""
    return frozenset().union(*({item.verb} - {""} | verbs_of(item.items) for item in items))

"""Every payment as a command: a table says which arguments and options each takes; scripts need no questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import Parameter, Signature
from typing import Annotated, Any, Final, NamedTuple

import typer

from countertop.cli.counter import (
    CardName,
    CardPin,
    Demo,
    Operator,
    Password,
    SupervisorPassword,
    Wallet,
    ask_terminal,
    card_answers,
    cards_in,
    staff,
)
from countertop.cli.language import tell
from countertop.cli.options import DEFAULT_DATA, AsJson, Data, InLanguage
from countertop.demo.people import DEMO_SUPERVISOR
from countertop.values import Amount

__all__ = ["PAYMENTS", "attach"]

_AMOUNT: Final = Parameter(
    "amount",
    Parameter.KEYWORD_ONLY,
    annotation=Annotated[str, typer.Argument(help=tell("help.amount"))],
)
_VOUCHER: Final = Parameter(
    "voucher_number",
    Parameter.KEYWORD_ONLY,
    annotation=Annotated[str, typer.Argument(help=tell("help.voucher"), metavar="VOUCHER")],
)


def _option(name: str, kind: Any, default: Any = None) -> Parameter:
    return Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=kind)


def _told(flag: str, help_id: str, metavar: str) -> Any:
    return Annotated[str | None, typer.Option(flag, help=tell(help_id), metavar=metavar)]


_RRN: Final = _option("rrn", _told("--rrn", "help.rrn", "REFERENCE"))
_DATE: Final = _option("date", _told("--date", "help.original-date", "MMDD"))
_APPROVAL: Final = _option("approval_code", _told("--approval-code", "help.approval-code", "CODE"))
_VOICE: Final = _option("approval_code", _told("--approval-code", "help.voice-code", "CODE"))
_TARGET: Final = _option("target_pan", _told("--to-card", "help.to-card", "NUMBER"))
_ACCOUNT: Final = _option("account", _told("--account", "help.account", "debit|credit"))
_CODE: Final = _option("code", _told("--code", "help.code", "CODE"))
_SHOW: Final = _option("show", Annotated[bool, typer.Option("--show", help=tell("help.show"))], default=False)
_ADVICE: Final = _option("advice", Annotated[bool, typer.Option("--advice", help=tell("help.advice"))], default=False)

_SUPERVISED: Final = (_option("supervisor_password", SupervisorPassword),)
_CARD: Final = (_option("card", CardName), _option("wallet", Wallet))
_KEYED: Final = (
    _option("card_number", _told("--card-number", "help.card-number", "NUMBER")),
    _option("expiry", _told("--expiry", "help.expiry", "YYMM")),
)
_PIN: Final = (_option("pin", CardPin),)
_ALWAYS: Final = (
    _option("data", Data, DEFAULT_DATA),
    _option("demo", Demo, default=False),
    _option("operator", Operator),
    _option("password", Password),
    _option("as_json", AsJson, default=False),
    _option("language", InLanguage, "zh"),
)


class Payment(NamedTuple):
    """A command: the desk's verb, and the arguments and options that it takes beside those of every command."""

    verb: str
    parameters: tuple[Parameter, ...]


PAYMENTS: Final[Mapping[str, Payment]] = {
    "sale": Payment("sale", (_AMOUNT, _ACCOUNT, *_CARD, *_KEYED, *_PIN)),
    "void": Payment("void", (_VOUCHER, *_SUPERVISED, *_CARD, *_PIN)),
    "refund": Payment("refund", (_AMOUNT, _RRN, _DATE, *_SUPERVISED, *_CARD, *_KEYED)),
    "preauth": Payment("preauthorisation", (_AMOUNT, *_CARD, *_KEYED, *_PIN)),
    "preauth-void": Payment("preauthorisation_void", (_AMOUNT, _APPROVAL, _DATE, *_SUPERVISED, *_CARD, *_KEYED)),
    "complete": Payment("completion", (_AMOUNT, _APPROVAL, _DATE, _ADVICE, *_CARD, *_KEYED, *_PIN)),
    "complete-void": Payment("completion_void", (_VOUCHER, *_SUPERVISED, *_CARD, *_PIN)),
    "balance": Payment("balance", (*_CARD, *_PIN)),
    "transfer": Payment("transfer", (_AMOUNT, _TARGET, *_CARD, *_PIN)),
    "offline-post": Payment("offline_post", (_AMOUNT, _VOICE, *_CARD, *_KEYED)),
    "adjust": Payment("adjustment", (_VOUCHER, _AMOUNT)),
    "tip": Payment("tip_adjustment", (_VOUCHER, _AMOUNT)),
    "send-stored": Payment("send_stored", ()),
    "qr-sale": Payment("qr_sale", (_AMOUNT, _CODE, _SHOW)),
    "qr-void": Payment("qr_void", (_VOUCHER, *_SUPERVISED)),
    "qr-query": Payment("qr_query", (_VOUCHER,)),
    "qr-cancel": Payment("qr_cancel", ()),
    "qr-refund": Payment("qr_refund", (_AMOUNT, _RRN, _DATE, *_SUPERVISED)),
}
"""Name of the command -> what it asks the terminal for."""

_OTHER_VERBS: Final = {"advice": "completion_advice", "show": "qr_show"}
"""Flag -> the verb that takes the place of the command's own."""

_ARGUMENTS: Final = ("amount", "voucher_number", "rrn", "date", "approval_code", "target_pan", "account")


def attach(app: typer.Typer) -> None:
    """Add the commands."""
    for name, payment in PAYMENTS.items():
        app.command(name, help=tell(f"help.{name}"))(_command(payment))


def _command(payment: Payment) -> Callable[..., None]:
    def run(**given: Any) -> None:
        _pay(payment, given)

    run.__signature__ = Signature((*payment.parameters, *_ALWAYS))  # type: ignore[attr-defined]
    run.__annotations__ = {}
    return run


def _pay(payment: Payment, given: dict[str, Any]) -> None:
    """Ask the terminal, with an answer ready for whatever the options say."""
    amount, data, demo = given.get("amount"), given["data"], given["demo"]
    if amount is not None:
        try:
            Amount.parse(amount)
        except ValueError as fault:
            raise typer.BadParameter(tell("cli.bad-amount", text=amount, reason=fault), param_hint="AMOUNT") from None
    cards = cards_in(data, given["wallet"]) if "wallet" in given else {}
    answers = staff(given["operator"], given["password"], demo=demo)
    if given.get("card_number") is not None:
        answers["ask.card"] = {"card_number": given["card_number"], "expiry": given["expiry"]}
        answers |= {} if given.get("pin") is None else {"ask.pin": given["pin"]}
    elif "card" in given:
        answers |= card_answers(cards, given["card"], given.get("pin"), demo=demo)
    supervisor = given.get("supervisor_password")
    if supervisor is not None or (demo and "supervisor_password" in given):
        answers["ask.supervisor_password"] = DEMO_SUPERVISOR.password if supervisor is None else supervisor
    arguments = {name: given[name] for name in _ARGUMENTS if given.get(name) is not None}
    if given.get("code") is not None:
        answers["ask.payment_code"] = given["code"]
    verb = next((other for flag, other in _OTHER_VERBS.items() if given.get(flag)), payment.verb)
    ask_terminal(data, verb, arguments, answers, demo=demo, as_json=given["as_json"], cards=cards)

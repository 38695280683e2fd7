"""What a customer does with a telephone: show a payment code, scan the shop's, confirm or decline; and a day's bill."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from countertop.cli.desks import ask_desk, find_wallet
from countertop.cli.language import tell
from countertop.cli.options import DEFAULT_DATA, AsJson, Data, InLanguage
from countertop.cli.writing import table, write
from countertop.values import Amount
from countertop.values.moments import local_time

__all__ = ["attach"]

ZONE = ZoneInfo("Asia/Shanghai")

Body = Mapping[str, Any]
MayName = Annotated[str | None, typer.Argument(help=tell("help.payer"), metavar="CUSTOMER")]
Named = Annotated[str | None, typer.Option("--customer", help=tell("help.payer"), metavar="CUSTOMER")]


def attach(app: typer.Typer) -> None:
    """Add the commands."""
    for name, command in _COMMANDS.items():
        app.command(name, help=tell(f"help.{name}"))(command)


def wallet_code(
    customer: MayName = None, data: Data = DEFAULT_DATA, as_json: AsJson = False, language: InLanguage = "zh"
) -> None:
    """Show a fresh payment code."""
    del language
    _ask(data, "code", {"customer": customer}, _shown_code, as_json=as_json)


def wallet_pay(
    code_text: Annotated[str, typer.Argument(help=tell("help.code-text"), metavar="CODE")],
    customer: Named = None,
    data: Data = DEFAULT_DATA,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Scan the shop's code and pay."""
    del language
    _ask(data, "pay", {"customer": customer, "code_text": code_text}, _shown_order, as_json=as_json)


def wallet_confirm(
    customer: MayName = None, data: Data = DEFAULT_DATA, as_json: AsJson = False, language: InLanguage = "zh"
) -> None:
    """Agree to the payment that the wallet asks about."""
    del language
    _ask(data, "confirm", {"customer": customer}, _shown_order, as_json=as_json)


def wallet_decline(
    customer: MayName = None, data: Data = DEFAULT_DATA, as_json: AsJson = False, language: InLanguage = "zh"
) -> None:
    """Decline the payment that the wallet asks about."""
    del language
    _ask(data, "decline", {"customer": customer}, _shown_order, as_json=as_json)


def wallet_bill(
    date: Annotated[str | None, typer.Argument(help=tell("help.bill-date"), metavar="YYYYMMDD")] = None,
    data: Data = DEFAULT_DATA,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Show what a day comes to for the acquirer."""
    del language
    _ask(data, "bill", {"date": date}, _shown_bill, as_json=as_json)


_COMMANDS: dict[str, Callable[..., None]] = {
    "wallet-code": wallet_code,
    "wallet-pay": wallet_pay,
    "wallet-confirm": wallet_confirm,
    "wallet-decline": wallet_decline,
    "wallet-bill": wallet_bill,
}


def _ask(data: Path, verb: str, given: Body, shown: Callable[[Body], list[str]], *, as_json: bool) -> None:
    status, body = ask_desk(find_wallet(data), verb, given, as_json=as_json)
    write(*shown(body))
    raise typer.Exit(status)


def _shown_code(body: Body) -> list[str]:
    expires = local_time(body["expires_at"], ZONE)
    return [body["code"], tell("wallet.code", customer=body["customer"], time=f"{expires:%H:%M:%S}")]


def _shown_order(body: Body) -> list[str]:
    told = {"order": body["order_number"], "merchant": body["merchant_name"], "amount": Amount(body["amount"])}
    said = [tell(f"wallet.state.{body['state']}", **told)]
    return [*said, tell(f"wallet.reason.{body['reason']}")] if body["reason"] else said


def _shown_bill(body: Body) -> list[str]:
    rows = [
        (
            f"{_moment(line['moved_at']):%H:%M:%S}",
            tell(f"wallet.kind.{line['kind']}"),
            line["refund_number"] or line["order_number"],
            Amount(line["moved"]),
        )
        for line in body["lines"]
    ]
    told = {"date": body["date"], "count": body["count"], "acquirer": body["acquirer"]}
    sums = {"paid": Amount(body["paid"]), "returned": Amount(body["returned"])}
    return [*table(rows), tell("wallet.bill", **told, **sums, net=Amount(body["paid"] - body["returned"]))]


def _moment(utc: int) -> datetime:
    return local_time(utc, ZONE)

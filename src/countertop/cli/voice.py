"""What a cashier hears on the telephone: a bank approves one payment with one card, and gives a code for it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from countertop.cli.desks import find_all, kind_of
from countertop.cli.language import tell
from countertop.cli.options import DEFAULT_DATA, AsJson, Data, InLanguage
from countertop.cli.statuses import Status
from countertop.cli.writing import print_json, write, write_error
from countertop.runtime.desk_client import DeskClient
from countertop.runtime.errors import DirectoryFault
from countertop.runtime.premises import wallet_of
from countertop.values import Amount
from countertop.values.moments import local_time

__all__ = ["voice_approve"]

ZONE = ZoneInfo("Asia/Shanghai")

_NOT_OURS = "14"


def voice_approve(
    card: Annotated[str, typer.Option("--card", help=tell("help.voice-card"), metavar="NAME|NUMBER")],
    amount: Annotated[str, typer.Option("--amount", help=tell("help.amount"))],
    data: Data = DEFAULT_DATA,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Approve one payment by telephone; prints the code to key at the terminal."""
    del language
    try:
        Amount.parse(amount)
    except ValueError as fault:
        raise typer.BadParameter(tell("cli.bad-amount", text=amount, reason=fault), param_hint="--amount") from None
    status, body = _call(_banks(data), {"pan": _number(data, card), "amount": amount})
    if as_json:
        print_json({"status": status, **body})
    elif "message" in body:
        write_error(tell(body["message"], **body["arguments"]))
    else:
        until = local_time(body["expires_at"] - 1, ZONE)
        told = {"card": body["card"], "amount": Amount(body["amount"]), "date": f"{until:%Y-%m-%d}"}
        write(body["approval_code"], tell("voice.approved", **told))
    raise typer.Exit(Status(status))


def _banks(data: Path) -> list[Path]:
    banks = [directory for directory in find_all(data) if kind_of(directory) == "issuer"]
    if not banks:
        raise DirectoryFault("run.no-bank", path=str(data))
    return banks


def _number(data: Path, card: str) -> str:
    """Return the number of a card that is named as in the wallet, or is a number already."""
    if card.isdecimal():
        return card
    cards = wallet_of(data)
    if card not in cards:
        raise typer.BadParameter(tell("cli.no-card", name=card, known=", ".join(cards)), param_hint="--card")
    return cards[card].pan.reveal()


def _call(banks: list[Path], arguments: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
    """Ask one bank after the other, until one knows the card."""
    status, body = int(Status.DECLINED), dict[str, Any]()
    for bank in banks:
        with DeskClient(bank) as desk:
            status, body = desk.request("voice_approve", arguments)
        if body.get("response_code") != _NOT_OURS:
            break
    return status, body

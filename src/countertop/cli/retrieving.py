"""`countertop retrieval`: slips that banks and customers ask for (调单), found and made again by the acquirer."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from countertop.cli.desks import ask_desk, find_acquirer
from countertop.cli.language import tell
from countertop.cli.options import DEFAULT_DATA, After, AsJson, Data, InLanguage
from countertop.cli.writing import table, write

__all__ = ["attach"]

By = Annotated[str, typer.Option("--by", envvar="USER", help=tell("help.by"), metavar="NAME")]
Number = Annotated[int, typer.Argument(help=tell("help.retrieval-number"), metavar="NUMBER")]

retrieval = typer.Typer(help=tell("help.retrieval"), no_args_is_help=True, rich_markup_mode=None)


def attach(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(retrieval, name="retrieval")


@retrieval.command("slips", help=tell("help.retrieval-slips"))
def find_slips(
    rrn: Annotated[str | None, typer.Option("--rrn", help=tell("help.slip-rrn"))] = None,
    card: Annotated[str | None, typer.Option("--card", help=tell("help.slip-card-number"))] = None,
    card_token: Annotated[str | None, typer.Option("--card-token", help=tell("help.slip-card"))] = None,
    terminal: Annotated[str | None, typer.Option("--terminal", help=tell("help.commanded-terminal"))] = None,
    merchant: Annotated[str | None, typer.Option("--merchant", help=tell("help.slip-merchant"))] = None,
    date: Annotated[str | None, typer.Option("--date", help=tell("help.bill-date"))] = None,
    voucher: Annotated[str | None, typer.Option("--voucher", help=tell("help.voucher"))] = None,
    amount: Annotated[int | None, typer.Option("--fen", help=tell("help.slip-amount"))] = None,
    after: After = None,
    data: Data = DEFAULT_DATA,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Show the slips of transactions."""
    del language
    named = {"rrn": rrn, "card_token": card_token, "card": card, "voucher_number": voucher, "amount": amount}
    place = {"terminal_id": terminal, "merchant_id": merchant, "date": date, "after": after}
    body = _ask(data, "slips", {**named, **place}, as_json=as_json)
    for each in body["slips"]:
        write(*each["slip"], "")
    if body["more"]:
        write(tell("retrieval.more-today", after=body["next"]) if body["next"] else tell("retrieval.more"))


@retrieval.command("open", help=tell("help.retrieval-open"))
def open_retrieval(
    rrn: Annotated[str, typer.Argument(help=tell("help.slip-rrn"), metavar="RRN")],
    reason: Annotated[str, typer.Argument(help=tell("help.retrieval-reason"), metavar="REASON")],
    by: By = "",
    data: Data = DEFAULT_DATA,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Open a request for a slip."""
    del language
    body = _ask(data, "retrieval_open", {"rrn": rrn, "reason": reason, "by": by}, as_json=as_json)
    write(tell("retrieval.opened", number=body["number"]))


@retrieval.command("answer", help=tell("help.retrieval-answer"))
def answer_retrieval(
    number: Number, by: By = "", data: Data = DEFAULT_DATA, as_json: AsJson = False, language: InLanguage = "zh"
) -> None:
    """Answer a request with the slip, which is shown."""
    del language
    body = _ask(data, "retrieval_answer", {"number": number, "by": by}, as_json=as_json)
    write(*body["slip"])


@retrieval.command("close", help=tell("help.retrieval-close"))
def close_retrieval(
    number: Number, by: By = "", data: Data = DEFAULT_DATA, as_json: AsJson = False, language: InLanguage = "zh"
) -> None:
    """Close a request that was answered."""
    del language
    _ask(data, "retrieval_close", {"number": number, "by": by}, as_json=as_json)
    write(tell("retrieval.closed"))


@retrieval.command("list", help=tell("help.retrieval-list"))
def list_retrievals(data: Data = DEFAULT_DATA, as_json: AsJson = False, language: InLanguage = "zh") -> None:
    """List the requests, newest first."""
    del language
    body = _ask(data, "retrievals", {}, as_json=as_json)
    write(*table([_row(each) for each in body["retrievals"]]))


def _row(each: Mapping[str, Any]) -> tuple[object, ...]:
    late = tell("retrieval.late") if each["late"] else ""
    return each["number"], each["rrn"], tell(f"retrieval.{each['state']}"), each["due_date"], late, each["reason"]


def _ask(data: Path, verb: str, given: Mapping[str, Any], *, as_json: bool) -> Mapping[str, Any]:
    _, body = ask_desk(find_acquirer(data), verb, given, as_json=as_json)
    return body

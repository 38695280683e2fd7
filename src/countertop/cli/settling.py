"""`countertop settle`, `settlement-slip`, `batch` at the counter; `batches`, `cases`, `day-close` at the acquirer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import typer

from countertop.cli.counter import Demo, Operator, Password, ask_terminal, staff
from countertop.cli.desks import ask_desk, find_acquirer, find_terminal
from countertop.cli.language import tell
from countertop.cli.options import DEFAULT_DATA, After, AsJson, Data, InLanguage
from countertop.cli.writing import table, write
from countertop.values import Amount

__all__ = ["attach"]

_GROUPS = ("domestic", "foreign", "codes")

Details = Annotated[bool, typer.Option("--details", help=tell("help.details"))]
Merchant = Annotated[str | None, typer.Option("--merchant", help=tell("help.merchant"), metavar="MERCHANT")]
Date = Annotated[str | None, typer.Option("--date", help=tell("help.close-date"), metavar="YYYYMMDD")]


def attach(app: typer.Typer) -> None:
    """Add the commands."""
    for name, command in (
        ("settle", settle),
        ("settlement-slip", settlement_slip),
        ("batch", batch),
        ("batches", batches),
        ("cases", cases),
        ("day-close", day_close),
    ):
        app.command(name, help=tell(f"help.{name}"))(command)


def settle(
    data: Data = DEFAULT_DATA,
    demo: Demo = False,
    details: Details = False,
    operator: Operator = None,
    password: Password = None,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Settle the batch: compare totals with the host, upload what differs, open the next batch."""
    del language
    wanted = {"details": True} if details else {}
    ask_terminal(data, "settle", wanted, staff(operator, password, demo=demo), demo=demo, as_json=as_json)


def settlement_slip(
    number: Annotated[str | None, typer.Argument(help=tell("help.settled-batch"), metavar="BATCH")] = None,
    data: Data = DEFAULT_DATA,
    details: Details = False,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Print the slip of a settled batch again."""
    del language
    wanted = {"details": details} | ({} if number is None else {"batch_number": number})
    ask_terminal(data, "settlement_slip", wanted, {}, demo=True, as_json=as_json)


def batch(data: Data = DEFAULT_DATA, as_json: AsJson = False, language: InLanguage = "zh") -> None:
    """Show where the terminal's batch stands, what it comes to, and how full it is."""
    del language
    _, body = ask_desk(find_terminal(data), "batch", {}, as_json=as_json)
    write(tell(body["message"], **body["arguments"]))
    write(*table(_sides({group: body[group] for group in _GROUPS})))


def batches(
    after: After = None, data: Data = DEFAULT_DATA, as_json: AsJson = False, language: InLanguage = "zh"
) -> None:
    """Show the batches of all terminals as the acquirer has them, a page of terminals."""
    del language
    _, body = ask_desk(find_acquirer(data), "batches", {"after": after}, as_json=as_json)
    for one in body["batches"]:
        write(f"{one['terminal_id']}  {one['batch_number']}  {tell('batch.' + one['state'])}")
        write(*table(_sides(one["totals"])))
        for each in one["proposals"]:
            told = {"by": each["proposed_by"], "instance": each["batch_instance"], "reason": each["reason"]}
            write(f"  {tell('batch.proposed', **told)}")
        for each in one["left_open"]:
            write(f"  {tell('batch.left-open', number=each['batch_number'], instance=each['batch_instance'])}")
        for closed in one["closed"]:
            write(f"  {closed['batch_number']}  {_ending(closed['disposed'])}")
            write(*table(_sides(closed["totals"])))
    if body["more"]:
        write(tell("retrieval.more-today", after=body["batches"][-1]["terminal_id"]))


def cases(data: Data = DEFAULT_DATA, as_json: AsJson = False, language: InLanguage = "zh") -> None:
    """Show what a person at the acquirer must look into."""
    del language
    _, body = ask_desk(find_acquirer(data), "cases", {}, as_json=as_json)
    shown = []
    for each in body["cases"]:
        amounts = (_money(each["terminal_amount"]), _money(each["host_amount"]))
        shown.append((each["case_name"], tell(f"case.{each['cause']}"), *amounts))
    write(*table(shown))


def day_close(
    data: Data = DEFAULT_DATA,
    merchant: Merchant = None,
    date: Date = None,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Clear every closed batch of the day."""
    del language
    wanted = {"merchant_id": merchant, "date": date}
    _, body = ask_desk(find_acquirer(data), "day-close", wanted, as_json=as_json)
    for day in body["days"]:
        if day.get("closed_before"):
            write(tell("day.closed-before", merchant=day["merchant_id"], date=body["business_date"]))
            continue
        told = {"debit": _money(day["debit_amount"]), "credit": _money(day["credit_amount"])}
        write(tell("day.closed", merchant=day["merchant_id"], batches=day["batches"], **told))


def _ending(disposed: Mapping[str, Any] | None) -> str:
    """Return how a batch was closed: with its terminal, or by two persons."""
    if disposed is None:
        return tell("batch.closed")
    told = {"one": disposed["proposed_by"], "other": disposed["approved_by"], "reason": disposed["reason"]}
    return tell("batch.disposed", **told)


def _sides(totals: Mapping[str, Mapping[str, Any] | None]) -> Iterator[tuple[object, ...]]:
    for name in _GROUPS:
        side = totals[name]
        if side is None:
            continue  # a terminal of the classic dialect: its payments by code count with domestic cards
        for kind in ("debit", "credit"):
            yield tell(f"batch.{name}"), tell(f"batch.{kind}"), side[f"{kind}_count"], _money(side[f"{kind}_amount"])


def _money(amount: int | None) -> str:
    return "" if amount is None else str(Amount(amount))

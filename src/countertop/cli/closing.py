"""`countertop case` and `exception`: what people at acquirer and banks have looked into, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from countertop.cli.desks import ask_all, ask_desk, find_acquirer, find_all, kind_of
from countertop.cli.language import tell
from countertop.cli.options import DEFAULT_DATA, AsJson, Data, InLanguage
from countertop.cli.statuses import Status
from countertop.cli.writing import print_json, table, write, write_error
from countertop.runtime.errors import DirectoryFault
from countertop.values import Amount

__all__ = ["attach"]

Name = Annotated[str, typer.Argument(help=tell("help.case-name"), metavar="NAME")]
Outcome = Annotated[str, typer.Argument(help=tell("help.case-outcome"), metavar="OUTCOME")]
BankOutcome = Annotated[str, typer.Argument(help=tell("help.exception-outcome"), metavar="OUTCOME")]
Reason = Annotated[str, typer.Argument(help=tell("help.case-reason"), metavar="REASON")]
Money = Annotated[str | None, typer.Option("--amount", help=tell("help.case-amount"))]
By = Annotated[str, typer.Option("--by", envvar="USER", help=tell("help.by"), metavar="NAME")]
Closed = Annotated[bool, typer.Option("--closed", help=tell("help.case-closed"))]

case = typer.Typer(help=tell("help.case"), no_args_is_help=True, rich_markup_mode=None)
exception = typer.Typer(help=tell("help.exception"), no_args_is_help=True, rich_markup_mode=None)


def attach(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(case, name="case")
    app.add_typer(exception, name="exception")


@case.command("close", help=tell("help.case-close"))
def close_case(
    name: Name,
    outcome: Outcome,
    reason: Reason,
    amount: Money = None,
    by: By = "",
    data: Data = DEFAULT_DATA,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Close a case, or propose what is to come of it."""
    del language
    asked = {"case": name, "outcome": outcome, "reason": reason, "by": by, "amount": _minor(amount)}
    _decide(find_acquirer(data), "close-case", asked, as_json=as_json)


@case.command("approve", help=tell("help.case-approve"))
def approve_case(
    name: Name, by: By = "", data: Data = DEFAULT_DATA, as_json: AsJson = False, language: InLanguage = "zh"
) -> None:
    """Approve what somebody else proposed, as it is shown now."""
    del language
    acquirer = find_acquirer(data)
    seen = _seen([acquirer], "case", name, as_json=as_json)
    _decide(acquirer, "approve-case", {"case": name, "seen": seen, "by": by}, as_json=as_json)


@case.command("list", help=tell("help.cases"))
def list_cases(
    closed: Closed = False, data: Data = DEFAULT_DATA, as_json: AsJson = False, language: InLanguage = "zh"
) -> None:
    """Show the open cases with what is proposed for them, or what came of the closed ones."""
    del language
    _, body = ask_desk(find_acquirer(data), "cases", {"closed": closed}, as_json=as_json)
    write(*table([(each["case_name"], tell(f"case.{each['cause']}"), _end("case", each)) for each in body["cases"]]))


@exception.command("list", help=tell("help.exception-list"))
def list_exceptions(
    closed: Closed = False, data: Data = DEFAULT_DATA, as_json: AsJson = False, language: InLanguage = "zh"
) -> None:
    """Show the exceptions of every bank, or what came of the closed ones."""
    del language
    bodies = ask_all(_banks(data), "exceptions", {"closed": closed})
    found = {bank: body["exceptions"] for bank, body in bodies.items()}
    if as_json:
        print_json({"status": Status.COMPLETED, "banks": found})
        raise typer.Exit(Status.COMPLETED)
    rows = [(bank, each) for bank, exceptions in found.items() for each in exceptions]
    write(*table([(bank, each["exception"], *_shown(each), _end("exception", each)) for bank, each in rows]))


@exception.command("close", help=tell("help.exception-close"))
def close_exception(
    name: Name,
    outcome: BankOutcome,
    reason: Reason,
    amount: Money = None,
    by: By = "",
    data: Data = DEFAULT_DATA,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Close an exception, or propose what is to come of it."""
    del language
    asked = {"exception": name, "outcome": outcome, "reason": reason, "by": by, "amount": _minor(amount)}
    _decide(_bank_of(data, name), "close_exception", asked, as_json=as_json)


@exception.command("approve", help=tell("help.exception-approve"))
def approve_exception(
    name: Name, by: By = "", data: Data = DEFAULT_DATA, as_json: AsJson = False, language: InLanguage = "zh"
) -> None:
    """Approve what somebody else proposed, as it is shown now."""
    del language
    bank = _bank_of(data, name)
    seen = _seen([bank], "exception", name, as_json=as_json)
    _decide(bank, "approve_exception", {"exception": name, "seen": seen, "by": by}, as_json=as_json)


def _seen(party: list[Path], what: str, name: str, *, as_json: bool) -> str | None:
    """Show what is proposed, and return what stands for it; None where nothing is."""
    for body in ask_all(party, f"{what}s").values():
        for each in body[f"{what}s"]:
            if name in (each.get("case_name"), each.get("exception")) and "seen" in each:
                if not as_json:
                    write(_end(what, each))
                return str(each["seen"])
    return None


def _decide(directory: Path, verb: str, asked: Mapping[str, Any], *, as_json: bool) -> None:
    _, body = ask_desk(directory, verb, asked, as_json=as_json)
    name = body.get("case") or body["exception"]
    told = {"name": name, "outcome": tell(f"outcome.{body['outcome']}"), "amount": _money(body["amount"])}
    write(tell(f"outcome.now-{body['state']}", **told))


def _banks(data: Path) -> list[Path]:
    banks = [directory for directory in find_all(data) if kind_of(directory) == "issuer"]
    if not banks:
        raise DirectoryFault("run.no-bank", path=str(data))
    return banks


def _bank_of(data: Path, name: str) -> Path:
    """Return the bank that has an exception, the first one where none has: it says that there is none."""
    banks = _banks(data)
    bodies = ask_all(banks, "exceptions") if len(banks) > 1 else {}
    having = [
        bank for bank in banks if name in (each["exception"] for each in bodies.get(bank.name, _NONE)["exceptions"])
    ]
    return (having or banks)[0]


_NONE: dict[str, list[dict[str, Any]]] = {"exceptions": []}


def _shown(each: Mapping[str, Any]) -> tuple[object, ...]:
    return each["account"], _money(each["amount"]), each["reason_code"]


def _end(what: str, each: Mapping[str, Any]) -> str:
    """Return what came of it, or what somebody wants to come of it; nothing where nobody has said."""
    state = "closed" if f"{what}_outcome" in each else "proposed"
    outcome, by = (
        (each.get(f"{what}_outcome"), "closed_by") if state == "closed" else (each["proposed_outcome"], "proposed_by")
    )
    if outcome is None:
        return ""
    amount = each[f"{what}_amount"] if state == "closed" else each["proposed_amount"]
    told = {"outcome": tell(f"outcome.{outcome}"), "amount": _money(amount), "by": each[by]}
    return tell(f"outcome.{state}", **told, other=each.get("approved_by") or "-")


def _minor(text: str | None) -> int | None:
    try:
        return None if text is None else Amount.parse(text).minor
    except ValueError as fault:
        write_error(str(fault))
        raise typer.Exit(Status.USAGE) from None


def _money(amount: int | None) -> str:
    return "" if amount is None else str(Amount(amount))

"""`countertop batch-disposition`: two persons at the acquirer close a batch that its terminal will never settle."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from countertop.cli.desks import ask_all, ask_desk, find_acquirer
from countertop.cli.language import tell
from countertop.cli.options import DEFAULT_DATA, AsJson, Data, InLanguage
from countertop.cli.writing import write

__all__ = ["attach"]

Terminal = Annotated[str, typer.Argument(help=tell("help.commanded-terminal"), metavar="TERMINAL")]
Reason = Annotated[str, typer.Argument(help=tell("help.disposition-reason"), metavar="REASON")]
By = Annotated[str, typer.Option("--by", envvar="USER", help=tell("help.by"), metavar="NAME")]
Instance = Annotated[int | None, typer.Option("--instance", help=tell("help.batch-instance"), metavar="N")]

disposition = typer.Typer(help=tell("help.batch-disposition"), no_args_is_help=True, rich_markup_mode=None)


def attach(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(disposition, name="batch-disposition")


@disposition.command("propose", help=tell("help.disposition-propose"))
def propose(
    terminal: Terminal,
    reason: Reason,
    by: By = "",
    instance: Instance = None,
    data: Data = DEFAULT_DATA,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Propose to close a batch."""
    del language
    asked = {"terminal_id": terminal, "reason": reason, "by": by, "batch_instance": instance}
    _ask(data, "propose-disposition", asked, as_json=as_json)


@disposition.command("approve", help=tell("help.disposition-approve"))
def approve(
    terminal: Terminal,
    by: By = "",
    instance: Instance = None,
    data: Data = DEFAULT_DATA,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Approve what somebody else proposed, which closes the batch."""
    del language
    asked = {"terminal_id": terminal, "seen": _seen(data, terminal, instance, as_json=as_json), "by": by}
    _ask(data, "approve-disposition", {**asked, "batch_instance": instance}, as_json=as_json)


def _seen(data: Path, terminal: str, instance: int | None, *, as_json: bool) -> str | None:
    """Show what is proposed, and return what stands for it; None where nothing is."""
    for body in ask_all([find_acquirer(data)], "batches", {"terminal_id": terminal}).values():
        for batch in body["batches"]:
            wanted = batch["batch_instance"] if instance is None else instance
            for each in batch["proposals"]:
                if each["batch_instance"] == wanted:
                    if not as_json:
                        write(f"{each['reason']} ({each['proposed_by']})")
                    return str(each["seen"])
    return None


def _ask(data: Path, verb: str, asked: dict[str, Any], *, as_json: bool) -> None:
    _, body = ask_desk(find_acquirer(data), verb, asked, as_json=as_json)
    write(tell(f"disposition.{body['state']}", terminal=body["terminal_id"], instance=body["batch_instance"]))

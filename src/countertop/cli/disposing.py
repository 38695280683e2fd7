"""`countertop batch-disposition`: two persons at the acquirer close a batch that its terminal will never settle."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from countertop.cli.desks import ask_desk, find_acquirer
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
    _ask(data, "approve-disposition", {"terminal_id": terminal, "by": by, "batch_instance": instance}, as_json=as_json)


def _ask(data: Path, verb: str, asked: dict[str, Any], *, as_json: bool) -> None:
    _, body = ask_desk(find_acquirer(data), verb, asked, as_json=as_json)
    write(tell(f"disposition.{body['state']}", terminal=body["terminal_id"], instance=body["batch_instance"]))

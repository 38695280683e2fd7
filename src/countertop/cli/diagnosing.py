"""`countertop diagnose`: have the terminal find out by itself what is wrong with it."""

from __future__ import annotations

from typing import Annotated

import typer

from countertop.cli.desks import find_terminal
from countertop.cli.language import tell
from countertop.cli.options import DEFAULT_DATA, AsJson, Data, InLanguage
from countertop.cli.writing import print_json, write
from countertop.runtime.desk_client import DeskClient

__all__ = ["attach"]


def attach(app: typer.Typer) -> None:
    """Add the command."""
    app.command("diagnose", help=tell("help.diagnose"))(diagnose)


def diagnose(
    complaint: Annotated[str, typer.Argument(help=tell("help.complaint"))],
    data: Data = DEFAULT_DATA,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Test what a complaint may come from; say cause, cure and the code for the help desk."""
    del language
    with DeskClient(find_terminal(data)) as desk:
        status, body = desk.request("diagnose", {"complaint": complaint})
    if as_json:
        print_json({"status": status, **body})
    else:
        write(tell(body["message"], **body["arguments"]))
        if body.get("advice"):
            write(tell(body["advice"]))
    raise typer.Exit(status)

"""`countertop cut-line`: break the terminal's line in the middle of its next exchange, to see what becomes of it."""

from __future__ import annotations

import typer

from countertop.cli.desks import find_terminal
from countertop.cli.language import tell
from countertop.cli.options import DEFAULT_DATA, Data, InLanguage
from countertop.cli.statuses import Status
from countertop.cli.writing import write, write_error
from countertop.runtime.desk_client import DeskClient

__all__ = ["attach"]


def attach(app: typer.Typer) -> None:
    """Add the command."""
    app.command("cut-line", help=tell("help.cut-line"))(cut_line)


def cut_line(data: Data = DEFAULT_DATA, language: InLanguage = "zh") -> None:
    """Let the demo terminal's line break behind the next frame that it sends."""
    del language
    with DeskClient(find_terminal(data)) as desk:
        _, body = desk.request("cut-line")
    if not body["armed"]:
        write_error(tell("cut.only-demo"))
        raise typer.Exit(Status.REFUSED)
    write(tell("cut.armed"))

"""`countertop acquirer-command`: what the acquirer's desk tells its terminals to do."""

from __future__ import annotations

from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from countertop.cli.desks import ask_desk, find_acquirer
from countertop.cli.language import tell
from countertop.cli.options import DEFAULT_DATA, AsJson, Data, InLanguage
from countertop.cli.writing import table, write
from countertop.values.moments import local_time

__all__ = ["attach"]

ZONE = ZoneInfo("Asia/Shanghai")


def attach(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("acquirer-command", help=tell("help.acquirer-command"))(acquirer_command)


def acquirer_command(
    terminal: Annotated[str, typer.Argument(help=tell("help.commanded-terminal"), metavar="TERMINAL")],
    command: Annotated[str | None, typer.Argument(help=tell("help.terminal-command"), metavar="COMMAND")] = None,
    text: Annotated[str | None, typer.Argument(help=tell("help.command-text"), metavar="TEXT")] = None,
    by: Annotated[str, typer.Option("--by", envvar="USER", help=tell("help.by"), metavar="NAME")] = "",
    data: Data = DEFAULT_DATA,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Give a terminal a command; without one, show those it was given, newest first."""
    del language
    if command is None:
        _, body = ask_desk(find_acquirer(data), "commands", {"terminal_id": terminal}, as_json=as_json)
        write(*table([_row(each) for each in body["commands"]]))
        return
    given = {"terminal_id": terminal, "command": command, "text": text, "by": by}
    _, body = ask_desk(find_acquirer(data), "command", given, as_json=as_json)
    write(tell("commanding.given", number=body["number"], terminal=terminal, command=command))


def _row(command: dict[str, Any]) -> tuple[object, ...]:
    moment = local_time(command["given_at"], ZONE)
    outcome = command["outcome"] or tell("commanding.open")
    return command["number"], f"{moment:%Y-%m-%d %H:%M:%S}", command["by"], command["command"], outcome, command["text"]

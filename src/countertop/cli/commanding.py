"""`countertop acquirer-command`: what the acquirer's desk tells its terminals to do."""

from __future__ import annotations

from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from countertop.cli.desks import find_acquirer
from countertop.cli.language import tell
from countertop.cli.options import DEFAULT_DATA, AsJson, Data, InLanguage
from countertop.cli.statuses import Status
from countertop.cli.writing import print_json, table, write, write_error
from countertop.runtime.desk_client import DeskClient
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
    given = {"terminal_id": terminal, "command": command, "text": text, "by": by}
    with DeskClient(find_acquirer(data)) as desk:
        if command is None:
            status, body = desk.request("commands", {"terminal_id": terminal})
        else:
            status, body = desk.request("command", {name: value for name, value in given.items() if value is not None})
    if as_json:
        print_json({"status": status, **body})
    elif "message" in body:
        write_error(tell(body["message"], **body["arguments"]))
    elif command is None:
        write(*table([_row(each) for each in body["commands"]]))
    else:
        write(tell("commanding.given", number=body["number"], terminal=terminal, command=command))
    raise typer.Exit(Status(status))


def _row(command: dict[str, Any]) -> tuple[object, ...]:
    moment = local_time(command["given_at"], ZONE)
    outcome = command["outcome"] or tell("commanding.open")
    return command["number"], f"{moment:%Y-%m-%d %H:%M:%S}", command["by"], command["command"], outcome, command["text"]

"""`countertop move`: carry the demo's terminal to another place, so that its binding can be seen to hold."""

from __future__ import annotations

from typing import Annotated

import typer

from countertop.cli.desks import ask_desk, find_terminal
from countertop.cli.language import tell
from countertop.cli.options import DEFAULT_DATA, Data, InLanguage
from countertop.cli.statuses import Status
from countertop.cli.writing import write, write_error
from countertop.demo.places import PLACES, SHOP

__all__ = ["attach"]

CHOICES = ", ".join(PLACES)


def attach(app: typer.Typer) -> None:
    """Add the command."""
    app.command("move", help=tell("help.move"))(move)


def move(
    place: Annotated[str, typer.Argument(help=tell("help.move-place", places=CHOICES), metavar="PLACE")],
    data: Data = DEFAULT_DATA,
    language: InLanguage = "zh",
) -> None:
    """Let the machine's locator find it elsewhere from now on."""
    del language
    if place not in PLACES:
        write_error(tell("move.no-such-place", place=place, places=CHOICES))
        raise typer.Exit(Status.USAGE)
    ask_desk(find_terminal(data), "set_fault", {"device": "locator", "condition": place}, as_json=False)
    write(tell("move.done", place=place, metres=PLACES[SHOP].metres_to(PLACES[place])))

"""The demo's faults: break the terminal's line in its next exchange, unplug it, take its host down, mend all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import typer

from countertop.cli.desks import find_switch, find_terminal
from countertop.cli.language import tell
from countertop.cli.options import DEFAULT_DATA, Data, InLanguage
from countertop.cli.statuses import Status
from countertop.cli.writing import write, write_error
from countertop.demo.people import ACQUIRER
from countertop.runtime.desk_client import DeskClient
from countertop.runtime.drawn_network import FAULTS

__all__ = ["attach"]


def _find_host(data: Path) -> Path:
    return data / ACQUIRER.party


_COMMANDS: dict[str, tuple[tuple[Callable[[Path], Path], str], ...]] = {
    "cut-line": ((find_terminal, "cut-line"),),
    **{fault: ((find_terminal, fault),) for fault in FAULTS},
    "acquirer-down": ((_find_host, "down"),),
    "mend": ((find_terminal, "mend"), (_find_host, "mend"), (find_switch, "mend")),
}
"""Command -> at whose desk which verb is said."""


def attach(app: typer.Typer) -> None:
    """Add the commands."""
    for name in _COMMANDS:
        app.command(name, help=tell(f"help.{name}"))(_command(name))


def _command(name: str) -> Callable[..., None]:
    def command(data: Data = DEFAULT_DATA, language: InLanguage = "zh") -> None:
        """Draw a fault of the demo, or mend all."""
        del language
        for find, verb in _COMMANDS[name]:
            with DeskClient(find(data)) as desk:
                _, body = desk.request(verb)
            if not body["armed"]:
                write_error(tell("cut.only-demo"))
                raise typer.Exit(Status.REFUSED)
        write(tell(f"cut.{name}"))

    return command

"""`countertop pages`: the terminal's face and the consoles, served beside the parties of a house."""

from __future__ import annotations

import asyncio
import sys
from typing import Annotated

import typer

from countertop.cli.language import tell
from countertop.cli.options import DEFAULT_DATA, Data, InLanguage
from countertop.cli.writing import write, write_error
from countertop.web.serving import serve
from countertop.web.sites import Premises, read_premises
from countertop.web.till.keys import demo_key

__all__ = ["addresses_told", "attach"]


Beside = Annotated[bool, typer.Option("--beside", hidden=True)]


def attach(app: typer.Typer) -> None:
    """Add the command."""
    app.command("pages", help=tell("help.pages"))(pages)


def pages(data: Data = DEFAULT_DATA, beside: Beside = False, language: InLanguage = "zh") -> None:
    """Serve the pages of a house until Ctrl-C or SIGTERM, or, beside its parties, until the input ends."""
    del language
    premises = read_premises(data)

    def ready() -> None:
        write(*addresses_told(premises), f"ready {' '.join(premises.sites)}")

    asyncio.run(serve(premises, ready, _failed, until=_input_ended if beside else None))


async def _input_ended() -> None:
    """Wait until whoever holds the other end of the input is gone."""
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    await reader.read()


def _failed(path: str, places: str) -> None:
    write_error(tell("pages.failed", path=path, places=places))


def addresses_told(premises: Premises) -> list[str]:
    """Return a line for each site that people open, and the key of the demonstration's till."""
    at = [
        tell("pages.at", site=tell(f"pages.{site}"), url=f"{premises.origin_of(site)}/")
        for site in premises.sites
        if site != "pin-pad"
    ]
    is_shown = premises.is_demo and "till" in premises.sites
    return [*at, tell("till.demo-key", key=demo_key(premises.directory))] if is_shown else at

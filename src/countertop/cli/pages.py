"""`countertop pages`: the terminal's face and the consoles, served beside the parties of a house."""

from __future__ import annotations

import asyncio

import typer

from countertop.cli.language import tell
from countertop.cli.options import DEFAULT_DATA, Data, InLanguage
from countertop.cli.writing import write, write_error
from countertop.runtime.house import loop_factory
from countertop.web.serving import serve
from countertop.web.sites import Premises, read_premises

__all__ = ["addresses_told", "attach"]


def attach(app: typer.Typer) -> None:
    """Add the command."""
    app.command("pages", help=tell("help.pages"))(pages)


def pages(data: Data = DEFAULT_DATA, language: InLanguage = "zh") -> None:
    """Serve the pages of a house until Ctrl-C or SIGTERM."""
    del language
    premises = read_premises(data)

    def ready() -> None:
        write(*addresses_told(premises), f"ready {' '.join(premises.sites)}")

    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(serve(premises, ready, _failed))


def _failed(path: str, places: str) -> None:
    write_error(tell("pages.failed", path=path, places=places))


def addresses_told(premises: Premises) -> list[str]:
    """Return a line for each site that people open."""
    return [
        tell("pages.at", site=tell(f"pages.{site}"), url=f"http://{premises.addresses[site].netloc}/")
        for site in premises.sites
        if site != "pin-pad"
    ]

"""The options that many commands share, each defined once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from countertop.cli.language import tell

__all__ = ["After", "AsJson", "Data", "InLanguage", "Sets"]

DEFAULT_DATA = Path("countertop-data")

Data = Annotated[Path, typer.Option("--data", envvar="COUNTERTOP_DATA", help=tell("help.data"), metavar="DIR")]
AsJson = Annotated[bool, typer.Option("--json", help=tell("help.json"))]
InLanguage = Annotated[
    str, typer.Option("--language", envvar="COUNTERTOP_LANGUAGE", help=tell("help.language"), metavar="zh|en")
]
After = Annotated[str | None, typer.Option("--after", help=tell("help.slip-after"))]
Sets = Annotated[list[str] | None, typer.Option("--set", help=tell("help.set"), metavar="KEY=VALUE")]

"""`countertop till-key`: which tills may ask this house's terminal. Whoever may read its files may do this."""

from __future__ import annotations

from typing import Annotated

import typer

from countertop.cli.language import tell
from countertop.cli.options import DEFAULT_DATA, AsJson, Data, InLanguage
from countertop.cli.writing import print_json, write
from countertop.web.sites import read_premises
from countertop.web.till.keys import TillKeys

__all__ = ["attach"]

Name = Annotated[str, typer.Argument(help=tell("help.till-key-name"), metavar="NAME")]


def attach(app: typer.Typer) -> None:
    """Add the commands."""
    keys = typer.Typer(no_args_is_help=True, help=tell("help.till-key"), rich_markup_mode=None)
    keys.command("add", help=tell("help.till-key-add"))(add)
    keys.command("list", help=tell("help.till-key-list"))(listed)
    keys.command("remove", help=tell("help.till-key-remove"))(remove)
    app.add_typer(keys, name="till-key")


def add(name: Name, data: Data = DEFAULT_DATA, as_json: AsJson = False, language: InLanguage = "zh") -> None:
    """Make a key and show it."""
    del language
    key = TillKeys(read_premises(data).directory).add(name)
    if as_json:
        print_json({"name": name, "key": key})
    else:
        write(tell("till.key", name=name, key=key))


def listed(data: Data = DEFAULT_DATA, as_json: AsJson = False, language: InLanguage = "zh") -> None:
    """List the tills."""
    del language
    names = TillKeys(read_premises(data).directory).names()
    if as_json:
        print_json({"tills": names})
    else:
        write(*names)


def remove(name: Name, data: Data = DEFAULT_DATA, as_json: AsJson = False, language: InLanguage = "zh") -> None:
    """Take a key away."""
    del language
    TillKeys(read_premises(data).directory).remove(name)
    if as_json:
        print_json({"name": name, "removed": True})
    else:
        write(tell("till.removed", name=name))

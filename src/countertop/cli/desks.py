"""Finding the parties of a house, and asking their desks."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer

from countertop.cli.language import tell
from countertop.cli.statuses import Status
from countertop.cli.writing import print_json, write_error
from countertop.runtime.desk_client import DeskClient
from countertop.runtime.errors import DeskFault, DirectoryFault, NotRunning
from countertop.runtime.premises import FILE, parties_in

__all__ = ["ask_all", "ask_desk", "find_acquirer", "find_all", "find_switch", "find_terminal", "find_wallet", "kind_of"]


def kind_of(directory: Path) -> str | None:
    """Return the kind of the party in a directory, None where there is none."""
    try:
        kind = tomllib.loads((directory / FILE).read_text("utf-8")).get("party")
    except (OSError, ValueError):
        return None
    return kind if isinstance(kind, str) else None


def find_all(data: Path) -> list[Path]:
    """Return the party in a directory, or those of the house in it; raises NotRunning where there is neither."""
    if kind_of(data) is not None:
        return [data]
    try:
        return parties_in(data)
    except DirectoryFault as fault:
        raise NotRunning(fault.message, **fault.arguments) from None


def find_terminal(data: Path) -> Path:
    """Return the directory of the terminal; raises NotRunning or DirectoryFault where there is none."""
    return _find(data, "terminal", "run.no-terminal")


def find_acquirer(data: Path) -> Path:
    """Return the directory of the acquirer; raises NotRunning or DirectoryFault where there is none."""
    return _find(data, "acquirer", "run.no-acquirer")


def find_switch(data: Path) -> Path:
    """Return the directory of the switch; raises NotRunning or DirectoryFault where there is none."""
    return _find(data, "switch", "run.no-switch")


def find_wallet(data: Path) -> Path:
    """Return the directory of the wallet; raises NotRunning or DirectoryFault where there is none."""
    return _find(data, "wallet", "run.no-wallet-party")


def _find(data: Path, kind: str, missing: str) -> Path:
    for directory in find_all(data):
        if kind_of(directory) == kind:
            return directory
    raise DirectoryFault(missing, path=str(data))


def ask_all(
    directories: list[Path], verb: str, arguments: Mapping[str, Any] | None = None
) -> dict[str, dict[str, Any]]:
    """Return the body of each party's reply by the party's name; a party that does not run is left out."""
    said = {}
    for directory in directories:
        try:
            with DeskClient(directory, patience=10) as desk:
                _, said[directory.name] = desk.request(verb, arguments)
        except DeskFault:
            continue
    return said


def ask_desk(directory: Path, verb: str, given: Mapping[str, Any], *, as_json: bool) -> tuple[Status, dict[str, Any]]:
    """Return how a party's desk ends a request, and what it says; an argument that is None is left out.

    Ends the command when the desk says no in a sentence, and when a program wants what it says as it is.
    """
    with DeskClient(directory) as desk:
        ended, body = desk.request(verb, {name: value for name, value in given.items() if value is not None})
    status = Status(ended)
    if as_json:
        print_json({"status": status, **body})
        raise typer.Exit(status)
    if status and "message" in body:
        write_error(tell(body["message"], **body["arguments"]))
        raise typer.Exit(status)
    return status, body

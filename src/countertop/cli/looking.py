"""`countertop status`: how the parties are, and what is open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import typer

from countertop.cli.desks import ask_all, find_all
from countertop.cli.language import tell
from countertop.cli.options import DEFAULT_DATA, AsJson, Data, InLanguage
from countertop.cli.statuses import Status
from countertop.cli.writing import print_json, table, write

__all__ = ["attach"]

_OWED = ("owed", "obligations", "reversals_owed")


def attach(app: typer.Typer) -> None:
    """Add the command."""
    app.command("status", help=tell("help.status"))(status)


def status(data: Data = DEFAULT_DATA, as_json: AsJson = False, language: InLanguage = "zh") -> None:
    """Tell how each party is; status 13 when one does not run."""
    del language
    directories = find_all(data)
    health, said = ask_all(directories, "health"), ask_all(directories, "status")
    if as_json:
        names = [directory.name for directory in directories]
        print_json({"parties": {name: {"health": health.get(name), "status": said.get(name)} for name in names}})
    else:
        write(*table(_status_rows(directories, health, said)))
        write(*_unseen(said))
    raise typer.Exit(Status.COMPLETED if len(health) == len(directories) else Status.NOT_RUNNING)


def _status_rows(
    directories: list[Path], health: Mapping[str, Any], said: Mapping[str, Any]
) -> Iterator[tuple[object, ...]]:
    yield tuple(tell(f"status.{column}") for column in ("party", "state", "address", "lines", "in-flight", "owed"))
    for directory in directories:
        name = directory.name
        if name not in health:
            yield name, tell("status.not-running"), "", "", "", ""
            continue
        how, body = health[name], said.get(name, {})
        owed = next((body[key] for key in _OWED if key in body), 0)
        yield (
            name,
            _state(how, body),
            " ".join(how["addresses"].values()),
            how["lines"],
            body.get("in_flight", 0),
            len(owed) if isinstance(owed, list) else owed,
        )


def _state(how: Mapping[str, Any], body: Mapping[str, Any]) -> str:
    """Return how a party stands, in words: a terminal its sign-in, others their line to the switch."""
    link = body.get("link", body.get("line"))
    if how["switched_off"]:
        told = tell("power.off")
    elif not how["ready"]:
        told = tell("status.starting")
    elif "state" in body:
        told = tell(body["message"])
    else:
        told = tell(f"status.link-{link}" if isinstance(link, str) else "status.serving")
    return told if body.get("room_on_disk", True) else f"{told} ({tell('status.no-room')})"


def _unseen(said: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Tell of the slips that came out while nobody stood at a terminal."""
    for name, body in said.items():
        slips = body.get("unseen_slips", ())
        if slips:
            vouchers = ", ".join(dict.fromkeys(slip["voucher_number"] for slip in slips))
            yield tell("status.unseen-slips", party=name, count=len(slips), vouchers=vouchers)

"""`countertop doctor`: what keeps the counter from running, with the cure beside it."""

from __future__ import annotations

import os

import typer

from countertop.cli.language import LANGUAGE, tell
from countertop.cli.options import DEFAULT_DATA, AsJson, Data, InLanguage
from countertop.cli.statuses import Status
from countertop.cli.writing import print_json, write
from countertop.runtime.doctor import Finding, Health, examine
from countertop.runtime.errors import RuntimeFault

__all__ = ["attach"]

_MARKS = {Health.GOOD: "ok", Health.ODD: "--", Health.BAD: "!!"}


def attach(app: typer.Typer) -> None:
    """Add the command."""
    app.command("doctor", help=tell("help.doctor"))(doctor)


def doctor(data: Data = DEFAULT_DATA, as_json: AsJson = False, language: InLanguage = "zh") -> None:
    """Examine machine, data directory and parties; status 1 when something must be cured."""
    del language  # found before the commands were built
    findings = []
    for finding in examine(data, os.environ):
        findings.append(finding)
        if not as_json:
            write(f"{_MARKS[finding.health]}  {_text(finding)}")
    bad = any(finding.health is Health.BAD for finding in findings)
    if as_json:
        print_json({"healthy": not bad, "findings": list(map(_plain, findings))})
    raise typer.Exit(Status.FAILED if bad else Status.COMPLETED)


def _plain(finding: Finding) -> dict[str, object]:
    told = {"message": finding.message, "arguments": {name: str(value) for name, value in finding.arguments.items()}}
    return {"health": finding.health.value, **told, "text": _text(finding)}


def _text(finding: Finding) -> str:
    return RuntimeFault(finding.message, **finding.arguments).said(LANGUAGE)

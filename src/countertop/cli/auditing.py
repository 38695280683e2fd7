"""`countertop audit`: every invariant checked on the real data."""

from __future__ import annotations

from contextlib import ExitStack, closing
from pathlib import Path
from time import sleep
from typing import Annotated

import typer

from countertop.audit import Finding
from countertop.audit import audit as find_faults
from countertop.cli.desks import find_all, kind_of
from countertop.cli.language import LANGUAGE, tell
from countertop.cli.options import DEFAULT_DATA, AsJson, Data, InLanguage
from countertop.cli.statuses import Status
from countertop.cli.writing import print_json, write
from countertop.runtime.errors import RuntimeFault
from countertop.runtime.parties import STORE, schema_of
from countertop.storage import StoreError
from countertop.storage.reading import SqliteReader

__all__ = ["attach"]

# Stores of working parties are read one after the other; what only lies between two readings is gone by then.
SECOND_LOOK = 0.5

AtRest = Annotated[bool, typer.Option("--at-rest", help=tell("help.at-rest"))]


def attach(app: typer.Typer) -> None:
    """Add the command."""
    app.command("audit", help=tell("help.audit"))(audit)


def audit(
    data: Data = DEFAULT_DATA, at_rest: AtRest = False, as_json: AsJson = False, language: InLanguage = "zh"
) -> None:
    """Check the invariants on the stores of a house or a party, running or not; status 1 when one is broken."""
    del language
    directories = find_all(data)
    findings, records = _audited(directories, at_rest=at_rest)
    if findings:
        sleep(SECOND_LOOK)
        again, records = _audited(directories, at_rest=at_rest)
        findings = [finding for finding in findings if finding in again]
    if as_json:
        said = [
            {
                "invariant": finding.invariant,
                "parties": finding.parties,
                "key": finding.key,
                "text": finding.say(LANGUAGE),
            }
            for finding in findings
        ]
        print_json({"holds": not findings, "parties": len(directories), "records": records, "findings": said})
    else:
        write(*(f"{finding.invariant}  {finding.say(LANGUAGE)}" for finding in findings))
        outcome = "audit.broken" if findings else "audit.holds"
        write(tell(outcome, parties=len(directories), records=records, findings=len(findings)))
    raise typer.Exit(Status.FAILED if findings else Status.COMPLETED)


def _audited(directories: list[Path], *, at_rest: bool) -> tuple[list[Finding], int]:
    """Return what is wrong in the stores, and how many records they hold."""
    with ExitStack() as stack:
        readers = {}
        for directory in directories:
            kind = kind_of(directory)
            assert kind is not None, "a party's directory without its configuration"
            try:
                reader = SqliteReader(directory / STORE, schema_of(kind))
                stack.enter_context(closing(reader))
                reader.verify_file()
            except StoreError as fault:
                raise RuntimeFault("run.store", party=directory.name, reason=fault) from None
            readers[directory.name] = reader
        findings = find_faults(readers, at_rest=at_rest)
        return findings, sum(1 for reader in readers.values() for _ in reader.records())

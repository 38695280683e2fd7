"""`countertop iso doctor` and `iso diff`: what is wrong with a message, and in what two of them differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Annotated, Any

import typer

from countertop.cli.language import LANGUAGE, tell
from countertop.cli.options import AsJson, InLanguage
from countertop.cli.sources import dump_of, holds_test_cards_only
from countertop.cli.statuses import Status
from countertop.cli.writing import print_json, table, write, write_error
from countertop.iso8583.describe import Row
from countertop.iso8583.diff import Difference, compare
from countertop.iso8583.doctor import Diagnosis, Finding, examine
from countertop.iso8583.matrix import KINDS, Direction
from countertop.iso8583.spec import Label
from countertop.iso8583.text_form import to_object
from countertop.runtime.errors import RuntimeFault
from countertop.words import Language

__all__ = ["diff", "doctor"]

Source = Annotated[str, typer.Argument(metavar="HEX|FILE|-")]
_FRAMINGS = {"binary2": "iso.framing-binary2", "ascii4": "iso.framing-ascii4", "": "iso.framing-none"}
_LABELS = {kind.name: kind.label for kind in KINDS}


def doctor(
    source: Source,
    sent_as: Annotated[str, typer.Option("--as", help=tell("help.sent-as"), metavar="request|answer")] = "",
    unmasked: Annotated[bool, typer.Option("--unmasked", help=tell("help.unmasked"))] = False,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Diagnose a dump: status 0 when nothing is wrong, 1 otherwise."""
    del language
    if sent_as not in ("", "request", "answer"):
        raise typer.BadParameter(tell("iso.no-direction"), param_hint="--as")
    diagnosis = examine(dump_of(source), Direction(sent_as) if sent_as else None)
    rows = _unmasked(diagnosis) if unmasked else diagnosis.rows
    if as_json:
        print_json(_diagnosis_object(diagnosis, rows))
    else:
        _print_diagnosis(diagnosis, rows)
    raise typer.Exit(Status.COMPLETED if diagnosis.is_healthy else Status.FAILED)


def diff(
    left: Annotated[str, typer.Argument(metavar="HEX|FILE|-")],
    right: Annotated[str, typer.Argument(metavar="HEX|FILE|-")],
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Compare two messages: status 0 when they are equal, 1 when they differ or one is broken."""
    del language
    sides = {source: examine(dump_of(source)) for source in (left, right)}
    for source, side in sides.items():
        if side.reading is None:
            raise RuntimeFault("iso.no-message", source=_short(source))
    here, there = sides[left], sides[right]
    differences = compare(here, there)
    broken = [_short(source) for source, side in sides.items() if not side.is_certain]
    if as_json:
        print_json(_difference_object(here, there, differences, broken))
    else:
        for source in broken:
            write_error(tell("iso.broken-side", source=source))
        _print_differences(differences, is_equal=not differences and not broken)
    raise typer.Exit(Status.FAILED if differences or broken else Status.COMPLETED)


def _short(source: str) -> str:
    """Return an argument as it may be repeated: hexadecimal may hold a card number."""
    return source if len(source) <= 12 or not source[:12].isalnum() else f"{source[:4]}..."


def _said(label: Label | None) -> str:
    if label is None:
        return ""
    return label.zh if LANGUAGE is Language.CHINESE else label.en


# The doctor


def _unmasked(diagnosis: Diagnosis) -> Sequence[Row]:
    """Return the rows with whole fields in clear: of test cards' messages that are read without a fault only."""
    reading, message = diagnosis.reading, diagnosis.message
    if reading is None or message is None or not diagnosis.is_certain or not holds_test_cards_only(message):
        write_error(tell("iso.only-test-cards"))
        return diagnosis.rows
    clear = to_object(reading.dialect, message, masked=False, bare=reading.bare)
    return [replace(row, value=str(clear.get(row.field, row.value))) for row in diagnosis.rows]


def _diagnosis_object(diagnosis: Diagnosis, rows: Iterable[Row]) -> dict[str, Any]:
    reading = diagnosis.reading
    return {
        "healthy": diagnosis.is_healthy,
        "whole": diagnosis.whole,
        "dialect": reading.dialect.name if reading else None,
        "framing": (reading.framing or None) if reading else None,
        "kind": diagnosis.kind or None,
        "findings": [
            {
                "id": finding.message.removeprefix("dump."),
                "fault": finding.is_fault,
                "offset": finding.offset,
                "field": finding.field or None,
                "said": tell(finding.message, **finding.arguments),
            }
            for finding in diagnosis.findings
        ],
        "fields": [_row_object(row) for row in rows],
    }


def _row_object(row: Row) -> dict[str, Any]:
    return {
        "field": row.field,
        "offset": row.offset,
        "length": row.length,
        "value": row.value,
        "label": _said(row.label),
        "meaning": _said(row.meaning) or None,
    }


def _print_diagnosis(diagnosis: Diagnosis, rows: Sequence[Row]) -> None:
    reading = diagnosis.reading
    if reading is not None:
        framing = tell(_FRAMINGS[reading.framing])
        kind = tell("iso.kind", label=_said(_LABELS[diagnosis.kind])) if diagnosis.kind else ""
        count = max(reading.places, default=-1) + 1
        write(tell("iso.fits", dialect=reading.dialect.name, framing=framing, count=count, kind=kind))
    write(*map(_finding_line, diagnosis.findings))
    if diagnosis.is_healthy:
        write(tell("iso.healthy"))
    if not rows:
        return
    if not diagnosis.is_certain:
        write("", tell("iso.read-in-part"))
    write("", *table((row.offset, _indented(row), _said(row.label), row.value, _said(row.meaning)) for row in rows))


def _finding_line(finding: Finding) -> str:
    place = [tell("iso.fault" if finding.is_fault else "iso.hint")]
    if finding.offset is not None:
        place.append(tell("iso.where", offset=finding.offset))
    if finding.field:
        place.append(tell("iso.field", field=finding.field) if finding.field.isdecimal() else finding.field)
    return f"{' '.join(place)}: {tell(finding.message, **finding.arguments)}"


def _indented(row: Row) -> str:
    return f"{'  ' * row.level}{row.field}"


# The difference


def _difference_object(
    here: Diagnosis, there: Diagnosis, differences: Iterable[Difference], broken: Sequence[str]
) -> dict[str, Any]:
    found = [
        {
            "field": each.row.field,
            "label": _said(each.row.label),
            "left": _row_object(each.left) if each.left else None,
            "right": _row_object(each.right) if each.right else None,
            "at": list(each.at) if each.at else None,
            "hidden": each.is_hidden,
        }
        for each in differences
    ]
    assert here.reading is not None
    assert there.reading is not None
    return {
        "equal": not found and not broken,
        "broken": list(broken),
        "dialects": [here.reading.dialect.name, there.reading.dialect.name],
        "differences": found,
    }


def _print_differences(differences: Iterable[Difference], *, is_equal: bool) -> None:
    if is_equal:
        write(tell("iso.equal"))
        return
    lines = []
    for each in differences:
        at = f"{each.at[0]}/{each.at[1]}" if each.at else "/".join(_offset(row) for row in (each.left, each.right))
        remark = tell("iso.hidden") if each.is_hidden else ""
        lines.append((_indented(each.row), _said(each.row.label), at, _value(each.left), _value(each.right), remark))
    write(*table(lines))


def _offset(row: Row | None) -> str:
    return str(row.offset) if row else "-"


def _value(row: Row | None) -> str:
    return row.value if row else tell("iso.absent")

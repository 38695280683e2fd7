"""The doctor: which dialect and framing a dump fits best, what is wrong with it and where, and what it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from countertop.iso8583.describe import Row, describe
from countertop.iso8583.doctor.card_places import card_places, card_runs
from countertop.iso8583.doctor.dumps import Dump, read_dump
from countertop.iso8583.doctor.findings import Finding, fault
from countertop.iso8583.doctor.mending import mended
from countertop.iso8583.doctor.unwrapping import Reading, readings
from countertop.iso8583.doctor.violations import kind_name, violations
from countertop.iso8583.matrix import Direction
from countertop.iso8583.message import Message
from countertop.iso8583.treatment import STARS

__all__ = ["Diagnosis", "examine"]

_FAULT_COSTS, _HINT_COSTS = 6, 2
"""Bytes that a fault, or a hint, must let one read on for its explanation to be believed."""

_WHOLE = 0.25
"""What it counts that a message came to its end, as a part of the dump."""

_OUTSIDE = frozenset(
    f"dump.{name}"
    for name in (
        *(
            "odd-digits",
            "one-of-many",
            "hex-twice",
            "words-swapped",
            "bytes-after-frame",
            "total-length",
            "ebcdic",
            "bitmap-text",
        ),
        *(
            "length-twice",
            "length-counts-itself",
            "length-little-endian",
            "length-bcd",
            "length-ascii",
            "length-binary",
        ),
        *("tpdu-missing", "header-missing", "envelope-missing", "interbank-header-missing"),
        *("filler-side", "filler-f", "track-separator"),
    )
)
"""Findings behind which every field still stands where it belongs."""

_SELF_MASKED = frozenset(("2", "35", "36", "45", "52", "102", "103"))


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What came of a dump.

    `reading` is the best way to read it, None when nothing fits; `rows` what it says, masked, with their places in
    the dump; `message` what was read; `whole` that everything could be read, if need be after mending.
    """

    findings: tuple[Finding, ...]
    reading: Reading | None = None
    rows: tuple[Row, ...] = ()
    message: Message | None = None
    whole: bool = False
    kind: str = ""

    @property
    def is_certain(self) -> bool:
        """True when every field can be taken for what it says it is, so that masking by field hides every secret."""
        reading = self.reading
        return reading is not None and self.whole and all(each.message in _OUTSIDE for each in reading.findings)

    @property
    def is_healthy(self) -> bool:
        """True when there is nothing wrong."""
        return self.whole and not any(finding.is_fault for finding in self.findings)


def examine(source: bytes, sent_as: Direction | None = None) -> Diagnosis:
    """Return the diagnosis of a dump in whatever form; raises nothing.

    `sent_as` says whether it went out as a request or came as an answer, where that is known.
    """
    dumps = read_dump(source)
    if not dumps[0].data:
        return Diagnosis((fault("dump.empty"),))
    ways = ((dump, *mended(reading)) for dump in dumps for reading in readings(dump.data))
    dump, reading, whole = max(ways, key=_score)
    if _score((dump, reading, whole)) <= 0:
        return Diagnosis((*dump.findings, fault("dump.nothing-fits", None, count=len(dump.data))))
    return _diagnosed(dump, reading, sent_as, whole=whole)


def _score(way: tuple[Dump, Reading, bool]) -> float:
    """Return how well a reading explains its dump: the part that is understood, at the fewest faults."""
    dump, reading, whole = way
    table = describe(reading.dialect, reading.data, bare=reading.bare)
    if not table.message.mti:
        return 0.0
    reached = len(reading.data) if table.fault is None else table.fault.offset
    findings = (*dump.findings, *reading.findings)
    faults = sum(finding.is_fault for finding in findings)
    understood = max(reached - _FAULT_COSTS * faults - _HINT_COSTS * (len(findings) - faults), 0)
    return understood / len(dump.data) + (_WHOLE if whole else 0.0) + (0.01 if table.message.fields() else 0.0)


def _diagnosed(dump: Dump, reading: Reading, sent_as: Direction | None, *, whole: bool) -> Diagnosis:
    table = describe(reading.dialect, reading.data, bare=reading.bare)
    placed = tuple(replace(row, offset=reading.place(row.offset)) for row in table.rows)
    findings = [*dump.findings, *reading.findings]
    if whole:
        findings += (_placed(finding, placed) for finding in violations(reading.dialect, table.message, sent_as))
    kind = kind_name(reading.dialect, table.message) if whole else ""
    diagnosis = Diagnosis(tuple(findings), reading, placed, table.message, whole, kind)
    return diagnosis if diagnosis.is_certain else replace(diagnosis, rows=tuple(_safe(placed, dump)))


def _placed(finding: Finding, rows: Iterable[Row]) -> Finding:
    """Return a finding about a field with the place where that field stands; one that lacks has none."""
    return next((finding.at(row.offset) for row in rows if row.level == 0 and row.field == finding.field), finding)


def _safe(rows: Sequence[Row], dump: Dump) -> Iterable[Row]:
    """Hide what may be card data in the wrong field: a reading with faults may have cut it anywhere."""
    places = card_places(dump.data)
    shown = [_hidden(row) if _is_touched(row, places) or _is_binary(row) else row for row in rows]
    spilled = _spilled([row for row in shown if row.level == 0])
    return [_hidden(row) if _is_touched(row, spilled) else row for row in shown]


def _hidden(row: Row) -> Row:
    return row if row.field in _SELF_MASKED else replace(row, value=STARS, meaning=None)


def _is_touched(row: Row, places: Iterable[tuple[int, int]]) -> bool:
    return any(row.offset < last and first < row.offset + row.length for first, last in places)


def _is_binary(row: Row) -> bool:
    return row.field.partition(".")[0] in ("47", "62", "64", "96", "128")


def _spilled(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """Return the places of fields to hide, so that values read one behind the other hold no whole card number.

    Of each run that may be one the field with the most of its digits goes; the others then tell no more than a mask.
    """
    places: list[tuple[int, int]] = []
    owners = [row for row in rows for _ in row.value]
    for first, last in card_runs("".join(row.value for row in rows)):
        counted = Counter((row.offset, row.offset + row.length) for row in owners[first:last])
        if counted.keys().isdisjoint(places):
            places.append(counted.most_common(1)[0][0])
    return places

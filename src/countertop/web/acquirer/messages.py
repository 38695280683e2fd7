"""Messages as an engineer looks at them: a transaction hop by hop, a message byte by byte, what somebody pasted.

/transactions/RRN                       every message of it, side by side
/transactions/RRN/messages/NUMBER       one of them: its fields, its bytes, what its response code means
/transactions/RRN/compare?left=&right=  what differs between two
/inspector                              a dump in any form: decoded, diagnosed, compared with another one

What somebody pastes may hold a card number, so it is never shown again: only what was read of it, masked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Form, Query, Request, Response

from countertop.iso8583.describe import Row
from countertop.iso8583.diff import Difference, compare
from countertop.iso8583.doctor import Diagnosis, Reading, examine
from countertop.iso8583.matrix import KINDS
from countertop.iso8583.response_codes import look_up
from countertop.iso8583.spec import Label
from countertop.web.accounts.console import visit_of
from countertop.web.acquirer.byte_grid import Byte, grid_of
from countertop.web.acquirer.cells import party_text
from countertop.web.acquirer.console import Console, Engineer, console_of, draw
from countertop.web.acquirer.made_again import MadeAgain, made_again
from countertop.web.field_names import FIELD_NAMES
from countertop.web.language import language_of
from countertop.words import Language, say

__all__ = ["Dump", "hops_of", "inspected", "messages_router"]

RRN: Final = re.compile(r"[0-9A-Za-z]{12}")
_IDS: Final = ("acquirer_id", "switch_id", "bank_id", "issuer_id", "terminal_id", "wallet_id")
_KIND_LABELS: Final = {kind.name: kind.label for kind in KINDS}
_FRAMINGS: Final = {"binary2": "iso.framing-binary2", "ascii4": "iso.framing-ascii4", "": "iso.framing-none"}
_RESPONSE: Final = "39"

Hop = dict[str, Any]
Pasted = Annotated[str, Form(max_length=200_000)]


@dataclass(frozen=True, slots=True)
class Said:
    """A finding in words; `offset` is the byte of the dump, `field` the field that it is about, if any."""

    is_fault: bool
    offset: int | None
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Dump:
    """What came of a dump: what it is, what is wrong with it, in words; its rows and bytes, masked."""

    diagnosis: Diagnosis
    what: str
    findings: list[Said]
    rows: tuple[Row, ...]
    grid: list[list[Byte]]
    faulty: frozenset[int]


def messages_router() -> APIRouter:
    """Return the pages."""
    router = APIRouter(include_in_schema=False)
    router.add_api_route("/transactions/{rrn}", _transaction, methods=["GET"])
    router.add_api_route("/transactions/{rrn}/messages/{number}", _message, methods=["GET"])
    router.add_api_route("/transactions/{rrn}/compare", _compare, methods=["GET"])
    router.add_api_route("/inspector", _inspector, methods=["GET"])
    router.add_api_route("/inspector", _inspect, methods=["POST"])
    return router


async def hops_of(console: Console, rrn: str) -> list[Hop]:
    """Return every message of a transaction as each party kept it, oldest first; `peer_name` says who is meant."""
    if not RRN.fullmatch(rrn):
        return []
    bodies = await console.desks.ask_all(None, "trace", {"rrn": rrn})
    statuses = await console.desks.ask_all(None, "status")
    names = {str(status[key]): name for name, status in statuses.items() for key in _IDS if key in status}
    hops = [hop for body in bodies.values() for hop in body.get("hops", ())]
    hops.sort(key=lambda hop: int(hop["at"]))
    return [
        {
            **hop,
            "number": number,
            "peer_name": names.get(hop["peer"], hop["peer"]),
            "fields": {"mti": hop["mti"], **hop["fields"]},
        }
        for number, hop in enumerate(hops)
    ]


async def _transaction(request: Request, rrn: str, person: Engineer) -> Response:
    del person
    hops = await hops_of(console_of(request), rrn)
    if not hops:
        return draw(request, "not_done.html", 404, why=rrn[:40], message="host.nothing-there")
    return draw(
        request,
        "transaction.html",
        rrn=rrn,
        hops=hops,
        fields=_side_by_side(hops, language_of(request)),
        answer=_answer(hops),
    )


async def _message(request: Request, rrn: str, number: int, person: Engineer) -> Response:
    del person
    hops = await hops_of(console_of(request), rrn)
    if not 0 <= number < len(hops):
        return draw(request, "not_done.html", 404, why=rrn[:40], message="host.nothing-there")
    hop = hops[number]
    again = made_again(hop["fields"], hop["peer"])
    grid = [] if again is None else _grid(again)
    code = hop["fields"].get("response_code")
    return draw(
        request,
        "message.html",
        rrn=rrn,
        hops=hops,
        hop=hop,
        again=again,
        grid=grid,
        faulty=frozenset(),
        code=None if code is None or hop["mti"] == "0400" else look_up(code),
        chosen=_RESPONSE if code is not None else "",
        place=_place(again, _RESPONSE),
        said=_sayer(language_of(request)),
        tabs=[(f"/transactions/{rrn}/messages/{each['number']}", _tab(each, language_of(request))) for each in hops],
    )


async def _compare(
    request: Request,
    rrn: str,
    person: Engineer,
    left: Annotated[int, Query(ge=0)] = 0,
    right: Annotated[int, Query(ge=0)] = 1,
) -> Response:
    del person
    hops = await hops_of(console_of(request), rrn)
    if max(left, right) >= len(hops):
        return draw(request, "not_done.html", 404, why=rrn[:40], message="host.nothing-there")
    sides = [made_again(hops[at]["fields"], hops[at]["peer"]) for at in (left, right)]
    found: list[Difference] | None = None
    if sides[0] is not None and sides[1] is not None:
        found = compare(_as_read(sides[0]), _as_read(sides[1]))
    return draw(
        request,
        "compare.html",
        rrn=rrn,
        hops=hops,
        left=left,
        right=right,
        found=found,
        said=_sayer(language_of(request)),
    )


async def _inspector(request: Request, person: Engineer) -> Response:
    del person
    return draw(request, "inspector.html", dump=None, other=None, found=None, said=_sayer(language_of(request)))


async def _inspect(request: Request, person: Engineer, pasted: Pasted = "", other: Pasted = "") -> Response:
    del person
    language = language_of(request)
    dump = inspected(pasted, language)
    second = inspected(other, language) if other.strip() else None
    found: list[Difference] | None = None
    if second is not None and dump.diagnosis.reading is not None and second.diagnosis.reading is not None:
        found = compare(dump.diagnosis, second.diagnosis)
    await visit_of(request).note("message-inspected", dump.diagnosis.kind)
    return draw(request, "inspector.html", dump=dump, other=second, found=found, said=_sayer(language))


def inspected(text: str, language: Language) -> Dump:
    """Return what a dump is and what is wrong with it, masked."""
    diagnosis = examine(text.encode("utf-8", "replace"))
    reading, grid = diagnosis.reading, []
    what = ""
    if reading is not None:
        data = {place: byte for place, byte in zip(reading.places, reading.data, strict=True) if place >= 0}
        size = max(reading.places, default=-1) + 1
        grid = grid_of(size, data, diagnosis.rows, reading.dialect.table)
        kind = _KIND_LABELS.get(diagnosis.kind)
        label = "" if kind is None else say(language, "iso.kind", label=_in(kind, language))
        framing = say(language, _FRAMINGS[reading.framing])
        what = say(language, "iso.fits", dialect=reading.dialect.name, framing=framing, count=size, kind=label)
    findings = [
        Said(finding.is_fault, finding.offset, finding.field, say(language, finding.message, **finding.arguments))
        for finding in diagnosis.findings
    ]
    faulty = frozenset(finding.offset for finding in diagnosis.findings if finding.offset is not None)
    return Dump(diagnosis, what, findings, diagnosis.rows, grid, faulty)


def _side_by_side(hops: list[Hop], language: Language) -> list[dict[str, Any]]:
    """Return a row for each field that any of the messages has: its number, its name, its value in each of them."""
    names = dict.fromkeys(name for hop in hops for name in hop["fields"] if name != "mti")
    rows = [
        {
            "name": name,
            "number": FIELD_NAMES.get(name, ("", Label(name, name)))[0],
            "label": _in(FIELD_NAMES.get(name, ("", Label(name, name)))[1], language),
            "values": [hop["fields"].get(name, "") for hop in hops],
        }
        for name in names
    ]
    for row in rows:
        told = {value for value in row["values"] if value}
        row["differs"] = len(told) > 1
    return sorted(rows, key=lambda row: (row["number"] == "", int(row["number"] or 0)))


def _tab(hop: Hop, language: Language) -> str:
    return f"{hop['number'] + 1} · {party_text(hop['party'], language)} {hop['mti']}"


def _answer(hops: list[Hop]) -> Mapping[str, Any] | None:
    """Return the answer that the terminal got, as far as it is known: what all of this came to."""
    answers = [hop for hop in hops if "response_code" in hop["fields"] and hop["mti"] not in ("0400", "0410", "0430")]
    if not answers:
        return None
    last = answers[-1]
    return {"code": look_up(last["fields"]["response_code"]), "hop": last}


def _grid(again: MadeAgain) -> list[list[Byte]]:
    return grid_of(len(again.data), dict(enumerate(again.data)), again.rows, again.dialect.table)


def _place(again: MadeAgain | None, field: str) -> int | None:
    rows = () if again is None else again.rows
    return next((row.offset for row in rows if row.level == 0 and row.field == field), None)


def _as_read(again: MadeAgain) -> Diagnosis:
    """Return a message that was made again as if it had been read whole."""
    reading = Reading(again.dialect, again.data, tuple(range(len(again.data))))
    rows = tuple(row for row in again.rows)
    return Diagnosis((), reading, rows, again.message, whole=True)


def _in(label: Label, language: Language) -> str:
    return label.zh if language is Language.CHINESE else label.en


def _sayer(language: Language) -> Any:
    def said(label: Label | None) -> str:
        return "" if label is None else _in(label, language)

    return said

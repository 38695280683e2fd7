"""`countertop trace`: every hop of one transaction over all parties, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from countertop.cli.desks import ask_all, find_all, kind_of
from countertop.cli.language import LANGUAGE, tell
from countertop.cli.options import DEFAULT_DATA, AsJson, Data, InLanguage
from countertop.cli.writing import padded, print_json, table, write
from countertop.iso8583 import INTERBANK, UNIONPAY_POS, Message
from countertop.iso8583.insides import pieces_of
from countertop.runtime.errors import NotRunning, RuntimeFault
from countertop.values.moments import local_time
from countertop.words import Language

__all__ = ["attach"]

ZONE = ZoneInfo("Asia/Shanghai")
RRN_SIZE = 12
MACHINE_AND_PLACE = UNIONPAY_POS.table[59]
IN_CHINESE = LANGUAGE is Language.CHINESE
_IDS = ("acquirer_id", "switch_id", "issuer_id", "terminal_id", "wallet_id")

Hop = dict[str, Any]


def attach(app: typer.Typer) -> None:
    """Add the command."""
    app.command("trace", help=tell("help.trace"))(trace)


def trace(
    transaction: Annotated[str, typer.Argument(help=tell("help.transaction"))],
    data: Data = DEFAULT_DATA,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Show every message of one transaction as each party kept it, oldest first, masked."""
    del language
    directories = find_all(data)
    hops, rrn = _hops_by_voucher(directories, transaction) if len(transaction) != RRN_SIZE else ([], transaction)
    if rrn is not None:
        bodies = ask_all(directories, "trace", {"rrn": rrn})
        if not bodies:
            raise NotRunning("desk.not-running", party=data.name, directory=str(data))
        # A terminal that was never answered does not know the reference; what it said by voucher stands.
        told = [hop for body in bodies.values() for hop in body.get("hops", ())]
        hops = [hop for hop in hops if hop not in told] + told
    if not hops:
        raise RuntimeFault("trace.nothing", transaction=transaction)
    hops.sort(key=lambda hop: int(hop["at"]))
    if as_json:
        print_json({"rrn": rrn, "hops": hops})
        return
    names = _names(ask_all(directories, "status"))
    for hop in hops:
        write(_head(hop, names), *_fields(hop["fields"]), "")


def _hops_by_voucher(directories: list[Path], transaction: str) -> tuple[list[Hop], str | None]:
    """Return what the terminal knows of a voucher, and its reference: the host's where the terminal never got it."""
    voucher = transaction.zfill(6)
    terminals = [directory for directory in directories if kind_of(directory) == "terminal"]
    rrn, hops = None, []
    for body in ask_all(terminals, "trace", {"voucher_number": voucher}).values():
        rrn, hops = body.get("rrn"), list(body.get("hops", ()))
    if rrn is None:
        acquirers = [directory for directory in directories if kind_of(directory) == "acquirer"]
        for body in ask_all(acquirers, "transactions", {"limit": 200}).values():
            found = (entry["rrn"] for entry in body.get("transactions", ()) if entry["stan"] == voucher)
            rrn = next(found, None)
    return hops, rrn


def _names(statuses: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return which party has which institution or terminal id."""
    return {str(body[key]): name for name, body in statuses.items() for key in _IDS if key in body}


def _head(hop: Hop, names: Mapping[str, str]) -> str:
    moment: datetime = local_time(int(hop["at"]), ZONE)
    peer = names.get(hop["peer"], hop["peer"])
    arrow = "->" if hop["direction"] in {"out", "sent"} else "<-"
    return f"{moment:%Y-%m-%d %H:%M:%S}.{moment.microsecond // 1000:03d}  {hop['party']} {arrow} {peer}  {hop['mti']}"


def _fields(fields: Mapping[str, str]) -> Iterable[str]:
    rows = []
    for name, value in fields.items():
        number, label = _LABELS.get(name, ("", name))
        if name != "mti":
            rows.append((f"  {number:>5}", padded(name, 20), label, value))
        if name == MACHINE_AND_PLACE.name:
            rows += _pieces(value)
    return table(rows)


def _pieces(text: str) -> Iterable[tuple[str, str, str, str]]:
    """Yield which machine it was, and where: what a host that refuses it for its place has gone by."""
    for piece in pieces_of(Message("0200", qr_data=text), MACHINE_AND_PLACE):
        meaning = "" if piece.meaning is None else f"  {piece.meaning.zh if IN_CHINESE else piece.meaning.en}"
        yield "", f"  {piece.number}", piece.label.zh if IN_CHINESE else piece.label.en, f"{piece.value}{meaning}"


def _labels() -> dict[str, tuple[str, str]]:
    known: dict[str, tuple[str, str]] = {}
    for dialect in (UNIONPAY_POS, INTERBANK):
        for number, spec in dialect.table.items():
            label = spec.label.zh if IN_CHINESE else spec.label.en
            known.setdefault(spec.name, (str(number), label))
    return known


_LABELS = _labels()

"""`countertop iso`: messages decoded, encoded, compared, diagnosed, and checked against published vectors."""

from __future__ import annotations

import json
import string
from pathlib import Path
from typing import Annotated, Any

import typer

from countertop.cli import dumps
from countertop.cli.language import LANGUAGE, tell
from countertop.cli.options import AsJson, InLanguage
from countertop.cli.sources import content_of, holds_test_cards_only, is_file
from countertop.cli.statuses import Status
from countertop.cli.writing import print_json, table, write, write_error
from countertop.codec import CodecError, Framing
from countertop.crypto import vector_check
from countertop.crypto.errors import VectorError
from countertop.iso8583 import INTERBANK, UNIONPAY_POS, DecodeError, Dialect
from countertop.iso8583.text_form import from_object, to_object
from countertop.iso8583.vector_check import check_vectors
from countertop.runtime.errors import RuntimeFault
from countertop.words import Language

__all__ = ["attach"]

_DIALECTS = {dialect.name: (dialect, framing) for dialect, framing in (
    (UNIONPAY_POS, Framing.BINARY2), (INTERBANK, Framing.ASCII4),
)}  # fmt: skip
_FIRST_BYTES = {UNIONPAY_POS.name: 0x60, INTERBANK.name: 0x2E}
_HEX = frozenset(string.hexdigits)

DialectName = Annotated[str, typer.Option("--dialect", help=tell("help.dialect"), metavar="|".join(_DIALECTS))]


def attach(app: typer.Typer) -> None:
    """Add the commands."""
    iso = typer.Typer(no_args_is_help=True, help=tell("help.iso"), rich_markup_mode=None)
    iso.command("decode", help=tell("help.iso-decode"))(decode)
    iso.command("encode", help=tell("help.iso-encode"))(encode)
    iso.command("check-vectors", help=tell("help.iso-vectors"))(check)
    iso.command("diff", help=tell("help.iso-diff"))(dumps.diff)
    iso.command("doctor", help=tell("help.iso-doctor"))(dumps.doctor)
    app.add_typer(iso, name="iso")


def decode(
    source: Annotated[str, typer.Argument(metavar="HEX|FILE|-")],
    dialect_name: DialectName = UNIONPAY_POS.name,
    unmasked: Annotated[bool, typer.Option("--unmasked", help=tell("help.unmasked"))] = False,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Decode one message: a frame, a payload, or an ISO message that begins with its MTI; status 1 when it is none."""
    del language
    dialect, framing = _dialect(dialect_name)
    payload, bare = _unframed(_read_bytes(source), dialect, framing)
    fault: DecodeError | None = None
    try:
        message = dialect.decode_bare(payload) if bare else dialect.decode(payload)
    except DecodeError as broken:
        fault, message = broken, broken.partial
    hidden = not (unmasked and holds_test_cards_only(message))
    if unmasked and hidden:
        write_error(tell("iso.only-test-cards"))
    if fault is None:
        shown = to_object(dialect, message, masked=hidden, bare=bare)
    else:
        shown = {"mti": message.mti, **{str(number): "****" for number in message.fields()}}
    if as_json:
        print_json(shown if fault is None else {"fault": str(fault), "before": shown})
    else:
        _print_fields(dialect, shown)
    if fault is not None:
        write_error(tell("iso.broken", fault=str(fault)))
        raise typer.Exit(Status.FAILED)


def encode(
    source: Annotated[str, typer.Argument(metavar="JSON|FILE|-")],
    dialect_name: DialectName = UNIONPAY_POS.name,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Encode a message from the JSON that `decode --unmasked --json` writes; prints the frame in hexadecimal."""
    del language
    dialect, framing = _dialect(dialect_name)
    try:
        shown = json.loads(source if source.lstrip().startswith("{") else _read_text(source))
    except (ValueError, RecursionError):
        shown = None
    if not isinstance(shown, dict):
        raise RuntimeFault("iso.no-json")
    bare = not {"tpdu", "header", "h4_dest"} & shown.keys()
    try:
        message = from_object(dialect, shown)
        data = dialect.encode_bare(message) if bare else framing.join(dialect.encode(message))
    except CodecError as fault:
        raise RuntimeFault("iso.broken", fault=str(fault)) from None
    if as_json:
        print_json({"hex": data.hex().upper(), "bytes": len(data)})
    else:
        write(data.hex().upper())


def check(
    file: Annotated[Path, typer.Argument()],
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Check published vectors, messages and algorithms, one line each; status 1 when one does not hold."""
    del language
    try:
        vectors = json.loads(_read_text(str(file)))
        verdicts = list(check_vectors(vectors, _crypto_fault))
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise RuntimeFault("iso.no-vectors", path=str(file)) from None
    failed = sum(not verdict.passed for verdict in verdicts)
    if as_json:
        said = [{"name": verdict.name, "passed": verdict.passed, "reason": verdict.reason} for verdict in verdicts]
        print_json({"passed": len(verdicts) - failed, "failed": failed, "vectors": said})
    else:
        for verdict in verdicts:
            write(f"passed  {verdict.name}" if verdict.passed else f"FAILED  {verdict.name}: {verdict.reason}")
        write(f"{len(verdicts) - failed} passed, {failed} failed")
    raise typer.Exit(Status.FAILED if failed else Status.COMPLETED)


def _crypto_fault(entry: Any) -> str:
    try:
        vector_check.check(entry)
    except VectorError as fault:
        return str(fault)
    return ""


def _dialect(name: str) -> tuple[Dialect, Framing]:
    if name not in _DIALECTS:
        raise typer.BadParameter(tell("iso.no-dialect", name=name, known=", ".join(_DIALECTS)), param_hint="--dialect")
    return _DIALECTS[name]


def _read_bytes(source: str) -> bytes:
    """Return bytes from hexadecimal digits, or from a file that holds such digits or the bytes themselves."""
    digits = "".join(source.split())
    if digits and _HEX.issuperset(digits) and not is_file(source):
        if len(digits) % 2:
            raise RuntimeFault("iso.odd-digits", count=len(digits))
        return bytes.fromhex(digits)
    data = content_of(source)
    try:
        text = "".join(data.decode("ascii").split())
    except UnicodeDecodeError:
        return data
    return bytes.fromhex(text) if text and _HEX.issuperset(text) and len(text) % 2 == 0 else data


def _read_text(source: str) -> str:
    try:
        return content_of(source).decode("utf-8")
    except UnicodeDecodeError:
        raise RuntimeFault("run.unreadable", path=source, reason="UTF-8") from None


def _unframed(data: bytes, dialect: Dialect, framing: Framing) -> tuple[bytes, bool]:
    """Return the payload behind a length prefix that fits, and whether it has no envelope."""
    size = framing.value
    if len(data) > size and framing.join(data[size:])[:size] == data[:size]:
        data = data[size:]
    return data, not data or data[0] != _FIRST_BYTES[dialect.name]


def _print_fields(dialect: Dialect, shown: dict[str, Any]) -> None:
    rows = []
    for key, value in shown.items():
        label = ""
        if key.isdecimal() and int(key) in dialect.table:
            names = dialect.table[int(key)].label
            label = names.zh if LANGUAGE is Language.CHINESE else names.en
        rows.append((key, label, value))
    write(*table(rows))

"""A message explained for people: every part with its place, its masked value, its name and what the value means.

Names and meanings come in both languages; card data is masked, secrets are stars. A message that breaks off is
explained as far as it could be read, with the fault.
"""

from __future__ import annotations

from dataclasses import dataclass

from countertop.iso8583 import codes, interpret
from countertop.iso8583.dialect import Dialect
from countertop.iso8583.errors import DecodeError
from countertop.iso8583.header import InterbankHeader
from countertop.iso8583.insides import Piece, pieces_of
from countertop.iso8583.interpret import Span
from countertop.iso8583.layout import Layout, Part
from countertop.iso8583.masking import masked_value
from countertop.iso8583.message import Message
from countertop.iso8583.response_codes import look_up
from countertop.iso8583.spec import Encoding, FieldSpec, Label

__all__ = ["Description", "Row", "describe"]

_HEADER = Layout(
    0,
    (
        Part("H.1", "application_class", 2, Label("应用类别", "application class"), codes.APPLICATION_CLASSES),
        Part("H.2", "software_version", 2, Label("软件总版本号", "software version")),
        Part("H.3", "terminal_status", 1, Label("终端状态", "terminal status")),
        Part("H.4", "requirement", 1, Label("处理要求", "processing requirement"), codes.PROCESSING_REQUIREMENTS),
        Part("H.5", "software_subversion", 6, Label("软件分版本号", "software subversion")),
    ),
    frozenset((12,)),
)

_INTERBANK_HEADER = (
    ("H.1", 0, 1, "报头长度", "header length"),
    ("H.2", 1, 1, "标志与版本", "flag and version"),
    ("H.3", 2, 4, "整个报文长度", "total length"),
    ("H.4", 6, 11, "目的地", "destination"),
    ("H.5", 17, 11, "来源", "source"),
    ("H.6", 28, 3, "保留", "reserved"),
    ("H.7", 31, 1, "批次号", "batch"),
    ("H.8", 32, 8, "交易信息", "transaction information"),
    ("H.9", 40, 1, "用户信息", "user information"),
    ("H.10", 41, 5, "拒绝码", "reject code"),
)

_BINARY_PARTS = frozenset(("H.1", "H.2", "H.7"))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: where it stands in the payload, in bytes, and what it is.

    `field` is `tpdu`, `mti`, a field number, or a sub-field such as `60.1`; `level` is 0 for a field, 1 for a part of
    it. A field's place includes its length prefix. `value` is masked; `meaning` is what a known code means.
    """

    field: str
    level: int
    offset: int
    length: int
    value: str
    label: Label
    meaning: Label | None = None


@dataclass(frozen=True, slots=True)
class Description:
    """The table of a message; `fault` says why and where it broke off, and is None for a whole one."""

    rows: list[Row]
    message: Message
    fault: DecodeError | None = None


def describe(dialect: Dialect, payload: bytes, *, bare: bool = False) -> Description:
    """Explain a payload, or with `bare` an ISO message without envelope; raises nothing."""
    spans: list[Span] = []
    fault: DecodeError | None = None
    try:
        message = interpret.decode(dialect, payload, bare=bare, spans=spans)
    except DecodeError as broken:
        fault, message = broken, broken.partial
    rows = [] if bare else _envelope_rows(message, payload)
    start = 0 if bare else dialect.envelope.size
    if message.mti:
        rows += _opening_rows(dialect, message, payload, start)
    for span in spans:
        rows += _field_rows(dialect.table[span[0]], message, span)
    return Description(rows, message, fault)


def _envelope_rows(message: Message, payload: bytes) -> list[Row]:
    if isinstance(message.header, InterbankHeader):
        return [
            Row(number, 0, offset, size, _shown(payload[offset : offset + size], number), Label(zh, en))
            for number, offset, size, zh, en in _INTERBANK_HEADER
        ]
    rows: list[Row] = []
    if message.tpdu is not None:
        text = message.tpdu.hex()
        rows += (
            Row("tpdu", 0, 0, 5, text, Label("传输协议数据单元", "TPDU")),
            Row("tpdu.1", 1, 1, 2, text[2:6], Label("目的地址", "destination address")),
            Row("tpdu.2", 1, 3, 2, text[6:], Label("源地址", "source address")),
        )
    if isinstance(message.header, str):
        rows.append(Row("header", 0, 5, 6, message.header, Label("报文头", "header")))
        at = 0
        for part, piece in _HEADER.cut(message.header):
            rows.append(_part_row(part, piece, 5, at, packed=True))
            at += part.length
    return rows


def _opening_rows(dialect: Dialect, message: Message, payload: bytes, start: int) -> list[Row]:
    size = 2 if dialect.mti_digits is Encoding.BCD else 4
    at = start + size
    rows = [
        Row("mti", 0, start, size, message.mti, Label("消息类型", "message type"), codes.MTI_CLASSES.get(message.mti))
    ]
    if len(payload) < at + 8:
        return rows
    bitmap = 16 if payload[at] & 0x80 and dialect.second_bitmap else 8
    rows.append(Row("bitmap", 0, at, bitmap, payload[at : at + bitmap].hex().upper(), Label("位元表", "bitmap")))
    return rows


def _field_rows(spec: FieldSpec, message: Message, span: Span) -> list[Row]:
    number, begin, end = span
    value = masked_value(message, number)
    rows = [Row(str(number), 0, begin, end - begin, value, spec.label, _meaning(message, number))]
    content = begin + spec.prefix_size
    rows += (_piece_row(piece, content, packed=spec.is_packed) for piece in pieces_of(message, spec))
    return rows


def _piece_row(piece: Piece, content: int, *, packed: bool) -> Row:
    first, last = piece.offset, piece.offset + piece.length
    if packed:
        first, last = first // 2, (last + 1) // 2
    return Row(piece.number, 1, content + first, last - first, piece.value, piece.label, piece.meaning)


def _part_row(part: Part, piece: str, content: int, at: int, *, packed: bool) -> Row:
    meaning = (part.meanings or {}).get(piece)
    return _piece_row(Piece(part.number, at, part.length, piece, part.label, meaning), content, packed=packed)


def _meaning(message: Message, number: int) -> Label | None:
    if number == 3:
        return codes.PROCESSING_CODES.get(message.processing_code or "")
    if number == 25:
        return codes.CONDITION_CODES.get(message.condition_code or "")
    if number == 39 and message.response_code is not None:
        if message.mti == "0400":
            return codes.REVERSAL_REASONS.get(message.response_code)
        return Label(*look_up(message.response_code).texts)
    return None


def _shown(data: bytes, number: str) -> str:
    return data.hex().upper() if number in _BINARY_PARTS else data.decode("latin-1")

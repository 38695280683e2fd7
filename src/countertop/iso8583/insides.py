"""What is inside a field, piece by piece, for the explained table: one function for each field that has an inside.

A field whose inside cannot be read has no pieces; the table then shows it whole, masked as always.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from countertop.codec import tlv
from countertop.codec.errors import CodecError
from countertop.iso8583 import codes
from countertop.iso8583.errors import SubfieldError
from countertop.iso8583.layout import Layout
from countertop.iso8583.masking import SECRET_TAGS, is_extended_data_open
from countertop.iso8583.message import Message
from countertop.iso8583.private.additional import (
    ADDITIONAL_RESPONSE,
    BALANCE,
    RESERVED_REMARKS,
    read_code_records,
    read_tagged,
)
from countertop.iso8583.private.extended import KEY_BLOCKS, STATUS_TAGS, read_status
from countertop.iso8583.private.parameters import PARAMETERS, read_parameters
from countertop.iso8583.private.totals import (
    CODE_TOTALS,
    CODE_TOTALS_TAG,
    SETTLEMENT_TOTALS,
    UPLOAD_DETAIL,
    read_upload_details,
)
from countertop.iso8583.private.transaction import (
    INTERBANK_INFO,
    ORIGINAL_DATA,
    ORIGINAL_INFO,
    SECURITY_CONTROL,
    TRANSACTION_INFO,
)
from countertop.iso8583.private.whereabouts import KEY_CHECK, MACHINE, POSITION, RANDOM_NUMBER, SEALS, SERIAL
from countertop.iso8583.spec import FieldSpec, Label
from countertop.iso8583.tag_labels import TAG_LABELS
from countertop.iso8583.treatment import STARS
from countertop.values.positions import Position

__all__ = ["Piece", "pieces_of"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a field: offset and length count digits of n fields, bytes of others; the value is masked."""

    number: str
    offset: int
    length: int
    value: str
    label: Label
    meaning: Label | None = None


def pieces_of(message: Message, spec: FieldSpec) -> list[Piece]:
    """Return the pieces of a present field, none when it has no inside or one that cannot be read."""
    inside = _INSIDES.get((spec.number, spec.is_packed)) or _INSIDES.get((spec.number, None))
    value = message.get(spec.number)
    if inside is None or value is None:
        return []
    try:
        return list(inside(message, value))
    except CodecError:
        return []


def _laid_out(layout: Layout) -> Callable[[Message, Any], Iterable[Piece]]:
    def pieces(_: Message, text: str) -> Iterable[Piece]:
        return _cut(layout, text)

    return pieces


def _cut(layout: Layout, text: str, offset: int = 0, prefix: str = "") -> Iterable[Piece]:
    for part, piece in layout.cut(text):
        shown = _masked_number(piece) if part.is_secret else piece
        meaning = (part.meanings or {}).get(piece)
        yield Piece(f"{prefix}{part.number}", offset, part.length, shown, part.label, meaning)
        offset += part.length


def _masked_number(digits: str) -> str:
    number = digits.lstrip("0")
    return f"{number[:6]}{'*' * (len(number) - 10)}{number[-4:]}" if len(number) >= 13 else STARS


def _entry_mode(_: Message, text: str) -> Iterable[Piece]:
    yield Piece(
        "22.1", 0, 2, text[:2], Label("卡号输入方式", "how the number was read"), codes.ENTRY_METHODS.get(text[:2])
    )
    yield Piece("22.2", 2, 1, text[2:], Label("密码输入", "PIN"), codes.PIN_ENTRY.get(text[2:]))


def _private(message: Message, text: str) -> Iterable[Piece]:
    if message.mti in ("0500", "0510"):
        yield from _cut(SETTLEMENT_TOTALS, text)
    elif message.mti[1] == "3" and len(text) > 4:
        yield Piece("48.0", 0, 2, text[:2], Label("记录条数", "count of details"))
        for place in range(len(read_upload_details(text))):
            at = 2 + place * 40
            yield from _cut(UPLOAD_DETAIL, text[at : at + 40], at, f"{place + 1}/")
    elif message.mti[1] == "3":
        yield Piece("48.0", 0, len(text), text, Label("上送总笔数", "count of records uploaded"))
    elif len(text) == 12:
        yield Piece("48.0", 0, 12, text, Label("小费金额", "tip"))


def _terminal_information(message: Message, text: str) -> Iterable[Piece]:
    if message.mti in ("0500", "0510") and text.startswith(f"{CODE_TOTALS_TAG}031"):
        yield from _cut(CODE_TOTALS, text[5:36], 5)


def _tagged(_: Message, text: str) -> Iterable[Piece]:
    usage, records = read_tagged(text)
    yield Piece("48.0", 0, 2, usage, Label("用法", "usage"))
    at = 2
    for tag, value in records.items():
        yield Piece(f"48.{tag}", at, 5 + len(value), value, Label("附加数据", "additional data"))
        at += 5 + len(value)


def _chip_data(_: Message, data: bytes) -> Iterable[Piece]:
    for item in tlv.parse(data):
        shown = "*" * (len(item.value) * 2) if item.tag in SECRET_TAGS else item.value.hex().upper()
        label = TAG_LABELS.get(item.tag, Label("其他数据", "other data"))
        yield Piece(f"55.{item.tag}", item.offset, item.size, shown, label)


_CODE_TAGS = {"A3": Label("付款码", "payer's code"), "A4": Label("付款凭证码", "payment voucher")}


_MACHINE_TAGS = {
    SERIAL: Label("终端序列号", "serial number"),
    KEY_CHECK: Label("主密钥校验值", "master key, check value"),
    SEALS: Label("管理报文带 MAC", "seals management messages"),
    RANDOM_NUMBER: Label("签到随机数", "random number of the sign-in"),
}


def _records(_: Message, text: str) -> Iterable[Piece]:
    at = 0
    for tag, value in read_code_records(text).items():
        shown = "*" * len(value) if tag == "A3" else value
        size = 5 + len(value.encode("gbk"))
        yield Piece(f"59.{tag}", at, size, shown, _CODE_TAGS.get(tag, Label("终端数据", "terminal data")))
        if tag == MACHINE:
            yield from _machine(value, at + 5)
        at += size


def _machine(text: str, at: int) -> list[Piece]:
    """Return the pieces of a machine's account of itself, none where another dialect has another inside."""
    pieces: list[Piece] = []
    try:
        for tag, value in read_code_records(text).items():
            size = len(value.encode("gbk"))
            label = _MACHINE_TAGS.get(tag, Label("其他数据", "other data"))
            pieces += (
                _position(value, at + 5)
                if tag == POSITION
                else [Piece(f"59.{MACHINE}.{tag}", at + 5, size, value, label)]
            )
            at += 5 + size
    except (SubfieldError, ValueError):
        return []
    return pieces


def _position(text: str, at: int) -> list[Piece]:
    latitude, longitude = Position.read(text)
    north, east = ("北纬", "N") if latitude >= 0 else ("南纬", "S"), ("东经", "E") if longitude >= 0 else ("西经", "W")
    return [
        Piece(f"59.{MACHINE}.{POSITION}.1", at, 9, text[:9], Label("纬度", "latitude"), _degrees(latitude, *north)),
        Piece(
            f"59.{MACHINE}.{POSITION}.2", at + 9, 10, text[9:], Label("经度", "longitude"), _degrees(longitude, *east)
        ),
    ]


def _degrees(microdegrees: int, zh: str, en: str) -> Label:
    whole, rest = divmod(abs(microdegrees), 1_000_000)
    return Label(f"{zh} {whole}.{rest:06d}°", f"{whole}.{rest:06d}° {en}")


def _extended(message: Message, data: bytes) -> Iterable[Piece]:
    network_code = (message.transaction_info or "")[8:11]
    if message.mti == "0810" and network_code[:2] == "00":
        return _keys(data)
    if not is_extended_data_open(message):
        return ()
    if message.mti == "0800" and data.startswith(b"Sequence No"):
        return _identity(data)
    if network_code == "362" and message.mti == "0820":
        return _status(data)
    if network_code == "360" and message.mti == "0810":
        return _parameters(data)
    return _list_page(data) if message.mti in ("0810", "0830") else ()


def _keys(data: bytes) -> Iterable[Piece]:
    for place in KEY_BLOCKS.get(len(data), ()):
        check_at = place.offset + place.size
        check = data[check_at : check_at + place.check_size].hex().upper()
        yield Piece(f"62.{place.usage}", place.offset, place.size, STARS, place.label)
        label = Label(f"{place.label.zh}校验值", f"{place.label.en}, check value")
        yield Piece(f"62.{place.usage}.kcv", check_at, place.check_size, check, label)


def _identity(data: bytes) -> Iterable[Piece]:
    text = data.decode("latin-1")
    yield Piece("62.1", 13, 4, text[13:17], Label("入网认证编号", "network licence"))
    yield Piece("62.2", 17, len(data) - 17, text[17:], Label("终端序列号", "serial number"))


def _status(data: bytes) -> Iterable[Piece]:
    for place, (tag, good) in enumerate(read_status(data).items()):
        meaning = Label("正常", "good") if good else Label("故障", "bad")
        yield Piece(f"62.{tag}", place * 3, 3, str(int(good)), STATUS_TAGS[tag], meaning)


def _parameters(data: bytes) -> Iterable[Piece]:
    at = 0
    for name, value in read_parameters(data).items():
        row = PARAMETERS[name]
        yield Piece(f"62.{row.tag}", at, 2 + row.width, value, row.label)
        at += 2 + row.width


_PAGE_FLAGS = {
    "0": Label("无", "none"),
    "1": Label("最后一页", "last page"),
    "2": Label("还有后续", "more to come"),
}


def _list_page(data: bytes) -> Iterable[Piece]:
    flag = data[:1].decode("latin-1")
    yield Piece("62.0", 0, 1, flag, Label("页标志", "page flag"), _PAGE_FLAGS.get(flag))
    for item in tlv.parse(data[1:]):
        label = TAG_LABELS.get(item.tag, Label("其他数据", "other data"))
        yield Piece(f"62.{item.tag}", 1 + item.offset, item.size, item.value.hex().upper(), label)


def _reserved(message: Message, value: Any) -> Iterable[Piece]:
    if not isinstance(value, str):
        yield Piece("63.0", 5, 16, STARS, Label("国密PIN密文", "SM4 PIN block"))
        return
    data = value.encode("gbk")
    label = Label("国际信用卡公司代码", "card organisation")
    if message.mti in ("0800", "0500"):
        label = Label("操作员代码", "operator")
    yield Piece("63.1", 0, min(3, len(data)), data[:3].decode("gbk", "replace"), label)
    at = 3
    for part in RESERVED_REMARKS:
        if at >= len(data):
            break
        piece = data[at : at + part.length]
        yield Piece(part.number, at, len(piece), piece.decode("gbk", "replace").rstrip(" "), part.label)
        at += part.length


_INSIDES: dict[tuple[int, bool | None], Callable[[Message, Any], Iterable[Piece]]] = {
    (22, None): _entry_mode,
    (44, None): _laid_out(ADDITIONAL_RESPONSE),
    (46, None): _terminal_information,
    (48, True): _private,
    (48, False): _tagged,
    (53, None): _laid_out(SECURITY_CONTROL),
    (54, None): _laid_out(BALANCE),
    (55, None): _chip_data,
    (59, None): _records,
    (60, True): _laid_out(TRANSACTION_INFO),
    (60, False): _laid_out(INTERBANK_INFO),
    (61, True): _laid_out(ORIGINAL_INFO),
    (62, None): _extended,
    (63, None): _reserved,
    (90, None): _laid_out(ORIGINAL_DATA),
}
"""Field number, and whether its digits are packed (None: either) -> its pieces."""

"""Parameters of a terminal, field 62 of the answer to 0800 / 360: two digits of tag, then a value of fixed width."""

from __future__ import annotations

from dataclasses import dataclass

from countertop.codec.bcd import is_digits
from countertop.iso8583.errors import SubfieldError
from countertop.iso8583.layout import gbk
from countertop.iso8583.spec import Label

__all__ = ["PARAMETERS", "Parameter", "read_parameters", "write_parameters"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One row: tag, name, width in bytes of GBK, whether it is digits, and its label."""

    tag: str
    name: str
    width: int
    is_digits: bool
    label: Label


def _n(tag: str, name: str, width: int, zh: str, en: str) -> Parameter:
    return Parameter(tag, name, width, True, Label(zh, en))


def _ans(tag: str, name: str, width: int, zh: str, en: str) -> Parameter:
    return Parameter(tag, name, width, False, Label(zh, en))


_ROWS = (
    _n("11", "application_type", 2, "应用类型", "application type"),
    _n("12", "timeout_seconds", 2, "超时时间", "time-out, seconds"),
    _n("13", "retry_count", 1, "重试次数", "retries"),
    _ans("14", "phone_1", 14, "交易电话号码一", "transaction phone 1"),
    _ans("15", "phone_2", 14, "交易电话号码二", "transaction phone 2"),
    _ans("16", "phone_3", 14, "交易电话号码三", "transaction phone 3"),
    _ans("17", "management_phone", 14, "管理电话号码", "management phone"),
    _n("18", "tip_allowed", 1, "是否支持小费", "tips allowed"),
    _n("19", "tip_percent", 2, "小费百分比", "tip, percent"),
    _n("20", "manual_pan", 1, "是否支持手工输入卡号", "keyed card numbers allowed"),
    _n("21", "auto_sign_out", 1, "是否自动签退", "automatic sign-out"),
    _ans("22", "merchant_name", 40, "商户名称", "merchant name"),
    _n("23", "resend_count", 1, "重发次数", "resends"),
    _n("25", "tmk_index", 1, "主密钥索引", "terminal master key index"),
    _ans("26", "transactions", 8, "支持的交易", "supported transactions, 32 bits in hex"),
    _n("27", "upload_count", 2, "自动上送累计笔数", "automatic upload after"),
    _n("28", "electronic_signature", 1, "是否支持电子签名", "electronic signature"),  # 28 and 29 are ours
    _n("29", "paper_signature", 1, "是否可改在纸上签名", "paper signature instead"),
)

PARAMETERS = {row.name: row for row in _ROWS}
"""Name -> row, in the order of the tags."""

_BY_TAG = {row.tag: row for row in _ROWS}


def read_parameters(data: bytes) -> dict[str, str]:
    """Read the parameters by name, text without its trailing spaces; raises SubfieldError."""
    values: dict[str, str] = {}
    at = 0
    while at < len(data):
        row = _BY_TAG.get(data[at : at + 2].decode("latin-1"))
        if row is None:
            raise SubfieldError(62, at, "no such parameter")
        piece = data[at + 2 : at + 2 + row.width]
        try:
            value = piece.decode("gbk")
        except UnicodeDecodeError:
            raise SubfieldError(62, at + 2, f"{row.name} is no text") from None
        if len(piece) != row.width or (row.is_digits and not is_digits(value)) or row.name in values:
            raise SubfieldError(62, at + 2, f"{row.name} does not fit its row, or appears twice")
        values[row.name] = value if row.is_digits else value.rstrip(" ")
        at += 2 + row.width
    return values


def write_parameters(values: dict[str, str]) -> bytes:
    """Return the field's bytes, ascending by tag; raises SubfieldError for a name or value that does not fit."""
    if unknown := values.keys() - PARAMETERS.keys():
        raise SubfieldError(62, 0, f"no such parameters: {', '.join(sorted(unknown))}")
    parts: list[bytes] = []
    for row in _ROWS:
        value = values.get(row.name)
        if value is None:
            continue
        data = gbk(62, value)
        if len(data) > row.width or (row.is_digits and (len(data) != row.width or not is_digits(value))):
            raise SubfieldError(62, 0, f"{row.name} takes {row.width} {'digits' if row.is_digits else 'bytes'}")
        parts.append(row.tag.encode("ascii") + data.ljust(row.width))
    return b"".join(parts)

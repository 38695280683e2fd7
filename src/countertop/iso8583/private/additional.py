"""Fields an answer adds (44, 54, 63), tagged text between institutions (48), and scanned codes (59)."""

from __future__ import annotations

from dataclasses import dataclass

from countertop.codec.bcd import is_digits
from countertop.iso8583 import codes
from countertop.iso8583.errors import SubfieldError
from countertop.iso8583.layout import LaidOut, Layout, Part, gbk
from countertop.iso8583.spec import Label

__all__ = [
    "ADDITIONAL_RESPONSE",
    "BALANCE",
    "RESERVED_REMARKS",
    "AdditionalResponse",
    "Balance",
    "ReservedData",
    "read_code_records",
    "read_tagged",
    "write_code_records",
    "write_tagged",
]

ADDITIONAL_RESPONSE = Layout(
    44,
    (
        Part("44.1", "issuer_id", 11, Label("接收机构（发卡行）标识", "issuer id"), is_text=True),
        Part("44.2", "acquirer_id", 11, Label("收单机构标识", "acquirer id"), is_text=True),
    ),
    frozenset((22,)),
)


@dataclass(slots=True)
class AdditionalResponse(LaidOut):
    """Field 44 of an answer: the issuing and the acquiring institution, filled with spaces to 11 characters each."""

    LAYOUT = ADDITIONAL_RESPONSE
    issuer_id: str
    acquirer_id: str

    def __post_init__(self) -> None:
        self.issuer_id = self.issuer_id.ljust(11)
        self.acquirer_id = self.acquirer_id.ljust(11)


BALANCE = Layout(
    54,
    (
        Part("54.1", "account_type", 2, Label("账户类型", "account type"), codes.BALANCE_ACCOUNTS),
        Part(
            "54.2", "amount_type", 2, Label("余额类型", "amount type"), {"02": Label("可用余额", "available balance")}
        ),
        Part("54.3", "currency", 3, Label("货币代码", "currency")),
        Part(
            "54.4",
            "sign",
            1,
            Label("余额符号", "sign"),
            {"C": Label("贷记", "credit"), "D": Label("借记", "debit")},
            is_text=True,
        ),
        Part("54.5", "minor", 12, Label("余额", "balance")),
    ),
    frozenset((20,)),
)


@dataclass(slots=True)
class Balance:
    """Field 54: an account's balance in minor units, negative when the account is overdrawn."""

    minor: int
    account_type: str = "00"
    amount_type: str = "02"
    currency: str = "156"

    @classmethod
    def read(cls, text: str) -> Balance:
        """Read the field's 20 characters; raises SubfieldError."""
        account_type, amount_type, currency, sign, minor = (piece for _, piece in BALANCE.cut(text))
        if sign not in ("C", "D"):
            raise SubfieldError(54, 7, "the sign is neither C nor D")
        return cls(-int(minor) if sign == "D" else int(minor), account_type, amount_type, currency)

    def text(self) -> str:
        """Return the field's 20 characters; raises SubfieldError when the balance is too large."""
        sign = "D" if self.minor < 0 else "C"
        return BALANCE.join([self.account_type, self.amount_type, self.currency, sign, f"{abs(self.minor):012d}"])


RESERVED_REMARKS = (
    Part("63.2.1", "issuer", 20, Label("发卡方保留", "issuer's remark"), is_text=True),
    Part("63.2.2", "scheme", 20, Label("银联保留", "scheme's remark"), is_text=True),
    Part("63.2.3", "acquirer", 20, Label("收单方保留", "acquirer's remark"), is_text=True),
    Part("63.2.4", "terminal", 60, Label("POS保留", "terminal's remark"), is_text=True),
)
"""The remarks of an answer; lengths are bytes of GBK."""


@dataclass(slots=True)
class ReservedData:
    """Field 63 as text: operator or card organisation (up to 3 characters), and in answers up to four remarks."""

    code: str
    issuer: str = ""
    scheme: str = ""
    acquirer: str = ""
    terminal: str = ""

    @classmethod
    def read(cls, text: str) -> ReservedData:
        """Read the field's text, remarks without the spaces that fill them; raises SubfieldError."""
        data = gbk(63, text)
        if not data:
            raise SubfieldError(63, 0, "63.1 is missing")
        remarks: dict[str, str] = {}
        at = 3
        for part in RESERVED_REMARKS:
            piece = data[at : at + part.length]
            try:
                remarks[part.name] = piece.decode("gbk").rstrip(" ")
            except UnicodeDecodeError:
                raise SubfieldError(63, at, f"{part.number} ends inside a character") from None
            at += part.length
        if at < len(data):
            raise SubfieldError(63, at, f"{len(data) - at} bytes follow the last remark")
        return cls(data[:3].decode("gbk", "replace").rstrip(" "), **remarks)

    def text(self) -> str:
        """Return the field's text; raises SubfieldError when a part is too long."""
        parts = [gbk(63, self.code).ljust(3)]
        if len(parts[0]) != 3:
            raise SubfieldError(63, 0, "63.1 takes 3 bytes")
        for part in RESERVED_REMARKS:
            data = gbk(63, getattr(self, part.name))
            if len(data) > part.length:
                raise SubfieldError(63, 3, f"{part.number} takes {part.length} bytes, not {len(data)}")
            parts.append(data.ljust(part.length))
        whole = b"".join(parts)
        return (whole[:3] + whole[3:].rstrip(b" ")).decode("gbk")


def read_code_records(text: str) -> dict[str, str]:
    """Read field 59: records of tag (2 characters), length (3 digits) and value. `A3` is the payer's code.

    Raises SubfieldError, also when a tag appears twice.
    """
    return _read_records(59, text)


def write_code_records(records: dict[str, str]) -> str:
    """Return field 59; raises SubfieldError for a tag or value that does not fit."""
    return _write_records(59, records)


def read_tagged(text: str) -> tuple[str, dict[str, str]]:
    """Read field 48 between institutions: a usage of two characters such as `AS`, then records as in field 59."""
    if len(text) < 2:
        raise SubfieldError(48, 0, "the usage is missing")
    return text[:2], _read_records(48, text[2:])


def write_tagged(usage: str, records: dict[str, str]) -> str:
    """Return field 48 between institutions; raises SubfieldError for a tag or value that does not fit."""
    if len(usage) != 2:
        raise SubfieldError(48, 0, "the usage takes two characters")
    return usage + _write_records(48, records)


def _read_records(field: int, text: str) -> dict[str, str]:
    records: dict[str, str] = {}
    at = 0
    while at < len(text):
        tag, digits = text[at : at + 2], text[at + 2 : at + 5]
        if len(digits) != 3 or not is_digits(digits):
            raise SubfieldError(field, at, "a record needs a tag of 2 characters and a length of 3 digits")
        end = at + 5 + int(digits)
        if end > len(text):
            raise SubfieldError(field, at + 5, f"the record should have {int(digits)} characters")
        if tag in records:
            raise SubfieldError(field, at, "a tag appears twice")
        records[tag] = text[at + 5 : end]
        at = end
    return records


def _write_records(field: int, records: dict[str, str]) -> str:
    for tag, value in records.items():
        if len(tag) != 2 or len(value) > 999:
            raise SubfieldError(field, 0, "a tag takes 2 characters, its value at most 999")
    return "".join(f"{tag}{len(value):03d}{value}" for tag, value in records.items())

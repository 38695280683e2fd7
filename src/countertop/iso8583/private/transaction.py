"""Fields that say which transaction this is and to which it refers: 53, 60, 61 at a terminal, 60, 90 between banks."""

from __future__ import annotations

from dataclasses import dataclass

from countertop.iso8583 import codes
from countertop.iso8583.layout import LaidOut, Layout, Part
from countertop.iso8583.spec import Label

__all__ = [
    "INTERBANK_INFO",
    "ORIGINAL_DATA",
    "ORIGINAL_INFO",
    "SECURITY_CONTROL",
    "TRANSACTION_INFO",
    "InterbankInfo",
    "OriginalInfo",
    "SecurityControl",
    "TransactionInfo",
]

TRANSACTION_INFO = Layout(
    60,
    (
        Part("60.1", "message_type", 2, Label("交易类型码", "message type"), codes.MESSAGE_TYPES),
        Part("60.2", "batch_number", 6, Label("批次号", "batch number")),
        Part("60.3", "network_code", 3, Label("网络管理信息码", "network management code"), codes.NETWORK_CODES),
        Part("60.4", "capability", 1, Label("终端读取能力", "terminal capability"), codes.TERMINAL_CAPABILITIES),
        Part("60.5", "chip_condition", 1, Label("IC卡条件代码", "chip condition"), codes.CHIP_CONDITIONS),
        Part("60.6", "partial_approval", 1, Label("支持部分扣款", "takes partial approvals")),
        Part("60.7", "account_type", 3, Label("账户类型", "account type"), codes.ACCOUNT_TYPES),
    ),
    frozenset((8, 11, 13, 14, 17)),
)


@dataclass(slots=True)
class TransactionInfo(LaidOut):
    """Field 60 of the POS dialect: 8, 11, 13, 14 or 17 digits; what is not sent is None."""

    LAYOUT = TRANSACTION_INFO
    message_type: str
    batch_number: str
    network_code: str | None = None
    capability: str | None = None
    chip_condition: str | None = None
    partial_approval: str | None = None
    account_type: str | None = None


ORIGINAL_INFO = Layout(
    61,
    (
        Part("61.1", "batch_number", 6, Label("原批次号", "original batch")),
        Part("61.2", "stan", 6, Label("原流水号", "original trace")),
        Part("61.3", "local_date", 4, Label("原交易日期", "original date")),
        Part("61.4", "mode", 2, Label("原授权方式", "original authorisation mode"), codes.AUTHORIZATION_MODES),
        Part("61.5", "institution", 11, Label("原授权机构", "original authorising institution")),
    ),
    frozenset((12, 16, 18, 29)),
)


@dataclass(slots=True)
class OriginalInfo(LaidOut):
    """Field 61 of the POS dialect: 12, 16, 18 or 29 digits; what is not sent is None."""

    LAYOUT = ORIGINAL_INFO
    batch_number: str
    stan: str
    local_date: str | None = None
    mode: str | None = None
    institution: str | None = None


SECURITY_CONTROL = Layout(
    53,
    (
        Part("53.1", "pin_format", 1, Label("PIN格式", "PIN format"), codes.PIN_FORMATS),
        Part("53.2", "encryption", 1, Label("加密算法", "encryption"), codes.ENCRYPTION_METHODS),
        Part("53.3", "track_encryption", 1, Label("磁道加密标志", "track encryption"), codes.TRACK_ENCRYPTION),
        Part("53.4", "reserved", 13, Label("保留", "reserved")),
    ),
    frozenset((16,)),
)


@dataclass(slots=True)
class SecurityControl(LaidOut):
    """Field 53: how PIN and tracks are protected. Absent when there is neither."""

    LAYOUT = SECURITY_CONTROL
    pin_format: str = "0"
    encryption: str = "6"
    track_encryption: str = "0"
    reserved: str = "0" * 13


INTERBANK_INFO = Layout(
    60,
    (
        Part("60.1", "reason_code", 4, Label("报文原因代码", "reason code")),
        Part("60.2.1", "terminal_owner", 1, Label("账户所有人类型", "account owner")),
        Part("60.2.2", "capability", 1, Label("终端读取能力", "terminal capability"), codes.TERMINAL_CAPABILITIES),
        Part("60.2.3", "chip_condition", 1, Label("IC卡条件代码", "chip condition"), codes.CHIP_CONDITIONS),
        Part("60.2.4", "reserved", 1, Label("保留", "reserved")),
        Part("60.2.5", "terminal_type", 2, Label("终端类型", "terminal type")),
        Part("60.2.6", "without_pin", 1, Label("免密标志", "without PIN")),
        Part("60.2.7", "indicators", 4, Label("其他标志", "other indicators")),
        Part("60.3", "extension", 12, Label("扩展信息", "extension")),
    ),
    frozenset((15, 27)),
)


@dataclass(slots=True)
class InterbankInfo(LaidOut):
    """Field 60 between institutions: 15 or 27 digits; terminal type 03 is a POS."""

    LAYOUT = INTERBANK_INFO
    reason_code: str = "0000"
    terminal_owner: str = "0"
    capability: str = "6"
    chip_condition: str = "0"
    reserved: str = "0"
    terminal_type: str = "03"
    without_pin: str = "0"
    indicators: str = "0000"
    extension: str | None = None


ORIGINAL_DATA = Layout(
    90,
    (
        Part("90.1", "mti", 4, Label("原报文类型", "original MTI")),
        Part("90.2", "stan", 6, Label("原系统跟踪号", "original trace")),
        Part("90.3", "transmission_time", 10, Label("原交易传输时间", "original transmission time")),
        Part("90.4", "acquirer_id", 11, Label("原受理方标识码", "original acquirer")),
        Part("90.5", "forwarding_id", 11, Label("原发送机构标识码", "original forwarding institution")),
    ),
    frozenset((42,)),
)

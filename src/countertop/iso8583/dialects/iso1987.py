"""The base table: ISO 8583:1987 fields under the names Chinese acquirers give them (银联卡受理终端应用规范, Q/CUP 006).

Rows say what a field is; how digits and lengths are written is each dialect's own.
"""

from __future__ import annotations

from countertop.iso8583.message import Track1
from countertop.iso8583.names import FIELD_NAMES
from countertop.iso8583.spec import FieldSpec, Kind, Label, Pad, Table
from countertop.values import Pan, PinBlock, Secret, Track2, Track3

__all__ = ["ISO1987", "row"]

N, Z, AN, ANS, B = Kind


def row(
    number: int,
    kind: Kind,
    length: int,
    prefix: int = 0,
    *,
    zh: str,
    en: str,
    pad: Pad = Pad.NONE,
    secret: type[Secret[str] | Secret[bytes]] | None = None,
    marked_secret: bytes = b"",
    steady: bool = False,
) -> FieldSpec:
    """Return a table row; its attribute name is the vocabulary's for that number."""
    name = FIELD_NAMES.get(number, "mac")
    return FieldSpec(
        number,
        name,
        kind,
        length,
        prefix,
        Label(zh, en),
        pad=pad,
        secret=secret,
        marked_secret=marked_secret,
        steady=steady,
    )


_ROWS = (
    row(2, N, 19, 2, secret=Pan, zh="主账号", en="card number"),
    row(3, N, 6, zh="交易处理码", en="processing code"),
    row(4, N, 12, zh="交易金额", en="amount"),
    row(7, N, 10, zh="交易传输时间", en="transmission date and time"),
    row(11, N, 6, zh="系统跟踪号", en="system trace number"),
    row(12, N, 6, zh="受卡方所在地时间", en="local time"),
    row(13, N, 4, zh="受卡方所在地日期", en="local date"),
    row(14, N, 4, zh="卡有效期", en="expiry"),
    row(15, N, 4, zh="清算日期", en="settlement date"),
    row(22, N, 3, pad=Pad.RIGHT, steady=True, zh="服务点输入方式码", en="entry mode"),
    row(23, N, 3, pad=Pad.LEFT, steady=True, zh="卡序列号", en="card sequence number"),
    row(25, N, 2, steady=True, zh="服务点条件码", en="condition code"),
    row(26, N, 2, steady=True, zh="服务点PIN获取码", en="longest PIN"),
    row(32, N, 11, 2, steady=True, zh="受理方标识码", en="acquirer id"),
    row(35, Z, 37, 2, secret=Track2, zh="二磁道数据", en="track 2"),
    row(36, Z, 104, 3, secret=Track3, zh="三磁道数据", en="track 3"),
    row(37, AN, 12, zh="检索参考号", en="retrieval reference number"),
    row(38, AN, 6, zh="授权码", en="approval code"),
    row(39, AN, 2, steady=True, zh="应答码", en="response code"),
    row(41, ANS, 8, steady=True, zh="终端标识码", en="terminal id"),
    row(42, ANS, 15, steady=True, zh="商户标识码", en="merchant id"),
    row(43, ANS, 40, pad=Pad.RIGHT, steady=True, zh="商户名称", en="merchant name"),
    row(44, AN, 25, 2, steady=True, zh="附加响应数据", en="additional response data"),
    row(45, ANS, 76, 2, secret=Track1, zh="一磁道数据", en="track 1"),
    row(48, ANS, 512, 3, zh="附加数据-私有", en="private additional data"),
    row(49, AN, 3, steady=True, zh="交易货币代码", en="currency"),
    row(52, B, 8, secret=PinBlock, zh="个人标识码数据", en="PIN block"),
    row(53, N, 16, steady=True, zh="安全控制信息", en="security control"),
    row(54, AN, 20, 3, zh="余额", en="balance"),
    row(55, B, 255, 3, zh="IC卡数据域", en="chip data"),
    row(59, ANS, 600, 3, zh="明细查询与终端数据", en="code and terminal data"),
    row(60, ANS, 100, 3, zh="自定义域60", en="reserved 60"),
    row(61, ANS, 200, 3, zh="自定义域61", en="reserved 61"),
    row(62, B, 999, 3, zh="自定义域62", en="reserved 62"),
    row(63, ANS, 512, 3, secret=PinBlock, marked_secret=b"SM016", zh="自定义域63", en="reserved 63"),
)

ISO1987: Table = {spec.number: spec for spec in _ROWS}

"""The dialect of a UnionPay POS terminal and its acquirer (Q/CUP 009 part 1, 银联 POS 终端规范): BCD, one bitmap.

Its difference from the base: digits are packed; F48, F60 and F61 hold digits; fields that acquirers added are
accepted (43, 45-47, 56-59); the MAC is field 64 and covers everything from the MTI to the field before it.
"""

from __future__ import annotations

from countertop.iso8583.dialect import Dialect
from countertop.iso8583.dialects.iso1987 import ANS, ISO1987, B, N, row
from countertop.iso8583.envelope import PosEnvelope
from countertop.iso8583.mac_input import EncodedBytes
from countertop.iso8583.spec import Encoding, differ
from countertop.values import PinBlock

__all__ = ["UNIONPAY_POS"]

_DIFFERENCE = {
    7: None,
    46: row(46, ANS, 999, 3, zh="终端信息", en="terminal information"),
    47: row(47, B, 999, 3, zh="收单方专用域47", en="acquirer's field 47"),
    48: row(48, N, 322, 3, zh="附加数据-私有", en="private additional data"),
    56: row(56, ANS, 999, 3, zh="应答说明", en="response text"),
    57: row(57, ANS, 999, 3, zh="收单方专用域57", en="acquirer's field 57"),
    58: row(58, ANS, 100, 3, zh="电子钱包交易信息", en="electronic purse data"),
    59: row(59, ANS, 999, 3, zh="扫码与终端数据", en="QR and terminal data"),
    60: row(60, N, 17, 3, steady=True, zh="交易类型、批次与能力", en="transaction type, batch, capability"),
    61: row(61, N, 29, 3, zh="原始信息域", en="original transaction"),
    62: row(62, B, 999, 3, zh="密钥、状态与参数", en="keys, status, parameters"),
    63: row(
        63,
        ANS,
        163,
        3,
        secret=PinBlock,
        marked_secret=b"SM016",
        zh="操作员、卡组织与备注",
        en="operator, scheme, remarks",
    ),
    64: row(64, B, 8, zh="报文鉴别码", en="message authentication code"),
}

_MTIS = frozenset(
    (
        *("0100", "0110", "0200", "0210", "0220", "0230", "0320", "0330", "0400", "0410", "0500", "0510"),
        *("0620", "0630", "0800", "0810", "0820", "0830", "0920", "0930"),
    )
)

UNIONPAY_POS = Dialect(
    "unionpay-pos",
    differ(ISO1987, _DIFFERENCE, digits=Encoding.BCD, length_digits=Encoding.BCD),
    envelope=PosEnvelope(),
    mti_digits=Encoding.BCD,
    second_bitmap=False,
    mac=EncodedBytes(64),
    mtis=_MTIS,
)

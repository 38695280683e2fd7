"""The dialect between acquirer, switch and issuer, after the public facts of Q/CUP 006 (银联交换中心): ASCII.

Its difference from the base: digits and lengths are ASCII; institutions, original data and network management
have fields; the MAC is field 128 and covers the text of the fields that decide about money. Where the
specification is not public the row is our own choice: 28, 70, 96, 102-103, the lengths of 54 and 57-63. Our choice is
also that the MAC covers 22, 37, 49 and the whole of 90: what is altered there on the way would otherwise be kept as the
content of its key, and the true message be refused for ever. It covers 48 and 70 too, so that nobody puts the keys of
an older exchange into a newer one, or makes one management message into another.
"""

from __future__ import annotations

from countertop.iso8583.dialect import Dialect
from countertop.iso8583.dialects.iso1987 import AN, ANS, ISO1987, B, N, row
from countertop.iso8583.envelope import InterbankEnvelope
from countertop.iso8583.mac_input import ChosenFields
from countertop.iso8583.spec import Encoding, differ
from countertop.values import Pan

__all__ = ["INTERBANK"]

_DIFFERENCE = {
    18: row(18, N, 4, steady=True, zh="商户类型", en="merchant category"),
    28: row(28, AN, 9, zh="交易费", en="transaction fee"),
    33: row(33, N, 11, 2, steady=True, zh="发送机构标识码", en="forwarding institution"),
    45: None,
    54: row(54, AN, 40, 3, zh="余额", en="balance"),
    57: row(57, ANS, 100, 3, zh="附加交易信息", en="additional transaction data"),
    60: row(60, ANS, 100, 3, steady=True, zh="自定义域: 原因码与终端能力", en="reason code and terminal capability"),
    61: row(61, ANS, 200, 3, zh="持卡人身份认证信息", en="cardholder authentication"),
    62: row(62, B, 200, 3, zh="交换中心数据", en="switching data"),
    70: row(70, N, 3, zh="网络管理信息码", en="network management code"),
    90: row(90, N, 42, zh="原始数据元", en="original data elements"),
    96: row(96, B, 8, zh="报文安全码", en="message security code"),
    100: row(100, N, 11, 2, steady=True, zh="接收机构标识码", en="receiving institution"),
    102: row(102, ANS, 28, 2, secret=Pan, zh="账户标识1", en="account 1"),
    103: row(103, ANS, 28, 2, secret=Pan, zh="账户标识2", en="account 2"),
    121: row(121, ANS, 100, 3, zh="国内网络数据", en="national network data"),
    128: row(128, B, 8, zh="报文鉴别码", en="message authentication code"),
}

_MTIS = frozenset(
    (
        *("0100", "0110", "0120", "0130", "0200", "0210", "0220", "0230", "0400", "0410", "0420", "0430"),
        *("0500", "0510", "0520", "0530", "0620", "0630", "0800", "0810", "0820", "0830"),
    )
)

INTERBANK = Dialect(
    "interbank",
    differ(ISO1987, _DIFFERENCE, digits=Encoding.ASCII, length_digits=Encoding.ASCII),
    envelope=InterbankEnvelope(),
    mti_digits=Encoding.ASCII,
    second_bitmap=True,
    mac=ChosenFields(128, (2, 3, 4, 7, 11, 18, 22, 25, 28, 32, 33, 37, 38, 39, 41, 42, 48, 49, 70, 90, 102, 103)),
    mtis=_MTIS,
)

"""The kinds of message a POS terminal and its host exchange, and the fields each must, may and must not have.

Source: the message matrix of Q/CUP 009 part 1 as public terminals and hosts carry it out. `+`-joined sets are field
numbers; what a row does not name is forbidden. Rows stand in the order in which they are tried: special ones first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from countertop.iso8583.spec import Label

__all__ = ["KINDS", "Mac", "MessageKind"]


def _f(*ranges: int) -> frozenset[int]:
    return frozenset(ranges)


CARD = _f(2, 14, 23, 26, 35, 36, 52, 53, 55)
"""Card data beside field 22; which of it must be there depends on the entry mode."""

CODE = _f(59)
COMMON = _f(3, 4, 11, 22, 25, 41, 42, 49, 60)
MANAGED = _f(41, 42, 60)
REQUEST_EXTENSIONS = _f(46, 47, 57, 59, 62, 63)
ANSWER_EXTENSIONS = _f(43, 44, 46, 47, 56, 57, 58, 59, 62, 63)

PAID = _f(2, 3, 4, 11, 12, 13, 15, 25, 32, 37, 39, 41, 42, 49, 60)
"""Fields of an approved answer to a card payment."""

DONE = _f(12, 13, 37, 39, 41, 42, 60)
"""Fields of a good answer to a management message."""


class Mac:
    """Whether a request carries field 64."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True)
class MessageKind:
    """One row. `None` in a selector (`processing_code` ... `entry`) means that it does not select.

    `required`, `optional`: fields of the request. `answered`, `answer_optional`: of an approved answer; a declined one
    may leave out all but `DECLINED`. `has_card`: the card rules apply. `chip_data`: a chip entry needs field 55.
    """

    name: str
    label: Label
    mtis: frozenset[str]
    message_types: frozenset[str]
    required: frozenset[int]
    optional: frozenset[int]
    answered: frozenset[int]
    answer_optional: frozenset[int] = frozenset()
    processing_code: str | None = None
    condition_code: str | None = None
    network_codes: frozenset[str] | None = None
    entry: str | None = None
    account_types: frozenset[str] | None = None
    mac: str = Mac.FORBIDDEN
    reversible: bool = False
    has_card: bool = False
    chip_data: bool = False
    supported: bool = True


def _payment(
    name: str,
    zh: str,
    en: str,
    mti: str,
    selectors: str,
    *,
    more: frozenset[int] = frozenset(),
    may: frozenset[int] = frozenset(),
    less: frozenset[int] = frozenset(),
    mac: str = Mac.REQUIRED,
    reversible: bool = False,
    supported: bool = True,
    chip_data: bool = False,
    entry: str | None = None,
    account_types: frozenset[str] | None = None,
) -> MessageKind:
    """Return a row of a financial request; `selectors` is field 3, field 25 and 60.1: `000000 00 22`."""
    processing_code, condition_code, message_type = selectors.split()
    code = entry == "03"
    required = (COMMON | more) - less | (CODE if code else frozenset())
    return MessageKind(
        name,
        Label(zh, en),
        frozenset((mti,)),
        frozenset((message_type,)),
        required | (_f(64) if mac == Mac.REQUIRED else frozenset()),
        ((frozenset() if code else CARD) | REQUEST_EXTENSIONS | may | (_f(64) if mac == Mac.OPTIONAL else frozenset()))
        - less
        - required,
        (PAID - _f(2) if code else PAID) - less,
        _f(2, 14, 23, 38, 53, 54, 55, 64) | ANSWER_EXTENSIONS,
        processing_code=processing_code,
        condition_code=condition_code,
        entry=entry,
        account_types=account_types,
        mac=mac,
        reversible=reversible,
        has_card=not code,
        chip_data=chip_data,
        supported=supported,
    )


def _managed(
    name: str,
    zh: str,
    en: str,
    mti: str,
    network_codes: str,
    *,
    required: frozenset[int] = frozenset(),
    optional: frozenset[int] = frozenset(),
    answered: frozenset[int] = DONE,
    types: str = "00",
    mac: str = Mac.FORBIDDEN,
    supported: bool = True,
) -> MessageKind:
    """Return a row of a management message; `network_codes` are its values of 60.3."""
    required = MANAGED | required
    return MessageKind(
        name,
        Label(zh, en),
        frozenset((mti,)),
        frozenset(types.split()),
        required | (_f(64) if mac == Mac.REQUIRED else frozenset()),
        (optional | _f(46, 47, 53, 57)) - required,
        answered,
        _f(2, 3, 4, 11, 12, 13, 15, 25, 32, 37, 48, 49, 53, 64) | ANSWER_EXTENSIONS,
        network_codes=frozenset(network_codes.split()),
        mac=mac,
        supported=supported,
    )


_ALLIANCE = frozenset(("065", "066"))
_POINTS = frozenset(("048", "065", "066"))
_CHIP_ONLY = _f(23, 55)
_NO_PIN = _f(26, 52, 55)

_PAYMENTS = (
    # Codes of wallets: no card fields.
    _payment("qr_sale", "扫码消费", "QR sale", "0200", "000000 00 22", entry="03", reversible=True, supported=False),
    _payment(
        "qr_void",
        "扫码撤销",
        "QR void",
        "0200",
        "200000 00 23",
        entry="03",
        more=_f(37, 61),
        reversible=True,
        supported=False,
    ),
    _payment(
        "qr_refund", "扫码退货", "QR refund", "0220", "200000 00 25", entry="03", more=_f(37, 61, 63), supported=False
    ),
    # Points come before the payments whose codes they share.
    _payment(
        "points_sale",
        "积分消费",
        "points sale",
        "0200",
        "000000 65 22",
        account_types=_POINTS,
        more=_f(62),
        reversible=True,
        supported=False,
    ),
    _payment(
        "points_void",
        "积分撤销",
        "points void",
        "0200",
        "200000 65 23",
        account_types=_POINTS,
        more=_f(37, 61),
        reversible=True,
        supported=False,
    ),
    _payment(
        "points_inquiry",
        "联盟积分查询",
        "points inquiry",
        "0200",
        "310000 65 03",
        account_types=_ALLIANCE,
        less=_f(4),
        supported=False,
    ),
    _payment(
        "points_refund",
        "联盟积分退货",
        "points refund",
        "0220",
        "200000 00 25",
        account_types=_ALLIANCE,
        more=_f(37, 61, 63),
        supported=False,
    ),
    # Payments by card.
    _payment("balance", "余额查询", "balance inquiry", "0200", "310000 00 01", less=_f(4), chip_data=True),
    _payment("sale", "消费", "sale", "0200", "000000 00 22", reversible=True, chip_data=True),
    _payment("void", "消费撤销", "void", "0200", "200000 00 23", more=_f(37, 61), may=_f(38), reversible=True),
    _payment("refund", "退货", "refund", "0220", "200000 00 25", more=_f(37, 61, 63)),
    _payment(
        "preauthorisation", "预授权", "pre-authorisation", "0100", "030000 06 10", reversible=True, chip_data=True
    ),
    _payment(
        "preauthorisation_void",
        "预授权撤销",
        "void of pre-authorisation",
        "0100",
        "200000 06 11",
        more=_f(38, 61),
        reversible=True,
    ),
    _payment(
        "completion",
        "预授权完成（请求）",
        "completion, request",
        "0200",
        "000000 06 20",
        more=_f(38, 61),
        reversible=True,
    ),
    _payment(
        "completion_advice",
        "预授权完成（通知）",
        "completion, advice",
        "0220",
        "000000 06 24",
        more=_f(38, 61),
        less=_NO_PIN,
    ),
    _payment(
        "completion_void",
        "预授权完成撤销",
        "void of completion",
        "0200",
        "200000 06 21",
        more=_f(37, 61),
        may=_f(38),
        reversible=True,
    ),
    _payment("transfer", "磁条卡账户充值（转账）", "transfer", "0200", "400000 66 49", more=_f(62)),
    # Advices: told afterwards. The classic form has no MAC; ours has.
    _payment(
        "offline_settlement",
        "离线结算",
        "offline settlement",
        "0220",
        "000000 00 30",
        more=_f(2, 61, 63),
        may=_f(12, 13, 38),
        less=_NO_PIN,
        mac=Mac.OPTIONAL,
    ),
    _payment(
        "settlement_adjustment",
        "结算调整",
        "settlement adjustment",
        "0220",
        "000000 00 32",
        more=_f(2, 61, 63),
        may=_f(12, 13, 37, 38, 48),
        less=_NO_PIN,
        mac=Mac.OPTIONAL,
    ),
    _payment(
        "tip_adjustment",
        "追加小费",
        "tip adjustment",
        "0220",
        "000000 00 34",
        more=_f(2, 48, 61, 63),
        may=_f(12, 13, 37, 38),
        less=_NO_PIN,
        mac=Mac.OPTIONAL,
    ),
    # Chips and their stored value.
    _payment(
        "ec_sale",
        "脱机消费上送",
        "offline chip sale",
        "0200",
        "000000 00 36",
        more=_f(2, 23, 55),
        may=_f(12, 13),
        mac=Mac.OPTIONAL,
        supported=False,
    ),
    _payment(
        "ec_refund",
        "脱机退货",
        "refund of an offline chip sale",
        "0220",
        "200000 00 27",
        more=_f(61, 62, 63),
        supported=False,
    ),
    _payment(
        "ec_load", "指定账户圈存", "load, designated account", "0200", "600000 91 45", reversible=True, supported=False
    ),
    _payment("ec_cash_load", "现金充值", "cash load", "0200", "630000 91 46", reversible=True, supported=False),
    _payment(
        "ec_transfer_load",
        "非指定账户圈存",
        "load, other account",
        "0200",
        "620000 91 47",
        more=_f(48, 62),
        reversible=True,
        supported=False,
    ),
    _payment(
        "ec_cash_load_void",
        "现金充值撤销",
        "void of cash load",
        "0200",
        "170000 91 51",
        more=_f(37, 61),
        reversible=True,
        supported=False,
    ),
    # Further products.
    _payment(
        "stripe_cash_load", "磁条卡现金充值", "stripe cash top-up", "0200", "630000 00 48", may=_f(61), supported=False
    ),
    _payment(
        "cardholder_verification",
        "持卡人身份验证",
        "cardholder verification",
        "0100",
        "330000 00 01",
        more=_f(48, 62),
        less=_f(4, 49),
        supported=False,
    ),
    _payment(
        "instalment_sale",
        "分期付款消费",
        "instalment sale",
        "0200",
        "000000 64 22",
        more=_f(62),
        reversible=True,
        supported=False,
    ),
    _payment(
        "instalment_void",
        "分期撤销",
        "instalment void",
        "0200",
        "200000 64 23",
        more=_f(37, 61),
        reversible=True,
        supported=False,
    ),
    _payment(
        "moto_sale", "订购消费", "MOTO sale", "0200", "000000 08 22", more=_f(62), reversible=True, supported=False
    ),
    _payment(
        "moto_preauthorisation",
        "订购预授权",
        "MOTO authorisation",
        "0100",
        "030000 18 10",
        more=_f(62),
        reversible=True,
        supported=False,
    ),
    _payment(
        "reservation_sale",
        "预约消费",
        "reservation sale",
        "0200",
        "000000 67 54",
        more=_f(62),
        reversible=True,
        supported=False,
    ),
    _payment(
        "reservation_void",
        "预约消费撤销",
        "void of reservation sale",
        "0200",
        "200000 67 53",
        more=_f(37, 61),
        reversible=True,
        supported=False,
    ),
)

_REVERSAL_REMOVED = _f(26, 36, 37, 52)
_REVERSAL_KEPT = _f(2, 14, 23, 35, 36, 38, 46, 47, 53, 55, 57, 59, 61, 62, 63)
"""What a reversal may repeat; 35, 36 and 53 are variants of some terminals."""


def _reversal(kind: MessageKind) -> MessageKind:
    """Return the row of the reversal of a kind: its own codes, the reason, and what tells which original."""
    told = kind.required & _f(59, 61)
    return replace(
        kind,
        name=f"{kind.name}_reversal",
        label=Label(f"{kind.label.zh}冲正", f"reversal of {kind.label.en}"),
        mtis=frozenset(("0400",)),
        required=COMMON | _f(39, 64) | told,
        optional=_REVERSAL_KEPT - told,
        answered=_f(3, 4, 11, 12, 13, 25, 37, 39, 41, 42, 49, 60),
        answer_optional=_f(2, 15, 23, 32, 53, 55, 64) | ANSWER_EXTENSIONS,
        reversible=False,
        has_card=False,
        chip_data=False,
    )


_ADVICES = frozenset(("24", "25", "30", "32", "34", "36", "27"))

_SIGNATURE = _managed(
    "signature",
    "电子签名",
    "electronic signature",
    "0820",
    " ".join(f"80{digit}" for digit in range(10)),
    required=_f(4, 11, 15, 37, 55, 62),
    optional=_f(2),
    types="07 08",
    mac=Mac.REQUIRED,
    answered=_f(11, 37, 39, 41, 42, 60),
    supported=False,
)

_MANAGEMENT = (
    _managed(
        "sign_in",
        "签到",
        "sign-in",
        "0800",
        "001 003 004 005 006 011",
        required=_f(11, 63),
        optional=_f(62),
        answered=DONE | _f(11, 62),
    ),
    _managed("tmk_download", "主密钥下载", "terminal master key download", "0800", "401 420", optional=_f(11, 62, 63)),
    _managed("sign_out", "签退", "sign-out", "0820", "002", required=_f(11)),
    _managed("echo", "回响测试", "echo test", "0820", "301", optional=_f(11), answered=_f(12, 13, 39, 41, 42, 60)),
    _managed(
        "points_cashier_sign_in",
        "收银员积分签到",
        "points cashier sign-in",
        "0820",
        "401",
        required=_f(11, 22, 35),
        supported=False,
    ),
    _managed("status", "状态上送", "status upload", "0820", "362", required=_f(62), optional=_f(11)),
    _managed("parameters", "参数传递", "parameters", "0800", "360 361 364 365", optional=_f(11, 62), answered=DONE),
    _managed(
        "key_list", "公钥信息查询", "CA key list", "0820", "372 373", required=_f(62), optional=_f(11), supported=False
    ),
    _managed("key_download", "公钥下载", "CA key download", "0800", "370 371", optional=_f(11, 62), supported=False),
    _managed(
        "chip_parameter_list",
        "IC参数信息查询",
        "chip parameter list",
        "0820",
        "382",
        required=_f(62),
        optional=_f(11),
        supported=False,
    ),
    _managed(
        "chip_parameter_download",
        "IC参数下载",
        "chip parameter download",
        "0800",
        "380 381",
        optional=_f(11, 62),
        supported=False,
    ),
    _managed(
        "bin_lists",
        "卡BIN名单下载",
        "BIN lists",
        "0800",
        "390 391 394 395 396 397 398 399",
        optional=_f(11, 62),
        supported=False,
    ),
    _managed(
        "settlement",
        "批结算",
        "settlement",
        "0500",
        "201",
        required=_f(11, 48, 49, 63),
        answered=_f(11, 12, 13, 41, 42, 48, 49, 60),
    ),
    _managed(
        "upload",
        "批上送",
        "batch upload",
        "0320",
        "201",
        required=_f(11, 48),
        optional=_f(49, 63),
        answered=DONE | _f(11),
    ),
    _managed(
        "upload_end",
        "批上送结束",
        "batch upload, end",
        "0320",
        "202 207",
        required=_f(11, 48),
        optional=_f(49, 63),
        answered=DONE | _f(11),
    ),
    _managed(
        "chip_upload",
        "IC交易上送",
        "chip transactions upload",
        "0320",
        "203 204 205 206",
        required=_f(2, 4, 11, 22, 23, 55, 62),
        optional=_f(3, 14, 25, 37, 49, 63),
        answered=_f(11, 39, 41, 42, 60),
        supported=False,
    ),
    _managed(
        "script_result",
        "脚本处理结果通知",
        "script result notification",
        "0620",
        "951",
        required=_f(2, 3, 4, 11, 22, 23, 32, 37, 49, 55, 61),
        optional=_f(25),
        mac=Mac.REQUIRED,
        answered=_f(3, 4, 11, 12, 13, 37, 39, 41, 42, 49, 60),
        supported=False,
    ),
    _SIGNATURE,
    # One acquirer sends it as 0920 with a field 60 of eight digits, which has no 60.3.
    replace(_SIGNATURE, mtis=frozenset(("0920",)), network_codes=None),
)


def _copy_in_upload(kind: MessageKind) -> MessageKind:
    """Return the row of an advice's copy in a batch upload (0320): no PIN, no MAC."""
    required = kind.required - _f(64)
    return replace(
        kind,
        name=f"{kind.name}_upload",
        label=Label(f"{kind.label.zh}上送", f"upload of {kind.label.en}"),
        mtis=frozenset(("0320",)),
        required=required,
        optional=(kind.optional | _f(12, 13, 37, 38)) - _f(26, 52, 64) - required,
        answered=_f(11, 39, 41, 42, 60),
        answer_optional=PAID | ANSWER_EXTENSIONS | _f(38),
        mac=Mac.FORBIDDEN,
        has_card=False,
        chip_data=False,
    )


KINDS: tuple[MessageKind, ...] = (
    *_PAYMENTS,
    *(_reversal(kind) for kind in _PAYMENTS if kind.reversible),
    *_MANAGEMENT,
    *(_copy_in_upload(kind) for kind in _PAYMENTS if kind.message_types <= _ADVICES),
)

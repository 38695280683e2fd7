"""The kinds of financial request: how each is selected, which fields it must, may and must not have.

Source: the message matrix of Q/CUP 009 part 1, as public terminals and hosts carry it out. What a row does not name is
forbidden. Rows are tried in their order: special ones first.
"""

from __future__ import annotations

from countertop.iso8583.matrix.kinds import (
    ANSWER_EXTENSIONS,
    CARD,
    CODE,
    COMMON,
    PAID,
    REQUEST_EXTENSIONS,
    Mac,
    MessageKind,
    Totals,
)
from countertop.iso8583.matrix.kinds import numbers as _f
from countertop.iso8583.spec import Label

__all__ = ["PAYMENTS"]


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
    totals: Totals = Totals.NONE,
    chip_data: bool = False,
    entry: str | None = None,
    shows_code: bool = True,
    account_types: frozenset[str] | None = None,
) -> MessageKind:
    """Return a row of a financial request; `selectors` is field 3, field 25 and 60.1: `000000 00 22`.

    `shows_code`: of what is selected by the entry of a code, that field 59 must be there.
    """
    processing_code, condition_code, message_type = selectors.split()
    code = entry == "03"
    required = (COMMON | more) - less | (CODE if code and shows_code else frozenset())
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
        totals=totals,
        has_card=not code,
        chip_data=chip_data,
        supported=supported,
    )


_ALLIANCE = frozenset(("065", "066"))
_POINTS = frozenset(("048", "065", "066"))
_NO_PIN = _f(26, 52, 55)

PAYMENTS = (
    # Codes of wallets: no card fields. What undoes a payment is final at a wallet, so it is repeated, never reversed
    # (one public terminal reverses its QR void), and names its original by fields 37 and 61, with or without field 59.
    _payment(
        "qr_sale",
        "扫码消费",
        "QR sale",
        "0200",
        "000000 00 22",
        entry="03",
        reversible=True,
        totals=Totals.DEBIT,
    ),
    _payment(
        "qr_void",
        "扫码撤销",
        "QR void",
        "0200",
        "200000 00 23",
        entry="03",
        shows_code=False,
        more=_f(37, 61),
        totals=Totals.CREDIT,
    ),
    _payment(
        "qr_refund",
        "扫码退货",
        "QR refund",
        "0220",
        "200000 00 25",
        entry="03",
        shows_code=False,
        more=_f(37, 61, 63),
        totals=Totals.CREDIT,
    ),
    _payment(
        "qr_query",
        "扫码查询",
        "QR query",
        "0200",
        "310000 00 01",
        entry="03",
        shows_code=False,
        more=_f(61),
        less=_f(4),
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
    _payment("sale", "消费", "sale", "0200", "000000 00 22", reversible=True, chip_data=True, totals=Totals.DEBIT),
    _payment(
        "void",
        "消费撤销",
        "void",
        "0200",
        "200000 00 23",
        more=_f(37, 61),
        may=_f(38),
        reversible=True,
        totals=Totals.CREDIT,
    ),
    _payment("refund", "退货", "refund", "0220", "200000 00 25", more=_f(37, 61, 63), totals=Totals.CREDIT),
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
        totals=Totals.DEBIT,
    ),
    _payment(
        "completion_advice",
        "预授权完成（通知）",
        "completion, advice",
        "0220",
        "000000 06 24",
        more=_f(38, 61),
        less=_NO_PIN,
        totals=Totals.DEBIT,
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
        totals=Totals.CREDIT,
    ),
    _payment("transfer", "磁条卡账户充值（转账）", "transfer", "0200", "400000 66 49", more=_f(62)),
    # Advices: told afterwards. The classic form has no MAC; ours has.
    _payment(
        "offline_post",
        "离线结算（强制离线）",
        "offline post",
        "0220",
        "000000 00 30",
        more=_f(2, 61, 63),
        may=_f(12, 13, 38),
        less=_NO_PIN,
        mac=Mac.OPTIONAL,
        totals=Totals.DEBIT,
    ),
    _payment(
        "adjustment",
        "结算调整",
        "adjustment",
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

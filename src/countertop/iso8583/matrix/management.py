"""The kinds of management message: sign-in and sign-out, downloads, settlement and uploads; selected by 60.3.

Source: the message matrix of Q/CUP 009 part 1 as public terminals and hosts carry it out. There the messages of a
settlement, downloads, uploads and sign-out have no MAC; in our difference they have one where there is a key.
"""

from __future__ import annotations

from dataclasses import replace

from countertop.iso8583.matrix.kinds import (
    ANSWER_EXTENSIONS,
    DONE,
    MANAGED,
    Mac,
    MessageKind,
)
from countertop.iso8583.matrix.kinds import numbers as _f
from countertop.iso8583.spec import Label

__all__ = ["MANAGEMENT"]


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
    may_answer: frozenset[int] = frozenset(),
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
        (optional | _f(46, 47, 53, 57) | (_f(64) if mac == Mac.OPTIONAL else frozenset())) - required,
        answered,
        _f(2, 3, 4, 11, 12, 13, 15, 25, 32, 37, 48, 49, 53, 64) | ANSWER_EXTENSIONS | may_answer,
        network_codes=frozenset(network_codes.split()),
        mac=mac,
        supported=supported,
    )


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
)

MANAGEMENT = (
    _managed(
        "sign_in",
        "签到",
        "sign-in",
        "0800",
        "001 003 004 005 006 011",
        required=_f(11, 63),
        optional=_f(59, 62),  # 59: our account of machine and place
        answered=DONE | _f(11, 62),
    ),
    _managed(
        "tmk_download",
        "主密钥下载",
        "terminal master key download",
        "0800",
        "401 420",
        optional=_f(11, 62, 63),
        mac=Mac.OPTIONAL,
    ),
    _managed("sign_out", "签退", "sign-out", "0820", "002", required=_f(11), mac=Mac.OPTIONAL),
    _managed(
        "echo",
        "回响测试",
        "echo test",
        "0820",
        "301",
        optional=_f(11, 59),  # 59: as for sign-in, from a machine that asks whether it may work where it is
        answered=_f(12, 13, 39, 41, 42, 60),
    ),
    _managed(
        "points_cashier_sign_in",
        "收银员积分签到",
        "points cashier sign-in",
        "0820",
        "401",
        required=_f(11, 22, 35),
        supported=False,
    ),
    _managed("status", "状态上送", "status upload", "0820", "362", required=_f(62), optional=_f(11), mac=Mac.OPTIONAL),
    _managed(
        "staff_change",  # ours
        "操作员变动上送",
        "staff change",
        "0820",
        "366",
        required=_f(11, 62),
        mac=Mac.REQUIRED,
    ),
    _managed(
        "parameters",
        "参数传递",
        "parameters",
        "0800",
        "360 361 364 365",
        optional=_f(11, 62),
        mac=Mac.OPTIONAL,
        answered=DONE,
    ),
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
        "390 391",
        optional=_f(11, 62),
        mac=Mac.OPTIONAL,
    ),
    _managed(
        "further_lists",
        "其他名单与参数",
        "further lists",
        "0800",
        "394 395 396 397 398 399",
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
        mac=Mac.OPTIONAL,
        answered=_f(11, 12, 13, 41, 42, 48, 49, 60),
        may_answer=_f(39),  # some hosts send it, some terminals expect it, some do without
    ),
    _managed(
        "upload",
        "批上送",
        "batch upload",
        "0320",
        "201",
        required=_f(11, 48),
        optional=_f(49, 63),
        mac=Mac.OPTIONAL,
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
        mac=Mac.OPTIONAL,
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
    replace(_SIGNATURE, mtis=frozenset(("0920",)), network_codes=None, supported=False),
)

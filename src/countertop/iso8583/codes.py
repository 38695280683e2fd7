"""What the codes in fields mean, for people: entry mode, condition, transaction type, network management and others.

Sources: the public tables of POS terminals (Q/CUP 009 part 1, F22, F25, F53, F60); a code that is not here is unknown.
"""

from __future__ import annotations

from countertop.iso8583.spec import Label

__all__ = [
    "ACCOUNT_TYPES",
    "APPLICATION_CLASSES",
    "AUTHORIZATION_MODES",
    "BALANCE_ACCOUNTS",
    "CHIP_CONDITIONS",
    "CONDITION_CODES",
    "ENCRYPTION_METHODS",
    "ENTRY_METHODS",
    "MESSAGE_TYPES",
    "MTI_CLASSES",
    "NETWORK_CODES",
    "PIN_ENTRY",
    "PIN_FORMATS",
    "PROCESSING_CODES",
    "PROCESSING_REQUIREMENTS",
    "REVERSAL_REASONS",
    "SETTLEMENT_RESULTS",
    "TERMINAL_CAPABILITIES",
    "TRACK_ENCRYPTION",
]


def _labels(*rows: tuple[str, str, str]) -> dict[str, Label]:
    return {code: Label(zh, en) for code, zh, en in rows}


MTI_CLASSES = _labels(
    ("0100", "授权请求", "authorisation request"),
    ("0110", "授权应答", "authorisation answer"),
    ("0200", "金融请求", "financial request"),
    ("0210", "金融应答", "financial answer"),
    ("0220", "通知", "advice"),
    ("0230", "通知应答", "advice answer"),
    ("0320", "批上送", "batch upload"),
    ("0330", "批上送应答", "batch upload answer"),
    ("0400", "冲正", "reversal"),
    ("0410", "冲正应答", "reversal answer"),
    ("0420", "冲正通知", "reversal advice"),
    ("0430", "冲正通知应答", "reversal advice answer"),
    ("0500", "批结算", "settlement"),
    ("0510", "批结算应答", "settlement answer"),
    ("0620", "脚本处理结果通知", "script result notification"),
    ("0630", "脚本处理结果通知应答", "script result notification answer"),
    ("0800", "签到与下载", "sign-in and downloads"),
    ("0810", "签到与下载应答", "sign-in and downloads, answer"),
    ("0820", "签退、回响与上送", "sign-out, echo and uploads"),
    ("0830", "签退、回响与上送应答", "sign-out, echo and uploads, answer"),
    ("0920", "电子签名", "electronic signature"),
    ("0930", "电子签名应答", "electronic signature answer"),
)

PROCESSING_CODES = _labels(
    ("000000", "消费", "payment"),
    ("030000", "预授权", "pre-authorisation"),
    ("170000", "现金充值撤销", "void of cash load"),
    ("200000", "撤销或退货", "void or refund"),
    ("310000", "余额查询", "balance inquiry"),
    ("330000", "持卡人身份验证", "cardholder verification"),
    ("400000", "转账", "transfer"),
    ("600000", "指定账户圈存", "load from the designated account"),
    ("620000", "非指定账户圈存", "load from another account"),
    ("630000", "现金充值", "cash load"),
)

ENTRY_METHODS = _labels(
    ("00", "未知", "unknown"),
    ("01", "手工", "keyed"),
    ("02", "磁条", "stripe"),
    ("03", "扫码", "code scanned"),
    ("05", "接触式IC", "chip"),
    ("07", "非接", "contactless chip"),
    ("91", "非接磁条", "contactless stripe"),
    ("92", "预约", "reservation"),
    ("95", "接触式IC，数据不可靠", "chip, data unreliable"),
    ("96", "手机芯片", "chip in a phone"),
    ("98", "非接标准借贷记", "standard application over contactless"),
)
"""Digits 1-2 of field 22."""

PIN_ENTRY = _labels(("0", "未知", "PIN unknown"), ("1", "已输密码", "PIN entered"), ("2", "无密码", "no PIN"))
"""Digit 3 of field 22."""

CONDITION_CODES = _labels(
    ("00", "正常", "normal"),
    ("06", "预授权类", "pre-authorisation"),
    ("08", "订购消费", "mail or phone order"),
    ("18", "订购预授权", "mail or phone authorisation"),
    ("64", "分期", "instalments"),
    ("65", "积分", "points"),
    ("66", "磁条卡账户充值", "stripe account top-up"),
    ("67", "预约消费", "reservation"),
    ("91", "圈存", "electronic cash load"),
)

PIN_FORMATS = _labels(
    ("0", "无密码", "no PIN"),
    ("1", "ANSI X9.8，不带主账号", "ANSI X9.8 without card number"),
    ("2", "ANSI X9.8，带主账号", "ANSI X9.8 with card number"),
)
"""Digit 1 of field 53."""

ENCRYPTION_METHODS = _labels(
    ("0", "单倍长DES", "single DES"),
    ("3", "SM4", "SM4"),
    ("4", "SM4", "SM4"),
    ("6", "双倍长3DES", "double-length 3DES"),
)
"""Digit 2 of field 53; acquirers write SM4 as 3 or 4."""

TRACK_ENCRYPTION = _labels(("0", "磁道明文", "track in clear"), ("1", "磁道加密", "track encrypted"))
"""Digit 3 of field 53."""

MESSAGE_TYPES = _labels(
    ("00", "管理、脚本、批上送", "management, script, batch"),
    ("01", "余额查询", "balance inquiry"),
    ("03", "积分查询", "points inquiry"),
    ("07", "电子签名", "electronic signature"),
    ("08", "电子签名（分包）", "electronic signature, in parts"),
    ("10", "预授权", "pre-authorisation"),
    ("11", "预授权撤销", "void of pre-authorisation"),
    ("20", "预授权完成（请求）", "completion, request"),
    ("21", "预授权完成撤销", "void of completion"),
    ("22", "消费", "sale"),
    ("23", "消费撤销", "void"),
    ("24", "预授权完成（通知）", "completion, advice"),
    ("25", "退货", "refund"),
    ("27", "脱机退货", "refund of an offline sale"),
    ("30", "离线结算", "offline settlement"),
    ("32", "结算调整", "settlement adjustment"),
    ("34", "追加小费", "tip adjustment"),
    ("36", "脱机消费", "offline chip sale"),
    ("40", "电子钱包圈存", "purse load"),
    ("45", "指定账户圈存", "load, designated account"),
    ("46", "现金充值", "cash load"),
    ("47", "非指定账户圈存", "load, other account"),
    ("48", "磁条卡现金充值", "stripe cash top-up"),
    ("49", "磁条卡账户充值（转账）", "stripe account top-up (transfer)"),
    ("51", "现金充值撤销", "void of cash load"),
    ("53", "预约消费撤销", "void of reservation sale"),
    ("54", "预约消费", "reservation sale"),
)
"""60.1."""

NETWORK_CODES = _labels(
    ("000", "非管理类", "not management"),
    ("001", "签到，单倍长密钥", "sign-in, single-length keys"),
    ("002", "签退", "sign-out"),
    ("003", "签到，双倍长密钥", "sign-in, double-length keys"),
    ("004", "签到，双倍长密钥含磁道密钥", "sign-in, double-length keys with track key"),
    ("005", "签到，国密", "sign-in, SM4"),
    ("006", "签到，国密", "sign-in, SM4"),
    ("101", "POS初始化", "POS initialisation"),
    ("201", "批结算或磁条明细上送", "settlement, upload of stripe details"),
    ("202", "上送结束，不平", "upload end, not balanced"),
    ("203", "IC交易明细，平", "chip details, balanced"),
    ("204", "IC失败通知，平", "chip failures, balanced"),
    ("205", "IC交易明细，不平", "chip details, not balanced"),
    ("206", "IC失败通知，不平", "chip failures, not balanced"),
    ("207", "上送结束，平", "upload end, balanced"),
    ("301", "回响测试", "echo test"),
    ("360", "参数传递", "parameters"),
    ("361", "参数传递结束", "parameters, end"),
    ("362", "状态上送", "terminal status upload"),
    ("364", "TMS参数", "TMS parameters"),
    ("365", "TMS参数结束", "TMS parameters, end"),
    ("366", "操作员变动上送", "staff change (ours)"),
    ("370", "公钥下载", "CA key download"),
    ("371", "公钥下载结束", "CA key download, end"),
    ("372", "公钥信息查询", "CA key list"),
    ("373", "国密公钥信息查询", "SM CA key list"),
    ("380", "IC参数下载", "chip parameter download"),
    ("381", "IC参数下载结束", "chip parameter download, end"),
    ("382", "IC参数信息查询", "chip parameter list"),
    ("390", "卡BIN黑名单下载", "BIN blacklist"),
    ("391", "卡BIN黑名单下载结束", "BIN blacklist, end"),
    ("394", "非接参数下载", "contactless parameters"),
    ("395", "非接参数下载结束", "contactless parameters, end"),
    ("396", "免密新增卡BIN下载", "BINs without PIN"),
    ("397", "免密新增卡BIN下载结束", "BINs without PIN, end"),
    ("398", "免密BIN黑名单下载", "BINs that need a PIN"),
    ("399", "免密BIN黑名单下载结束", "BINs that need a PIN, end"),
    ("401", "收银员积分签到", "points cashier sign-in"),
    ("420", "主密钥下载", "terminal master key download"),
    *((f"80{digit}", "电子签名", "electronic signature") for digit in range(10)),
    ("951", "脚本结果通知", "script result notification"),
)
"""60.3."""

TERMINAL_CAPABILITIES = _labels(
    ("0", "未知", "unknown"),
    ("2", "磁条", "stripe"),
    ("5", "磁条与接触式IC", "stripe and chip"),
    ("6", "磁条、接触与非接IC", "stripe, chip and contactless"),
)
"""60.4."""

CHIP_CONDITIONS = _labels(
    ("0", "未使用", "not used"),
    ("1", "上一笔读IC成功", "last chip was read well"),
    ("2", "上一笔读IC失败（降级）", "last chip failed (fallback)"),
)
"""60.5."""

ACCOUNT_TYPES = _labels(
    ("048", "发卡行积分", "issuer points"),
    ("065", "联盟积分", "alliance points"),
    ("066", "积分", "points"),
)
"""60.7."""

AUTHORIZATION_MODES = _labels(
    ("00", "POS授权", "by POS"),
    ("01", "电话授权", "by telephone"),
    ("02", "小额代授权", "stand-in limit"),
)
"""61.4."""

BALANCE_ACCOUNTS = _labels(
    ("00", "默认账户", "default account"),
    ("10", "储蓄账户", "savings account"),
    ("20", "支票账户", "checking account"),
    ("30", "信用账户", "credit account"),
)
"""The first two digits of field 54."""

SETTLEMENT_RESULTS = _labels(
    ("0", "请求", "asked"),
    ("1", "对账平", "balanced"),
    ("2", "对账不平", "not balanced"),
    ("3", "对账错", "comparison failed"),
)

REVERSAL_REASONS = _labels(
    ("98", "超时未收到应答", "no answer in time"),
    ("96", "终端未能完成", "the terminal failed to finish"),
    ("A0", "应答MAC错", "wrong MAC in the answer"),
    ("06", "其他（卡片拒绝等）", "other: the card refused, mismatch, card removed"),
)
"""Field 39 of a reversal request."""

APPLICATION_CLASSES = _labels(
    ("60", "磁条卡金融支付类", "stripe payment"),
    ("61", "IC卡金融支付类", "chip payment"),
    ("62", "磁条卡增值服务类", "stripe value-added service"),
    ("63", "IC卡增值服务类", "chip value-added service"),
)
"""Digits 1-2 of the header."""

PROCESSING_REQUIREMENTS = _labels(
    ("0", "无处理要求", "nothing to do"),
    ("1", "下传终端磁条卡参数", "download stripe parameters"),
    ("2", "上传终端状态", "upload the terminal's status"),
    ("3", "重新签到", "sign in again"),
    ("4", "更新公钥", "update CA keys"),
    ("5", "下载IC卡参数", "download chip parameters"),
    ("6", "TMS参数下载", "download TMS parameters"),
    ("7", "卡BIN黑名单下载", "download the BIN blacklist"),
    ("8", "币种汇率或手续费率下载", "download rates"),
    ("9", "非接业务参数下载", "download contactless parameters"),
)
"""Digit 6 of the header of an answer."""

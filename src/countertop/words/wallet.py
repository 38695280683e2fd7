"""Texts of the wallet: message id -> (Chinese, English)."""

__all__ = ["TEXTS"]

TEXTS: dict[str, tuple[str, str]] = {
    "wallet.busy": (
        "同一笔订单或账户正被多方同时操作,请重试",
        "Too many are busy with the same order or account; try again",
    ),
    "wallet.code_altered": (
        "收款码上的金额与订单不符,不要付款;请商户重新出码",
        "The code's amount is not the order's: do not pay, and ask the shop for a new code",
    ),
    "wallet.code_foreign": (
        "这不是本钱包的收款码,或订单不存在;请核对后重扫",
        "This is no code of this wallet, or its order does not exist; scan it again",
    ),
    "wallet.code_unreadable": (
        "收款码无法识别(校验错或被截断);请重新扫码",
        "The code cannot be read (wrong check, or cut off); scan it again",
    ),
    "wallet.late_payment": (
        "订单 {order} 关闭后才到账,已原路退回顾客",
        "The money for order {order} came after it was given up, and went back to the customer",
    ),
    "wallet.no_customer": (
        "没有这位顾客:{customer};用 countertop status 查看钱包,或不指定顾客",
        "There is no customer {customer}; leave the name away to take the first one",
    ),
    "wallet.no_date": ("日期应为 YYYYMMDD,不是 {date}", "A date is YYYYMMDD, not {date}"),
    "wallet.not_fresh": (
        "请求未受理({fault}):时间戳或随机数不新;请校准收单方时钟,换新的随机数重发",
        "A request was refused ({fault}): its timestamp or nonce is not new. Set the acquirer's clock, use a new nonce",
    ),
    "wallet.nothing_to_confirm": (
        "没有待顾客确认的付款",
        "No payment waits for a customer's confirmation",
    ),
    "wallet.notice_not_acknowledged": (
        "收单方对通知 {notice} 的应答不对(格式、签名或编号),将重发;请核对签名密钥",
        "The acquirer's answer to notice {notice} is wrong; it will be sent again. Compare the signing keys",
    ),
    "wallet.notices_wait": (
        "通知送不到收单方({reason}),{owed} 条待送,稍后重试",
        "Notices cannot be brought to the acquirer ({reason}); {owed} wait and will be tried again",
    ),
    "wallet.too_late": (
        "这笔订单已付、已关闭或已撤销,不能再付款",
        "The order is paid, closed or reversed already; it cannot be paid any more",
    ),
    "wallet.trace_needs_rrn": ("请给出订单号 rrn", "Give the order number: rrn"),
    "wallet.turned_away": (
        "请求未受理({fault},字段 {field});请核对收单方号与签名密钥的校验值",
        "A request was turned away ({fault}, field {field}); compare the acquirer's id and the keys' check values",
    ),
    "wallet.unknown_verb": ("钱包不识命令 {verb};可用:{verbs}", "The wallet does not know {verb}; it knows {verbs}"),
}

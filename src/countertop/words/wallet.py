"""Texts of the wallet: message id -> (Chinese, English)."""

__all__ = ["TEXTS"]

TEXTS: dict[str, tuple[str, str]] = {
    # What customers read
    "wallet.bill": (
        "{date} 收单方 {acquirer}：{count} 笔，收款 {paid}，退回 {returned}，净额 {net}",
        "{date}, acquirer {acquirer}: {count} lines, paid {paid}, returned {returned}, net {net}",
    ),
    "wallet.code": (
        "{customer} 的付款码，{time} 前有效，只能用一次",
        "payment code of {customer}, good once and until {time}",
    ),
    "wallet.kind.payment": ("收款", "payment"),
    "wallet.kind.refund": ("退款", "refund"),
    "wallet.kind.reversal": ("撤销", "reversal"),
    "wallet.reason.balance": ("余额不足", "The balance is too small"),
    "wallet.reason.closed": ("商户已关闭订单", "The shop has closed the order"),
    "wallet.reason.code-expired": ("付款码已过期，请刷新", "The payment code has expired: show a new one"),
    "wallet.reason.code-unknown": ("付款码无效", "The payment code is not known"),
    "wallet.reason.code-used": ("付款码已用过，请刷新", "The payment code was used before: show a new one"),
    "wallet.reason.customer-blocked": ("账户已被停用", "The account is blocked"),
    "wallet.reason.customer-declined": ("顾客未同意", "The customer declined"),
    "wallet.reason.customer-silent": ("顾客未在时限内确认", "The customer did not confirm in time"),
    "wallet.reason.expired": ("收款码已过期", "The shop's code has expired"),
    "wallet.reason.never-came": ("该订单从未到达", "The order never came"),
    "wallet.state.CLOSED": (
        "订单 {order}({merchant}，{amount} 元)已关闭",
        "Order {order} ({merchant}, {amount}) is closed",
    ),
    "wallet.state.FAIL": (
        "订单 {order}({merchant}，{amount} 元)未付款",
        "Order {order} ({merchant}, {amount}) is not paid",
    ),
    "wallet.state.NOTPAY": (
        "订单 {order}({merchant}，{amount} 元)待付款",
        "Order {order} ({merchant}, {amount}) waits to be paid",
    ),
    "wallet.state.REVERSED": (
        "订单 {order}({merchant}，{amount} 元)已撤销",
        "Order {order} ({merchant}, {amount}) is reversed",
    ),
    "wallet.state.SUCCESS": (
        "已付款：{merchant} {amount} 元，订单 {order}",
        "Paid: {merchant} {amount}, order {order}",
    ),
    "wallet.state.USERPAYING": (
        "订单 {order}({merchant}，{amount} 元)付款处理中",
        "Order {order} ({merchant}, {amount}) is being paid",
    ),
    # What whoever runs the wallet reads
    "wallet.busy": (
        "同一笔订单或账户正被多方同时操作，请重试",
        "Too many are busy with the same order or account; try again",
    ),
    "wallet.code_altered": (
        "收款码上的金额与订单不符，不要付款；请商户重新出码",
        "The code's amount is not the order's: do not pay, and ask the shop for a new code",
    ),
    "wallet.code_foreign": (
        "这不是本钱包的收款码，或订单不存在；请核对后重扫",
        "This is no code of this wallet, or its order does not exist; scan it again",
    ),
    "wallet.code_unreadable": (
        "收款码无法识别(校验错或被截断)；请重新扫码",
        "The code cannot be read (wrong check, or cut off); scan it again",
    ),
    "wallet.late_payment": (
        "订单 {order} 关闭后才到账，已原路退回顾客",
        "The money for order {order} came after it was given up, and went back to the customer",
    ),
    "wallet.no_customer": (
        "没有这位顾客：{customer}；用 countertop status 查看钱包，或不指定顾客",
        "There is no customer {customer}; leave the name away to take the first one",
    ),
    "wallet.no_date": ("日期应为 YYYYMMDD，不是 {date}", "A date is YYYYMMDD, not {date}"),
    "wallet.not_fresh": (
        "请求未受理({fault})：时间戳或随机数不新；请校准收单方时钟，换新的随机数重发",
        "A request was refused ({fault}): its timestamp or nonce is not new. Set the acquirer's clock, use a new nonce",
    ),
    "wallet.nothing_to_confirm": (
        "没有待顾客确认的付款",
        "No payment waits for a customer's confirmation",
    ),
    "wallet.notice_not_acknowledged": (
        "收单方对通知 {notice} 的应答不对(格式、签名或编号)，将重发；请核对签名密钥",
        "The acquirer's answer to notice {notice} is wrong; it will be sent again. Compare the signing keys",
    ),
    "wallet.notices_wait": (
        "通知送不到收单方({reason})，{owed} 条待送，稍后重试",
        "Notices cannot be brought to the acquirer ({reason}); {owed} wait and will be tried again",
    ),
    "wallet.too_late": (
        "这笔订单已付、已关闭或已撤销，不能再付款",
        "The order is paid, closed or reversed already; it cannot be paid any more",
    ),
    "wallet.trace_needs_rrn": ("请给出订单号 rrn", "Give the order number: rrn"),
    "wallet.turned_away": (
        "请求未受理({fault}，字段 {field})；请核对收单方号与签名密钥的校验值",
        "A request was turned away ({fault}, field {field}); compare the acquirer's id and the keys' check values",
    ),
    "wallet.unknown_verb": ("钱包不识命令 {verb}；可用：{verbs}", "The wallet does not know {verb}; it knows {verbs}"),
}

"""Texts of payments by code at the acquirer: message id -> (Chinese, English)."""

__all__ = ["TEXTS"]

TEXTS: dict[str, tuple[str, str]] = {
    "acquirer.late-payment-refunded": (
        "订单 {rrn} 放弃后顾客才付款，钱包已退回顾客",
        "Order {rrn} was paid after it was given up; the wallet has returned the money",
    ),
    "acquirer.notice-refused": (
        "一条通知不可采信({fault})，已拒绝；请核对签名密钥，并查明是谁",
        "A notice cannot be believed ({fault}) and was refused; compare the signing keys, and find out whose it is",
    ),
    "acquirer.notice-strange": (
        "钱包通知的订单 {rrn} 与本方账目不符，已登记，请核查",
        "The wallet's notice about order {rrn} does not fit our books; written down, look into it",
    ),
    "acquirer.wallet-answer-wrong": (
        "钱包的应答不可采信(格式、签名或随机数)，已挂断；请核对签名密钥",
        "An answer of the wallet cannot be believed; hung up. Compare the signing keys",
    ),
    "acquirer.wallet-key-unusable": (
        "与钱包共用的签名密钥不能使用；请重新做密钥仪式",
        "The key shared with the wallet cannot be used; hold its ceremony again",
    ),
    "acquirer.wallet-refund-owed": (
        "钱包不再撤销订单 {rrn}({fault})，改为退货 {amount}，直至钱包应答；请查明为何拖延至此",
        "The wallet reverses order {rrn} no more ({fault}); {amount} is refunded instead. Find out why it took so long",
    ),
    "acquirer.wallet-refused": (
        "钱包暂不受理订单 {rrn} 的 {verb}({fault})，稍后再问",
        "The wallet does not do {verb} for order {rrn} now ({fault}); it is asked again",
    ),
    "acquirer.wallet-reversal-refused": (
        "钱包拒绝撤销({key}：{fault})，仍欠；请与钱包核对这笔订单",
        "The wallet refuses to reverse {key} ({fault}); it stays owed. Settle this order with the wallet",
    ),
    "acquirer.wallet-silent": ("钱包没有应答，已挂断，将再拨", "The wallet did not answer; hung up, dialling again"),
    "acquirer.wallet-turned-away": (
        "钱包不认本方的请求({fault}，字段 {field})；请核对收单机构号与签名密钥",
        "The wallet turned a request away ({fault}, field {field}); compare the acquirer's id and the signing keys",
    ),
    "acquirer.wallet-unanswered": (
        "订单 {rrn} 多次询问钱包仍无应答，将继续",
        "The wallet has not answered about order {rrn} for several tries; it will be asked again",
    ),
    "acquirer.wallet-unreachable": (
        "拨不通钱包({reason})，有事时再拨",
        "The wallet cannot be reached ({reason}); it is dialled again when there is something to ask",
    ),
}

"""Texts of what a till asks of the terminal: message id -> (Chinese, English)."""

__all__ = ["TEXTS"]

TEXTS: dict[str, tuple[str, str]] = {
    "screen.till_form": ("收银机的请求不符合规定", "What the till asked does not fit"),
    "screen.till_asked_before": (
        "收银机已用同一编号请求过，请查询其结果",
        "The till has asked under this id before: look at what came of that",
    ),
    "screen.till_welcome": ("可以接受收银机的请求", "The till may ask now"),
    "screen.till_unknown": ("收银机没有用此编号请求过", "The till has never asked under this id"),
    "screen.till_request": ("收银机请求的结果", "What came of the till's request"),
    "screen.till_requests": ("收银机最近的 {count} 个请求", "The newest {count} requests of the till"),
    "screen.till_interrupted": (
        "终端重新启动，请求尚未开始交易，没有扣款",
        "The terminal was restarted before the payment began; nothing was charged",
    ),
    "screen.till_settlement_interrupted": (
        "终端重新启动，结算由终端自行继续，请查询历次结算",
        "The terminal was restarted; it goes on with a settlement by itself: look at the list of settlements",
    ),
    "screen.till_reversed": (
        "凭证号 {voucher} 已冲正，没有扣款",
        "Voucher {voucher} has been reversed; nothing is charged",
    ),
}

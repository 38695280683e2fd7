"""Texts of refunds at a merchant's console, as the host tells them: message id -> (Chinese, English)."""

__all__ = ["TEXTS"]

TEXTS: dict[str, tuple[str, str]] = {
    "acquirer.console-opened": (
        "商户 {merchant_id} 首次在商户台退货，商户台编号为 {terminal_id}",
        "Merchant {merchant_id} refunds at its console for the first time; the console is {terminal_id}",
    ),
    "acquirer.refund-form": (
        "请给出原参考号、金额(分)、原因、请求号(16 至 64 位字母、数字或连字符)、经办人和授权人",
        "Name rrn, amount in minor units, reason, request_id (16 to 64 letters, digits, hyphens), by, approved_by",
    ),
    "acquirer.refund-just-asked": (
        "同一笔退货正在登记，请稍候再问",
        "This very refund is just being written down; ask again in a moment",
    ),
    "acquirer.refund-id-used": (
        "该请求号已用于另一笔退货；请重新打开退货页面",
        "This request id belongs to another refund; open the refund's page anew",
    ),
    "acquirer.refund-not-now": (
        "主机此刻不能受理，没有退货；请稍后再试",
        "The host cannot take it at this moment, and nothing was refunded; try again in a moment",
    ),
}

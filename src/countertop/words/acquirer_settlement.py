"""Texts of the end of a batch at the acquirer host: message id -> (Chinese, English)."""

__all__ = ["TEXTS"]

TEXTS: dict[str, tuple[str, str]] = {
    "acquirer.batch-amount-differs": (
        "终端 {terminal_id} 凭证 {stan} 批上送金额 {one} 与主机 {other} 不符，已立案，请查",
        "Voucher {stan} of terminal {terminal_id}: {one} uploaded, {other} here; a case is open",
    ),
    "acquirer.batch-closed": (
        "终端 {terminal_id} 批次 {batch} 已结算",
        "Batch {batch} of terminal {terminal_id} is settled",
    ),
    "acquirer.batch-differs": (
        "终端 {terminal_id} 批次 {batch} 对账不平，等待批上送",
        "Batch {batch} of terminal {terminal_id} does not balance; its details will come",
    ),
    "acquirer.batch-host-only": (
        "终端 {terminal_id} 凭证 {stan} 主机有而终端未上送，已立案，请查",
        "Voucher {stan} counts here, and terminal {terminal_id} never told it; a case is open",
    ),
    "acquirer.batch-moving": (
        "终端 {terminal_id} 尚有交易在途，结算稍后再来",
        "Something of terminal {terminal_id} is still on its way; it settles later",
    ),
    "acquirer.batches-need-terminal": ("请给出已登记的终端号", "Name a registered terminal"),
    "acquirer.day-close-form": (
        "商户号须已登记，日期形如 20260731",
        "Name a registered merchant, and a date such as 20260731",
    ),
    "acquirer.day-closed": (
        "商户 {merchant_id} {date} 日终完成，清算 {batches} 批",
        "The day {date} of merchant {merchant_id} is closed: {batches} batches cleared",
    ),
    "acquirer.batch-restored": (
        "终端 {terminal_id} 凭证 {stan} 主机缺失，已按批上送补回；请查为何丢失",
        "Voucher {stan} of terminal {terminal_id} was lost here and is restored; find out why it was lost",
    ),
}

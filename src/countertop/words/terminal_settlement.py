"""Texts of the settlement at the terminal: message id -> (Chinese, English)."""

__all__ = ["TEXTS"]

TEXTS: dict[str, tuple[str, str]] = {
    "screen.settlement_ordered": ("主机要求结算，空闲时自动进行", "The host wants a settlement; it begins by itself"),
    "terminal.settlement_ordered": ("主机要求结算", "the host wants a settlement"),
    "screen.settling": ("批次 {batch_number} 结算中…", "Settling batch {batch_number} ..."),
    "screen.totals_differ": ("对账不平，正在批上送", "The totals differ; sending the details"),
    "screen.settled": ("批次 {batch_number} 结算完成，对账平", "Batch {batch_number} is settled; the totals balance"),
    "screen.settled_after_upload": (
        "批次 {batch_number} 结算完成，对账不平，明细已上送",
        "Batch {batch_number} is settled; the totals differed and the details were sent",
    ),
    "screen.settlement_rests": ("结算尚未完成，终端会自动继续", "The settlement is not done yet; it goes on by itself"),
    "screen.being_settled": ("批次 {batch_number} 正在结算", "Batch {batch_number} is being settled"),
    "screen.batch_nearly_full": ("批次将满，还可 {left} 笔", "The batch is nearly full: {left} more"),
    "screen.batch": (
        "批次 {batch_number}：{count}/{limit} 笔",
        "Batch {batch_number}: {count} of {limit}",
    ),
    "screen.settlements": ("共 {count} 次结算", "{count} settlements"),
    "screen.settlement_slip": ("重打批次 {batch_number} 结算单", "Slip of the settlement of batch {batch_number}"),
    "screen.no_settlement": ("没有这个批次的结算", "No such batch has been settled"),
    "screen.batch_form": ("批次号为六位数字", "A batch number has six digits"),
    "advice.settlement_goes_on": (
        "请保持开机联网；完成前不能交易",
        "Leave the terminal on and connected; nothing can be sold before it is done",
    ),
    "terminal.settled": (
        "批次 {batch_number} 已结算，上送 {uploaded} 笔",
        "{batch_number} settled, {uploaded} uploaded",
    ),
    "terminal.settlement_rests": (
        "批次 {batch_number} 结算未完成({why} {code})，稍后继续",
        "the settlement of batch {batch_number} rests ({why} {code}) and goes on later",
    ),
    "terminal.settlement_slip_unseen": (
        "批次 {batch_number} 结算单无人取走，可重打",
        "nobody took the settlement slip of batch {batch_number}; it can be printed again",
    ),
    "terminal.totals_differ": (
        "批次 {batch_number} 对账不平",
        "the totals of batch {batch_number} differ",
    ),
    "terminal.batch_nearly_full": (
        "批次 {batch_number} 将满，还可 {left} 笔",
        "batch {batch_number} is nearly full: {left} more",
    ),
    "slip.settlement_title": ("结算总计单", "SETTLEMENT"),
    "slip.details_title": ("交易明细", "TRANSACTION DETAILS"),
    "slip.domestic": ("内卡", "DOMESTIC CARDS"),
    "slip.foreign": ("外卡", "FOREIGN CARDS"),
    "slip.codes": ("扫码支付", "QR PAYMENTS"),
    "slip.code_sales": ("消费", "SALES"),
    "slip.code_refunds": ("退款", "RETURNED"),
    "slip.debit": ("借记", "DEBIT"),
    "slip.credit": ("贷记", "CREDIT"),
    "slip.compared": ("对账", "COMPARED"),
    "slip.balanced": ("对账平", "BALANCED"),
    "slip.not_balanced": ("对账不平", "NOT BALANCED"),
}

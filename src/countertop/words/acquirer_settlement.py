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
    "acquirer.batch-disposed": (
        "终端 {terminal_id} 批次 {batch} 由两人({one}、{other})关闭，按主机所记结算，已立案",
        "Batch {batch} of terminal {terminal_id} was closed by {one} and {other} as it stands here; a case is open",
    ),
    "acquirer.batch-not-open": (
        "终端 {terminal_id} 没有这个未结批次",
        "Terminal {terminal_id} has no such open batch",
    ),
    "acquirer.reversal-too-late": (
        "终端 {terminal_id} 凭证 {stan} 在批次由两人关闭后要求冲正：交易有效且已结算，请人工退还持卡人",
        "Terminal {terminal_id} reverses {stan} of a batch that two persons closed: give the money back by hand",
    ),
    "acquirer.refund-of-reversed": (
        "参考号 {rrn} 的退货(终端 {terminal_id})之后原交易被冲正：持卡人只得一次，退货款应还商户，已立案",
        "The payment that {rrn} (terminal {terminal_id}) had refunded was reversed: pay the merchant; a case is open",
    ),
    "acquirer.batch-too-late": (
        "终端 {terminal_id} 凭证 {stan} 主机没有，而批次已由两人关闭：未入账，已立案，请查",
        "Voucher {stan} of terminal {terminal_id} is not known here, and two persons closed its batch: a case is open",
    ),
    "acquirer.case-changed": (
        "差错 {case} 的提出已变更，或未写明所见的提出；请重新查看后再核准",
        "What is proposed for case {case} is not what was seen: look at it again before approving",
    ),
    "acquirer.case-closed": ("差错 {case} 已结案", "Case {case} is closed already"),
    "acquirer.case-ended": (
        "差错 {case} 已结案(经办 {one}，核准 {other})",
        "Case {case} is closed by {one}, approved by {other}",
    ),
    "acquirer.case-form": (
        "请写明差错编号、经办人，结案时还须写明结果({outcomes})与原因(不超过 200 字)，金额以分计",
        "Name the case and who is at the desk; to close it also an outcome ({outcomes}) and why",
    ),
    "acquirer.case-not-proposed": ("差错 {case} 尚无人提出处理", "Nobody has proposed what is to come of case {case}"),
    "acquirer.case-other-amount": (
        "差错 {case}：金额不合适(不动账的结果不写金额，迟到的冲正须全额)",
        "Case {case}: no such amount; none where no money moves, the whole one for a reversal",
    ),
    "acquirer.case-other-outcome": ("差错 {case} 不能这样处理", "That cannot come of case {case}"),
    "acquirer.case-proposed": (
        "{by} 提出差错 {case} 的处理，待另一人核准",
        "{by} proposes what is to come of case {case}; another person must approve",
    ),
    "acquirer.case-same-person": ("差错 {case}：提出与核准须为两人", "Case {case}: who proposed it cannot approve it"),
    "acquirer.case-unknown": ("没有差错 {case}", "There is no case {case}"),
    "acquirer.reversal-settled": (
        "终端 {terminal_id} 凭证 {stan} 的冲正已由两人处理，告知终端",
        "Two persons have settled the reversal of {stan} of terminal {terminal_id}; the terminal is told",
    ),
    "acquirer.disposition-changed": (
        "终端 {terminal_id} 的批次：提出或金额已变更，或未写明所见；请重新查看后再核准",
        "The batch of terminal {terminal_id}: proposal or sums are not those that were seen; look again to approve",
    ),
    "acquirer.disposition-form": (
        "请写明经办人；提出时还须写明原因(不超过 40 字)",
        "Say who is at the desk and, to propose, why (at most 40 characters)",
    ),
    "acquirer.disposition-not-proposed": (
        "终端 {terminal_id} 的批次尚无人提出关闭",
        "Nobody has proposed to close that batch of terminal {terminal_id}",
    ),
    "acquirer.disposition-proposed": (
        "{by} 提出关闭终端 {terminal_id} 的批次，待另一人核准",
        "{by} proposes to close a batch of terminal {terminal_id}; another person must approve",
    ),
    "acquirer.disposition-same-person": (
        "终端 {terminal_id}：提出与核准须为两人",
        "Terminal {terminal_id}: who proposed it cannot approve it",
    ),
    "acquirer.disposition-too-early": (
        "终端 {terminal_id} 该批次尚有交易在途或正在对账，稍后再核准",
        "Something of that batch of terminal {terminal_id} is still on its way; approve later",
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
        "终端 {terminal_id} 凭证 {stan} 主机缺失，已按批上送补回并立案；请查为何丢失",
        "Voucher {stan} of terminal {terminal_id} was lost here and is restored; a case is open: find out why",
    ),
}

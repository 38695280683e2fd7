"""Texts of the audit: message id -> (Chinese, English)."""

__all__ = ["TEXTS"]

TEXTS: dict[str, tuple[str, str]] = {
    "audit.advice_not_posted": (
        "{key}：{parties} 间代授权已获入账应答，发卡方却无此交易",
        "{key}: between {parties} the advice of a stand-in was taken, and the bank knows nothing of it",
    ),
    "audit.advice_out_of_order": (
        "{key}：{parties} 间代授权未按先后入账",
        "{key}: between {parties} the advices of stand-ins were not posted in order",
    ),
    "audit.answer_differs": (
        "{key}：{parties} 所记应答的 {what} 不同({one} 与 {other})",
        "{key}: {parties} keep different answers: {what} is {one} here and {other} there",
    ),
    "audit.answered_without_record": (
        "{key}：{took} 依 {gave} 的承兑入账，而 {gave} 无此承兑记录",
        "{key}: {took} took an approval of the {gave}, which has no record of one",
    ),
    "audit.asked_without_record": (
        "{key}：{knows} 有此交易，而请求方({lacks})无记录",
        "{key}: {knows} knows this transaction, and the {lacks} that asked for it does not",
    ),
    "audit.balance_wrong": (
        "{parties} 账户 {account}：分录 {key} 后余额记为 {stored}，应为 {right}",
        "{parties}, account {account}: after {key} the balance is written as {stored} and should be {right}",
    ),
    "audit.bill_differs": (
        "{parties}：收单方 {key} 的账单与分录相差 {left}",
        "{parties}: the bills of acquirer {key} differ from its postings by {left}",
    ),
    "audit.chain_broken": ("{parties} 的记录链断裂：{reason}", "The chain of {parties} is broken: {reason}"),
    "audit.code_twice": (
        "{parties}：订单 {key} 与 {other} 用同一付款码扣款",
        "{parties}: {key} and {other} took money by one payment code",
    ),
    "audit.completed_too_late": (
        "{parties}：预授权完成 {key} 在冻结到期后仍被批准",
        "{parties}: completion {key} was approved after its hold had expired",
    ),
    "audit.completed_twice": (
        "{parties}：预授权 {key} 有 {count} 笔有效的完成",
        "{parties}: pre-authorisation {key} has {count} completions that stand",
    ),
    "audit.content_differs": (
        "{key}：{parties} 对同一笔交易所记 {what} 不同({one} 与 {other})",
        "{key}: {parties} hold different content under one key: {what} is {one} here and {other} there",
    ),
    "audit.family_wrong": (
        "{parties}：{key} 及其撤销、退货、冲正等共记账 {moved}，应为 {right}",
        "{parties}: {key} with all that followed it has moved {moved}; it should be {right}",
    ),
    "audit.hold_wrong": (
        "{parties}：{key} 冻结 {held}，应为 {right}",
        "{parties}: {key} holds {held}; it should hold {right}",
    ),
    "audit.closed_by_nobody": (
        "{parties}：批次 {key} 未经终端结算，也无两人核准，却已关闭",
        "{parties}: batch {key} is closed, and neither its terminal nor two persons closed it",
    ),
    "audit.closed_alone": (
        "{parties}：{key} 涉及动账或终端欠账，其结案缺少两人的记录",
        "{parties}: {key} was closed with money or an obligation behind it, and without two persons on record",
    ),
    "audit.refund_of_reversed": (
        "{parties}：{key} 所退的原交易已被冲正，却没有为商户立案",
        "{parties}: {key} refunded a payment that was reversed since, and there is no case for the merchant",
    ),
    "audit.closed_unopened": (
        "{parties}：{key} 已结案，却从未立案",
        "{parties}: {key} is closed, and was never open",
    ),
    "audit.moved_alone": (
        "{parties}：终端移机 {key} 缺少两人的记录",
        "{parties}: move {key} of a terminal was approved without two persons on record",
    ),
    "audit.disposed_alone": (
        "{parties}：批次 {key} 的关闭缺少两人的记录",
        "{parties}: batch {key} was closed without two persons on record",
    ),
    "audit.batch_totals": (
        "{parties}：批次 {key} 合计 {one}，按交易应为 {other}",
        "{parties}: batch {key} was told as {one}, its transactions come to {other}",
    ),
    "audit.clearing_differs": (
        "{parties}：交易 {key} 的清算明细与批次不符",
        "{parties}: the clearing of {key} is not what its batch says",
    ),
    "audit.in_no_batch": (
        "{parties}：已承兑交易 {key} 不在任何已结批次",
        "{parties}: {key} was approved and is in no closed batch",
    ),
    "audit.not_disposed": (
        "{parties}：批次对账不平，交易 {key} 却没有处理结果",
        "{parties}: totals differed, and nothing says what became of {key}",
    ),
    "audit.let_pass_too_late": (
        "{parties}：放行了逾期(30 天)的预授权完成 {key}",
        "{parties} let a completion pass that came after the thirty days: {key}",
    ),
    "audit.let_pass_too_much": (
        "{parties}：放行了超额交易 {key}：{amount}，至多 {most}",
        "{parties} let {key} pass for {amount}, where {most} is the most",
    ),
    "audit.stored_out_of_order": (
        "{parties}：离线交易 {key} 未按存储次序上送",
        "{parties}: stored transaction {key} reached the host before one that was stored earlier",
    ),
    "audit.settled_alone": (
        "{parties}：终端已结批次 {key}，主机没有同样合计的结算",
        "{parties}: batch {key} is settled at the terminal, and closed with these totals at no host",
    ),
    "audit.twice_in_batch": (
        "{parties}：批次 {key} 有交易计了两次",
        "{parties}: something counts twice in batch {key}",
    ),
    "audit.key_shared": (
        "{parties}：交易 {key} 与 {other} 使用同一转接键",
        "{parties}: {key} and {other} went out under one transit key",
    ),
    "audit.ledger_not_zero": (
        "{parties}：全部分录合计为 {left}，应为 0",
        "{parties}: all postings together come to {left} and should come to 0",
    ),
    "audit.moved_differs": (
        "{parties}：{key} 称记账 {said}，实际分录 {posted}",
        "{parties}: {key} says it moved {said}, and {posted} was posted",
    ),
    "audit.not_agreed": (
        "{key}：{stands} 认为成立，{falls} 认为不成立",
        "{key} stands with {stands} and not with {falls}",
    ),
    "audit.not_an_acknowledgement": (
        "{key}：{parties} 以 {mti}(应答码 {code})了结冲正，而它不是冲正应答",
        "{key}: {parties} ended a reversal by a {mti} with code {code}, which acknowledges nothing",
    ),
    "audit.order_moved_wrong": (
        "{parties}：订单 {key} 应付收单方 {right}，分录不符",
        "{parties}: order {key} should have moved {right} to its acquirer, and has not",
    ),
    "audit.order_twice": (
        "{parties}：同一订单号有两笔订单 {key} 与 {other}",
        "{parties}: {key} and {other} are two orders of one number",
    ),
    "audit.overdrawn": (
        "{parties} 账户 {account}：分录 {key} 后透支超过额度",
        "{parties}, account {account}: {key} takes it below its limit",
    ),
    "audit.paid_after_over": (
        "{parties}：订单 {key} 关闭或撤销后又被付款",
        "{parties}: order {key} was paid after it was closed or reversed",
    ),
    "audit.posted_without_approval": (
        "{parties}：离线结算 {key} 没有对应的电话授权",
        "{parties}: offline post {key} has no approval of the voice desk of its own",
    ),
    "audit.posting_without_request": (
        "{parties}：分录 {key} 无对应交易",
        "{parties}: posting set {key} belongs to no transaction",
    ),
    "audit.refund_twice": (
        "{parties}：同一退货号退了两次 {key} 与 {other}",
        "{parties}: {key} and {other} are two refunds of one number",
    ),
    "audit.refunded_too_much": (
        "{parties}：{key} 金额 {amount}，共退 {refunded}",
        "{parties}: {key} of {amount} was refunded {refunded}",
    ),
    "audit.refunds_differ": (
        "{parties}：订单 {key} 记退款 {said}，实为 {right}",
        "{parties}: order {key} counts {said} as refunded, and its refunds come to {right}",
    ),
    "audit.reversal_mismatch": (
        "{key}：{parties} 受理了与原交易不符的冲正(金额 {said}，原为 {was})",
        "{key}: {parties} accepted a reversal that does not match (amount {said}, the original's is {was})",
    ),
    "audit.steps_wrong": (
        "{parties}：订单 {key} 的状态步骤有缺",
        "{parties}: steps are missing in the life of order {key}",
    ),
    "audit.stood_in_beyond_limits": (
        "{key}：{parties} 代授权超出限额(当日第 {count} 笔，累计 {total})",
        "{key}: {parties} stood in beyond a limit (number {count} of its day, {total} in all)",
    ),
    "audit.keys_differ": (
        "{key}：{parties} 对最近一次区域密钥更换所记不同；请核对双方密钥校验值",
        "{key}: {parties} do not have the same last exchange of zone keys; compare the keys' check values",
    ),
    "audit.keys_still_offered": (
        "{key}：{parties} 下发的新区域密钥未获确认；请查该机构线路",
        "{key}: new zone keys of {parties} are not confirmed; see to the line of that member",
    ),
    "audit.still_owed": (
        "{key}：{parties} 仍欠冲正；请查其线路",
        "{key}: {parties} still owe a reversal; see to the line",
    ),
    "audit.still_untold": (
        "{key}：{parties} 已代授权，尚未通知发卡方；请查其线路",
        "{key}: {parties} stood in for the bank, which has not been told; see to the line",
    ),
    "audit.still_pending": ("{key}：{parties} 尚未决定", "{key} is still undecided at {parties}"),
    "audit.table_differs": (
        "{parties}：表 {table} 的 {key} 行与记录不符",
        "{parties}: row {key} of table {table} is not what the records make",
    ),
    "audit.unbalanced_set": (
        "{parties}：分录组 {key} 不平，差 {left}",
        "{parties}: posting set {key} is out of balance by {left}",
    ),
    "audit.undone_but_stands": (
        "{key}：{told} 已获告冲正成功，而 {by} 仍认为成立",
        "{key}: {told} was told it is undone, and it stands with {by}",
    ),
    "audit.undone_without_trace": (
        "{key}：{told} 已获告冲正成功，而 {by} 无任何痕迹",
        "{key}: {told} was told it is undone, and the {by} has no trace of it",
    ),
    "audit.unknown_without_obligation": (
        "{key}：{parties} 不知结果却未登记冲正",
        "{key}: {parties} do not know the outcome and owe no reversal",
    ),
    "audit.wallet_differs": (
        "付款 {rrn}：收单方账上净收 {one}，钱包账上 {other}",
        "Payment {rrn}: the acquirer holds {one} net, the wallet {other}",
    ),
    "audit.wallet_order_unknown": (
        "钱包的订单 {order} 有进账，收单方没有这笔交易",
        "The wallet moved money for order {order}, of which the acquirer has no transaction",
    ),
    "audit.wallet_refund_differs": (
        "代替撤销的退货 {rrn}：收单方欠退 {one}，钱包已退 {other}",
        "Refund {rrn} in place of a reversal: the acquirer owes {one}, the wallet has refunded {other}",
    ),
}

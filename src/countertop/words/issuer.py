"""Texts of the issuing banks: message id -> (Chinese, English)."""

__all__ = ["TEXTS"]

TEXTS: dict[str, tuple[str, str]] = {
    "issuer.came_after_its_reversal": (
        "交易(参考号 {rrn})晚于其冲正到达，已拒绝",
        "A transaction (reference {rrn}) came after its own reversal and was declined",
    ),
    "issuer.conflicting_request": (
        "交换中心以已用的关键字发来不同内容(参考号 {rrn})，已拒绝；请核查",
        "The switch sent other content under a key already used (reference {rrn}); refused. Find out why",
    ),
    "issuer.dial_failed": (
        "接不通交换中心({reason})，稍后重拨",
        "The switch cannot be reached ({reason}); dialling again soon",
    ),
    "issuer.exception_opened": (
        "代授权交易(参考号 {rrn})本应拒绝({code})，已入账并列为异常；请跟进",
        "A stand-in (reference {rrn}) that we would have declined ({code}) was posted; an exception is open for it",
    ),
    "issuer.completed_twice": (
        "预授权完成(参考号 {rrn})的撤销被冲正，而该预授权已再次完成：只计最新一笔，已列为异常；请与收单方核对",
        "Completion {rrn}: its void was reversed after another one came. Only the newest counts; an exception is open",
    ),
    "issuer.faults_on": (
        "银行 {bank} 开着故障规则：部分交易会被故意处理错，仅供演示",
        "Bank {bank} has fault rules switched on: it misbehaves on purpose, for demonstration only",
    ),
    "issuer.held_full": (
        "扣住的应答已达上限 {limit}，此笔不再应答",
        "The limit of {limit} answers held back is reached; this one is dropped",
    ),
    "issuer.hold_expired": (
        "预授权冻结到期，已解冻 {amount} 分",
        "A hold expired; {amount} (minor units) may be spent again",
    ),
    "issuer.line_lost": (
        "与交换中心的线路断开({reason})，将重拨",
        "The line to the switch is gone ({reason}); dialling again",
    ),
    "issuer.postings_need_rrn_or_account": (
        "请给出参考号 rrn 或账户 account",
        "Give a reference number (rrn) or an account",
    ),
    "issuer.queue_full": (
        "同一账户排队的请求已达上限 {limit}，此笔丢弃，由对方冲正",
        "The limit of {limit} requests waiting at one account is reached; one was dropped, its sender will reverse it",
    ),
    "issuer.reversal_mismatch": (
        "冲正与原交易不符(参考号 {rrn})，已拒绝，账务未动",
        "A reversal does not match its original (reference {rrn}); refused, nothing moved",
    ),
    "issuer.sign_on_refused": (
        "交换中心拒绝签到({code})；请核对机构号与密钥校验值",
        "The switch refused the sign-on ({code}); compare the institution id and the keys' check values",
    ),
    "issuer.signed_on": ("已向交换中心 {switch} 签到", "Signed on at switch {switch}"),
    "issuer.switch_silent": (
        "交换中心未应答，已挂断并重拨",
        "The switch did not answer; hung up, dialling again",
    ),
    "issuer.trace_needs_rrn": ("请给出参考号 rrn", "Give the reference number: rrn"),
    "issuer.unknown_verb": ("银行不识命令 {verb}；可用：{verbs}", "The bank does not know {verb}; it knows {verbs}"),
    "issuer.unusable_frame": ("收到无法使用的报文：{reason}", "A frame could not be used: {reason}"),
    "issuer.unusable_message": (
        "交换中心的报文无法使用：{reason}",
        "A message of the switch could not be used: {reason}",
    ),
    "issuer.voice_busy": (
        "该账户排队的请求已满，请稍后再拨",
        "Too many requests wait at this account; call again",
    ),
    "issuer.voice_declined": ("电话授权未批准({code})", "The voice desk does not approve ({code})"),
    "issuer.voice_needs_card_and_amount": (
        "请给出完整卡号 pan 和金额 amount(如 100.00)",
        "Give a whole card number (pan) and an amount (such as 100.00)",
    ),
    "issuer.wrong_mac": (
        "报文鉴别码错误；请与交换中心核对密钥校验值",
        "A message has a wrong MAC; compare the keys' check values with the switch",
    ),
}

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
    "issuer.exception_changed": (
        "异常 {exception} 的提出已变更，或未写明所见的提出；请重新查看后再核准",
        "What is proposed for exception {exception} is not what was seen: look at it again before approving",
    ),
    "issuer.exception_closed": ("异常 {exception} 已结案", "Exception {exception} is closed already"),
    "issuer.exception_ended": (
        "异常 {exception} 已结案(经办 {one}，核准 {other})",
        "Exception {exception} is closed by {one}, approved by {other}",
    ),
    "issuer.exception_form": (
        "请写明异常编号、经办人，结案时还须写明结果({outcomes})与原因(不超过 200 字)，金额以分计",
        "Name the exception and who is at the desk; to close it also an outcome ({outcomes}) and why",
    ),
    "issuer.exception_not_proposed": (
        "异常 {exception} 尚无人提出处理",
        "Nobody has proposed what is to come of exception {exception}",
    ),
    "issuer.exception_other_amount": (
        "异常 {exception}：金额不合适(不动账的结果不写金额，至多全额)",
        "Exception {exception}: no such amount; none where no money moves, and no more than all of it",
    ),
    "issuer.exception_other_outcome": (
        "异常 {exception} 挂在暂收，不能不动账结案",
        "Exception {exception} stands in suspense and does not end so",
    ),
    "issuer.exception_proposed": (
        "{by} 提出异常 {exception} 的处理，待另一人核准",
        "{by} proposes what is to come of exception {exception}; another person must approve",
    ),
    "issuer.exception_same_person": (
        "异常 {exception}：提出与核准须为两人",
        "Exception {exception}: who proposed it cannot approve it",
    ),
    "issuer.exception_unknown": ("没有异常 {exception}", "There is no exception {exception}"),
    "issuer.completed_twice": (
        "预授权完成(参考号 {rrn})的撤销被冲正，而该预授权已再次完成：只计最新一笔，已列为异常；请与收单方核对",
        "Completion {rrn}: its void was reversed after another one came. Only the newest counts; an exception is open",
    ),
    "issuer.former_keys_dropped": ("旧区域密钥已停用", "The former zone keys are accepted no more"),
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
    "issuer.no_zone_master_key": (
        "交换中心下发了新区域密钥，但本行没有区域主密钥，未采用；请先举行密钥仪式",
        "The switch sent new zone keys, but there is no zone master key to open them; hold a key ceremony first",
    ),
    "issuer.zone_keys_answer": (
        "交换中心对更换区域密钥的请求答 {code}(00 即将下发，96 稍后再试，40 没有区域主密钥)",
        "The switch answers {code} to the wish for new zone keys (00 they come, 96 later, 40 no master key)",
    ),
    "issuer.zone_keys_in_use": (
        "交换中心已启用新区域密钥，旧密钥并用一段时间后停用",
        "The switch uses the new zone keys; the former are accepted for a while",
    ),
    "issuer.zone_keys_no_line": (
        "尚未向交换中心签到(当前 {line})，无从请求更换区域密钥",
        "Not signed on at the switch (the line is {line}), so it cannot be asked for new zone keys",
    ),
    "issuer.zone_keys_refused": (
        "交换中心下发的区域密钥不能采用({reason})，旧密钥照用；请核对双方区域主密钥的校验值",
        "The zone keys that the switch sent cannot be used ({reason}) and the old stay; compare the zone master keys",
    ),
    "issuer.zone_keys_taken": (
        "新区域密钥已存妥并启用，旧密钥在交换中心改用新密钥前照收",
        "New zone keys are kept and used; the former are accepted until the switch uses the new ones too",
    ),
}

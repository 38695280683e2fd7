"""Texts of the switch: message id -> (Chinese, English)."""

__all__ = ["TEXTS"]

TEXTS: dict[str, tuple[str, str]] = {
    "switch.acknowledged_again": (
        "机构 {member} 再次应答了已了结的冲正，无需处理",
        "Member {member} acknowledged a reversal that was already closed; nothing to do",
    ),
    "switch.advice_not_taken": (
        "机构 {member} 仍未入账代授权通知，已发 {tries} 次；请联系该机构",
        "Member {member} has not taken an advice of a stand-in after {tries} tries. Call the member",
    ),
    "switch.advice_refused": (
        "机构 {member} 以 {code} 拒收代授权通知，将继续重发；请联系该机构",
        "Member {member} refused an advice of a stand-in with {code}; it will be sent again. Call the member",
    ),
    "switch.answer_to_nothing": (
        "机构 {member} 应答了本中心未发出的请求(参考号 {rrn})，已忽略",
        "Member {member} answered a request that was never sent (reference {rrn}); ignored",
    ),
    "switch.asks_again": (
        "机构 {member} 超时未应答(参考号 {rrn})，同一请求将重发至有应答为止",
        "Member {member} did not answer in time (reference {rrn}); the same request is sent again until it does",
    ),
    "switch.came_after_its_reversal": (
        "机构 {member} 的交易(参考号 {rrn})晚于其冲正到达，已拒绝",
        "A transaction of member {member} (reference {rrn}) came after its own reversal and was declined",
    ),
    "switch.conflicting_request": (
        "机构 {member} 以已用的关键字发来不同内容(参考号 {rrn})，已拒绝；请核查该机构",
        "Member {member} sent other content under a key already used (reference {rrn}); refused. Ask the member why",
    ),
    "switch.day_closing": (
        "日切开始，新清算日 {date}；日切完成前新交易答 90",
        "The day is being closed, the new settlement date is {date}; until it is done new requests get 90",
    ),
    "switch.day_open": ("日切完成，清算日 {date}", "The day is closed; the settlement date is {date}"),
    "switch.foreign_forwarder": (
        "机构 {member} 冒用发送机构号 {claimed}，已忽略；请核查线路",
        "Member {member} claims to be institution {claimed}; ignored. Check who is on that line",
    ),
    "switch.exchange_in_hand": (
        "机构 {member} 的区域密钥正在更换，尚待其确认",
        "The zone keys of member {member} are being changed; it has not confirmed yet",
    ),
    "switch.exchange_overlaps": (
        "机构 {member} 的区域密钥刚刚更换，新旧密钥仍并用，请稍后再试",
        "The zone keys of member {member} have just been changed and the former are still accepted; try again later",
    ),
    "switch.former_keys_dropped": (
        "机构 {member} 的旧区域密钥已停用",
        "The former zone keys of member {member} are accepted no more",
    ),
    "switch.keys_of_whom": (
        "请给出更换区域密钥的成员机构，可选：{members}",
        "Say whose zone keys are to be changed; the members are {members}",
    ),
    "switch.full": (
        "在途交易已达上限 {limit}，新交易暂拒；请查发卡方是否变慢",
        "The limit of {limit} transactions in flight is reached and new ones are declined; see which issuer is slow",
    ),
    "switch.late_answer": (
        "机构 {member} 迟到应答 {code}(参考号 {rrn})，已登记，不作承兑",
        "Late answer {code} of member {member} (reference {rrn}) recorded; it approves nothing",
    ),
    "switch.member_gone": ("机构 {member} 断线", "Member {member} is gone: its line closed"),
    "switch.member_signed_off": ("机构 {member} 签退", "Member {member} signed off"),
    "switch.member_signed_on": ("机构 {member} 签到", "Member {member} signed on"),
    "switch.member_silent": (
        "机构 {member} 未应答线路测试，已挂断",
        "Member {member} did not answer the line test and was hung up",
    ),
    "switch.no_answer": (
        "机构 {member} 超时未应答(参考号 {rrn})，已答 68 并登记冲正",
        "Member {member} did not answer in time (reference {rrn}): answered 68, reversal owed",
    ),
    "switch.no_zone_master_key": (
        "与机构 {member} 没有区域主密钥，无法在线更换；请先举行密钥仪式",
        "There is no zone master key with member {member}, so keys cannot go over the line; hold a key ceremony first",
    ),
    "switch.nobody_signed_on": (
        "来电方未在限时内签到，已挂断",
        "A caller did not sign on in time and was hung up",
    ),
    "switch.not_stood_in": (
        "机构 {member} 不可达，交易(参考号 {rrn})不在代授权范围({reason})",
        "Member {member} cannot be asked, and its rule of standing in does not allow {rrn} ({reason})",
    ),
    "switch.replayed_sign_on": (
        "机构 {member} 的签到报文被重放，已挂断；请查来源",
        "A recorded sign-on of member {member} was replayed and its line hung up; find out who called",
    ),
    "switch.reversal_mismatch": (
        "机构 {member} 的冲正与原交易不符(参考号 {rrn})，已拒绝，账务未动",
        "A reversal of member {member} does not match its original (reference {rrn}); refused, nothing moved",
    ),
    "switch.reversal_refused": (
        "机构 {member} 以 {code} 拒绝冲正，将继续重发；请联系该机构",
        "Member {member} refused a reversal with {code}; it will be sent again. Call the member",
    ),
    "switch.reversal_unacknowledged": (
        "机构 {member} 仍未应答冲正，已发 {tries} 次；请联系该机构",
        "Member {member} has not acknowledged a reversal after {tries} tries. Call the member",
    ),
    "switch.reversal_without_original": (
        "机构 {member} 称无可冲正的原交易({code})，该事项已了结，请在对账时核实",
        "Member {member} says there is nothing to reverse ({code}); closed. Verify it in the reconciliation",
    ),
    "switch.stand_in_needs": (
        "请给出整条代授权规则：{needed}(发卡方须为成员机构)",
        "Give a whole rule of standing in, for an issuer that is a member: {needed}",
    ),
    "switch.stood_in": (
        "机构 {member} 不可达({cause})，已代授权(参考号 {rrn})，待其恢复后通知入账",
        "Stood in for member {member} ({cause}, reference {rrn}); it will be told when it is there",
    ),
    "switch.stranger": (
        "未签到的来电方(自称 {claimed})已挂断",
        "A caller that did not sign on (it claims to be {claimed}) was hung up",
    ),
    "switch.took_up_open_work": (
        "重启后接手 {count} 笔未决交易，已登记冲正",
        "After the restart {count} undecided transactions were taken up; their reversals are owed",
    ),
    "switch.trace_needs_rrn": ("请给出参考号 rrn", "Give the reference number: rrn"),
    "switch.unanswered": (
        "机构 {member} 仍未应答通知或退货，已发 {tries} 次；请联系该机构",
        "Member {member} has not answered an advice or refund after {tries} tries; call the member",
    ),
    "switch.unknown_verb": (
        "交换中心不识命令 {verb}；可用：{verbs}",
        "The switch does not know {verb}; it knows {verbs}",
    ),
    "switch.unusable_frame": ("收到无法使用的报文：{reason}", "A frame could not be used: {reason}"),
    "switch.unusable_message": (
        "机构 {member} 的报文无法使用：{reason}",
        "A message of member {member} could not be used: {reason}",
    ),
    "switch.wrong_mac": (
        "机构 {member} 的报文鉴别码错误；请核对双方密钥校验值",
        "A message of member {member} has a wrong MAC; compare the keys' check values on both sides",
    ),
    "switch.zone_keys_changed": (
        "机构 {member} 已确认新区域密钥，现已启用；旧密钥并用一段时间",
        "Member {member} has the new zone keys and they are in use; the former are accepted for a while",
    ),
    "switch.zone_keys_offered": (
        "已为机构 {member} 产生新区域密钥并下发({by})，旧密钥在其确认前照用",
        "New zone keys for member {member} are drawn and on their way ({by}); the old are in use until it has them",
    ),
    "switch.zone_keys_refused": (
        "机构 {member} 以 {code} 拒收新区域密钥，旧密钥照用；请核对双方区域主密钥的校验值",
        "Member {member} refused the new zone keys ({code}), the old stay; compare the zone master keys on both sides",
    ),
    "switch.zone_keys_unanswered": (
        "机构 {member} 仍未确认新区域密钥，已发 {tries} 次；请联系该机构",
        "Member {member} has not confirmed the new zone keys after {tries} tries; call the member",
    ),
    "switch.zone_keys_undrawn": (
        "加密机未能为机构 {member} 产生区域密钥，旧密钥照用；请查加密机",
        "The HSM drew no zone keys for member {member} and the old stay; see what its log says of the HSM",
    ),
}

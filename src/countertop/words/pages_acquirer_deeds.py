"""What can be done from the acquirer's console: its name, what will happen, what has happened; (Chinese, English)."""

__all__ = ["TEXTS"]

_DEEDS = {
    "command": ("下达终端指令", "Tell a terminal"),
    "set-parameters": ("设置参数", "Set parameters"),
    "group": ("编组", "Put into a group"),
    "permit": ("准许交易类型", "Permit a type"),
    "forbid": ("禁止交易类型", "Forbid a type"),
    "bind": ("绑定机具与位置", "Bind machine and place"),
    "relocate": ("移机", "Move it"),
    "approve-relocation": ("核准移机", "Approve the move"),
    "limit-merchant": ("商户限额", "Limit a merchant"),
    "block-card": ("列入黑名单(卡)", "Block a card"),
    "unblock-card": ("移出黑名单(卡)", "Unblock a card"),
    "block-prefix": ("列入黑名单(前缀)", "Block a prefix"),
    "unblock-prefix": ("移出黑名单", "Unblock"),
    "propose-disposition": ("提出关闭批次", "Propose to close it"),
    "approve-disposition": ("核准关闭批次", "Approve closing it"),
    "close-case": ("处理差错", "Close the case"),
    "approve-case": ("核准处理", "Approve"),
    "close-exception": ("处理例外", "Close the exception"),
    "approve-exception": ("核准处理", "Approve"),
    "day-close": ("日终清算", "Close the day"),
    "open-retrieval": ("登记调单", "Open a retrieval"),
    "answer-retrieval": ("以签购单答复", "Answer with the slip"),
    "close-retrieval": ("关闭调单", "Close it"),
    "voice-approve": ("电话授权", "Approve by telephone"),
    "sign-off": ("向转接中心签退", "Sign off from the switch"),
    "sign-on": ("向转接中心签到", "Sign on to the switch"),
    "stand-in": ("设置代授权", "Set stand-in"),
    "new-master-key": ("更换终端主密钥", "Change the master key"),
    "change-zone-keys": ("更换区域密钥", "Change zone keys"),
    "ask-zone-keys": ("向转接中心申请新密钥", "Ask the switch for keys"),
    "ask-bank-keys": ("由发卡行申请新密钥", "Let a bank ask for keys"),
}

_SURE = {
    "command": (
        "终端 {terminal_id} 下次联机时执行：{command}。",
        "Terminal {terminal_id} does this when it next calls: {command}.",
    ),
    "command.lock": (
        "终端 {terminal_id} 立即被锁定：主机拒绝其新交易，终端下次联机时停用。",
        "Terminal {terminal_id} is locked at once: the host takes nothing new from it, and it stops at its next call.",
    ),
    "command.unlock": (
        "终端 {terminal_id} 立即解锁，下次联机时恢复使用。",
        "Terminal {terminal_id} is unlocked at once and works again when it next calls.",
    ),
    "command.message": (
        "终端 {terminal_id} 下次联机时显示：{text}",
        "Terminal {terminal_id} shows when it next calls: {text}",
    ),
    "command.settle": (
        "终端 {terminal_id} 空闲时自动结算当前批次。",
        "Terminal {terminal_id} settles its batch by itself once nobody works at it.",
    ),
    "set-parameters": (
        "“{scope}”范围的参数将全部换成：{values}；有关终端下次联机时下载。",
        "The parameters of {scope} become, all of them: {values}; its terminals download them when they next call.",
    ),
    "group": (
        "终端 {terminal_id} 编入组 {group}，并下载该组参数。",
        "Terminal {terminal_id} joins the group {group} and downloads its parameters.",
    ),
    "permit": ("{holder} 从现在起可做{kind}。", "{holder} may do this from now on: {kind}."),
    "forbid": ("{holder} 从现在起不可做{kind}。", "{holder} may not do this from now on: {kind}."),
    "bind": (
        (
            "终端 {terminal_id} 绑定机具 {serial_number}，布放于{address}({position})：偏离 {warn_metres} 米告警，"
            "{refuse_metres} 米拒绝交易；无定位时{unlocated}。"
        ),
        (
            "Terminal {terminal_id} is machine {serial_number} at {address} ({position}): a warning beyond "
            "{warn_metres} m, refused beyond {refuse_metres} m; without a position: {unlocated}."
        ),
    ),
    "relocate": (
        "终端 {terminal_id} 移至{address}({position})，原因：{reason}。终端须已签退、结清。",
        "Terminal {terminal_id} moves to {address} ({position}): {reason}. It must be signed out and settled.",
    ),
    "approve-relocation": (
        "终端 {terminal_id} 按他人的提出(编号 {number})移机。",
        "Terminal {terminal_id} is moved as somebody else proposed under number {number}.",
    ),
    "limit-merchant": (
        "商户 {merchant_id}：单笔最多 {largest}，单日最多 {day}(0.00 为不限)。",
        "Merchant {merchant_id}: at most {largest} at once and {day} in a day (0.00: no limit).",
    ),
    "block-card": (
        "卡 {card} 从现在起在所有终端被拒绝，应答码 {code}。",
        "Card {card} is refused at every terminal from now on, with {code}.",
    ),
    "unblock-card": ("卡 {card} 从现在起可再使用。", "Card {card} is served again from now on."),
    "block-prefix": (
        "以 {prefix} 开头的所有卡从现在起被拒绝，应答码 {code}。",
        "Every card that begins with {prefix} is refused from now on, with {code}.",
    ),
    "unblock-prefix": (
        "以 {prefix} 开头的卡从现在起可再使用。",
        "Cards that begin with {prefix} are served again from now on.",
    ),
    "propose-disposition": (
        "提出按主机所记关闭终端 {terminal_id} 的批次({batch_instance})，原因：{reason}。须由另一人核准。",
        "The batch of terminal {terminal_id} ({batch_instance}) is to be closed: {reason}. Another approves.",
    ),
    "approve-disposition": (
        "终端 {terminal_id} 的批次({batch_instance})按主机所记关闭，无法撤回，并立案备查。",
        "The batch of terminal {terminal_id} ({batch_instance}) is closed for good, and a case is opened.",
    ),
    "close-case": (
        "差错 {case} 的处理：{outcome}，金额 {amount}。{reason}。涉及资金的结果须由另一人核准。",
        "Case {case}: {outcome}, amount {amount}. {reason}. Where money follows, another person must approve.",
    ),
    "approve-case": (
        "按他人提出的处理结案：差错 {case}。无法撤回。",
        "Case {case} is closed as somebody else proposed. This cannot be undone.",
    ),
    "close-exception": (
        "{bank} 的例外 {exception}：{outcome}，金额 {amount}。{reason}。涉及资金的结果须由另一人核准。",
        "{bank}, exception {exception}: {outcome}, amount {amount}. {reason}. Where money follows, another approves.",
    ),
    "approve-exception": (
        "按他人提出的处理关闭 {bank} 的例外 {exception}。无法撤回。",
        "Exception {exception} of {bank} is closed as somebody else proposed. This cannot be undone.",
    ),
    "day-close": (
        "清算所有已结批次(商户：{merchant_id}，日期：{date})。无法撤回。",
        "Every closed batch is cleared (merchant: {merchant_id}, date: {date}). This cannot be undone.",
    ),
    "open-retrieval": (
        "为参考号 {rrn} 登记调单：{reason}；从现在起计时。",
        "A request for the slip of {rrn} is opened: {reason}; its clock starts now.",
    ),
    "answer-retrieval": (
        "以现在重制的签购单答复调单 {number}，签购单随调单保存。",
        "Request {number} is answered with the slip as it is made again now; it stays with the request.",
    ),
    "close-retrieval": ("关闭调单 {number}。", "Request {number} is closed."),
    "voice-approve": (
        "由 {bank} 批准卡 {card} 一笔 {amount} 的支付并冻结该金额；授权码只显示一次。",
        "{bank} approves one payment of {amount} with card {card} and holds the amount; its code is shown once.",
    ),
    "sign-off": (
        "离开转接中心：新交易一律拒绝(91)，直到重新签到。",
        "The host leaves the switch: every new transaction is declined (91) until it signs on again.",
    ),
    "sign-on": ("回到转接中心，恢复交易。", "The host comes back to the switch and serves again."),
    "stand-in": (
        (
            "发卡行 {issuer_id} 无应答时由转接中心代授权：单笔最多 {most_amount}，每卡 {card_count} 笔、{card_total}，"
            "每行 {issuer_count} 笔、{issuer_total}，免密最多 {no_pin_amount}，输入方式 {entry_modes}。0.00 为关闭。"
        ),
        (
            "While the bank {issuer_id} is silent the switch decides for it: at most {most_amount} at once, "
            "{card_count} times and {card_total} per card, {issuer_count} times and {issuer_total} per bank, "
            "{no_pin_amount} without a PIN, entry modes {entry_modes}. 0.00 at once switches it off."
        ),
    ),
    "new-master-key": (
        "终端 {terminal_id} 下次联机时取走新的主密钥，用它签到后旧密钥作废。",
        "Terminal {terminal_id} fetches a new master key when it next calls; its old one goes with the next sign-in.",
    ),
    "change-zone-keys": (
        "转接中心与 {member_id} 之间换用新的 PIN 密钥和 MAC 密钥；旧密钥在重叠期内仍受理。",
        "The link of {member_id} to the switch gets new PIN and MAC keys; the former ones hold for a while.",
    ),
    "ask-zone-keys": (
        "收单主机向转接中心申请新的 PIN 密钥和 MAC 密钥。",
        "The host asks the switch for new PIN and MAC keys.",
    ),
    "ask-bank-keys": (
        "{bank} 向转接中心申请新的 PIN 密钥和 MAC 密钥。",
        "{bank} asks the switch for new PIN and MAC keys.",
    ),
}

_DONE = {
    "command": (
        "指令 {number} 已下达：终端 {terminal_id}，{command}。",
        "Command {number} is given: terminal {terminal_id}, {command}.",
    ),
    "command.lock": (
        "终端 {terminal_id} 已锁定，指令 {number} 等它联机。",
        "Terminal {terminal_id} is locked; command {number} waits until it calls.",
    ),
    "command.unlock": (
        "终端 {terminal_id} 已解锁，指令 {number} 等它联机。",
        "Terminal {terminal_id} is unlocked; command {number} waits until it calls.",
    ),
    "set-parameters": ("参数已设置，版本 {version}。", "The parameters are set, version {version}."),
    "group": ("终端 {terminal_id} 已编入组 {group}。", "Terminal {terminal_id} belongs to {group} now."),
    "permit": ("{holder} 可做{kind}。", "{holder} may do this now: {kind}."),
    "forbid": ("{holder} 不可做{kind}。", "{holder} may not do this any more: {kind}."),
    "bind": ("终端 {terminal_id} 已绑定。", "Terminal {terminal_id} is bound."),
    "relocate": (
        "移机 {number}：终端 {terminal_id} 可在{address}签到。",
        "Move {number}: terminal {terminal_id} may sign in at {address}.",
    ),
    "approve-relocation": (
        "移机 {number}：终端 {terminal_id} 可在{address}签到。",
        "Move {number}: terminal {terminal_id} may sign in at {address}.",
    ),
    "limit-merchant": (
        "商户 {merchant_id}：单笔 {largest}，单日 {day}。",
        "Merchant {merchant_id}: {largest} at once, {day} in a day.",
    ),
    "block-card": ("卡 {card} 已列入黑名单。", "Card {card} is on the blacklist."),
    "unblock-card": ("卡 {card} 不在黑名单上了。", "Card {card} is off the blacklist."),
    "block-prefix": ("前缀 {prefix} 已列入黑名单。", "Prefix {prefix} is on the blacklist."),
    "unblock-prefix": ("前缀 {prefix} 不在黑名单上了。", "Prefix {prefix} is off the blacklist."),
    "propose-disposition": (
        "已提出关闭终端 {terminal_id} 的批次，待另一人核准。",
        "It is proposed to close the batch of terminal {terminal_id}; another person must approve.",
    ),
    "approve-disposition": (
        "终端 {terminal_id} 的批次已由两人关闭，已立案。",
        "The batch of terminal {terminal_id} was closed by two persons; a case is open.",
    ),
    "close-case": ("差错 {case} 已结案。", "Case {case} is closed."),
    "close-case.proposed": (
        "差错 {case} 的处理已提出，待另一人核准。",
        "What is to come of case {case} is proposed; another person must approve.",
    ),
    "approve-case": ("差错 {case} 已结案。", "Case {case} is closed."),
    "close-exception": ("例外 {exception} 已结案。", "Exception {exception} is closed."),
    "close-exception.proposed": (
        "例外 {exception} 的处理已提出，待另一人核准。",
        "What is to come of exception {exception} is proposed; another person must approve.",
    ),
    "approve-exception": ("例外 {exception} 已结案。", "Exception {exception} is closed."),
    "day-close": ("营业日 {business_date} 的日终清算已完成。", "The day {business_date} is closed."),
    "open-retrieval": ("调单 {number} 已登记。", "Request {number} is open."),
    "answer-retrieval": ("调单 {number} 已答复，签购单如下。", "Request {number} is answered with this slip."),
    "close-retrieval": ("调单 {number} 已关闭。", "Request {number} is closed."),
    "voice-approve": (
        "授权码 {approval_code}：卡 {card}，{amount}。请抄给收银员，此后不再显示。",
        "Approval code {approval_code}: card {card}, {amount}. Tell it to the cashier; it is not shown again.",
    ),
    "sign-off": ("正在签退(线路：{link})。", "Signing off (link: {link})."),
    "sign-on": ("正在签到(线路：{link})。", "Signing on (link: {link})."),
    "stand-in": ("发卡行 {issuer_id} 的代授权规则已设置。", "The stand-in rule of {issuer_id} is set."),
    "new-master-key": (
        "新主密钥已生成，指令 {number} 等终端 {terminal_id} 联机。",
        "The new master key is formed; command {number} waits until terminal {terminal_id} calls.",
    ),
    "change-zone-keys": ("已开始更换 {member_id} 的区域密钥。", "The change of the keys of {member_id} has begun."),
    "ask-zone-keys": ("已向转接中心申请新密钥。", "The switch was asked for new keys."),
    "ask-bank-keys": ("{bank} 已申请新密钥。", "{bank} has asked for new keys."),
}

_TRAIL = {
    "proposed": ("提出：{deed}", "proposed: {deed}"),
    "agreed": ("核准：{deed}", "agreed: {deed}"),
    "withdrawn": ("撤回：{deed}", "withdrew: {deed}"),
    "lapsed": ("逾期作废：{deed}", "lapsed: {deed}"),
    "refused": ("被拒绝：{deed}", "was refused: {deed}"),
    "unknown": ("结果未知：{deed}", "outcome unknown: {deed}"),
}


def _trail() -> dict[str, tuple[str, str]]:
    """Return what the trail calls each deed, and what else may come of one."""
    told = {f"trail.{name}": texts for name, texts in _DEEDS.items()}
    for what, (chinese, english) in _TRAIL.items():
        for name, (zh, en) in _DEEDS.items():
            told[f"trail.{what}-{name}"] = (chinese.format(deed=zh), english.format(deed=en))
    return told


TEXTS = {
    **{f"host.deed.{name}": texts for name, texts in _DEEDS.items()},
    **{f"host.sure.{name}": texts for name, texts in _SURE.items()},
    **{f"host.done.{name}": texts for name, texts in _DONE.items()},
    **_trail(),
    "trail.slips-searched": ("查找签购单", "looked for slips"),
    "trail.message-inspected": ("解析报文", "inspected a message"),
}

"""Texts of the terminal: message id -> (Chinese, English).

`ask.` are questions, `screen.` and `advice.` what the screen says and what to do next, `response.` and `action.` the
host's response codes, `slip.` the labels on paper, `terminal.` lines of the log.
"""

from countertop.words import (
    terminal_codes,
    terminal_front,
    terminal_parts,
    terminal_payments,
    terminal_responses,
    terminal_settlement,
    terminal_signing,
    terminal_slips,
    terminal_till,
)

__all__ = ["TEXTS"]

_ASK = {
    "ask.operator_number": ("操作员号(两位数字)", "Operator number (two digits)"),
    "ask.operator_password": ("操作员 {operator} 密码", "Password of operator {operator}"),
    "ask.supervisor_password": ("主管操作员 {operator} 密码", "Supervisor {operator}: password"),
    "ask.manager_password": ("系统管理员 {operator} 密码", "System manager {operator}: password"),
    "ask.new_password": (
        "操作员 {operator} 新密码(4 至 8 位数字)",
        "New password of operator {operator} (4 to 8 digits)",
    ),
    "ask.repeated_password": ("请再次输入新密码", "Key the new password again"),
    "ask.card": ("请刷卡：磁条朝向机身，匀速划过", "Swipe the card: stripe towards the machine, evenly"),
    "ask.confirm_card": ("请核对卡号，一致请按确认", "Compare the card number; press Confirm if it is the card's"),
    "ask.amount": ("请输入金额", "Key the amount"),
    "ask.pin": (
        "金额 {amount}，卡号 {card}：请持卡人输入密码，无密码直接确认",
        "Amount {amount}, card {card}: customer, key the PIN, or press Confirm alone if there is none",
    ),
    "ask.voucher_number": ("请输入原交易凭证号", "Key the original voucher number"),
    "ask.confirm_identity": ("与资料一致请按确认", "Press Confirm if all of it agrees with the papers"),
    "ask.print_next": ("打印下一联？", "Print the next copy?"),
}

_SCREEN = {
    "screen.waiting": ("已发送，等待主机应答", "Sent; waiting for the host's answer"),
    "screen.approved": ("交易成功，凭证号 {voucher}，正在打印", "Approved, voucher {voucher}; printing"),
    "screen.unknown": (
        "凭证号 {voucher}：结果未知，正在冲正。请勿交货，请勿当作失败处理",
        "Voucher {voucher}: the outcome is unknown and will be reversed. Hand over no goods; do not call it failed",
    ),
    "screen.reversed": (
        "凭证号 {voucher} 已冲正，持卡人未被扣款",
        "Voucher {voucher} is reversed: the card is not charged",
    ),
    "screen.settled_repaid": (
        "凭证号 {voucher}：批次已由收单机构关闭，款项已由其人工退还持卡人",
        "Voucher {voucher}: its batch was closed by the acquirer, which has paid the cardholder back by hand",
    ),
    "screen.settled_stands": (
        "凭证号 {voucher}：收单机构两人核实此笔有效，无需冲正",
        "Voucher {voucher}: two persons at the acquirer found the payment right; there is nothing to reverse",
    ),
    "screen.reversal_resting": (
        "凭证号 {voucher} 冲正未成功，稍后自动重试，成功前不能做新交易",
        "The reversal of voucher {voucher} was not acknowledged; it goes on, and no new sale is taken before",
    ),
    "screen.reversal_first": ("先冲正凭证号 {voucher}，请稍候", "Reversing voucher {voucher} first, please wait"),
    "screen.still_owed": (
        "凭证号 {voucher} 的冲正尚未完成，不能做新交易",
        "The reversal of voucher {voucher} is still owed: no new transaction before it is done",
    ),
    "screen.unreachable": ("无法连接主机，未发送任何数据", "The host cannot be reached; nothing was sent"),
    "screen.no_answer": ("主机没有应答", "The host did not answer"),
    "screen.cancelled": ("已取消", "Cancelled"),
    "screen.nobody_answered": ("操作超时，已返回", "Nobody answered in time; nothing was done"),
    "screen.person_gone": ("操作中断，已返回", "The conversation was broken off; nothing was done"),
    "screen.busy": ("正在进行 {verb}，请先完成", "{verb} is under way: finish it first"),
    "screen.no_such_verb": ("没有操作 {verb}", "There is no operation {verb}"),
    "screen.hsm_refused": ("密码键盘拒绝：{reason}", "The PIN pad refused: {reason}"),
    # The machine
    "screen.state_out_of_key": ("未装主密钥", "Out of key"),
    "screen.state_signed_out": ("已签退", "Signed out"),
    "screen.state_signed_in": ("已签到", "Signed in"),
    "screen.out_of_key": ("终端没有主密钥", "The terminal has no master key"),
    "screen.signed_out": ("终端未签到", "The terminal is signed out"),
    "screen.signed_in": ("签到成功，批次号 {batch_number}", "Signed in, batch {batch_number}"),
    "screen.host_locked": ("终端已被收单机构锁定", "The acquirer has locked this terminal"),
    "screen.host_message": ("收单机构通知：{text}", "The acquirer says: {text}"),
    "screen.card_barred": ("此类卡不受理", "Cards of this kind are not accepted"),
    "screen.not_offered": ("本终端未开通此交易", "This terminal does not offer that"),
    "screen.downloaded": ("参数下载完成，共 {count} 项", "Downloaded: {count} parameters"),
    "screen.download_failed": ("下载的参数无法使用，未更改", "What came cannot be used: nothing was changed"),
    "screen.batch_first": (
        "本批次已有交易，不能更改参数",
        "The batch is not empty: no parameter may change",
    ),
    "screen.parameters_applied": ("参数已更新", "The parameters are up to date"),
    "screen.operator_not_taken": (
        "收单机构不接受操作员 {operator}，请致电收单机构",
        "The acquirer does not take operator {operator}; call the acquirer",
    ),
    "screen.host_unlocked": ("终端已解锁", "The terminal is unlocked"),
    "screen.signed_out_now": ("签退成功", "Signed out"),
    "screen.keys_refused": (
        "签到失败：工作密钥校验不符，未装载({reason})",
        "Sign-in failed: a working key is not right, so none was loaded ({reason})",
    ),
    "screen.sign_in_altered": (
        "签到失败：应答在途中被改动，未采用",
        "Sign-in failed: the answer was altered on its way, and nothing of it was taken",
    ),
    "screen.answer_altered": (
        "应答在途中被改动，未采用",
        "The answer was altered on its way, and nothing of it was taken",
    ),
    "screen.batch_full": ("批次已满({limit} 笔)", "The batch is full ({limit} transactions)"),
    "screen.disk_full": (
        "磁盘空间不足，暂不受理新交易；已受理的会继续完成",
        "The disk is nearly full: nothing new is begun; what is in hand will be finished",
    ),
    "screen.echo": ("主机应答，用时 {milliseconds} 毫秒", "The host answered in {milliseconds} ms"),
    "screen.self_test_passed": ("自检正常", "Self-test: everything works"),
    "screen.self_test_failed": ("自检发现 {count} 处异常", "Self-test: {count} parts do not work"),
    "screen.battery_empty": (
        "电量只有 {percent}%，不能开始交易",
        "The battery has {percent}% left: no transaction is begun",
    ),
    "screen.paper_out": ("打印机缺纸", "The printer is out of paper"),
    "screen.printer_silent": ("打印机没有打印", "The printer does not print"),
    "screen.identity": (
        "商户 {merchant} {name}，终端 {terminal}，序列号 {serial}",
        "Merchant {merchant} {name}, terminal {terminal}, serial number {serial}",
    ),
    "screen.identity_confirmed": ("已确认", "Confirmed"),
    "screen.identity_wrong": ("资料不符，未确认", "It does not agree: not confirmed"),
    "screen.initialising": (
        "首次初始化：按确认进行下一步",
        "First initialisation: Confirm for the next step",
    ),
    "screen.initialised": ("首次初始化已完成", "The first-time initialisation is complete"),
    # People
    "screen.logged_in": ("操作员 {operator} 已登录", "Operator {operator} is logged in"),
    "screen.logged_out": ("操作员已退出", "Logged out"),
    "screen.no_such_operator": ("没有操作员 {operator}", "There is no operator {operator}"),
    "screen.operator_form": ("操作员号为两位数字", "An operator number has two digits"),
    "screen.operator_locked": ("操作员 {operator} 已锁定", "Operator {operator} is locked"),
    "screen.password_form": ("密码为 4 至 8 位数字", "A password has 4 to 8 digits"),
    "screen.password_wrong": ("密码错误，还可尝试 {left} 次", "Wrong password; {left} tries left"),
    "screen.not_permitted": ("操作员 {operator} 无此权限", "Operator {operator} may not do this"),
    "screen.nobody_above": (
        "操作员 {operator} 只能由维护人员解锁",
        "Nobody above operator {operator} can unlock: ask the maintenance service",
    ),
    "screen.devices_approved": ("主管已核准更换设备", "The supervisor agrees to other devices"),
    "screen.unlocked": ("操作员 {operator} 已解锁", "Operator {operator} is unlocked"),
    "screen.operators": ("操作员 {count} 名", "{count} operators"),
    "screen.cashier_form": ("收银员号为 01 至 98", "A cashier's number is 01 to 98"),
    "screen.operator_known": ("操作员 {operator} 已存在", "Operator {operator} is there already"),
    "screen.operator_added": ("已增加操作员 {operator}", "Operator {operator} is added"),
    "screen.operator_removed": ("已删除操作员 {operator}", "Operator {operator} is deleted"),
    "screen.operator_stays": ("操作员 {operator} 不能删除", "Operator {operator} cannot be deleted"),
    "screen.operator_at_work": (
        "操作员 {operator} 正在使用终端，请先退出",
        "Operator {operator} is logged in: log out first",
    ),
    "screen.password_changed": ("操作员 {operator} 密码已更新", "The password of operator {operator} is changed"),
    "screen.password_differs": ("两次输入的密码不一致", "The two passwords differ"),
    "screen.password_old": (
        "新密码不能与原密码或初始密码相同",
        "The new password must not be the old one or a first one",
    ),
    "screen.first_password": (
        "操作员 {operator} 使用的是初始密码，必须修改",
        "Operator {operator} has a first password: it must be changed",
    ),
    "screen.nobody_above_resets": (
        "操作员 {operator} 的密码只能由维护人员重置",
        "Nobody above operator {operator} can reset it: ask the maintenance service",
    ),
    "screen.terminal_locked": ("终端已锁定", "The terminal is locked"),
    "screen.terminal_unlocked": ("终端已解锁", "The terminal is unlocked"),
    "screen.not_locked": ("终端没有锁定", "The terminal is not locked"),
    # Card and amount
    "screen.card_unreadable": ("读卡失败，请重新刷卡", "The card cannot be read: swipe again"),
    "screen.card_turned": (
        "磁条方向错误，请翻转卡片再刷",
        "The stripe faces the wrong way: turn the card and swipe again",
    ),
    "screen.use_chip": ("此卡有芯片，请使用芯片", "This card has a chip: use the chip"),
    "screen.fallback": (
        "芯片卡使用磁条(降级)，必须输入密码",
        "A chip card by its stripe (fallback): the PIN is required",
    ),
    "screen.fallback_needs_pin": ("芯片卡使用磁条必须输入密码", "A chip card by its stripe needs the PIN"),
    "screen.card_not_read": ("无法读取此卡", "The card could not be read"),
    "screen.card_number": ("卡号 {card_number}", "Card number {card_number}"),
    "screen.card_not_confirmed": ("卡号未确认，交易取消", "The card number was not confirmed: nothing was sent"),
    "screen.amount_form": ("金额应大于零，例如 12.50", "An amount is above zero, such as 12.50"),
    "screen.no_amount": ("金额输入有误，交易取消", "No amount was keyed: nothing was sent"),
    # Void and looking up
    "screen.voucher_form": ("凭证号为 1 至 6 位数字", "A voucher number has 1 to 6 digits"),
    "screen.no_such_voucher": (
        "本批次没有凭证号 {voucher} 的消费",
        "There is no sale with voucher {voucher} in this batch",
    ),
    "screen.not_approved": ("凭证号 {voucher} 不是成功的交易", "Voucher {voucher} was not approved"),
    "screen.voided_before": ("凭证号 {voucher} 已撤销", "Voucher {voucher} was voided before"),
    "screen.void_original": (
        "原交易 {voucher}：金额 {amount}，卡号 {card}",
        "Original {voucher}: amount {amount}, card {card}",
    ),
    "screen.other_card": ("不是原交易的卡", "This is not the card of the original"),
    "screen.not_found": ("没有找到该交易", "No such transaction was found"),
    "screen.no_slip": ("凭证号 {voucher} 没有签购单", "Voucher {voucher} has no slip"),
    "screen.copies_form": ("联次应为 merchant、cardholder 或 both", "Copies are merchant, cardholder or both"),
    "screen.slips": ("重打印凭证号 {voucher}", "Printing voucher {voucher} again"),
    "screen.unseen_slips": (
        "打印时无人在场的签购单 {count} 张，凭证号 {vouchers}",
        "{count} slips came out while nobody was there: vouchers {vouchers}",
    ),
    "screen.transactions": ("本批次 {count} 笔", "{count} transactions in the batch"),
    "screen.trace": ("凭证号 {voucher} 的报文", "The messages of voucher {voucher}"),
}

_ADVICE = {
    "advice.check_cable": (
        "请检查网线或网络后重试；仍不通请致电收单机构",
        "Check the cable or the network and try again; if it stays so, call the acquirer",
    ),
    "advice.try_again": ("请重试", "Try again"),
    "advice.sign_in": ("请先签到", "Sign in first"),
    "advice.charge": ("请接通电源后再做交易", "Plug it in, then start again"),
    "advice.load_paper_and_print": (
        "请装纸后重打；没有重新扣款",
        "Load paper, then print again; nothing was charged again",
    ),
    "advice.mend_printer": (
        "请检查打印机的电源、连线和上盖，然后重打；没有重新扣款",
        "Look at the printer's power, cable and lid, then print again; nothing was charged again",
    ),
    "advice.load_paper": ("请装纸后再做交易；未读卡", "Load paper, then start again; no card was read"),
    "advice.call_acquirer": ("请联系收单机构", "Call the acquirer"),
    "advice.settle": ("请先结算", "Settle the batch first"),
    "advice.free_space": (
        "未读卡。请先清理本机磁盘，再重新交易",
        "Free space on this machine's disk, then start again; no card was read",
    ),
    "advice.load_master_key": ("请装载主密钥", "Load the master key by its ceremony"),
    "advice.compare_keys": (
        "请与收单机构核对主密钥校验值，重新装载后再签到",
        "Compare the master key's check value with the acquirer, load it again, then sign in",
    ),
    "advice.log_in_as": ("请换有权限的操作员登录", "Log in as an operator who may"),
    "advice.unlock": (
        "收银员由主管(00)解锁，主管由系统管理员(99)解锁",
        "The supervisor (00) unlocks cashiers, the system manager (99) the supervisor",
    ),
    "advice.unlock_terminal": (
        "原操作员、主管(00)或系统管理员(99)可解锁；因密码错误锁定的须由主管或系统管理员解锁",
        "Who was there, the supervisor (00) or the manager (99) unlocks it; after wrong passwords only 00 or 99",
    ),
    "advice.change_password": ("请先修改密码", "Change the password first"),
    "advice.reversal_goes_first": (
        "冲正完成前不能做新交易；完成后可重新交易",
        "The reversal goes first; when it is done the sale can be made again",
    ),
    "advice.reversal_goes_on": (
        "终端会继续冲正；长时间不成功请致电收单机构",
        "The terminal goes on with it; if it takes long, call the acquirer",
    ),
    "advice.return_card": ("请将卡片交还持卡人", "Return the card to the customer"),
    "advice.other_card": ("请换卡或其他支付方式", "Take another card or another way to pay"),
    "advice.original_card": ("请刷原交易的卡", "Swipe the card of the original sale"),
    "advice.see_slip": ("请核对签购单上的凭证号和批次号", "See voucher and batch number on the slip"),
}

_LOG = {
    "terminal.unreachable": (
        "{link} 无法连接主机({reason})",
        "the host cannot be reached by {link} ({reason})",
    ),
    "terminal.no_answer": ("{what}：没有应答({why})", "{what}: no answer ({why})"),
    "terminal.signed_in": ("签到成功，批次 {batch_number}", "signed in, batch {batch_number}"),
    "terminal.keys_refused": ("工作密钥校验不符：{reason}", "working keys refused: {reason}"),
    "terminal.operator_locked": ("操作员 {operator} 已锁定", "operator {operator} is locked"),
    "terminal.identity_confirmed": ("终端身份由 {by} 确认", "the terminal's identity was confirmed by {by}"),
    "terminal.operator_added": ("操作员 {operator} 由 {by} 增加", "operator {operator} added by {by}"),
    "terminal.operator_removed": ("操作员 {operator} 由 {by} 删除", "operator {operator} deleted by {by}"),
    "terminal.password_changed": ("操作员 {operator} 修改了密码", "operator {operator} changed the password"),
    "terminal.password_reset": ("操作员 {operator} 的密码由 {by} 重置", "password of {operator} reset by {by}"),
    "terminal.terminal_locked": ("终端锁定({reason})", "the terminal is locked ({reason})"),
    "terminal.terminal_unlocked": ("终端由 {by} 解锁", "the terminal was unlocked by {by}"),
    "terminal.operator_unlocked": ("操作员 {operator} 由 {by} 解锁", "operator {operator} unlocked by {by}"),
    "terminal.fallback": ("芯片卡 {card} 使用磁条", "chip card {card} was swiped"),
    "terminal.hsm_refused": ("密码键盘拒绝：{reason}", "the PIN pad refused: {reason}"),
    "terminal.disk_full": (
        "终端 {terminal_id} 磁盘空间不足，已停止新交易",
        "Terminal {terminal_id}: the disk is nearly full, new transactions are refused",
    ),
    "terminal.slip_unseen": (
        "凭证号 {stan} 的签购单({copy})打印时无人在场",
        "nobody was there when the slip of STAN {stan} ({copy}) came out",
    ),
    "terminal.stan_skipped": ("流水号 {stan} 本批次已用，跳过", "STAN {stan} is used in this batch and was skipped"),
    "terminal.answer_untrusted": ("流水号 {stan} 的应答 MAC 错", "the answer to STAN {stan} has no right MAC"),
    "terminal.acknowledgement_untrusted": (
        "流水号 {stan} 的冲正应答 MAC 错",
        "the 0410 to STAN {stan} has no right MAC",
    ),
    "terminal.outcome_unknown": ("流水号 {stan} 结果未知({why})", "the outcome of STAN {stan} is unknown ({why})"),
    "terminal.reversal_owed": (
        "流水号 {stan} 冲正 {tries} 次未成功({why})",
        "the reversal of STAN {stan} was not acknowledged, {tries} tries ({why})",
    ),
    "terminal.settled_repaid": (
        "流水号 {stan} 的款项已由收单机构人工退还",
        "STAN {stan}: the acquirer has paid the cardholder back by hand",
    ),
    "terminal.settled_stands": (
        "流水号 {stan} 经收单机构核实有效，无需冲正",
        "STAN {stan}: the acquirer found the payment right; there is nothing to reverse",
    ),
    "terminal.reversal_fits_nothing": (
        "主机称流水号 {stan} 的冲正没有可撤的交易，结算时请核对",
        "the host finds nothing that the reversal of STAN {stan} could undo; look at it in the settlement",
    ),
    "terminal.reversed": ("流水号 {stan} 已冲正", "STAN {stan} is reversed"),
    "terminal.errand_failed": (
        "主机处理要求 {requirement} 未能完成({why})，稍后再试",
        "what the host requires ({requirement}) failed ({why}); trying again later",
    ),
    "terminal.instruction_unknown": ("不认识主机指令 {deed}", "the host's instruction {deed} is unknown here"),
    "terminal.instruction_unreadable": (
        "主机指令无法读取：{reason}",
        "the host's instruction cannot be read: {reason}",
    ),
    "terminal.blacklist_taken": ("已更新卡BIN黑名单 {count} 条", "the list of barred prefixes is here: {count}"),
    "terminal.blacklist_unreadable": (
        "卡BIN黑名单无法读取：{reason}",
        "the list of barred prefixes is unreadable: {reason}",
    ),
    "terminal.parameters_applied": ("已应用主机参数 {count} 项", "{count} parameters of the host took effect"),
    "terminal.parameters_unreadable": ("主机参数无法读取：{reason}", "the host's parameters cannot be read: {reason}"),
    "terminal.operator_not_taken": ("主机不接受操作员 {operator}", "the host does not take operator {operator}"),
    "terminal.master_key_taken": ("收到新主密钥(校验值 {kcv})", "a new master key came (check value {kcv})"),
    "terminal.master_key_changed": ("已改用新主密钥(校验值 {kcv})", "the new master key is in use (check value {kcv})"),
    "terminal.master_key_refused": (
        "主机下发的主密钥不可用({reason})；仍用原密钥",
        "the master key that the host sent is not used ({reason}); the old one stays",
    ),
    "terminal.locked": ("主机已锁定终端", "the host has locked the terminal"),
    "terminal.unlocked": ("主机已解锁终端", "the host has unlocked the terminal"),
    "terminal.requirement": ("主机处理要求 {requirement}", "the host requires {requirement}"),
    "terminal.late_answer": ("流水号 {stan} 的迟到应答({code})", "late answer to STAN {stan} ({code})"),
    "terminal.strange_frame": ("收到不明报文({why})", "a frame that is nothing to us ({why})"),
}

TEXTS: dict[str, tuple[str, str]] = {
    **_ASK,
    **_SCREEN,
    **_ADVICE,
    **_LOG,
    **terminal_responses.TEXTS,
    **terminal_slips.TEXTS,
    **terminal_signing.TEXTS,
    **terminal_till.TEXTS,
    **terminal_payments.TEXTS,
    **terminal_codes.TEXTS,
    **terminal_front.TEXTS,
    **terminal_settlement.TEXTS,
    **terminal_parts.TEXTS,
}

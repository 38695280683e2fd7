"""Texts of the terminal's further transactions, in Chinese and English: refund to adjustment, stored and repeated."""

__all__ = ["TEXTS"]

TEXTS: dict[str, tuple[str, str]] = {
    "ask.rrn": ("请输入原参考号(12 位)", "Key the original reference number (12 characters)"),
    "ask.original_date": ("请输入原交易日期(月日 MMDD)", "Key the original date (MMDD)"),
    "ask.approval_code": ("请输入原授权码(6 位)", "Key the original authorisation code (6 characters)"),
    "ask.voice_code": ("请输入发卡行电话授权码(6 位)", "Key the code that the bank gave by telephone (6 characters)"),
    "ask.tip": ("请输入小费金额", "Key the tip"),
    "ask.account": ("请选择卡种", "Choose the kind of card"),
    "ask.target_pan": ("请输入转入卡号", "Key the number of the card to pay into"),
    "choice.debit": ("借记卡", "Debit"),
    "choice.credit": ("贷记卡", "Credit"),
    "screen.balance": ("可用余额 {amount}", "Available balance {amount}"),
    "screen.balance_untold": ("发卡行没有告知余额", "The bank did not tell the balance"),
    "screen.rrn_form": ("参考号为 12 位字母或数字", "A reference number has 12 letters or digits"),
    "screen.date_form": ("日期为月日四位(MMDD)或年月日八位", "A date is MMDD, or YYYY-MM-DD"),
    "screen.approval_code_form": ("授权码为 6 位字母或数字", "An authorisation code has 6 letters or digits"),
    "screen.account_form": ("请选择 debit(借记)或 credit(贷记)", "Choose debit or credit"),
    "screen.amount_limit": ("超过本机限额 {limit}", "This is above the terminal's limit of {limit}"),
    "screen.switched_off": ("本机未开通此交易", "This transaction is not switched on here"),
    "screen.card_may_be_keyed": ("也可手工输入卡号", "The card number may be keyed instead"),
    "screen.card_not_keyed": ("此交易不能手工输入卡号", "The card number may not be keyed here: swipe the card"),
    "screen.card_misread": ("卡号或有效期输入有误", "Card number or expiry was keyed wrongly"),
    "screen.nothing_to_adjust": (
        "本批次没有凭证号 {voucher} 的离线结算",
        "There is no offline post with voucher {voucher} in this batch",
    ),
    "screen.not_told_yet": (
        "凭证号 {voucher} 尚未上送，请先上送",
        "The host has not been told of voucher {voucher} yet: send what is stored first",
    ),
    # Owed until it is answered
    "screen.unknown_repeat": (
        "凭证号 {voucher}：结果未知，正在重发。请勿再做一次，请勿当作失败处理",
        "Voucher {voucher}: the outcome is unknown, and it is sent again. Do not do it anew; do not call it failed",
    ),
    "screen.repeat_approved": (
        "凭证号 {voucher} 已有结果：成功，正在打印",
        "Voucher {voucher} is answered: approved; printing",
    ),
    "screen.repeat_declined": (
        "凭证号 {voucher} 已有结果：未成功({code})，款项未变动",
        "Voucher {voucher} is answered: declined ({code}); no money has moved",
    ),
    "screen.repeat_resting": (
        "凭证号 {voucher} 重发未获应答，稍后自动重试，有结果前不能做新交易",
        "Voucher {voucher} is not answered yet; it is sent again later, and no new sale is taken before",
    ),
    "advice.repeat_goes_first": (
        "有结果前不能做新交易；签购单会自动打印",
        "Nothing new before it is answered; its slip will come out by itself",
    ),
    # Stored
    "screen.stored": ("已受理，凭证号 {voucher}，正在打印", "Taken, voucher {voucher}; printing"),
    "screen.stored_waits": (
        "凭证号 {voucher} 已存储，下次联机或结算前上送",
        "Voucher {voucher} is stored; the host is told with the next transaction, or before the settlement",
    ),
    "screen.stored_told": ("存储的交易已全部上送", "The host has been told of everything that was stored"),
    "screen.still_stored": ("尚有 {count} 笔未能上送", "{count} stored transactions could not be sent"),
    "screen.stored_item_limit": ("超过单笔离线限额 {limit}", "This is above the limit of {limit} for what is stored"),
    "screen.stored_count_limit": ("离线笔数已满({limit} 笔)", "{limit} are stored already: no more fit"),
    "screen.stored_total_limit": ("超过离线累计限额 {limit}", "With this, more than {limit} in all would be stored"),
    "screen.stored_age_limit": (
        "有离线交易过久未上送，不能再存",
        "Something has been stored for too long: nothing more is stored before it is sent",
    ),
    "screen.advice_refused": (
        "凭证号 {voucher} 上送被拒({code})，请保留单据并联系收单机构",
        "The host refused voucher {voucher} ({code}): keep the slip and call the acquirer",
    ),
    "advice.send_stored": ("请先联机上送", "Send what is stored first"),
    "advice.ask_acquirer": ("如需开通或调整，请联系收单机构", "The acquirer can change this: call it"),
    # Log
    "terminal.repeat_owed": (
        "流水号 {stan} 重发 {tries} 次仍无结果({why})",
        "STAN {stan} was sent {tries} times more and is not answered ({why})",
    ),
    "terminal.repeat_answered": (
        "流水号 {stan} 重发后得到应答 {code}",
        "STAN {stan} was answered {code} when repeated",
    ),
    "terminal.advice_kept": ("流水号 {stan} 上送未成，保留({code})", "STAN {stan} stays stored ({code})"),
    "terminal.advice_told": ("流水号 {stan} 上送成功({code})", "the host was told of STAN {stan} ({code})"),
    "terminal.advice_refused": (
        "流水号 {stan} 上送被拒({code})",
        "the host refused STAN {stan}, which counts here ({code})",
    ),
}

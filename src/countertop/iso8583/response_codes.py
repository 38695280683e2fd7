"""Response codes of field 39: what happened, which class of action, what the terminal says and does.

Classes: A success; B failed, may be tried again; C failed, not to be tried again; D failed, a person acts; E failed,
fault of the system. A code that is not in the table is shown as 交易失败 and treated as C. The action classes of two
terminals' public tables agree but for 45 (here C) and 68 (here B).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

__all__ = ["RESPONSE_CODES", "ActionClass", "Deed", "ResponseCode", "look_up"]


class ActionClass(Enum):
    """What the code means for the transaction."""

    SUCCESS = "A"
    RETRY = "B"
    FINAL = "C"
    PERSON = "D"
    SYSTEM = "E"


class Deed(Enum):
    """What the terminal does beside showing the text."""

    NOTHING = "nothing"
    SHOW_AMOUNT = "show the approved amount"
    REMARK = "print the remark"
    KEEP_CARD = "keep the card"
    ENTER_AGAIN = "enter it again"
    INSERT_CHIP = "ask for the chip"
    SIGN_IN = "sign in again"
    NEXT_TRACE = "take the next trace number"


@dataclass(frozen=True, slots=True)
class ResponseCode:
    """One row: the code, its class, the text in both languages, and the terminal's deed."""

    code: str
    action: ActionClass
    zh: str
    en: str
    deed: Deed = Deed.NOTHING

    @property
    def is_approved(self) -> bool:
        """True for the codes after which money has moved: 00, 10, 11, A2, A4, A5, A6."""
        return self.action is ActionClass.SUCCESS


A, B, C, D, E = ActionClass

_ROWS = (
    ResponseCode("00", A, "交易成功", "Approved"),
    ResponseCode("01", C, "请持卡人与发卡银行联系", "Please contact the issuing bank"),
    ResponseCode("03", C, "无效商户", "Invalid merchant"),
    ResponseCode("04", D, "此卡被没收", "Pick up the card", Deed.KEEP_CARD),
    ResponseCode("05", C, "持卡人认证失败", "Cardholder authentication failed"),
    ResponseCode("10", A, "部分批准，请按批准金额收款", "Approved in part: charge the amount shown", Deed.SHOW_AMOUNT),
    ResponseCode("11", A, "成功，VIP客户", "Approved, VIP customer"),
    ResponseCode("12", C, "无效交易", "Invalid transaction"),
    ResponseCode("13", B, "无效金额", "Invalid amount", Deed.ENTER_AGAIN),
    ResponseCode("14", B, "无效卡号", "Invalid card number", Deed.ENTER_AGAIN),
    ResponseCode("15", C, "此卡无对应发卡方", "No such issuer"),
    ResponseCode("21", C, "该卡未初始化或睡眠卡", "Card not activated"),
    ResponseCode("22", C, "操作有误，或超出交易允许天数", "Wrong operation, or too many days since the original"),
    ResponseCode("25", C, "没有原始交易，请联系发卡方", "Original transaction not found"),
    ResponseCode("30", C, "请重试", "Message format error, please try again"),
    ResponseCode("34", D, "作弊卡，吞卡", "Fraudulent card, keep it", Deed.KEEP_CARD),
    ResponseCode("38", D, "密码错误次数超限，请与发卡方联系", "Too many wrong PINs, contact the issuer"),
    ResponseCode("40", C, "发卡方不支持的交易类型", "Transaction type not supported by the issuer"),
    ResponseCode("41", D, "挂失卡，请没收", "Lost card, keep it", Deed.KEEP_CARD),
    ResponseCode("43", D, "被窃卡，请没收", "Stolen card, keep it", Deed.KEEP_CARD),
    ResponseCode("45", C, "请使用芯片", "Please use the chip", Deed.INSERT_CHIP),
    ResponseCode("51", C, "可用余额不足", "Insufficient funds"),
    ResponseCode("54", C, "该卡已过期", "Expired card"),
    ResponseCode("55", C, "密码错", "Wrong PIN"),
    ResponseCode("57", C, "不允许此卡交易", "Transaction not allowed for this card"),
    ResponseCode("58", C, "发卡方不允许该卡在本终端进行此交易", "Transaction not allowed at this terminal"),
    ResponseCode("59", C, "卡片校验错", "Card verification failed"),
    ResponseCode("61", C, "交易金额超限", "Amount over the limit"),
    ResponseCode("62", C, "受限制的卡", "Restricted card"),
    ResponseCode("64", C, "交易金额与原交易不匹配", "Amount does not fit the original transaction"),
    ResponseCode("65", C, "超出消费次数限制", "Too many transactions"),
    ResponseCode("68", B, "交易超时，请重试", "Timed out, please try again"),
    ResponseCode("75", C, "密码错误次数超限", "Too many wrong PINs"),
    ResponseCode("77", D, "请重新签到，再作交易", "Please sign in again", Deed.SIGN_IN),
    ResponseCode("90", C, "系统日切，请稍后重试", "Day change in progress, try later"),
    ResponseCode("91", C, "发卡方状态不正常，请稍后重试", "Issuer unavailable, try later"),
    ResponseCode("92", C, "发卡方线路异常，请稍后重试", "Issuer's line is faulty, try later"),
    ResponseCode("94", C, "拒绝，重复交易，请稍后重试", "Duplicate transaction, try again", Deed.NEXT_TRACE),
    ResponseCode("96", C, "拒绝，交换中心异常，请稍后重试", "Switching centre fault, try later"),
    ResponseCode("97", D, "终端未登记", "Terminal not registered"),
    ResponseCode("98", E, "发卡方超时", "Issuer did not answer"),
    ResponseCode("99", B, "PIN格式错，请重新签到", "PIN format error, please sign in again", Deed.SIGN_IN),
    ResponseCode("A0", B, "MAC校验错，请重新签到", "MAC error, please sign in again", Deed.SIGN_IN),
    ResponseCode("A1", C, "转账货币不一致", "Transfer currencies differ"),
    ResponseCode("A2", A, "交易成功，请向发卡行确认", "Approved, please confirm with the issuer", Deed.REMARK),
    ResponseCode("A3", C, "账户不正确", "Wrong account"),
    ResponseCode(
        "A4", A, "交易成功，请向资金转入行确认", "Approved, please confirm with the receiving bank", Deed.REMARK
    ),
    ResponseCode("A5", A, "交易成功，请向发卡行确认", "Approved, please confirm with the issuer", Deed.REMARK),
    ResponseCode(
        "A6", A, "交易成功，请向资金转入行确认", "Approved, please confirm with the receiving bank", Deed.REMARK
    ),
    ResponseCode("A7", C, "拒绝，交换中心异常，请稍后重试", "Security processing failed, try later"),
)

RESPONSE_CODES = {row.code: row for row in _ROWS}


def look_up(code: str) -> ResponseCode:
    """Return the row of a code; for an unknown one a row of class C that says 交易失败."""
    return RESPONSE_CODES.get(code) or ResponseCode(code, ActionClass.FINAL, "交易失败", "Transaction failed")

"""Response codes of field 39: which class of action, what the terminal does. What it says is the catalogue's.

Classes: A success; B failed, may be tried again; C failed, not to be tried again; D failed, a person acts; E failed,
fault of the system. A code that is not in the table is shown as 交易失败 and treated as C. The action classes of two
terminals' public tables agree but for 45 (here C) and 68 (here B).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from countertop.words.terminal_responses import TEXTS

__all__ = ["IN_PROGRESS", "RESPONSE_CODES", "ActionClass", "Deed", "ResponseCode", "look_up"]

IN_PROGRESS = "09"
"""Nothing is decided: who pays by a code has not finished yet (ISO 8583: request in progress; ours in this dialect)."""


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
    ASK_AGAIN = "send the same request again after a while"


@dataclass(frozen=True, slots=True)
class ResponseCode:
    """One row: the code, its class, and the terminal's deed."""

    code: str
    action: ActionClass
    deed: Deed = Deed.NOTHING

    @property
    def is_approved(self) -> bool:
        """True for the codes after which money has moved: 00, 10, 11, A2, A4, A5, A6."""
        return self.action is ActionClass.SUCCESS

    @property
    def texts(self) -> tuple[str, str]:
        """What the terminal says, in Chinese and in English."""
        chinese, english = TEXTS.get(f"response.{self.code}", TEXTS["response.unknown"])
        return chinese.format(code=self.code), english.format(code=self.code)


A, B, C, D, E = ActionClass

_ROWS = (
    ResponseCode("00", A),
    ResponseCode("01", C),
    ResponseCode("03", C),
    ResponseCode("04", D, Deed.KEEP_CARD),
    ResponseCode("05", C),
    ResponseCode(IN_PROGRESS, B, Deed.ASK_AGAIN),
    ResponseCode("10", A, Deed.SHOW_AMOUNT),
    ResponseCode("11", A),
    ResponseCode("12", C),
    ResponseCode("13", B, Deed.ENTER_AGAIN),
    ResponseCode("14", B, Deed.ENTER_AGAIN),
    ResponseCode("15", C),
    ResponseCode("21", C),
    ResponseCode("22", C),
    ResponseCode("25", C),
    ResponseCode("30", C),
    ResponseCode("34", D, Deed.KEEP_CARD),
    ResponseCode("38", D),
    ResponseCode("40", C),
    ResponseCode("41", D, Deed.KEEP_CARD),
    ResponseCode("43", D, Deed.KEEP_CARD),
    ResponseCode("45", C, Deed.INSERT_CHIP),
    ResponseCode("51", C),
    ResponseCode("54", C),
    ResponseCode("55", C),
    ResponseCode("57", C),
    ResponseCode("58", C),
    ResponseCode("59", C),
    ResponseCode("61", C),
    ResponseCode("62", C),
    ResponseCode("64", C),
    ResponseCode("65", C),
    ResponseCode("68", B),
    ResponseCode("75", C),
    ResponseCode("77", D, Deed.SIGN_IN),
    ResponseCode("90", C),
    ResponseCode("91", C),
    ResponseCode("92", C),
    ResponseCode("94", C, Deed.NEXT_TRACE),
    ResponseCode("96", C),
    ResponseCode("97", D),
    ResponseCode("98", E),
    ResponseCode("99", B, Deed.SIGN_IN),
    ResponseCode("A0", B, Deed.SIGN_IN),
    ResponseCode("A1", C),
    ResponseCode("A2", A, Deed.REMARK),
    ResponseCode("A3", C),
    ResponseCode("A4", A, Deed.REMARK),
    ResponseCode("A5", A, Deed.REMARK),
    ResponseCode("A6", A, Deed.REMARK),
    ResponseCode("A7", C),
    # Ours, of location binding: not there, no position, another machine.
    ResponseCode("L1", D),
    ResponseCode("L2", D),
    ResponseCode("L3", D),
)

RESPONSE_CODES = {row.code: row for row in _ROWS}


def look_up(code: str) -> ResponseCode:
    """Return the row of a code; for an unknown one a row of class C that says 交易失败."""
    return RESPONSE_CODES.get(code) or ResponseCode(code, ActionClass.FINAL)

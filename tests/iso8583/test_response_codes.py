"""Response codes: every code of the specification has its class and its texts; unknown ones fail for good."""

import pytest

from countertop.iso8583.response_codes import RESPONSE_CODES, ActionClass, Deed, look_up

CLASSES = {
    "A": "00 10 11 A2 A4 A5 A6",
    "B": "09 13 14 68 99 A0",
    "C": "01 03 05 12 15 21 22 25 30 40 45 51 54 55 57 58 59 61 62 64 65 75 90 91 92 94 96 A1 A3 A7",
    "D": "04 34 38 41 43 77 97 L1 L2 L3",
    "E": "98",
}


def test_every_code_has_its_class():
    assert {code: row.action.value for code, row in RESPONSE_CODES.items()} == {
        code: action for action, codes in CLASSES.items() for code in codes.split()
    }


def test_every_code_has_both_texts():
    assert look_up("51").texts == ("可用余额不足", "Insufficient funds")
    for row in RESPONSE_CODES.values():
        chinese, english = row.texts
        assert english.isascii()
        assert not chinese.isascii()
        assert row.code not in chinese, "the text of an unknown code"


@pytest.mark.parametrize("code", ["00", "10", "11", "A2", "A4", "A5", "A6"])
def test_money_moves_after_the_successes_only(code):
    assert look_up(code).is_approved
    assert sum(row.is_approved for row in RESPONSE_CODES.values()) == 7


@pytest.mark.parametrize("code", ["", "ZZ", "A8", "0", "000"])
def test_an_unknown_code_fails_for_good(code):
    row = look_up(code)
    assert (row.code, row.action) == (code, ActionClass.FINAL)
    assert not row.is_approved


def test_an_unknown_code_is_shown_as_a_failure():
    assert look_up("ZZ").texts == ("交易失败(ZZ)", "Failed (ZZ)")


def test_the_terminal_acts():
    assert {code for code, row in RESPONSE_CODES.items() if row.deed is Deed.KEEP_CARD} == {"04", "34", "41", "43"}
    assert {code for code, row in RESPONSE_CODES.items() if row.deed is Deed.SIGN_IN} == {"77", "99", "A0"}
    assert look_up("45").deed is Deed.INSERT_CHIP
    assert look_up("94").deed is Deed.NEXT_TRACE
    assert look_up("10").deed is Deed.SHOW_AMOUNT

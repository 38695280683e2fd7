"""Response codes: the same words as the protocol room's table, and something to do for each."""

import pytest

from countertop.iso8583.response_codes import RESPONSE_CODES
from countertop.terminal.responses import SIGN_IN_AGAIN, action_text, is_approval, response_text
from countertop.words import CATALOGUE


@pytest.mark.parametrize("code", RESPONSE_CODES)
def test_a_code_has_its_text_in_both_languages_and_an_advice(code):
    row = RESPONSE_CODES[code]
    assert CATALOGUE[response_text(code)] == row.texts
    assert action_text(code) in CATALOGUE


@pytest.mark.parametrize("code", ["Z9", None, "", "0"])
def test_an_unknown_code_is_a_failure_not_to_be_repeated(code):
    assert response_text(code) == "response.unknown"
    assert action_text(code) == "action.C"
    assert not is_approval(code)


def test_seven_codes_approve():
    assert {code for code in RESPONSE_CODES if is_approval(code)} == {"00", "10", "11", "A2", "A4", "A5", "A6"}


@pytest.mark.parametrize("code", sorted(SIGN_IN_AGAIN - {"97"}))
def test_codes_about_keys_and_batch_tell_to_sign_in(code):
    assert action_text(code) == "action.sign_in"


def test_stolen_cards_are_kept():
    assert action_text("43") == "action.keep_card"

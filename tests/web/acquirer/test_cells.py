"""How values are shown: nothing that a person reads is a name of the program."""

import re

import pytest

from countertop.acquirer.settlement.standing import BatchState
from countertop.issuer.checks import _STATUS_CODES
from countertop.issuer.records import CASH, SETTLEMENT, SUSPENSE
from countertop.wallet.lifecycle import OrderState
from countertop.web.acquirer.cells import Column, party_text, shown
from countertop.words import Language

NAMES = [
    *(state.value for state in (*BatchState, *OrderState) if state.value != "absent"),
    *_STATUS_CODES,
    *(SETTLEMENT, SUSPENSE, CASH, "debit", "credit", "balance", "bank", "blocked"),
]


def cell(how, value, language=Language.CHINESE):
    return shown(Column("x", how), {"x": value}, language)


@pytest.mark.parametrize("name", sorted(set(NAMES)))
def test_every_state_and_sort_has_a_word_in_chinese(name):
    assert re.search("[一-鿿]", cell("state", name).text)


def test_a_word_that_stands_alone_begins_with_a_capital_letter():
    assert cell("state", "approved", Language.ENGLISH).text == "Approved"
    assert cell("kind", "sale", Language.ENGLISH).text == "Sale"
    assert cell("yes", True, Language.ENGLISH).text == "Yes"


def test_what_sort_of_thing_it_is_has_no_tone_and_a_stolen_card_has_a_bad_one():
    assert (cell("sort", "issuer").tone, cell("state", "stolen").tone, cell("state", "normal").tone) == (
        "",
        "bad",
        "good",
    )


def test_an_expiry_is_shown_as_it_is_embossed_and_an_account_of_the_bank_itself_by_its_name():
    assert cell("expiry", "3512").text == "12/35"
    assert (cell("account", SUSPENSE).text, cell("account", SUSPENSE).style) == ("暂挂", "")
    assert (cell("account", "***0001").text, cell("account", "***0001").style) == ("***0001", "code")


def test_a_party_is_told_by_what_it_is_or_by_its_name():
    assert party_text("switch", Language.CHINESE) == "转接中心"
    assert party_text("issuer-east", Language.CHINESE) == "issuer-east"

"""Editors: what keys make of a question."""

import pytest

from countertop.terminal.front.cards import CardEntry, KeyedCardEntry, PanEntry
from countertop.terminal.front.entry import (
    EDITING,
    LEFT,
    AmountEntry,
    ChoiceEntry,
    DigitsEntry,
    Entered,
    PasswordEntry,
    PinEntry,
    TextEntry,
    YesNoEntry,
)
from countertop.terminal.front.keys import LETTERS, Key
from countertop.terminal.front.questions import EDITORS, editor_of
from countertop.values import Pan, Pin, Secret
from countertop.words import CATALOGUE

NAMES = {
    "<": Key.CLEAR,
    "x": Key.CANCEL,
    "=": Key.CONFIRM,
    "f": Key.FUNCTION,
    "^": Key.UP,
    "v": Key.DOWN,
    "h": Key.DOUBLE_ZERO,
}


def keyed(entry, keys):
    """Press keys, one a letter; return what the last one gave."""
    pressed = EDITING
    for letter in keys:
        pressed = entry.press(NAMES.get(letter) or Key(letter))
    return pressed


@pytest.mark.parametrize(
    ("keys", "shown", "answer"),
    [
        ("", "0.00", None),
        ("1", "0.01", None),
        ("125", "1.25", None),
        ("1250", "12.50", None),
        ("1250<", "1.25", None),
        ("125h", "125.00", None),
        ("1250=", "12.50", 1250),
        ("0=", "0.00", None),
        ("<", "0.00", None),
        ("999999999999", "9999999999.99", None),
        ("9999999999991", "9999999999.99", None),
        ("99999999999h=", "9999999999.90", 999999999990),
        ("1f^v2", "0.12", None),
    ],
)
def test_an_amount_enters_from_the_right(keys, shown, answer):
    entry = AmountEntry()
    pressed = keyed(entry, keys)
    assert entry.shown == shown
    assert pressed == (EDITING if answer is None else Entered(answer))


@pytest.mark.parametrize(
    ("keys", "shown", "answer"),
    [
        ("12=", "12", None),
        ("123=", "123", "123"),
        ("12345", "1234", None),
        ("12<3", "13", None),
        ("0h3=", "0003", "0003"),
        ("123h=", "1230", "1230"),
        ("<=", "", None),
    ],
)
def test_digits_have_a_least_and_a_most(keys, shown, answer):
    entry = DigitsEntry(3, 4)
    pressed = keyed(entry, keys)
    assert entry.shown == shown
    assert pressed == (EDITING if answer is None else Entered(answer))


def test_a_password_is_stars_and_a_secret():
    entry = PasswordEntry()
    keyed(entry, "000")
    assert entry.shown == "***"
    assert keyed(entry, "=") is EDITING
    assert keyed(entry, "0=") == Entered(Secret("0000"))


@pytest.mark.parametrize(
    ("keys", "answer"), [("=", Entered(None)), ("123=", EDITING), ("1234=", Entered(Pin("1234"))), ("12<=", EDITING)]
)
def test_a_pin_is_whole_or_none(keys, answer):
    entry = PinEntry()
    assert keyed(entry, keys) == answer
    assert set(entry.shown) <= {"*"}


@pytest.mark.parametrize(
    ("keys", "shown"),
    [("2", "2"), ("2f", "A"), ("2ff", "B"), ("2ffff", "2"), ("2f3", "A3"), ("12<", "1"), ("f", ""), ("0f", " ")],
)
def test_letters_come_by_the_letter_key(keys, shown):
    entry = TextEntry(6)
    keyed(entry, keys)
    assert entry.shown == shown


def test_a_text_ends_at_its_length_and_is_not_empty():
    entry = TextEntry(3)
    assert keyed(entry, "=") is EDITING
    assert keyed(entry, "1234=") == Entered("123")


def test_every_letter_of_a_code_is_on_one_key():
    letters = "".join(group[1:] for group in LETTERS)
    assert len(letters) == len(set(letters))
    assert set("ABCDEFGHIJKLMNOPQRSTUVWXYZ") <= set(letters)


def test_yes_and_no():
    assert keyed(YesNoEntry(), "=") == Entered(True)
    assert keyed(YesNoEntry(), "x") == Entered(False)
    assert keyed(YesNoEntry(), "1") is EDITING


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        ("1", "debit"),
        ("2", "credit"),
        ("=", "debit"),
        ("v=", "credit"),
        ("vv=", "debit"),
        ("^=", "credit"),
        ("3", None),
        ("h", None),
    ],
)
def test_a_choice_is_made_by_digit_or_by_arrows(keys, answer):
    pressed = keyed(ChoiceEntry(("debit", "credit")), keys)
    assert pressed == (EDITING if answer is None else Entered(answer))


@pytest.mark.parametrize(
    "entry",
    [
        *(AmountEntry(), DigitsEntry(1, 6), PasswordEntry(), PinEntry(), TextEntry(9), ChoiceEntry("ab")),
        *(CardEntry(), KeyedCardEntry(), PanEntry()),
    ],
)
def test_cancel_leaves(entry):
    assert keyed(entry, "1x" if not isinstance(entry, ChoiceEntry) else "x") is LEFT


def test_where_no_number_may_be_keyed_the_keys_are_dead():
    entry = CardEntry()
    assert keyed(entry, "6225000000000014=") is EDITING
    assert entry.shown is None


@pytest.mark.parametrize(
    ("keys", "asks", "shown", "answer"),
    [
        ("622500", None, Pan("622500"), None),
        ("6225000000000014=", "ask.expiry", "", None),
        ("6225000000000014=3012", "ask.expiry", "3012", None),
        ("6225000000000014=3012=", "ask.expiry", "3012", {"card_number": "6225000000000014", "expiry": "3012"}),
        ("6225000000000014==", "ask.expiry", "", {"card_number": "6225000000000014"}),
        ("6225000000000014=3<<", None, Pan("6225000000000014"), None),
        ("62250000000000141234", None, Pan("6225000000000014123"), None),
    ],
)
def test_a_card_is_keyed_as_number_and_expiry(keys, asks, shown, answer):
    entry = KeyedCardEntry()
    pressed = keyed(entry, keys)
    assert (entry.asks, entry.shown) == (asks, shown)
    assert pressed == (EDITING if answer is None else Entered(answer))


@pytest.mark.parametrize(
    ("entry", "keys", "remark"),
    [
        (KeyedCardEntry(), "622500000000=", "front.pan_short"),
        (KeyedCardEntry(), "6225000000000015=", "front.check_digit"),
        (KeyedCardEntry(), "6225000000000014=301=", "front.expiry_form"),
        (KeyedCardEntry(), "6225000000000014=3013=", "front.expiry_form"),
        (PanEntry(), "6225000000000015=", "front.check_digit"),
        (AmountEntry(), "0=", "front.no_amount"),
        (DigitsEntry(2, 2), "1=", "front.too_short"),
        (PasswordEntry(), "000=", "front.too_short"),
        (PinEntry(), "123=", "front.too_short"),
        (TextEntry(6), "=", "front.too_short"),
    ],
)
def test_what_is_wrong_is_told_until_the_next_key_and_stays_to_be_mended(entry, keys, remark):
    assert keyed(entry, keys) is EDITING
    shown = entry.shown
    assert entry.remark == remark
    assert remark in CATALOGUE
    keyed(entry, "^")
    assert (entry.remark, entry.shown) == (None, shown)


def test_a_number_that_is_mended_is_taken():
    assert keyed(PanEntry(), "6225000000000015=<4=") == Entered("6225000000000014")


def test_every_question_of_the_terminal_has_its_editor():
    asked = {message for message in CATALOGUE if message.startswith("ask.")}
    assert set(EDITORS) <= asked
    assert asked - set(EDITORS) == set()


def test_a_question_with_choices_is_a_choice_and_an_unknown_one_is_text():
    assert isinstance(editor_of("ask.card", {"choices": ("a", "b")}), ChoiceEntry)
    assert isinstance(editor_of("ask.something", {}), TextEntry)


@pytest.mark.parametrize(("keyed_too", "made"), [(True, KeyedCardEntry), (False, CardEntry)])
def test_a_number_is_keyed_where_the_question_says_so(keyed_too, made):
    assert isinstance(editor_of("ask.card", {"keyed": keyed_too}), made)


@pytest.mark.parametrize("make", EDITORS.values())
def test_the_hints_are_texts(make):
    assert {*make().hints} <= set(CATALOGUE)

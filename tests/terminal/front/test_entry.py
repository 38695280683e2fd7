"""Editors: what keys make of a question."""

import pytest

from countertop.terminal.front.entry import (
    EDITING,
    LEFT,
    AmountEntry,
    CardEntry,
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
from countertop.values import Pin, Secret
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
    [AmountEntry(), DigitsEntry(1, 6), PasswordEntry(), PinEntry(), TextEntry(9), ChoiceEntry("ab"), CardEntry()],
)
def test_cancel_leaves(entry):
    assert keyed(entry, "1x" if not isinstance(entry, ChoiceEntry) else "x") is LEFT


@pytest.mark.parametrize(
    ("keys", "shown", "answer"),
    [
        ("622500", "**2500", None),
        ("6225000000000014=", "************0014 ", None),
        ("6225000000000014=3012", "************0014 3012", None),
        ("6225000000000014=3012=", "************0014 3012", {"card_number": "6225000000000014", "expiry": "3012"}),
        ("6225000000000014==", "************0014 ", {"card_number": "6225000000000014"}),
        ("622500000000=", "********0000", None),
    ],
)
def test_a_card_number_that_is_keyed_shows_its_last_digits_only(keys, shown, answer):
    entry = CardEntry()
    pressed = keyed(entry, keys)
    assert entry.shown == shown
    assert pressed == (EDITING if answer is None else Entered(answer))


def test_every_question_of_the_terminal_has_its_editor():
    asked = {message for message in CATALOGUE if message.startswith("ask.")}
    assert set(EDITORS) <= asked
    assert asked - set(EDITORS) == set()


def test_a_question_with_choices_is_a_choice_and_an_unknown_one_is_text():
    assert isinstance(editor_of("ask.card", {"choices": ("a", "b")}), ChoiceEntry)
    assert isinstance(editor_of("ask.something", {}), TextEntry)


@pytest.mark.parametrize("make", EDITORS.values())
def test_the_hints_are_texts(make):
    assert {*make().hints} <= set(CATALOGUE)

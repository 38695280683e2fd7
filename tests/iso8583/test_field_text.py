"""Text of a message's fields: the code that knows which fields come writes what the code that asks would write."""

import pytest

from countertop.iso8583 import Message, field_text, recurrence
from countertop.iso8583.field_text import FieldText
from countertop.values import Pan, Track2

EXPRESSIONS = {"pan": "value.masked()", "amount": "value", "stan": "value[:3] + message.mti", "mac": "value.hex()"}
CARD = Pan("6225000000000014")
KINDS = (
    (Message("0200", pan=CARD, amount="1", stan="000007"), "0200 622500******0014 1 0000200"),
    (Message("0200", amount="1"), "0200 1"),
    (Message("0200"), "0200"),
    (Message("0210", stan="123", response_code="00", mac=b"\x01"), "0210 1230210 01"),
    (Message("0210", response_code="00", mac=b"\x01"), "0210 01"),
)


@pytest.fixture(autouse=True)
def _compile_at_once(monkeypatch):
    monkeypatch.setattr(recurrence, "COMPILE_AFTER", 2)


@pytest.mark.parametrize("rounds", [1, 2, 3, 5])
def test_the_text_is_the_same_however_often_a_kind_came(rounds):
    text = FieldText(EXPRESSIONS, " ")
    for _ in range(rounds):
        assert [text.write(message) for message, _ in KINDS] == [expected for _, expected in KINDS]


@pytest.mark.parametrize(("message", "expected"), KINDS)
def test_the_text_of_one_kind_alone_stays_the_same(message, expected):
    text = FieldText(EXPRESSIONS, " ")
    assert {text.write(message) for _ in range(5)} == {expected}


def test_code_for_other_fields_of_the_same_kind_is_not_believed():
    text = FieldText(EXPRESSIONS, " ")
    (full, expected), (less, short), *_ = KINDS
    for message, line in ((full, expected), (less, short), (full, expected)):
        for _ in range(4):
            assert text.write(message) == line


def test_a_part_may_carry_its_name():
    text = FieldText(EXPRESSIONS, "\n", labelled=True)
    for _ in range(4):
        assert text.write(KINDS[0][0]) == "mti=0200\npan=622500******0014\namount=1\nstan=0000200"


def test_expressions_may_name_what_is_given():
    text = FieldText({"stan": "STARS if value else value"}, "|", scope={"STARS": "****"})
    for _ in range(4):
        assert text.write(Message("0200", stan="000007")) == "0200|****"


def test_a_hidden_field_that_lacks_is_not_written():
    # Code for a kind that had a track once said "track2=****" of messages that had none.
    text = FieldText({"track2": "STARS", "stan": "value"}, "\n", labelled=True, scope={"STARS": "****"})
    for _ in range(4):
        text.write(Message("0200", track2=Track2("6225000000000014D3512"), stan="000007"))
    assert text.write(Message("0200", stan="000007")) == "mti=0200\nstan=000007"


def test_kinds_that_nobody_knows_cost_bounded_memory(monkeypatch):
    monkeypatch.setattr(field_text, "MAX_KINDS", 3)
    monkeypatch.setattr(recurrence, "MAX_COMPILED", 2)
    text = FieldText(EXPRESSIONS, " ")
    for number in range(20):
        for message, expected in KINDS:
            assert text.write(message.copy(processing_code=str(number))) == expected
        assert len(text._kinds) <= 3
        assert len(text._writers) <= 2

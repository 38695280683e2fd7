"""What is typed becomes what the actor takes; what does not fit is refused without being repeated."""

import pytest

from countertop.card import StripeRead, TurnedCard, Unreadable
from countertop.runtime.answers import accept, accept_all, is_secret
from countertop.signature import Strokes
from countertop.values import Pin, Secret, Track2


def test_secrets_are_wrapped_by_the_name_of_what_is_asked():
    assert accept("ask.pin", "123456") == Pin("123456")
    assert accept("ask.pin", "") is None
    assert accept("ask.supervisor_password", "123456") == Secret("123456")
    assert accept_all({"operator_number": "01", "new_password": "1", "amount": 5}) == {
        "operator_number": "01",
        "new_password": Secret("1"),
        "amount": 5,
    }
    assert [is_secret(name) for name in ("ask.pin", "ask.operator_password", "ask.card", "pinned")] == [
        True,
        True,
        False,
        False,
    ]


def test_a_swipe_is_what_the_reader_gives():
    read = accept("ask.card", {"track2": "6225000000000014D3512120"})
    assert type(read) is StripeRead
    assert read.track2 == Track2("6225000000000014D3512120")
    assert (read.track3, read.fault) == (None, "")
    assert type(accept("ask.card", {"fault": "unreadable"})) is Unreadable
    assert type(accept("ask.card", {"fault": "turned"})) is TurnedCard


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ask.pin", "12"),
        ("ask.pin", "12345x"),
        ("ask.pin", "１２３４"),
        ("ask.password", 1234),
        ("ask.card", "6225000000000014"),
        ("ask.card", {"track2": 5}),
        ("ask.card", {"track2": "x", "more": "y"}),
        ("ask.card", {"fault": "6225000000000014"}),
        ("ask.card", {}),
        ("ask.confirm_card", "yes"),
        ("ask.print_next", None),
        ("ask.signature", "1234"),
        ("ask.signature", [[[1234, 5]]]),
    ],
)
def test_what_does_not_fit_is_refused_and_not_repeated(name, value):
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - that it holds no value is what is tested
        accept(name, value)
    assert "6225000000000014" not in str(refused.value)
    assert "1234" not in str(refused.value)


def test_a_signature_is_strokes_or_is_left_to_paper():
    strokes = accept("ask.signature", [[[1, 2], [30, 40]]])
    assert isinstance(strokes, Strokes)
    assert accept("ask.signature", strokes) is strokes
    assert [accept("ask.signature", told) for told in ("paper", "", None)] == [None] * 3

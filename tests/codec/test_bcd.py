"""BCD: two digits a byte, the filler where the rule wants it, and nothing but ASCII digits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countertop.codec.bcd import BCD_VALUES, NOT_BCD, is_digits, pack, unpack
from countertop.codec.errors import BcdError

DIGITS = st.text("0123456789", max_size=40)


@given(DIGITS, st.booleans())
def test_what_is_packed_unpacks(digits, left):
    assert unpack(pack(digits, left=left), len(digits), left=left) == digits


@pytest.mark.parametrize(
    ("digits", "left", "packed"),
    [("021", False, "0210"), ("001", True, "0001"), ("1234", False, "1234"), ("", True, "")],
)
def test_the_filler_stands_where_the_specification_puts_it(digits, left, packed):
    assert pack(digits, left=left).hex() == packed


@pytest.mark.parametrize("text", ["-3", "1_0", " 1", "²", "１", "12a", "1.", "+1", "١"])
def test_only_ascii_digits_are_packed(text):
    assert not is_digits(text)
    with pytest.raises(BcdError, match="0-9"):
        pack(text)


@pytest.mark.parametrize(
    ("data", "count", "left", "offset"),
    [
        ("1a", 2, False, 0),
        ("12f0", 3, False, 1),
        ("1231", 3, False, 1),
        ("1234", 3, True, 0),
        ("12", 3, False, 0),
        ("123456", 4, False, 0),
    ],
)
def test_wrong_nibbles_fillers_and_sizes_are_found_where_they_are(data, count, left, offset):
    with pytest.raises(BcdError) as caught:
        unpack(bytes.fromhex(data), count, left=left)
    assert caught.value.offset == offset


def test_a_byte_that_is_not_two_digits_counts_as_more_than_any_length():
    assert [value for value in BCD_VALUES if value != NOT_BCD] == list(range(100))
    assert BCD_VALUES[0x1A] == BCD_VALUES[0xA1] == BCD_VALUES[0xFF] == NOT_BCD


def test_no_digits_are_no_number():
    assert not is_digits("")

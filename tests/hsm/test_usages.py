import itertools

import pytest

from countertop.crypto.errors import KeyLengthError
from countertop.crypto.key_blocks import KeyAttributes
from countertop.hsm.usages import KeyUsage, attributes_for, usage_of

SIZES = {usage: 32 if usage is KeyUsage.WSK else 16 for usage in KeyUsage}


def test_every_usage_is_found_again_in_its_header():
    assert all(usage_of(attributes_for(usage, size)) is usage for usage, size in SIZES.items())


def test_wrapping_pin_mac_and_data_keys_have_headers_of_their_own():
    headers = {usage: attributes_for(usage, size).usage for usage, size in SIZES.items()}
    for one, other in itertools.combinations(("TMK", "TPK", "TAK", "ZAK", "TDK", "WSK"), 2):
        assert headers[KeyUsage(one)] != headers[KeyUsage(other)]


@pytest.mark.parametrize(
    "attributes",
    [
        KeyAttributes("P0", "T", "B", ""),
        KeyAttributes("P0", "T", "B", "TAK"),
        KeyAttributes("M1", "T", "C", "TPK"),
        KeyAttributes("P0", "T", "E", "TPK"),
        KeyAttributes("P0", "A", "B", "TPK"),
        KeyAttributes("P0", "T", "B", "tpk"),
        KeyAttributes("M7", "T", "C", "WSK"),
        KeyAttributes("M3", "H", "C", "ZAK"),
    ],
)
def test_a_header_whose_parts_disagree_has_no_usage(attributes):
    assert usage_of(attributes) is None


@pytest.mark.parametrize(
    ("usage", "size", "sm4", "code"),
    [("TAK", 8, False, "D"), ("TPK", 16, False, "T"), ("TMK", 24, False, "T"), ("TPK", 16, True, "4")],
)
def test_the_algorithm_follows_from_length_and_cipher(usage, size, sm4, code):
    assert attributes_for(KeyUsage(usage), size, sm4=sm4).algorithm == code


@pytest.mark.parametrize(
    ("usage", "size", "sm4"),
    [("TPK", 7, False), ("TPK", 32, False), ("TPK", 8, True), ("ZAK", 8, False), ("ZAK", 24, False), ("ZAK", 16, True)],
)
def test_lengths_a_usage_does_not_have_are_refused(usage, size, sm4):
    with pytest.raises(KeyLengthError, match=usage):
        attributes_for(KeyUsage(usage), size, sm4=sm4)

import pytest

from countertop.crypto.errors import KeyLengthError
from countertop.crypto.sm4 import sm4_cipher

KEY = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")


def test_the_published_example():
    """GB/T 32907-2016, example 1."""
    cipher = sm4_cipher(KEY)
    assert cipher.encrypt(KEY).hex().upper() == "681EDF34D206965E86B3E94F536E4246"
    assert cipher.decrypt(cipher.encrypt(KEY)) == KEY


def test_a_kept_context_goes_a_thousand_blocks_forth_and_back():
    cipher, block = sm4_cipher(KEY), KEY
    for _ in range(1_000):
        block = cipher.encrypt(block)
    for _ in range(1_000):
        block = cipher.decrypt(block)
    assert block == KEY


@pytest.mark.parametrize("size", [0, 8, 15, 17, 24, 32])
def test_other_key_lengths_are_refused(size):
    with pytest.raises(KeyLengthError, match=str(size)):
        sm4_cipher(bytes(size))

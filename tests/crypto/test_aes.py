import pytest

from countertop.crypto.aes import aes_cipher, cmac, derive
from countertop.crypto.errors import KeyLengthError

NIST_KEY = bytes.fromhex("603DEB1015CA71BE2B73AEF0857D77811F352C073B6108D72D9810A30914DFF4")


def test_the_published_block():
    """FIPS 197, C.3."""
    sealed = aes_cipher(bytes(range(32))).encrypt(bytes.fromhex("00112233445566778899AABBCCDDEEFF"))
    assert sealed.hex().upper() == "8EA2B7CA516745BFEAFC49904B496089"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("", "028962F61B7BF89EFC6B551F4667D983"),
        ("6BC1BEE22E409F96E93D7E117393172A", "28A7023F452E8F82BD4BF28D8C37C35C"),
        (
            "6BC1BEE22E409F96E93D7E117393172AAE2D8A571E03AC9C9EB76FAC45AF8E5130C81C46A35CE411",
            "AAF3D8F1DE5640C232F5B169B9C911E6",
        ),
    ],
)
def test_the_published_cmacs(data, expected):
    """NIST SP 800-38B, D.3."""
    assert cmac(NIST_KEY, bytes.fromhex(data)).hex().upper() == expected


def test_derived_keys_differ_by_purpose_and_by_key():
    keys = {derive(key, purpose) for key in (NIST_KEY, bytes(32)) for purpose in (b"one", b"two")}
    assert len(keys) == 4
    assert {len(key) for key in keys} == {32}
    assert derive(NIST_KEY, b"one") == derive(NIST_KEY, b"one")


@pytest.mark.parametrize("size", [0, 16, 24, 31, 33])
@pytest.mark.parametrize("use", [aes_cipher, lambda key: cmac(key, b""), lambda key: derive(key, b"")])
def test_other_key_lengths_are_refused(use, size):
    with pytest.raises(KeyLengthError, match=str(size)):
        use(bytes(size))

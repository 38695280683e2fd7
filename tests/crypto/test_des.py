import pytest
from hypothesis import given, strategies

from countertop.crypto.des import des_cipher, is_weak, with_odd_parity
from countertop.crypto.errors import KeyLengthError
from tests.crypto import oracle

pytestmark = pytest.mark.filterwarnings(oracle.QUIET)

BLOCKS = strategies.integers(1, 6).flatmap(lambda count: strategies.binary(min_size=8 * count, max_size=8 * count))


def test_the_published_example_of_single_des():
    """FIPS 81, table B1: "Now is t" under 0123456789ABCDEF."""
    assert des_cipher(bytes.fromhex("0123456789ABCDEF")).encrypt(b"Now is t").hex().upper() == "3FA40E8A984D4815"


@given(oracle.DES_KEYS, BLOCKS)
def test_every_key_length_agrees_with_psec_and_reads_back(key, blocks):
    cipher = des_cipher(key)
    sealed = cipher.encrypt(blocks)
    assert sealed == oracle.des.encrypt_tdes_ecb(key, blocks)
    assert cipher.decrypt(sealed) == blocks


@given(oracle.DOUBLE_KEYS, strategies.lists(BLOCKS, min_size=2, max_size=5))
def test_a_kept_context_answers_like_a_new_one(key, messages):
    kept = des_cipher(key)
    assert [kept.encrypt(each) for each in messages] == [des_cipher(key).encrypt(each) for each in messages]


@pytest.mark.parametrize("size", [0, 7, 9, 15, 17, 23, 25, 32])
def test_other_key_lengths_are_refused(size):
    with pytest.raises(KeyLengthError, match=str(size)):
        des_cipher(bytes(size))


@given(oracle.DES_KEYS)
def test_parity_makes_every_byte_odd_and_changes_nothing_the_cipher_sees(key):
    odd = with_odd_parity(key)
    assert all(byte.bit_count() % 2 for byte in odd)
    assert des_cipher(odd).encrypt(b"12345678") == des_cipher(key).encrypt(b"12345678")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("0101010101010101", "0101010101010101"),
        ("FEFEFEFEFEFEFEFE", "FEFEFEFEFEFEFEFE"),
        ("E0E0E0E0F1F1F1F1", "E0E0E0E0F1F1F1F1"),
        ("1F1F1F1F0E0E0E0E", "1F1F1F1F0E0E0E0E"),
        ("011F011F010E010E", "1F011F010E010E01"),
        ("01E001E001F101F1", "E001E001F101F101"),
        ("01FE01FE01FE01FE", "FE01FE01FE01FE01"),
        ("1FE01FE00EF10EF1", "E01FE01FF10EF10E"),
        ("1FFE1FFE0EFE0EFE", "FE1FFE1FFE0EFE0E"),
        ("E0FEE0FEF1FEF1FE", "FEE0FEE0FEF1FEF1"),
    ],
)
def test_weak_keys_undo_each_other_and_are_known(one, other):
    one, other = bytes.fromhex(one), bytes.fromhex(other)
    assert des_cipher(other).encrypt(des_cipher(one).encrypt(b"Now is t")) == b"Now is t"
    assert is_weak(one)
    assert is_weak(other)
    assert is_weak(bytes.fromhex("0123456789ABCDEF") + bytes(byte ^ 1 for byte in one))


def test_equal_halves_are_weak_and_an_ordinary_key_is_not():
    half = bytes.fromhex("0123456789ABCDEF")
    assert is_weak(half + half)
    assert not is_weak(half)
    assert not is_weak(half + bytes.fromhex("FEDCBA9876543210"))

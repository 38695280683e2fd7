import pytest
from hypothesis import given, strategies

from countertop.crypto.des import des_cipher
from countertop.crypto.errors import KeyLengthError, MacDataError
from countertop.crypto.macs import CbcMac, MacKey, RetailMacKey
from countertop.crypto.sm4 import sm4_cipher
from tests.crypto import oracle

pytestmark = pytest.mark.filterwarnings(oracle.QUIET)

MESSAGES = strategies.binary(min_size=1, max_size=600)
SINGLE_KEYS = strategies.binary(min_size=8, max_size=8)


def folded_block_by_block(data, block):
    result = bytes(block)
    for start in range(0, len(data), block):
        part = data[start : start + block].ljust(block, b"\0")
        result = bytes(left ^ right for left, right in zip(result, part, strict=True))
    return result


def unionpay_by_the_book(encrypt, data, block):
    """The five steps of the specification, one after the other."""
    text = folded_block_by_block(data, block).hex().upper().encode()
    first = encrypt(text[:block])
    second = encrypt(bytes(left ^ right for left, right in zip(first, text[block:], strict=True)))
    return second.hex().upper()[:8].encode()


@given(oracle.DES_KEYS, strategies.lists(MESSAGES, min_size=1, max_size=4))
def test_unionpay_ecb_agrees_with_its_steps_over_psec_however_many_messages_went_before(key, messages):
    mac_key = MacKey(des_cipher(key))
    for message in messages:
        by_the_book = unionpay_by_the_book(lambda block: oracle.des.encrypt_tdes_ecb(key, block), message, 8)
        assert mac_key.unionpay_ecb(message) == by_the_book


@given(oracle.DOUBLE_KEYS, strategies.lists(MESSAGES, min_size=1, max_size=4))
def test_unionpay_ecb_with_sm4_agrees_with_its_steps(key, messages):
    mac_key = MacKey(sm4_cipher(key))
    for message in messages:
        assert mac_key.unionpay_ecb(message) == unionpay_by_the_book(sm4_cipher(key).encrypt, message, 16)


@given(SINGLE_KEYS, strategies.lists(MESSAGES, min_size=1, max_size=4))
def test_x9_9_agrees_with_psec(key, messages):
    mac_key = MacKey(des_cipher(key))
    for message in messages:
        assert mac_key.x9_9(message) == oracle.mac.generate_cbc_mac(key * 2, message, 1)


@given(oracle.DOUBLE_KEYS, strategies.lists(MESSAGES, min_size=1, max_size=4))
def test_x9_19_agrees_with_psec(key, messages):
    mac_key = RetailMacKey(key)
    for message in messages:
        expected = oracle.mac.generate_retail_mac(key[:8], key[8:], message, 1)
        assert mac_key.x9_19(message) == expected
        assert mac_key.x9_19_text(message) == expected.hex().upper()[:8].encode()


@pytest.mark.parametrize("size", [1, 7, 8, 9, 16, 63, 64, 65, 127, 128, 129, 4096, 8191, 8192, 8193])
@pytest.mark.parametrize("cipher", [des_cipher, sm4_cipher])
def test_folding_in_halves_equals_block_by_block_at_every_boundary(cipher, size):
    data = bytes(at * 37 % 251 + 1 for at in range(size))
    key = MacKey(cipher(bytes(range(16))))
    block = 8 if cipher is des_cipher else 16
    assert key.fold(data).to_bytes(block, "big") == folded_block_by_block(data, block)


def test_a_chaining_value_never_reaches_the_next_message():
    mac = CbcMac(des_cipher(bytes(range(8))))
    fresh = CbcMac(des_cipher(bytes(range(8))))
    mac.over(b"abcdefghijklmnopqrstuvwx", 24)
    assert mac.over(b"0123456789ABCDEF and more", 16) == fresh.over(b"0123456789ABCDEF", 16)


def test_an_empty_message_has_no_mac():
    key = bytes(range(16))
    for make in (
        MacKey(des_cipher(key)).unionpay_ecb,
        MacKey(des_cipher(key)).x9_9,
        RetailMacKey(key).x9_19,
        RetailMacKey(key).x9_19_text,
    ):
        with pytest.raises(MacDataError):
            make(b"")


@pytest.mark.parametrize("size", [8, 24])
def test_x9_19_needs_a_double_length_key(size):
    with pytest.raises(KeyLengthError, match=str(size)):
        RetailMacKey(bytes(size))

import os
from binascii import hexlify

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from hypothesis import given, strategies

from countertop.crypto.aes import cmac
from countertop.crypto.errors import KeyBlockError, KeyLengthError
from countertop.crypto.key_blocks import KeyAttributes, KeyWrapper
from tests.crypto import oracle

WRAPPER = KeyWrapper(oracle.LMK)
TPK = KeyAttributes("P0", "T", "B", "TPK")
KEY = bytes(range(100, 116))

KEYS = strategies.sampled_from([8, 16, 24, 32]).flatmap(lambda size: strategies.binary(min_size=size, max_size=size))
ATTRIBUTES = strategies.builds(
    KeyAttributes,
    strategies.sampled_from(["K0", "P0", "M1", "M3", "D0"]),
    strategies.sampled_from(["D", "T", "A", "4"]),
    strategies.sampled_from(["B", "C", "E", "D", "N"]),
    strategies.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ", max_size=32),
)


@given(ATTRIBUTES, KEYS)
def test_a_wrapped_key_comes_back_with_what_it_is_for(attributes, key):
    assert WRAPPER.unwrap(WRAPPER.wrap(attributes, key, os.urandom)) == (attributes, key)


@given(ATTRIBUTES.filter(lambda attributes: attributes.algorithm != "4"), KEYS)
def test_psec_opens_our_blocks(attributes, key):
    """All but those of the proprietary algorithm 4, which only we know."""
    header, clear = oracle.tr31.unwrap(oracle.LMK, WRAPPER.wrap(attributes, key, os.urandom))
    assert clear == key
    assert (header.version_id, header.key_usage, header.algorithm, header.mode_of_use) == (
        "D",
        attributes.usage,
        attributes.algorithm,
        attributes.mode,
    )
    assert header.exportability == "N"
    assert dict(header.blocks) == ({"LB": attributes.label} if attributes.label else {})


@given(KEYS)
def test_we_open_psecs_blocks(key):
    block = oracle.tr31.wrap(oracle.LMK, oracle.tr31.Header("D", "P0", "T", "E", "00", "N"), key, masked_key_len=30)
    assert WRAPPER.unwrap(block) == (KeyAttributes("P0", "T", "E", ""), key)


@pytest.mark.parametrize("label", ["", "TPK", "TWELVELETTER", "A" * 32])
def test_every_flipped_bit_is_refused(label):
    block = WRAPPER.wrap(KeyAttributes("P0", "T", "B", label), KEY, os.urandom)
    for place, character in enumerate(block):
        for bit in range(8):
            flipped = block[:place] + chr(ord(character) ^ 1 << bit) + block[place + 1 :]
            with pytest.raises(KeyBlockError):
                WRAPPER.unwrap(flipped)


def test_another_usage_in_the_header_is_refused():
    block = WRAPPER.wrap(TPK, KEY, os.urandom)
    for usage, mode in (("M1", "C"), ("K0", "B"), ("D0", "B")):
        with pytest.raises(KeyBlockError):
            WRAPPER.unwrap(block[:5] + usage + block[7] + mode + block[9:])
    with pytest.raises(KeyBlockError):
        WRAPPER.unwrap(block.replace("LB07TPK", "LB07ZPK"))


def test_another_wrapping_key_is_refused():
    with pytest.raises(KeyBlockError):
        KeyWrapper(bytes(32)).unwrap(WRAPPER.wrap(TPK, KEY, os.urandom))


@pytest.mark.parametrize("size", range(129))
def test_torn_blocks_are_refused(size):
    block = WRAPPER.wrap(TPK, KEY, os.urandom)
    with pytest.raises(KeyBlockError):
        WRAPPER.unwrap(block[:size] if size < 128 else block + "00")


@given(strategies.text(max_size=200))
def test_any_other_text_is_refused(text):
    with pytest.raises(KeyBlockError):
        WRAPPER.unwrap(text)


@given(strategies.binary(min_size=32, max_size=32))
def test_a_rightly_signed_block_with_a_wrong_length_inside_is_refused(clear):
    """Only a broken implementation of the other side could make one."""
    bits = int.from_bytes(clear[:2], "big")
    sealed = resealed(clear)
    if bits % 8 == 0 and 0 < bits // 8 <= 30:
        assert WRAPPER.unwrap(sealed)[1] == clear[2 : 2 + bits // 8]
    else:
        with pytest.raises(KeyBlockError):
            WRAPPER.unwrap(sealed)


def resealed(clear):
    header = "D0112P0TB00N0000"
    mac = cmac(WRAPPER._mac_key, header.encode() + clear)
    cipher = Cipher(WRAPPER._encryption, modes.CBC(mac)).encryptor().update(clear)
    return header + hexlify(cipher + mac).decode().upper()


def test_two_blocks_of_one_key_differ_and_the_length_does_not_show():
    blocks = {WRAPPER.wrap(TPK, key, os.urandom) for key in (KEY, KEY, KEY[:8], KEY + KEY[:8])}
    assert len(blocks) == 4
    assert {len(block) for block in blocks} == {128}
    assert all(KEY.hex().upper() not in block for block in blocks)


def test_no_refusal_repeats_the_block():
    block = WRAPPER.wrap(TPK, KEY, os.urandom)
    with pytest.raises(KeyBlockError) as refused:
        KeyWrapper(bytes(32)).unwrap(block)
    assert block[20:40] not in str(refused.value)


@pytest.mark.parametrize("size", [0, 16, 24, 31, 33])
def test_the_wrapping_key_has_32_bytes(size):
    with pytest.raises(KeyLengthError):
        KeyWrapper(bytes(size))

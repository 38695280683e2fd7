import pytest
from hypothesis import given, strategies

from countertop.crypto.aes import aes_cipher
from countertop.crypto.errors import PinBlockError
from countertop.crypto.pin_blocks import decipher_format_4, decode_format_0, encipher_format_4, encode_format_0
from countertop.values import Pan, Pin
from tests.crypto import oracle

PAN = Pan("6225000000000014")
PAN_FIELD = 0x0000500000000001


def block_of(field, size=8):
    """Return the clear block of a hand-made PIN field."""
    return (int(field, 16) ^ PAN_FIELD).to_bytes(size, "big")


@given(oracle.PINS, oracle.PANS)
def test_format_0_agrees_with_psec_and_reads_back(pin, pan):
    clear = encode_format_0(Pin(pin), Pan(pan))
    assert clear == oracle.pinblock.encode_pinblock_iso_0(pin, pan)
    assert decode_format_0(clear, Pan(pan)) == Pin(pin)
    assert oracle.pinblock.decode_pinblock_iso_0(clear, pan) == pin


@given(oracle.PINS, oracle.PANS)
def test_the_sm4_form_is_the_same_field_over_sixteen_bytes(pin, pan):
    clear = encode_format_0(Pin(pin), Pan(pan), 16)
    alone = encode_format_0(Pin(pin), None, 16)
    assert alone.hex().upper() == f"0{len(pin):X}{pin}".ljust(32, "F")
    assert clear[8:] == bytes(a ^ b for a, b in zip(alone[8:], bytes.fromhex("0000" + pan[-13:-1]), strict=True))
    assert decode_format_0(clear, Pan(pan)) == Pin(pin)


@given(oracle.PINS, oracle.PANS, strategies.binary(min_size=8, max_size=8))
def test_format_4_agrees_with_psec_and_reads_back(pin, pan, filler):
    cipher = aes_cipher(oracle.LMK)
    block = encipher_format_4(cipher, Pin(pin), Pan(pan), filler)
    assert oracle.pinblock.decipher_pinblock_iso_4(oracle.LMK, block, pan) == pin
    assert decipher_format_4(cipher, block, Pan(pan)) == Pin(pin)
    theirs = oracle.pinblock.encipher_pinblock_iso_4(oracle.LMK, pin, pan)
    assert decipher_format_4(cipher, theirs, Pan(pan)) == Pin(pin)


@given(oracle.PINS, strategies.integers(0, 11))
def test_format_4_of_another_card_is_refused(pin, place):
    cipher = aes_cipher(oracle.LMK)
    block = encipher_format_4(cipher, Pin(pin), PAN, bytes(8))
    digits = PAN.reveal()
    other = digits[:place] + str((int(digits[place]) + 1) % 10) + digits[place + 1 :]
    with pytest.raises(PinBlockError):
        decipher_format_4(cipher, block, Pan(other))


@pytest.mark.parametrize(
    "field",
    [
        "03123FFFFFFFFFFF",  # three digits
        "0D1234567890123F",  # thirteen digits
        "0F12345678901234",
        "00FFFFFFFFFFFFFF",
        "0612345AFFFFFFFF",  # a digit that is none
        "06123456FFFFFFF0",  # wrong filler at the end
        "061234560FFFFFFF",  # wrong filler at its beginning
        "05123456FFFFFFFF",  # a digit where the filler begins
        "0712345FFFFFFFFF",  # filler where a digit belongs
        "16123456FFFFFFFF",  # format 1
        "26123456FFFFFFFF",  # format 2
        "36123456FFFFFFFF",  # format 3
        "46123456AAAAAAAA",  # format 4
        "0000000000000000",
    ],
)
@pytest.mark.parametrize("size", [8, 16])
def test_fields_that_are_no_format_0_are_refused(field, size):
    whole = field + ("F" if size == 16 else "") * 16
    with pytest.raises(PinBlockError):
        decode_format_0(block_of(whole, size), PAN)


@pytest.mark.parametrize("length", range(4, 13))
def test_every_length_from_four_to_twelve_is_accepted(length):
    digits = "123456789012"[:length]
    assert decode_format_0(block_of(f"0{length:X}{digits}".ljust(16, "F")), PAN) == Pin(digits)


def test_another_card_is_refused_where_its_digits_fall_on_filler():
    clear = encode_format_0(Pin("123456"), PAN)
    with pytest.raises(PinBlockError):
        decode_format_0(clear, Pan("6225000000000113"))


def test_a_block_without_card_number_opens_without_one_only():
    clear = encode_format_0(Pin("123456"), None)
    assert decode_format_0(clear, None) == Pin("123456")
    with pytest.raises(PinBlockError):
        decode_format_0(clear, PAN)


@pytest.mark.parametrize("size", [0, 7, 9, 15, 17, 24])
def test_other_block_lengths_are_refused(size):
    with pytest.raises(PinBlockError):
        decode_format_0(bytes(size), PAN)
    if size != 16:
        with pytest.raises(PinBlockError):
            decipher_format_4(aes_cipher(oracle.LMK), bytes(size), PAN)


@pytest.mark.parametrize(
    "pan",
    ["", "123456789012", "1" * 20, "62250000000000１４", "-225000000000014", "62_5000000000014", "622500000000²014"],
)
def test_card_numbers_that_are_none_are_refused_and_not_repeated(pan):
    for use in (
        lambda: encode_format_0(Pin("1234"), Pan(pan)),
        lambda: decode_format_0(bytes(8), Pan(pan)),
        lambda: encipher_format_4(aes_cipher(oracle.LMK), Pin("1234"), Pan(pan), bytes(8)),
    ):
        with pytest.raises(PinBlockError) as refused:
            use()
        assert not pan or pan not in str(refused.value)


def test_a_refusal_is_the_same_whatever_is_wrong():
    """Otherwise the answers tell, block by block, what the PIN is."""
    said = set()
    for field in ("03123FFFFFFFFFFF", "0612345AFFFFFFFF", "06123456FFFFFFF0", "16123456FFFFFFFF"):
        with pytest.raises(PinBlockError) as refused:
            decode_format_0(block_of(field), PAN)
        said.add(str(refused.value))
    assert len(said) == 1

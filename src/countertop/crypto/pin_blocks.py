"""PIN blocks: ISO 9564-1 format 0 (with and without a card number), its 16-byte SM4 form, and format 4.

Format 0: a control nibble 0, the PIN's length, its digits, filler F; exclusive or with the twelve rightmost digits of
the card number without its check digit, right-justified (银联 ANSI X9.8). Without a card number the PIN field stands
alone. The SM4 form is the same over 16 bytes. Format 4 (ISO 9564-1:2017, AES) adds random filler and binds the whole
card number; nothing of it can be compared without the key, so it is the form in which a PIN may rest.

A block that does not hold is refused in one way, whatever is wrong with it: telling length from filler would let
somebody who may send blocks read PINs from the answers.
"""

from __future__ import annotations

import re

from countertop.crypto.block_ciphers import BlockCipher
from countertop.crypto.errors import PinBlockError
from countertop.values import Pan, Pin

__all__ = ["check_format_0", "decipher_format_4", "decode_format_0", "encipher_format_4", "encode_format_0"]

_AES_BLOCK = 16
_LEFT_NIBBLE = 8 * _AES_BLOCK - 4  # where the leftmost nibble of a block begins, in bits from the right


def _field(control: str, filler: str, nibbles: int) -> re.Pattern[str]:
    """Match a PIN field of so many nibbles, written as lower-case digits, with one group for each length."""
    lengths = (f"{size:x}([0-9]{{{size}}}){filler}{{{nibbles - 2 - size}}}" for size in range(4, 13))
    return re.compile(f"{control}(?:{'|'.join(lengths)})")


_FIELD_0 = {size: _field("0", "f", 2 * size).fullmatch for size in (8, 16)}
_FIELD_4 = _field("4", "a", 16).fullmatch

_LEAD_0 = tuple(f"0{size:X}" for size in range(13))
"""By length of the PIN: what stands before its digits."""


def encode_format_0(pin: Pin, pan: Pan | None, size: int = 8) -> bytes:
    """Return the clear block of 8 bytes (DES), or of 16 (SM4). Raises PinBlockError for a card number that is none."""
    digits = pin.reveal()
    field = int((_LEAD_0[len(digits)] + digits).ljust(2 * size, "F"), 16)
    return (field ^ _pan_field(pan)).to_bytes(size, "big")


def check_format_0(clear: bytes, pan: Pan | None) -> re.Match[str]:
    """Match the PIN field in a clear block of 8 or 16 bytes; the one group that took part holds the digits.

    Raises PinBlockError when it is no format 0 block for this card: control, length 4 to 12, digits, filler.
    """
    size = len(clear)
    field = (int.from_bytes(clear, "big") ^ _pan_field(pan)).to_bytes(size, "big")
    match = _FIELD_0[size](field.hex())
    if match is None:
        raise _refused()
    return match


def decode_format_0(clear: bytes, pan: Pan | None) -> Pin:
    """Return the PIN of a clear block of 8 or 16 bytes; raises PinBlockError as `check_format_0`, or for its length."""
    if len(clear) not in _FIELD_0:
        raise _refused()
    return _pin_of(check_format_0(clear, pan))


def encipher_format_4(cipher: BlockCipher, pin: Pin, pan: Pan, filler: bytes) -> bytes:
    """Return the 16-byte encrypted block under an AES key; `filler` is 8 random bytes.

    Raises PinBlockError for a card number that is none.
    """
    assert cipher.block_size == _AES_BLOCK
    assert len(filler) == 8
    digits = pin.reveal()
    field = bytes.fromhex(f"4{len(digits):X}{digits}".ljust(16, "A")) + filler
    bound = int.from_bytes(cipher.encrypt(field), "big") ^ _pan_field_4(pan)
    return cipher.encrypt(bound.to_bytes(_AES_BLOCK, "big"))


def decipher_format_4(cipher: BlockCipher, block: bytes, pan: Pan) -> Pin:
    """Return the PIN of an encrypted block; raises PinBlockError when it is none for this card under this key."""
    assert cipher.block_size == _AES_BLOCK
    if len(block) != _AES_BLOCK:
        raise _refused()
    bound = int.from_bytes(cipher.decrypt(block), "big") ^ _pan_field_4(pan)
    field = cipher.decrypt(bound.to_bytes(_AES_BLOCK, "big"))
    match = _FIELD_4(field[:8].hex())
    if match is None:
        raise _refused()
    return _pin_of(match)


def _pin_of(match: re.Match[str]) -> Pin:
    return Pin(match[match.lastindex or 0])


def _refused() -> PinBlockError:
    return PinBlockError(
        "the PIN block does not open to a PIN for this card: compare the check values of the PIN key on both sides, "
        "and whether both take the same card number"
    )


def _digits_of(pan: Pan) -> str:
    digits = pan.reveal()
    if not (13 <= len(digits) <= 19 and digits.isascii() and digits.isdigit()):
        raise PinBlockError("a PIN block needs a card number of 13 to 19 digits")
    return digits


def _pan_field(pan: Pan | None) -> int:
    """Return the twelve rightmost digits without the check digit, as nibbles; zero without a card number."""
    return 0 if pan is None else int(_digits_of(pan)[-13:-1], 16)


def _pan_field_4(pan: Pan) -> int:
    """Return the card number behind the count of its digits above twelve, left-justified in 16 bytes."""
    digits = _digits_of(pan)
    size = len(digits)
    return size - 12 << _LEFT_NIBBLE | int(digits, 16) << _LEFT_NIBBLE - 4 * size

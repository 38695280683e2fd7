"""Message authentication codes of field 64 and of the interbank field 128.

All of them are a CBC-MAC (ISO/IEC 9797-1, zero padding) over some form of the message:

- UnionPay ECB: MAC algorithm 1 over the message folded into one block by exclusive or and written as hexadecimal
  digits; the first eight hexadecimal digits of the result are sent as characters. Under DES, triple DES or SM4.
- ANSI X9.9: MAC algorithm 1 over the message itself; eight bytes.
- ANSI X9.19: MAC algorithm 3: CBC-MAC under the left half of the key, whose result is decrypted under the right half
  and encrypted under the left; eight bytes, or the first eight hexadecimal digits as characters between banks.
"""

from __future__ import annotations

from binascii import hexlify
from typing import Final

from countertop.crypto.block_ciphers import BlockCipher
from countertop.crypto.des import BLOCK, des_cipher
from countertop.crypto.errors import KeyLengthError, MacDataError

__all__ = ["CbcMac", "MacKey", "RetailMacKey"]

_DES_BITS: Final = 8 * BLOCK
_MOST_HALVINGS: Final = 32  # of more bytes than a machine has

# By how often a text is halved until one block is left: the shifts, in DES blocks and in those twice as long.
_SHIFTS: Final = {
    bits: tuple(tuple(bits << more for more in reversed(range(times))) for times in range(_MOST_HALVINGS))
    for bits in (_DES_BITS, 2 * _DES_BITS)
}

_number = int.from_bytes


class CbcMac:
    """CBC-MAC under one key, its context kept from message to message.

    A CBC context goes on from the last cipher block of the message before. Instead of making a new context (ten times
    the cost), that block is added to the first block of the next message, where the cipher cancels it. What is kept
    and the context must stay in step, so one thread at a time may use it.
    """

    __slots__ = ("_last", "_size", "_update")

    def __init__(self, cipher: BlockCipher) -> None:
        self._update = cipher.chain()
        self._size = cipher.block_size
        self._last = 0

    def over(self, text: bytes, end: int) -> int:
        """Return the last cipher block, as an integer, of the text up to `end`: whole blocks, at least one."""
        block = self._size
        first = (_number(text[:block], "big") ^ self._last).to_bytes(block, "big")
        self._last = last = _number(self._update(first + text[block:end])[-block:], "big")
        return last


class MacKey:
    """A key for MAC algorithm 1: UnionPay ECB (with any cipher) and ANSI X9.9 (with DES)."""

    __slots__ = ("_block", "_cbc", "_cipher", "_encrypt", "_hexadecimal", "_mask", "_shifts")

    def __init__(self, cipher: BlockCipher) -> None:
        self._cipher = cipher
        self._encrypt = cipher.encrypt
        self._cbc: CbcMac | None = None
        self._block = cipher.block_size
        self._mask = (1 << 8 * cipher.block_size) - 1
        self._shifts = _SHIFTS[8 * cipher.block_size]
        self._hexadecimal = b"%%0%dX" % (2 * cipher.block_size)

    def fold(self, data: bytes) -> int:
        """Return the exclusive or of the blocks of `data`, the last one filled with zero bytes.

        One long integer is folded in halves, which is twice as fast as adding block by block.
        """
        size, block = len(data), self._block
        if not size:
            raise MacDataError("there is nothing to authenticate: give the message from its type to the field before")
        folded = _number(data, "big") << 8 * (-size % block)
        for shift in self._shifts[((size - 1) // block).bit_length()]:
            folded ^= folded >> shift
        return folded & self._mask

    def unionpay_ecb(self, data: bytes) -> bytes:
        """Return field 64: eight upper-case hexadecimal characters."""
        text, block, encrypt = self._hexadecimal % self.fold(data), self._block, self._encrypt
        second = _number(encrypt(text[:block]), "big") ^ _number(text[block:], "big")
        return hexlify(encrypt(second.to_bytes(block, "big"))[:4]).upper()

    def x9_9(self, data: bytes) -> bytes:
        """Return the MAC of ANSI X9.9: the last cipher block. Its chain is made at first use; few keys need one."""
        if not data:
            raise _nothing()
        if self._cbc is None:
            self._cbc = CbcMac(self._cipher)
        block = self._block
        filled = data + bytes(-len(data) % block)
        return self._cbc.over(filled, len(filled)).to_bytes(block, "big")


class RetailMacKey:
    """A double-length DES key for MAC algorithm 3, the retail MAC of ANSI X9.19.

    The last block is encrypted under the left half, then decrypted under the right and encrypted under the left: that
    is triple DES of this one block, so it is done as such and only the blocks before it are chained.
    """

    __slots__ = ("_chained", "_encrypt")

    def __init__(self, key: bytes) -> None:
        """Take a key of 16 bytes; raises KeyLengthError for other lengths."""
        if len(key) != 16:
            raise KeyLengthError(f"an ANSI X9.19 key has 16 bytes, not {len(key)}")
        self._chained = CbcMac(des_cipher(key[:8])).over
        self._encrypt = des_cipher(key).encrypt

    def x9_19(self, data: bytes) -> bytes:
        """Return the MAC of ANSI X9.19, eight bytes."""
        size = len(data)
        if not size:
            raise _nothing()
        end = size - 1 & -BLOCK  # where the last block begins
        last = _number(data[end:], "big") << 8 * (-size % BLOCK)
        if end:
            last ^= self._chained(data, end)
        return self._encrypt(last.to_bytes(BLOCK, "big"))

    def x9_19_text(self, data: bytes) -> bytes:
        """Return the first eight hexadecimal digits of the MAC as upper-case characters, as banks send it."""
        return hexlify(self.x9_19(data)[:4]).upper()


def _nothing() -> MacDataError:
    return MacDataError("there is nothing to authenticate: give the text that the two sides agreed on")

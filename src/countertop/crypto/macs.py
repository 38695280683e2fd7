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

from countertop.crypto.block_ciphers import BlockCipher
from countertop.crypto.des import des_cipher
from countertop.crypto.errors import KeyLengthError, MacDataError

__all__ = ["CbcMac", "MacKey", "RetailMacKey"]

_LAST_BLOCK = (1 << 64) - 1


class CbcMac:
    """CBC-MAC under one key, its context kept from message to message.

    A CBC context goes on from the last cipher block of the message before. Instead of making a new context (ten times
    the cost), that block is added to the first block of the next message, where the cipher cancels it.
    """

    __slots__ = ("_last", "_size", "_update")

    def __init__(self, cipher: BlockCipher) -> None:
        self._update = cipher.chain()
        self._size = cipher.block_size
        self._last = 0

    def over(self, text: int, size: int) -> int:
        """Return the last cipher block of a text of `size` bytes (whole blocks, at least one), both as integers."""
        block = self._size
        chained = self._update((text ^ self._last << 8 * (size - block)).to_bytes(size, "big"))
        self._last = last = int.from_bytes(chained[-block:], "big")
        return last


class MacKey:
    """A key for MAC algorithm 1: UnionPay ECB (with any cipher) and ANSI X9.9 (with DES)."""

    __slots__ = ("_bits", "_block", "_cbc", "_hexadecimal", "_mask")

    def __init__(self, cipher: BlockCipher) -> None:
        self._cbc = CbcMac(cipher)
        self._block = cipher.block_size
        self._bits = 8 * cipher.block_size
        self._mask = (1 << self._bits) - 1
        self._hexadecimal = b"%%0%dX" % (2 * cipher.block_size)

    def fold(self, data: bytes) -> int:
        """Return the exclusive or of the blocks of `data`, the last one filled with zero bytes.

        One long integer is folded in halves, which is twice as fast as adding block by block.
        """
        size, block = len(data), self._block
        if not size:
            raise MacDataError("there is nothing to authenticate: give the message from its type to the field before")
        folded = int.from_bytes(data, "big") << 8 * (-size % block)
        half = self._bits << ((size - 1) // block).bit_length() >> 1
        while half >= self._bits:
            folded ^= folded >> half
            half >>= 1
        return folded & self._mask

    def unionpay_ecb(self, data: bytes) -> bytes:
        """Return field 64: eight upper-case hexadecimal characters."""
        text = int.from_bytes(self._hexadecimal % self.fold(data), "big")
        return b"%08X" % (self._cbc.over(text, 2 * self._block) >> self._bits - 32)

    def x9_9(self, data: bytes) -> bytes:
        """Return the MAC of ANSI X9.9: the last cipher block."""
        return self._cbc.over(*_padded(data, self._block)).to_bytes(self._block, "big")


class RetailMacKey:
    """A double-length DES key for MAC algorithm 3, the retail MAC of ANSI X9.19.

    The last block is encrypted under the left half, then decrypted under the right and encrypted under the left: that
    is triple DES of this one block, so it is done as such and only the blocks before it are chained.
    """

    __slots__ = ("_cbc", "_encrypt")

    def __init__(self, key: bytes) -> None:
        """Take a key of 16 bytes; raises KeyLengthError for other lengths."""
        if len(key) != 16:
            raise KeyLengthError(f"an ANSI X9.19 key has 16 bytes, not {len(key)}")
        self._cbc = CbcMac(des_cipher(key[:8]))
        self._encrypt = des_cipher(key).encrypt

    def x9_19(self, data: bytes) -> bytes:
        """Return the MAC of ANSI X9.19, eight bytes."""
        text, size = _padded(data, 8)
        chained = self._cbc.over(text >> 64, size - 8) if size > 8 else 0
        return self._encrypt((text & _LAST_BLOCK ^ chained).to_bytes(8, "big"))

    def x9_19_text(self, data: bytes) -> bytes:
        """Return the first eight hexadecimal digits of the MAC as upper-case characters, as banks send it."""
        return hexlify(self.x9_19(data)[:4]).upper()


def _padded(data: bytes, block: int) -> tuple[int, int]:
    """Return the text filled with zero bytes to whole blocks, as an integer, and its size in bytes."""
    if not data:
        raise MacDataError("there is nothing to authenticate: give the text that the two sides agreed on")
    fill = -len(data) % block
    return int.from_bytes(data, "big") << 8 * fill, len(data) + fill

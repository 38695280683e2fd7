"""Key check values: the first bytes of a zero block encrypted under the key (ANSI X9.24-1 annex A; 校验值).

They let two sides see that they hold the same key without showing it. The UnionPay POS dialect sends 4 bytes.
"""

from __future__ import annotations

from countertop.crypto.block_ciphers import BlockCipher

__all__ = ["KCV_SIZE", "check_value"]

KCV_SIZE = 4


def check_value(cipher: BlockCipher) -> bytes:
    """Return the 4-byte check value of the cipher's key."""
    return cipher.encrypt(bytes(cipher.block_size))[:KCV_SIZE]

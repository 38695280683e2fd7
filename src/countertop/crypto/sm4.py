"""SM4, the block cipher of GB/T 32907-2016: 16-byte keys, 16-byte blocks."""

from __future__ import annotations

from cryptography.hazmat.primitives.ciphers.algorithms import SM4

from countertop.crypto.block_ciphers import BlockCipher
from countertop.crypto.errors import KeyLengthError

__all__ = ["BLOCK", "sm4_cipher"]

BLOCK = 16


def sm4_cipher(key: bytes) -> BlockCipher:
    """Return the cipher of a 16-byte key. Raises KeyLengthError for other lengths."""
    if len(key) != 16:
        raise KeyLengthError(f"an SM4 key has 16 bytes, not {len(key)}")
    return BlockCipher(SM4(key))

"""DES and triple DES (FIPS 46-3, NIST SP 800-67) for keys of one, two or three parts.

Every key is expanded to 24 bytes (K K K, or K1 K2 K1), because OpenSSL's binding would otherwise expand it at every
context; a single key used three times is single DES.
"""

from __future__ import annotations

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES

from countertop.crypto.block_ciphers import BlockCipher
from countertop.crypto.errors import KeyLengthError

__all__ = ["BLOCK", "des_cipher", "is_weak", "with_odd_parity"]

BLOCK = 8

# The four weak and twelve semi-weak keys (NIST SP 800-67, 3.3.2), with odd parity, one after the other.
_WEAK_TEXT = bytes.fromhex(
    "0101010101010101 FEFEFEFEFEFEFEFE E0E0E0E0F1F1F1F1 1F1F1F1F0E0E0E0E "
    "011F011F010E010E 1F011F010E010E01 01E001E001F101F1 E001E001F101F101 "
    "01FE01FE01FE01FE FE01FE01FE01FE01 1FE01FE00EF10EF1 E01FE01FF10EF10E "
    "1FFE1FFE0EFE0EFE FE1FFE1FFE0EFE0E E0FEE0FEF1FEF1FE FEE0FEE0FEF1FEF1"
)
_WEAK = frozenset(_WEAK_TEXT[start : start + 8] for start in range(0, len(_WEAK_TEXT), 8))

_ODD = bytes(value if value.bit_count() % 2 else value ^ 1 for value in range(256))


def des_cipher(key: bytes) -> BlockCipher:
    """Return the cipher of an 8 (DES), 16 or 24 byte key (triple DES).

    Raises KeyLengthError for other lengths. Parity bits are not looked at: hosts send keys without parity.
    """
    match len(key):
        case 8:
            expanded = key * 3
        case 16:
            expanded = key + key[:8]
        case 24:
            expanded = key
        case size:
            raise KeyLengthError(f"a DES key has 8, 16 or 24 bytes, not {size}")
    return BlockCipher(TripleDES(expanded))


def with_odd_parity(key: bytes) -> bytes:
    """Return the key with the lowest bit of each byte set so that the byte has an odd number of ones."""
    return key.translate(_ODD)


def is_weak(key: bytes) -> bool:
    """Tell whether a part of the key is a weak DES key, or two parts are equal, which undoes triple DES."""
    odd = with_odd_parity(key)
    parts = [odd[start : start + BLOCK] for start in range(0, len(odd), BLOCK)]
    return len(set(parts)) < len(parts) or not _WEAK.isdisjoint(parts)

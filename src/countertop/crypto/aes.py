"""AES-256 (FIPS 197) and its CMAC (NIST SP 800-38B), for everything that rests under the local master key."""

from __future__ import annotations

from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.cmac import CMAC
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from countertop.crypto.block_ciphers import BlockCipher
from countertop.crypto.errors import KeyLengthError

__all__ = ["BLOCK", "KEY_SIZE", "aes_cipher", "cmac", "derive"]

BLOCK = 16
KEY_SIZE = 32


def aes_cipher(key: bytes) -> BlockCipher:
    """Return the cipher of a 32-byte key. Raises KeyLengthError for other lengths."""
    return BlockCipher(AES256(_checked(key)))


def cmac(key: bytes, data: bytes) -> bytes:
    """Return the 16-byte CMAC of `data` under a 32-byte key. Raises KeyLengthError for other lengths."""
    mac = CMAC(AES256(_checked(key)))
    mac.update(data)
    return mac.finalize()


def derive(key: bytes, purpose: bytes) -> bytes:
    """Return a 32-byte key for one purpose, derived from a uniform key (HKDF-Expand, RFC 5869, SHA-256)."""
    return HKDFExpand(SHA256(), KEY_SIZE, purpose).derive(_checked(key))


def _checked(key: bytes) -> bytes:
    if len(key) != KEY_SIZE:
        raise KeyLengthError(f"an AES-256 key has {KEY_SIZE} bytes, not {len(key)}")
    return key

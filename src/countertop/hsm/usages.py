"""What a key is for, and how that is written into its key block (ANSI X9.143).

The header's usage keeps key wrapping, PIN, MAC and data apart for any HSM; the label keeps terminal keys apart from
zone keys. M1 fits the TAK: the UnionPay ECB MAC ends in MAC algorithm 1 of ISO/IEC 9797-1. M3 is the retail MAC.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Final

from countertop.crypto.block_ciphers import BlockCipher
from countertop.crypto.des import des_cipher
from countertop.crypto.errors import KeyLengthError
from countertop.crypto.key_blocks import KeyAttributes
from countertop.crypto.sm4 import sm4_cipher

__all__ = ["CIPHERS", "HMAC", "HMAC_KEY_SIZE", "KeyUsage", "attributes_for", "usage_of"]


class KeyUsage(StrEnum):
    """The keys of the counter."""

    TMK = "TMK"  # terminal master key: wraps the working keys of one terminal
    ZMK = "ZMK"  # zone master key: wraps the zone keys between two institutions
    TPK = "TPK"  # terminal PIN key
    TAK = "TAK"  # terminal authentication (MAC) key
    TDK = "TDK"  # terminal data (track) key
    ZPK = "ZPK"  # zone PIN key
    ZAK = "ZAK"  # zone authentication (MAC) key
    WSK = "WSK"  # wallet signing key: signs the messages between an acquirer and a wallet


_HEADER: Final = {
    KeyUsage.TMK: ("K0", "B"),
    KeyUsage.ZMK: ("K0", "B"),
    KeyUsage.TPK: ("P0", "B"),
    KeyUsage.ZPK: ("P0", "B"),
    KeyUsage.TAK: ("M1", "C"),
    KeyUsage.ZAK: ("M3", "C"),
    KeyUsage.TDK: ("D0", "B"),
    KeyUsage.WSK: ("M7", "C"),
}

# Algorithm codes of the header; SM4 has none, so it takes a number, which the standard leaves to its users.
CIPHERS: Final[dict[str, Callable[[bytes], BlockCipher]]] = {"D": des_cipher, "T": des_cipher, "4": sm4_cipher}

# A signing key belongs to no cipher: HMAC with SHA-256 (X9.143 names the algorithm, and M7 the usage).
HMAC: Final = "H"
HMAC_KEY_SIZE: Final = 32

_CODES: Final = {(8, False): "D", (16, False): "T", (24, False): "T", (16, True): "4"}  # by bytes, and whether SM4


def attributes_for(usage: KeyUsage, key_size: int, *, sm4: bool = False) -> KeyAttributes:
    """Return the header attributes of a key; raises KeyLengthError for a length its algorithm or usage lacks."""
    if usage is KeyUsage.WSK:
        if key_size != HMAC_KEY_SIZE or sm4:
            raise KeyLengthError(f"a {usage} has {HMAC_KEY_SIZE} bytes")
        return KeyAttributes(_HEADER[usage][0], HMAC, _HEADER[usage][1], usage.value)
    code = _CODES.get((key_size, sm4))
    if code is None or (usage is KeyUsage.ZAK and (code, key_size) != ("T", 16)):
        raise KeyLengthError(f"a {usage} under {'SM4' if sm4 else 'DES'} cannot have {key_size} bytes; use 16")
    header_usage, mode = _HEADER[usage]
    return KeyAttributes(header_usage, code, mode, usage.value)


def usage_of(attributes: KeyAttributes) -> KeyUsage | None:
    """Return the usage, or None when label, header usage and mode do not agree or are not ours."""
    try:
        usage = KeyUsage(attributes.label)
    except ValueError:
        return None
    algorithms = (HMAC,) if usage is KeyUsage.WSK else CIPHERS
    agrees = _HEADER[usage] == (attributes.usage, attributes.mode) and attributes.algorithm in algorithms
    return usage if agrees else None

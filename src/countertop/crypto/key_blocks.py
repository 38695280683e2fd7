"""Key blocks: a key and what it may be used for, encrypted and authenticated together (ANSI X9.143, formerly TR-31).

Version D: the wrapping key (AES-256) gives an encryption key and a MAC key by CMAC in counter mode; the block's text is

    header   D, length (4 digits), usage (2), algorithm, mode of use, key version (2), exportability,
             number of optional blocks (2), 00; then the optional blocks: LB with the key's label, PB filling up
    text     AES-CBC of (length of the key in bits, key, random filler), its first block chained to the MAC; hexadecimal
    MAC      CMAC over header and clear text, 16 bytes; hexadecimal

The MAC covers the header, so that a usage cannot be changed. Only the upper-case form is accepted: one key has one
text, and every flipped bit of it is refused.
"""

from __future__ import annotations

import hmac
import re
from binascii import hexlify, unhexlify
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES256

from countertop.crypto.aes import BLOCK, cmac
from countertop.crypto.errors import KeyBlockError

__all__ = ["KeyAttributes", "KeyWrapper"]

_MAC_SIZE = 16
_FIXED_HEADER = 16
_CLEAR_SIZES = (32, 48)  # room for every DES and SM4 key, and for AES: the text's length does not tell the key's
_ATTRIBUTES = re.compile(r"[A-Z0-9]{2}[A-Z0-9][A-Z]")
_LABEL = re.compile(r"[A-Z0-9 ]{0,32}")
_BLOCK = re.compile(r"D(\d{4})([A-Z0-9]{2})([A-Z0-9])([A-Z])00N(\d\d)00([ -~]*)", re.ASCII)
_HEXADECIMAL = re.compile(r"[0-9A-F]+")


@dataclass(frozen=True, slots=True)
class KeyAttributes:
    """What a key is for, in the header's codes.

    `usage` (K0 wraps keys, P0 encrypts PINs, M1 and M3 make MACs, D0 encrypts data), `algorithm` (D DES, T triple DES,
    A AES; 4, a proprietary number, SM4), `mode` (B both ways, C make and verify), and a `label` of our own in the
    optional block LB, such as TPK.
    """

    usage: str
    algorithm: str
    mode: str
    label: str


class KeyWrapper:
    """Wraps keys under one AES-256 key; what is derived from that key is kept."""

    __slots__ = ("_encryption", "_mac_key")

    def __init__(self, wrapping_key: bytes) -> None:
        """Take 32 bytes; raises KeyLengthError for other lengths."""
        self._encryption = AES256(_derived(wrapping_key, b"\x00\x00"))
        self._mac_key = _derived(wrapping_key, b"\x00\x01")

    def wrap(self, attributes: KeyAttributes, key: bytes, entropy: Callable[[int], bytes]) -> str:
        """Return the block of a key of up to 46 bytes; `entropy` gives the random filler."""
        clear_size = next(size for size in _CLEAR_SIZES if size >= 2 + len(key))
        clear = (8 * len(key)).to_bytes(2, "big") + key + entropy(clear_size - 2 - len(key))
        assert len(clear) == clear_size
        header = _header(attributes, clear_size)
        mac = cmac(self._mac_key, header.encode("ascii") + clear)
        sealed = Cipher(self._encryption, modes.CBC(mac)).encryptor().update(clear)
        return header + hexlify(sealed + mac).decode("ascii").upper()

    def unwrap(self, block: str) -> tuple[KeyAttributes, bytes]:
        """Return what the key is for, and the key.

        Raises KeyBlockError when the block is torn, altered in any bit, or made under another wrapping key.
        """
        attributes, header_size = _read_header(block)
        text = block[header_size:]
        if not _HEXADECIMAL.fullmatch(text) or len(text) // 2 - _MAC_SIZE not in _CLEAR_SIZES:
            raise _refused()
        sealed, mac = unhexlify(text[: -2 * _MAC_SIZE]), unhexlify(text[-2 * _MAC_SIZE :])
        clear = Cipher(self._encryption, modes.CBC(mac)).decryptor().update(sealed)
        if not hmac.compare_digest(cmac(self._mac_key, block[:header_size].encode("ascii") + clear), mac):
            raise _refused()
        bits = int.from_bytes(clear[:2], "big")
        if bits % 8 or not 0 < bits // 8 <= len(clear) - 2:
            raise _refused()
        return attributes, clear[2 : 2 + bits // 8]


def _derived(wrapping_key: bytes, purpose: bytes) -> bytes:
    """Derive a key by CMAC over counter, purpose, a zero byte, algorithm 0004 (AES-256) and 256 bits (X9.143, 7.2)."""
    return b"".join(cmac(wrapping_key, bytes((count,)) + purpose + b"\x00\x00\x04\x01\x00") for count in (1, 2))


def _optional_blocks(label: str) -> tuple[int, str]:
    """Return how many optional blocks there are and their text, filled up to whole cipher blocks."""
    if not label:
        return 0, ""
    text = f"LB{4 + len(label):02X}{label}"
    fill = -len(text) % BLOCK
    if not fill:
        return 1, text
    fill += BLOCK if fill < 4 else 0
    return 2, f"{text}PB{fill:02X}{'0' * (fill - 4)}"


def _header(attributes: KeyAttributes, clear_size: int) -> str:
    assert _ATTRIBUTES.fullmatch(attributes.usage + attributes.algorithm + attributes.mode)
    assert _LABEL.fullmatch(attributes.label)
    count, optional = _optional_blocks(attributes.label)
    size = _FIXED_HEADER + len(optional) + 2 * (clear_size + _MAC_SIZE)
    return f"D{size:04d}{attributes.usage}{attributes.algorithm}{attributes.mode}00N{count:02d}00{optional}"


def _read_header(block: str) -> tuple[KeyAttributes, int]:
    """Return the attributes and the header's length; only headers that `_header` writes are read."""
    match = _BLOCK.fullmatch(block)
    if match is None or int(match[1]) != len(block):
        raise _refused()
    label = ""
    if match[5] != "00":
        if not (match[6].startswith("LB") and _HEXADECIMAL.fullmatch(match[6][2:4])):
            raise _refused()
        label = match[6][4 : int(match[6][2:4], 16)]
    count, optional = _optional_blocks(label)
    if match[5] != f"{count:02d}" or not match[6].startswith(optional):
        raise _refused()
    return KeyAttributes(match[2], match[3], match[4], label), _FIXED_HEADER + len(optional)


def _refused() -> KeyBlockError:
    return KeyBlockError(
        "the key block is torn, altered, or of another local master key: take the key from the key store again, "
        "or form it again by ceremony"
    )

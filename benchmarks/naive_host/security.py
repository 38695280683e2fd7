"""What the naive host does with keys: everything from psec, a cipher context for each block."""

from __future__ import annotations

from typing import Any

from psec import des, mac, pinblock, tools

_COVERED = (
    *("t", "2", "3", "4", "7", "11", "18", "22", "25", "28", "32", "33", "37", "38", "39", "41", "42"),
    *("49", "70", "90", "102", "103"),
)
"""Fields of the interbank MAC, in order, but for 48, which no message here has."""


def terminal_mac(key: bytes, data: bytes) -> bytes:
    """Return field 64: UnionPay ECB."""
    folded = bytes(8)
    for start in range(0, len(data), 8):
        folded = tools.xor(folded, data[start : start + 8].ljust(8, b"\0"))
    text = folded.hex().upper().encode()
    first = des.encrypt_tdes_ecb(key, text[:8])
    return des.encrypt_tdes_ecb(key, tools.xor(first, text[8:])).hex().upper()[:8].encode()


def interbank_mac(key: bytes, fields: dict[str, Any]) -> str:
    """Return field 128 as hexadecimal: X9.19 over the text of the fields, its first eight digits as characters."""
    text = " ".join(fields[name] for name in _COVERED if name in fields).upper().encode()
    return mac.generate_retail_mac(key[:8], key[8:], text, padding=1).hex().upper()[:8].encode().hex()


def translate_pin(tpk: bytes, zpk: bytes, block: str, card: str) -> str:
    """Return the PIN block under the zone's key, as hexadecimal."""
    pin = pinblock.decode_pinblock_iso_0(des.decrypt_tdes_ecb(tpk, bytes.fromhex(block)), card)
    return des.encrypt_tdes_ecb(zpk, pinblock.encode_pinblock_iso_0(pin, card)).hex().upper()


def clear_track(tdk: bytes, track: str) -> str:
    """Return track 2 with its encrypted end opened."""
    end = len(track) - (1 if len(track) % 2 else 2)
    opened = des.decrypt_tdes_ecb(tdk, bytes.fromhex(track[end - 16 : end])).hex().upper()
    return track[: end - 16] + opened + track[end:]


def wrapped(tmk: bytes, key: bytes, room: int) -> bytes:
    """Return a working key under the master key, filled to its room, with its check value."""
    return des.encrypt_tdes_ecb(tmk, key).ljust(room, b"\0") + des.encrypt_tdes_ecb(key, bytes(8))[:4]

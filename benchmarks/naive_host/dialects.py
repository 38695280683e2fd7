"""Both dialects as pyiso8583 wants them, and the two headers it knows nothing of."""

from __future__ import annotations

from typing import Any

Spec = dict[str, Any]


def _digits(length: int, prefix: int = 0, *, right: bool = False) -> Spec:
    """Packed digits, with a packed length of so many bytes in front."""
    pad = {"right_pad": "0"} if right else {"left_pad": "0"}
    return {
        "data_enc": "b",
        "len_enc": "bcd",
        "len_type": prefix,
        "max_len": length,
        "len_count": "nibbles",
        "desc": "",
        **pad,
    }


def _text(length: int, prefix: int = 0, length_encoding: str = "bcd") -> Spec:
    return {"data_enc": "ascii", "len_enc": length_encoding, "len_type": prefix, "max_len": length, "desc": ""}


def _bytes(length: int, prefix: int = 0, length_encoding: str = "bcd") -> Spec:
    return {"data_enc": "b", "len_enc": length_encoding, "len_type": prefix, "max_len": length, "desc": ""}


def _ascii(length: int, prefix: int = 0) -> Spec:
    return _text(length, prefix, "ascii")


NONE = {"data_enc": "ascii", "len_enc": "ascii", "len_type": 0, "max_len": 0, "desc": ""}

TERMINAL: dict[str, Spec] = {
    "h": NONE,
    "t": _bytes(2),
    "p": _bytes(8),
    "1": _bytes(8),
    "2": _digits(19, 1, right=True),
    "3": _digits(6),
    "4": _digits(12),
    "11": _digits(6),
    "12": _digits(6),
    "13": _digits(4),
    "14": _digits(4),
    "15": _digits(4),
    "22": _digits(3, right=True),
    "25": _digits(2),
    "26": _digits(2),
    "32": _digits(11, 1, right=True),
    "35": _digits(37, 1, right=True),
    "37": _text(12),
    "38": _text(6),
    "39": _text(2),
    "41": _text(8),
    "42": _text(15),
    "44": _text(25, 1),
    "46": _text(999, 2),
    "49": _text(3),
    "52": _bytes(8),
    "53": _digits(16),
    "60": _digits(17, 2, right=True),
    "62": _bytes(999, 2),
    "63": _text(163, 2),
    "64": _bytes(8),
}

INTERBANK: dict[str, Spec] = {
    "h": NONE,
    "t": _ascii(4),
    "p": _bytes(8),
    "1": _bytes(8),
    "2": _ascii(19, 2),
    "3": _ascii(6),
    "4": _ascii(12),
    "7": _ascii(10),
    "11": _ascii(6),
    "12": _ascii(6),
    "13": _ascii(4),
    "14": _ascii(4),
    "15": _ascii(4),
    "18": _ascii(4),
    "22": _ascii(3),
    "25": _ascii(2),
    "26": _ascii(2),
    "32": _ascii(11, 2),
    "33": _ascii(11, 2),
    "35": _ascii(37, 2),
    "37": _ascii(12),
    "38": _ascii(6),
    "39": _ascii(2),
    "41": _ascii(8),
    "42": _ascii(15),
    "49": _ascii(3),
    "52": _bytes(8),
    "53": _ascii(16),
    "60": _ascii(100, 3),
    "70": _ascii(3),
    "100": _ascii(11, 2),
    "128": _bytes(8),
}

ENVELOPE = 11
"""Bytes of TPDU and header in front of a terminal's message."""

HEADER = 46
"""Bytes of the header between institutions."""


def swapped(envelope: bytes) -> bytes:
    """Return TPDU and header of the answer."""
    return envelope[:1] + envelope[3:5] + envelope[1:3] + envelope[5:]


def interbank_header(destination: str, source: str, body: int) -> bytes:
    """Return the header of a message whose ISO part has so many bytes."""
    head = f"{HEADER + body:04d}{destination:<11}{source:<11}000"
    return b"\x2e\x02" + head.encode() + b"\x00" + b"00000000" + b"0" + b"00000"

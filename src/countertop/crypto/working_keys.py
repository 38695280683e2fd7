"""Working keys in field 62 of a sign-in answer: TPK, TAK, TDK under the terminal's master key, each with its KCV.

The network management code (60.3) names the layout:

    001   24 bytes   DES: TPK 8 + KCV 4, TAK 8 + KCV 4, under an 8-byte TMK
    003   40 bytes   triple DES: TPK 16 + KCV 4, TAK 8 + 8 zero bytes + KCV 4, under a 16-byte TMK
    004   60 bytes   as 003, then TDK 16 + KCV 4
    005   60 bytes   SM4: TPK, TAK, TDK, each 16 + KCV 4 (one of the published variants)

Between acquirer, switch and issuer the same form carries ZPK and ZAK under a zone master key; it is our choice, because
the interbank form is not published. Its name here is the network management code of a key change:

    101   40 bytes   triple DES: ZPK 16 + KCV 4, ZAK 16 + KCV 4, under a 16-byte ZMK

A host that changes a terminal's master key sends the new one in the same form under the old one, in the answer to a
download (0810) of the network management code that some acquirers use for it:

    420   20 bytes   triple DES: TMK 16 + KCV 4, under the TMK that it replaces

A TAK may also fill its 16 bytes; zero bytes in the right half of the cipher text say that it is single-length.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from countertop.crypto.block_ciphers import BlockCipher
from countertop.crypto.des import des_cipher
from countertop.crypto.errors import CheckValueError, KeyLengthError, WorkingKeysError
from countertop.crypto.kcv import KCV_SIZE, check_value
from countertop.crypto.sm4 import sm4_cipher

__all__ = ["LAYOUTS", "WorkingKeyLayout", "build_working_keys", "read_working_keys"]


@dataclass(frozen=True, slots=True)
class WorkingKeyLayout:
    """One layout: the master key's length, each key's room in bytes by name, and the cipher of all of them."""

    master_size: int
    rooms: Mapping[str, int]
    cipher: Callable[[bytes], BlockCipher]
    single_tak: bool

    @property
    def size(self) -> int:
        """The length of field 62, in bytes."""
        return sum(self.rooms.values()) + KCV_SIZE * len(self.rooms)


LAYOUTS: Final = {
    "001": WorkingKeyLayout(8, {"TPK": 8, "TAK": 8}, des_cipher, single_tak=True),
    "003": WorkingKeyLayout(16, {"TPK": 16, "TAK": 16}, des_cipher, single_tak=True),
    "004": WorkingKeyLayout(16, {"TPK": 16, "TAK": 16, "TDK": 16}, des_cipher, single_tak=True),
    "005": WorkingKeyLayout(16, {"TPK": 16, "TAK": 16, "TDK": 16}, sm4_cipher, single_tak=False),
    "101": WorkingKeyLayout(16, {"ZPK": 16, "ZAK": 16}, des_cipher, single_tak=False),
    "420": WorkingKeyLayout(16, {"TMK": 16}, des_cipher, single_tak=False),
}


def build_working_keys(tmk: bytes, kind: str, keys: Mapping[str, bytes]) -> bytes:
    """Return field 62 for the clear keys by name.

    Raises WorkingKeysError for an unknown kind or keys that do not fit it, KeyLengthError for a wrong master key.
    """
    layout = _layout(kind, tmk)
    if keys.keys() != layout.rooms.keys():
        raise WorkingKeysError(f"network code {kind} carries {', '.join(layout.rooms)}, not {', '.join(keys)}")
    wrapping = layout.cipher(tmk)
    parts: list[bytes] = []
    for name, room in layout.rooms.items():
        key = keys[name]
        if len(key) != room and not (name == "TAK" and layout.single_tak and len(key) == 8):
            raise WorkingKeysError(f"network code {kind} has {room} bytes for the {name}, not {len(key)}")
        parts += wrapping.encrypt(key).ljust(room, b"\0"), check_value(layout.cipher(key))
    return b"".join(parts)


def read_working_keys(tmk: bytes, kind: str, field_62: bytes) -> dict[str, bytes]:
    """Return the clear keys by name.

    Raises WorkingKeysError for an unknown kind or length, KeyLengthError for a wrong master key, and CheckValueError,
    naming the key, when a check value is not the one of its key; then no key may be loaded.
    """
    layout = _layout(kind, tmk)
    if len(field_62) != layout.size:
        raise WorkingKeysError(
            f"field 62 has {len(field_62)} bytes where network code {kind} has {layout.size}: "
            "set the same key layout on the terminal and the host"
        )
    wrapping = layout.cipher(tmk)
    keys = {}
    at = 0
    for name, room in layout.rooms.items():
        sealed, sent = field_62[at : at + room], field_62[at + room : at + room + KCV_SIZE]
        if name == "TAK" and layout.single_tak and not any(sealed[8:]):
            sealed = sealed[:8]
        keys[name] = wrapping.decrypt(sealed)
        computed = check_value(layout.cipher(keys[name]))
        if not hmac.compare_digest(sent, computed):
            raise CheckValueError(name, sent.hex().upper(), computed.hex().upper())
        at += room + KCV_SIZE
    return keys


def _layout(kind: str, tmk: bytes) -> WorkingKeyLayout:
    layout = LAYOUTS.get(kind)
    if layout is None:
        raise WorkingKeysError(f"there is no key layout for network code {kind}; use one of {', '.join(LAYOUTS)}")
    if len(tmk) != layout.master_size:
        raise KeyLengthError(
            f"network code {kind} needs a terminal master key of {layout.master_size} bytes, not {len(tmk)}"
        )
    return layout

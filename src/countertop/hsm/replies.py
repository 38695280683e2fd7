"""What the HSM answers, where the answer is more than a plain value."""

from __future__ import annotations

from typing import NamedTuple

from countertop.hsm.usages import KeyUsage
from countertop.values import Secret

__all__ = [
    "FormedKey",
    "HsmRefusal",
    "KeyComponent",
    "KeyDescription",
    "MasterKey",
    "ProtectedPan",
    "WorkingKeys",
    "ZoneKeys",
    "shown_block",
]


class HsmRefusal:
    """The command was refused: a stable `reason_code`, and a `message` that says why and what to do.

    It is false, so that `if reply:` never takes a refused verification for a true one. Neither part holds a secret.
    """

    __slots__ = ("message", "reason_code")

    def __init__(self, reason_code: str, message: str) -> None:
        self.reason_code = reason_code
        self.message = message

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return f"HsmRefusal({self.reason_code}: {self.message})"


class KeyComponent(NamedTuple):
    """One custodian's part of a key: hexadecimal digits and their check value (8 hexadecimal digits)."""

    clear: Secret[str]
    kcv: str


class FormedKey(NamedTuple):
    """A key formed from components: its block and its check value, to be compared between the two sides."""

    block: str
    kcv: str

    def __repr__(self) -> str:
        return f"FormedKey({shown_block(self.block)}, kcv {self.kcv})"


class KeyDescription(NamedTuple):
    """What a key block holds: usage, algorithm (`DES`, `3DES`, `SM4`, `HMAC`), length in bits, check value."""

    usage: KeyUsage
    algorithm: str
    bits: int
    kcv: str


class WorkingKeys(NamedTuple):
    """A terminal's working keys as key blocks, with the field 62 that carries them; `tdk` only where it has one."""

    tpk: str
    tak: str
    tdk: str | None
    field_62: bytes

    def __repr__(self) -> str:
        blocks = ", ".join(shown_block(block) for block in self[:3] if block is not None)
        return f"WorkingKeys({blocks}, <{len(self.field_62)} bytes>)"


class MasterKey(NamedTuple):
    """A terminal's next master key: its block, its check value, and the field 62 that carries it under the last one."""

    tmk: str
    kcv: str
    field_62: bytes

    def __repr__(self) -> str:
        return f"MasterKey({shown_block(self.tmk)}, kcv {self.kcv}, <{len(self.field_62)} bytes>)"


class ZoneKeys(NamedTuple):
    """Zone keys as key blocks, with the text that carries both to the other side under the zone master key."""

    zpk: str
    zak: str
    exchange: bytes

    def __repr__(self) -> str:
        return f"ZoneKeys({shown_block(self.zpk)}, {shown_block(self.zak)}, <{len(self.exchange)} bytes>)"


class ProtectedPan(NamedTuple):
    """A card number at rest: `token` finds equal numbers, `cipher` gives the number back to `RevealPan`."""

    token: str
    cipher: str

    def __repr__(self) -> str:
        return f"ProtectedPan({self.token}, <{len(self.cipher)} characters>)"


def shown_block(block: str) -> str:
    """Return what may be printed of a key block: its usage and label, and its length."""
    label = block[20:23] if block[16:20] == "LB07" else ""
    known = label if label in KeyUsage.__members__ else "unknown"
    return f"<{known} key block, {len(block)} characters>"

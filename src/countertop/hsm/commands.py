"""What may be asked of an HSM: one small class for each command, its fields named.

Keys are key blocks (`str`, ANSI X9.143 under the HSM's own master key). The reply to each command is the plain value
its docstring names, or an `HsmRefusal`. Printing a command shows usages, kinds and lengths, never content.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from countertop.hsm.replies import KeyComponent, shown_block
from countertop.hsm.usages import KeyUsage
from countertop.values import Pan, Pin, PinBlock, Secret, Track2, Track3

__all__ = [
    "Command",
    "DecryptTrack",
    "DescribeKey",
    "EncryptPin",
    "EncryptTrack",
    "FormKey",
    "GenerateComponent",
    "GenerateMasterKey",
    "GenerateWorkingKeys",
    "GenerateZoneKeys",
    "HashPassword",
    "ImportMasterKey",
    "ImportWorkingKeys",
    "ImportZoneKeys",
    "MakeMac",
    "MakePinReference",
    "MakePinReferenceFromBlock",
    "ProtectPan",
    "RevealPan",
    "TokenizePan",
    "TranslatePin",
    "VerifyMac",
    "VerifyPassword",
    "VerifyPin",
]


class Command:
    """One thing to do. The fields in `_open` print as they are, keys as usage, everything else by its length."""

    __slots__: tuple[str, ...] = ()
    _open: ClassVar[frozenset[str]] = frozenset({"algorithm", "kind", "size", "sm4", "usage"})
    _keys: ClassVar[frozenset[str]] = frozenset({"block", "from_key", "key", "tmk", "to_key", "zmk"})

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={self._shown(name, getattr(self, name))}" for name in self.__slots__)
        return f"{type(self).__name__}({fields})"

    def _shown(self, name: str, value: Any) -> str:
        if value is None or name in self._open:
            return str(value)
        if name in self._keys:
            return shown_block(value)
        return str(value) if isinstance(value, Secret) else f"<{len(value)}>"


class MakeMac(Command):
    """Authenticate `data`. Reply: `bytes`, eight of them.

    `algorithm` None is what the key is for: `unionpay-ecb` for a TAK, `x9.19` for a ZAK (the first eight hexadecimal
    digits as characters). A TAK also makes `x9.9`, a ZAK `x9.19-binary`, both eight raw bytes.
    """

    __slots__ = ("algorithm", "data", "key")

    def __init__(self, key: str, data: bytes, algorithm: str | None = None) -> None:
        self.key = key
        self.data = data
        self.algorithm = algorithm


class VerifyMac(Command):
    """Check the MAC that came with `data`. Reply: `bool`. Algorithms as for `MakeMac`."""

    __slots__ = ("algorithm", "data", "key", "mac")

    def __init__(self, key: str, data: bytes, mac: bytes, algorithm: str | None = None) -> None:
        self.key = key
        self.data = data
        self.mac = mac
        self.algorithm = algorithm


class EncryptPin(Command):
    """Encrypt a PIN as it was keyed, under a TPK (or ZPK). Reply: `PinBlock`, 8 bytes under DES, 16 under SM4.

    Without a card number the PIN field stands alone (field 53 begins with 1).
    """

    __slots__ = ("key", "pan", "pin")

    def __init__(self, key: str, pin: Pin, pan: Pan | None) -> None:
        self.key = key
        self.pin = pin
        self.pan = pan


class TranslatePin(Command):
    """Encrypt a PIN block under the next zone's key, for the same card. Reply: `PinBlock`.

    `from_key` is a TPK or ZPK, `to_key` a ZPK. A block that does not open to a PIN for this card is refused.
    """

    __slots__ = ("from_key", "pan", "pin_block", "to_key")

    def __init__(self, from_key: str, to_key: str, pin_block: PinBlock, pan: Pan | None) -> None:
        self.from_key = from_key
        self.to_key = to_key
        self.pin_block = pin_block
        self.pan = pan


class VerifyPin(Command):
    """Compare the PIN in a block with the issuer's reference. Reply: `bool`."""

    __slots__ = ("key", "pan", "pin_block", "reference")

    def __init__(self, key: str, pin_block: PinBlock, pan: Pan, reference: str) -> None:
        self.key = key
        self.pin_block = pin_block
        self.pan = pan
        self.reference = reference


class MakePinReference(Command):
    """Turn a PIN into what an issuer may store, bound to the card and to this HSM. Reply: `str`."""

    __slots__ = ("pan", "pin")

    def __init__(self, pin: Pin, pan: Pan) -> None:
        self.pin = pin
        self.pan = pan


class MakePinReferenceFromBlock(Command):
    """As `MakePinReference`, for a PIN that came in a block under a TPK or ZPK. Reply: `str`."""

    __slots__ = ("key", "pan", "pin_block")

    def __init__(self, key: str, pin_block: PinBlock, pan: Pan) -> None:
        self.key = key
        self.pin_block = pin_block
        self.pan = pan


class EncryptTrack(Command):
    """Encrypt the end of a track under a TDK (field 53's third digit 1). Reply: the track as sent, same type."""

    __slots__ = ("key", "track")

    def __init__(self, key: str, track: Track2 | Track3) -> None:
        self.key = key
        self.track = track


class DecryptTrack(Command):
    """Open a track that came encrypted under a TDK. Reply: the clear track, same type."""

    __slots__ = ("key", "track")

    def __init__(self, key: str, track: Track2 | Track3) -> None:
        self.key = key
        self.track = track


class GenerateWorkingKeys(Command):
    """Draw new working keys for one terminal. Reply: `WorkingKeys`.

    `kind` is the network management code that asks for them: `001`, `003`, `004`, or `005` for SM4.
    """

    __slots__ = ("kind", "tmk")

    def __init__(self, tmk: str, kind: str) -> None:
        self.tmk = tmk
        self.kind = kind


class ImportWorkingKeys(Command):
    """Load the working keys of a sign-in answer. Reply: `WorkingKeys`; all keys or, with one wrong KCV, none."""

    __slots__ = ("field_62", "kind", "tmk")

    def __init__(self, tmk: str, field_62: bytes, kind: str) -> None:
        self.tmk = tmk
        self.field_62 = field_62
        self.kind = kind


class GenerateMasterKey(Command):
    """Draw a terminal's next master key and put it under the present one. Reply: `MasterKey`."""

    __slots__ = ("tmk",)

    def __init__(self, tmk: str) -> None:
        self.tmk = tmk


class ImportMasterKey(Command):
    """Load the next master key that came under the present one. Reply: `MasterKey`; none with a wrong KCV."""

    __slots__ = ("field_62", "tmk")

    def __init__(self, tmk: str, field_62: bytes) -> None:
        self.tmk = tmk
        self.field_62 = field_62


class GenerateZoneKeys(Command):
    """Draw new zone keys between two institutions. Reply: `ZoneKeys`."""

    __slots__ = ("zmk",)

    def __init__(self, zmk: str) -> None:
        self.zmk = zmk


class ImportZoneKeys(Command):
    """Load the zone keys that the other institution drew. Reply: `ZoneKeys`; both keys or none."""

    __slots__ = ("exchange", "zmk")

    def __init__(self, zmk: str, exchange: bytes) -> None:
        self.zmk = zmk
        self.exchange = exchange


class GenerateComponent(Command):
    """Draw one component of a key for its custodian. Reply: `KeyComponent`. `size` is in bytes."""

    __slots__ = ("size", "sm4")

    def __init__(self, size: int = 16, *, sm4: bool = False) -> None:
        self.size = size
        self.sm4 = sm4


class FormKey(Command):
    """Form a key from two or three components, each checked against its check value. Reply: `FormedKey`."""

    __slots__ = ("components", "sm4", "usage")

    def __init__(self, components: Sequence[KeyComponent], usage: KeyUsage | str, *, sm4: bool = False) -> None:
        self.components = components
        self.usage = usage
        self.sm4 = sm4


class DescribeKey(Command):
    """Tell what a key block holds. Reply: `KeyDescription`."""

    __slots__ = ("block",)

    def __init__(self, block: str) -> None:
        self.block = block


class ProtectPan(Command):
    """Turn a card number into what may rest in a store. Reply: `ProtectedPan`.

    Tokens of two domains (such as two merchants) cannot be compared; the empty domain is the party itself.
    """

    __slots__ = ("domain", "pan")

    def __init__(self, pan: Pan, domain: str = "") -> None:
        self.pan = pan
        self.domain = domain


class TokenizePan(Command):
    """Turn a card number into the token alone that `ProtectPan` gives it, to find what is kept of it. Reply: `str`."""

    __slots__ = ("domain", "pan")

    def __init__(self, pan: Pan, domain: str = "") -> None:
        self.pan = pan
        self.domain = domain


class RevealPan(Command):
    """Give a protected card number back. Reply: `Pan`."""

    __slots__ = ("cipher",)

    def __init__(self, cipher: str) -> None:
        self.cipher = cipher


class HashPassword(Command):
    """Turn a password into what may rest in a store (argon2id, bound to this HSM). Reply: `str`."""

    __slots__ = ("password",)

    def __init__(self, password: Secret[str]) -> None:
        self.password = password


class VerifyPassword(Command):
    """Compare a password with its stored hash. Reply: `bool`."""

    __slots__ = ("password", "stored")

    def __init__(self, stored: str, password: Secret[str]) -> None:
        self.stored = stored
        self.password = password

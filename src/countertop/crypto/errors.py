"""What can go wrong in the algorithms.

CryptoError
├── KeyLengthError      a key of a length the algorithm does not have
├── CheckValueError     a key and its check value do not belong together
├── KeyBlockError       a key block that is torn, altered, or made under another master key
├── WorkingKeysError    field 62 of a sign-in answer is not laid out as its network code says
├── PinBlockError       a PIN block that is none, or not for this card
├── MacDataError        nothing to authenticate
├── TrackError          a track that is none, before or after its encryption
├── ProtectedTextError  a protected card number that is altered or of another key
└── VectorError         a published vector does not hold

Each class has a `reason` that is stable and may be shown; no message repeats what it refuses.
"""

from __future__ import annotations

from typing import ClassVar

__all__ = [
    "CheckValueError",
    "CryptoError",
    "KeyBlockError",
    "KeyLengthError",
    "MacDataError",
    "PinBlockError",
    "ProtectedTextError",
    "TrackError",
    "VectorError",
    "WorkingKeysError",
]


class CryptoError(Exception):
    """An algorithm refuses what it was given."""

    reason: ClassVar[str] = "crypto"


class KeyLengthError(CryptoError):
    """The key has a length the algorithm does not have."""

    reason = "key-length"


class CheckValueError(CryptoError):
    """The check value sent with a key is not the one of the key; `key_name` says which key."""

    reason = "check-value"

    def __init__(self, key_name: str, sent: str, computed: str) -> None:
        super().__init__(
            f"the check value of the {key_name} is {sent} but its key gives {computed}: "
            "the two sides hold different keys; load the key above it again by ceremony, then sign in"
        )
        self.key_name = key_name


class KeyBlockError(CryptoError):
    """The key block is torn, altered, or was made under another master key."""

    reason = "key-block"


class WorkingKeysError(CryptoError):
    """Field 62 does not have the layout of its network management code."""

    reason = "working-keys-layout"


class PinBlockError(CryptoError):
    """The PIN block is none, or none for this card; which of its parts is wrong is not told to anybody."""

    reason = "pin-block"


class MacDataError(CryptoError):
    """There is nothing to authenticate."""

    reason = "mac-data"


class TrackError(CryptoError):
    """The track has digits no track has, or does not decrypt to a track."""

    reason = "track"


class ProtectedTextError(CryptoError):
    """The protected card number is altered, or was protected under another key."""

    reason = "protected-text"


class VectorError(CryptoError):
    """A published vector does not hold: the implementation is wrong, or the vector was altered."""

    reason = "vector"

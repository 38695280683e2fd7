"""What may be asked of an HSM about what is neither card nor PIN: signatures of messages, tokens, data at rest."""

from __future__ import annotations

from countertop.hsm.commands import Command
from countertop.values import Secret

__all__ = ["MakeSignature", "ProtectData", "RevealData", "TokenizeText", "VerifySignature"]


class MakeSignature(Command):
    """Sign `data` under a WSK. Reply: `bytes`, the 32 of HMAC-SHA-256 (RFC 2104)."""

    __slots__ = ("data", "key")

    def __init__(self, key: str, data: bytes) -> None:
        self.key = key
        self.data = data


class VerifySignature(Command):
    """Check the signature that came with `data`. Reply: `bool`."""

    __slots__ = ("data", "key", "signature")

    def __init__(self, key: str, data: bytes, signature: bytes) -> None:
        self.key = key
        self.data = data
        self.signature = signature


class TokenizeText(Command):
    """Turn a secret text, such as a payment code, into what finds it again and tells nothing. Reply: `str`.

    32 hexadecimal digits; tokens of two domains cannot be compared.
    """

    __slots__ = ("domain", "text")

    def __init__(self, text: Secret[str], domain: str) -> None:
        self.text = text
        self.domain = domain


class ProtectData(Command):
    """Encrypt what nobody may read in a store, such as a signature's picture. Reply: `str`."""

    __slots__ = ("data",)

    def __init__(self, data: bytes) -> None:
        self.data = data


class RevealData(Command):
    """Give protected data back. Reply: `bytes`."""

    __slots__ = ("cipher",)

    def __init__(self, cipher: str) -> None:
        self.cipher = cipher

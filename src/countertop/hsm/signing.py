"""Signatures and tokens of texts: HMAC with SHA-256 (RFC 2104, FIPS 198-1); data at rest: AES-256-GCM (SP 800-38D)."""

from __future__ import annotations

import hmac
from typing import Final

from countertop.crypto.kcv import KCV_SIZE
from countertop.crypto.tokens import NONCE_SIZE
from countertop.hsm.signing_commands import MakeSignature, ProtectData, RevealData, TokenizeText, VerifySignature
from countertop.hsm.vault import Vault

__all__ = [
    "make_signature",
    "protect_data",
    "reveal_data",
    "signing_check_value",
    "tokenize_text",
    "verify_signature",
]

_TOKEN_SIZE: Final = 32
_ZEROES: Final = bytes(16)


def make_signature(vault: Vault, command: MakeSignature) -> bytes:
    """Return the signature."""
    return hmac.digest(vault.signing_keys[command.key], command.data, "sha256")


def verify_signature(vault: Vault, command: VerifySignature) -> bool:
    """Compare in constant time."""
    made = hmac.digest(vault.signing_keys[command.key], command.data, "sha256")
    return hmac.compare_digest(made, command.signature)


def tokenize_text(vault: Vault, command: TokenizeText) -> str:
    """Return the token."""
    text = f"{command.domain}\0{command.text.reveal()}".encode()
    return hmac.digest(vault.text_token_key, text, "sha256").hex()[:_TOKEN_SIZE]


def protect_data(vault: Vault, command: ProtectData) -> str:
    """Return the encrypted data."""
    return vault.data_cipher.encrypt(command.data, vault.entropy(NONCE_SIZE))


def reveal_data(vault: Vault, command: RevealData) -> bytes:
    """Return the data."""
    return vault.data_cipher.decrypt(command.cipher)


def signing_check_value(clear: bytes) -> bytes:
    """Return the check value of a signing key: the first bytes of its signature over 16 zero bytes (our choice)."""
    return hmac.digest(clear, _ZEROES, "sha256")[:KCV_SIZE]

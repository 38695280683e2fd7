"""The commands for tracks on the wire and card numbers at rest."""

from __future__ import annotations

from countertop.crypto.tokens import NONCE_SIZE
from countertop.crypto.tracks import decrypt_track, encrypt_track
from countertop.hsm.commands import DecryptTrack, EncryptTrack, ProtectPan, RevealPan, TokenizePan
from countertop.hsm.replies import ProtectedPan
from countertop.hsm.vault import Vault
from countertop.values import Pan, Track2, Track3

__all__ = ["open_track", "protect_pan", "reveal_pan", "seal_track", "tokenize_pan"]


def seal_track(vault: Vault, command: EncryptTrack) -> Track2 | Track3:
    """Return the track as it is sent."""
    return type(command.track)(encrypt_track(vault.track_ciphers[command.key], command.track.reveal()))


def open_track(vault: Vault, command: DecryptTrack) -> Track2 | Track3:
    """Return the clear track."""
    return type(command.track)(decrypt_track(vault.track_ciphers[command.key], command.track.reveal()))


def protect_pan(vault: Vault, command: ProtectPan) -> ProtectedPan:
    """Return the token and the encrypted number."""
    return ProtectedPan(
        vault.pan_tokens.token(command.pan, command.domain),
        vault.pan_cipher.encrypt(command.pan, vault.entropy(NONCE_SIZE)),
    )


def tokenize_pan(vault: Vault, command: TokenizePan) -> str:
    """Return the token."""
    return vault.pan_tokens.token(command.pan, command.domain)


def reveal_pan(vault: Vault, command: RevealPan) -> Pan:
    """Return the card number."""
    return vault.pan_cipher.decrypt(command.cipher)

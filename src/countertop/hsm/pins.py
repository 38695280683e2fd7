"""The PIN commands: encrypt at the PIN pad, translate between zones, verify at the issuer."""

from __future__ import annotations

from binascii import a2b_hex

from countertop.crypto.block_ciphers import BlockCipher
from countertop.crypto.errors import PinBlockError
from countertop.crypto.pin_blocks import (
    check_format_0,
    decipher_format_4,
    decode_format_0,
    encipher_format_4,
    encode_format_0,
)
from countertop.hsm.commands import EncryptPin, MakePinReference, MakePinReferenceFromBlock, TranslatePin, VerifyPin
from countertop.hsm.errors import PinReferenceError
from countertop.hsm.vault import Vault
from countertop.values import Pan, Pin, PinBlock

__all__ = ["encrypt_pin", "make_pin_reference", "make_pin_reference_from_block", "translate_pin", "verify_pin"]


def encrypt_pin(vault: Vault, command: EncryptPin) -> PinBlock:
    """Return the encrypted block, as long as the key's cipher block."""
    cipher = vault.pin_ciphers[command.key]
    return PinBlock(cipher.encrypt(encode_format_0(command.pin, command.pan, cipher.block_size)))


def translate_pin(vault: Vault, command: TranslatePin) -> PinBlock:
    """Return the block under the zone's key; between DES and SM4 the block changes its length, never its card."""
    source, target = vault.pin_ciphers[command.from_key], vault.zone_pin_ciphers[command.to_key]
    clear = _decrypted(source, command.pin_block)
    if source.block_size == target.block_size:
        check_format_0(clear, command.pan)
    else:
        clear = encode_format_0(decode_format_0(clear, command.pan), command.pan, target.block_size)
    return PinBlock(target.encrypt(clear))


def verify_pin(vault: Vault, command: VerifyPin) -> bool:
    """Compare two PINs in constant time."""
    pin = _pin(vault, command.key, command.pin_block, command.pan)
    try:
        reference = decipher_format_4(vault.pin_reference_cipher, a2b_hex(command.reference), command.pan)
    except (ValueError, PinBlockError):
        raise PinReferenceError("the stored PIN reference is not of this card: set the card's PIN again") from None
    return pin == reference


def make_pin_reference(vault: Vault, command: MakePinReference) -> str:
    """Return 32 hexadecimal digits."""
    return _reference(vault, command.pin, command.pan)


def make_pin_reference_from_block(vault: Vault, command: MakePinReferenceFromBlock) -> str:
    """Return 32 hexadecimal digits."""
    return _reference(vault, _pin(vault, command.key, command.pin_block, command.pan), command.pan)


def _reference(vault: Vault, pin: Pin, pan: Pan) -> str:
    return encipher_format_4(vault.pin_reference_cipher, pin, pan, vault.entropy(8)).hex()


def _pin(vault: Vault, key: str, pin_block: PinBlock, pan: Pan) -> Pin:
    return decode_format_0(_decrypted(vault.pin_ciphers[key], pin_block), pan)


def _decrypted(cipher: BlockCipher, pin_block: PinBlock) -> bytes:
    block = pin_block.reveal()
    if len(block) != cipher.block_size:
        raise PinBlockError(
            f"the PIN block has {len(block)} bytes where the key's cipher has {cipher.block_size}: "
            "set the same cipher on the terminal and the host"
        )
    return cipher.decrypt(block)

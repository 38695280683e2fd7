"""Keys as components: two or three parts, each held by one custodian, combined by exclusive or (NIST SP 800-57).

A component alone says nothing about the key. Each has its own check value, so that a mistyped one is found before it is
used.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence

from countertop.crypto.block_ciphers import BlockCipher
from countertop.crypto.des import des_cipher, is_weak
from countertop.crypto.kcv import check_value
from countertop.crypto.sm4 import sm4_cipher
from countertop.hsm.commands import FormKey, GenerateComponent
from countertop.hsm.errors import ComponentError, KeyUsageError
from countertop.hsm.replies import FormedKey, KeyComponent
from countertop.hsm.signing import signing_check_value
from countertop.hsm.usages import HMAC_KEY_SIZE, KeyUsage
from countertop.hsm.vault import Vault
from countertop.values import Secret

__all__ = ["combine", "component_of", "form_key", "generate_component"]

_COMPONENT_SIZES = frozenset({8, 16, 24, HMAC_KEY_SIZE})


def component_of(clear: bytes, *, sm4: bool = False) -> KeyComponent:
    """Return a component with its check value. Raises KeyLengthError for a length the cipher does not have."""
    return KeyComponent(Secret(clear.hex().upper()), _kcv(clear, sm4=sm4))


def combine(components: Sequence[KeyComponent], *, sm4: bool = False) -> bytes:
    """Return the key that two or three components form by exclusive or.

    Raises ComponentError, with the number of the component, for digits that are none, a wrong check value, another
    length, a component entered twice, or a key that is weak.
    """
    if not 2 <= len(components) <= 3:
        raise ComponentError(f"a key is formed of two or three components, not {len(components)}")
    clears = [_entered(number, component, sm4=sm4) for number, component in enumerate(components, 1)]
    size = len(clears[0])
    key = 0
    for number, clear in enumerate(clears, 1):
        if len(clear) != size:
            raise ComponentError(f"component {number} has {len(clear)} bytes, the first has {size}", number)
        if clear in clears[: number - 1]:
            raise ComponentError(f"component {number} was entered before: each custodian enters their own", number)
        key ^= int.from_bytes(clear, "big")
    formed = key.to_bytes(size, "big")
    if size != HMAC_KEY_SIZE and is_weak(formed):
        raise ComponentError("the components form a weak key: draw new components")
    return formed


def generate_component(vault: Vault, command: GenerateComponent) -> KeyComponent:
    """Draw a component; it leaves the HSM in the clear, for its custodian alone."""
    if command.size not in _COMPONENT_SIZES:
        raise ComponentError(f"a component has 8, 16, 24 or 32 bytes, not {command.size}")
    without_parity = command.sm4 or command.size == HMAC_KEY_SIZE
    return component_of(vault.draw(command.size, sm4=without_parity), sm4=command.sm4)


def form_key(vault: Vault, command: FormKey) -> FormedKey:
    """Combine and seal."""
    if command.usage not in KeyUsage.__members__:
        raise KeyUsageError(f"there is no such key usage; use one of {', '.join(KeyUsage)}")
    key = combine(command.components, sm4=command.sm4)
    block = vault.seal(key, KeyUsage(command.usage), sm4=command.sm4)
    return FormedKey(block, _kcv(key, sm4=command.sm4))


def _entered(number: int, component: KeyComponent, *, sm4: bool) -> bytes:
    try:
        clear = bytes.fromhex(component.clear.reveal())
    except ValueError:
        raise ComponentError(f"component {number} is not hexadecimal: enter it again", number) from None
    if len(clear) not in _COMPONENT_SIZES:
        raise ComponentError(f"component {number} has {len(clear)} bytes: enter 8, 16, 24 or 32", number)
    if not hmac.compare_digest(_kcv(clear, sm4=sm4).encode(), component.kcv.upper().encode()):
        raise ComponentError(f"component {number} does not have its check value: enter it again", number)
    return clear


def _cipher(clear: bytes, *, sm4: bool) -> BlockCipher:
    return sm4_cipher(clear) if sm4 else des_cipher(clear)


def _kcv(clear: bytes, *, sm4: bool) -> str:
    value = signing_check_value(clear) if len(clear) == HMAC_KEY_SIZE else check_value(_cipher(clear, sm4=sm4))
    return value.hex().upper()

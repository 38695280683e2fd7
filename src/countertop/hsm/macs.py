"""The MAC commands."""

from __future__ import annotations

import hmac
from collections.abc import Callable

from countertop.hsm.commands import MakeMac, VerifyMac
from countertop.hsm.errors import MacAlgorithmError
from countertop.hsm.vault import Vault

__all__ = ["make_mac", "verify_mac"]


def make_mac(vault: Vault, command: MakeMac) -> bytes:
    """Return the MAC of the data."""
    return _algorithm(vault, command)(command.data)


def verify_mac(vault: Vault, command: VerifyMac) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(_algorithm(vault, command)(command.data), command.mac)


def _algorithm(vault: Vault, command: MakeMac | VerifyMac) -> Callable[[bytes], bytes]:
    algorithms = vault.mac_algorithms(command.key)
    try:
        return algorithms[command.algorithm]
    except KeyError:
        known = ", ".join(name for name in algorithms if name is not None)
        raise MacAlgorithmError(f"this MAC key makes {known}; set the line's MAC algorithm to one of these") from None

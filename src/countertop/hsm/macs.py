"""The MAC commands."""

from __future__ import annotations

from hmac import compare_digest

from countertop.hsm.commands import MakeMac, VerifyMac
from countertop.hsm.errors import MacAlgorithmError
from countertop.hsm.vault import Vault

__all__ = ["make_mac", "verify_mac"]


def make_mac(vault: Vault, command: MakeMac) -> bytes:
    """Return the MAC of the data."""
    try:
        make = vault.mac_algorithms[command.key][command.algorithm]
    except KeyError:
        raise _no_such_algorithm(vault, command) from None
    return make(command.data)


def verify_mac(vault: Vault, command: VerifyMac) -> bool:
    """Compare in constant time."""
    try:
        make = vault.mac_algorithms[command.key][command.algorithm]
    except KeyError:
        raise _no_such_algorithm(vault, command) from None
    return compare_digest(make(command.data), command.mac)


def _no_such_algorithm(vault: Vault, command: MakeMac | VerifyMac) -> MacAlgorithmError:
    known = ", ".join(name for name in vault.mac_algorithms[command.key] if name is not None)
    return MacAlgorithmError(f"this MAC key makes {known}; set the line's MAC algorithm to one of these")

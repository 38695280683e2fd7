"""The commands that draw keys and pass them on under a master key: working keys of a terminal, keys of a zone."""

from __future__ import annotations

from countertop.crypto.errors import WorkingKeysError
from countertop.crypto.kcv import check_value
from countertop.crypto.working_keys import LAYOUTS, build_working_keys, read_working_keys
from countertop.hsm.commands import (
    DescribeKey,
    GenerateMasterKey,
    GenerateWorkingKeys,
    GenerateZoneKeys,
    ImportMasterKey,
    ImportWorkingKeys,
    ImportZoneKeys,
)
from countertop.hsm.errors import KeyUsageError
from countertop.hsm.replies import KeyDescription, MasterKey, WorkingKeys, ZoneKeys
from countertop.hsm.signing import signing_check_value
from countertop.hsm.usages import CIPHERS, HMAC, KeyUsage
from countertop.hsm.vault import Vault

__all__ = [
    "describe_key",
    "generate_master_key",
    "generate_working_keys",
    "generate_zone_keys",
    "import_master_key",
    "import_working_keys",
    "import_zone_keys",
]

_TERMINAL_KINDS = frozenset({"001", "003", "004", "005"})
_SM4_KINDS = frozenset({"005"})
_ZONE_KIND = "101"
_MASTER_KIND = "420"
_ALGORITHMS = {"D": "DES", "T": "3DES", "4": "SM4", HMAC: "HMAC"}


def generate_working_keys(vault: Vault, command: GenerateWorkingKeys) -> WorkingKeys:
    """Draw each key of the layout; the TAK is single-length where the layout says so."""
    tmk = _terminal_master_key(vault, command.tmk, command.kind)
    layout, sm4 = LAYOUTS[command.kind], command.kind in _SM4_KINDS
    sizes = {name: 8 if name == "TAK" and layout.single_tak else room for name, room in layout.rooms.items()}
    keys = {name: vault.draw(size, sm4=sm4) for name, size in sizes.items()}
    return _working_keys(vault, keys, build_working_keys(tmk, command.kind, keys), sm4=sm4)


def import_working_keys(vault: Vault, command: ImportWorkingKeys) -> WorkingKeys:
    """Check every check value before any key is sealed."""
    tmk = _terminal_master_key(vault, command.tmk, command.kind)
    keys = read_working_keys(tmk, command.kind, command.field_62)
    return _working_keys(vault, keys, command.field_62, sm4=command.kind in _SM4_KINDS)


def generate_master_key(vault: Vault, command: GenerateMasterKey) -> MasterKey:
    """Draw a TMK; only a triple DES key takes another, of the same length."""
    old = _replaceable(vault, command.tmk)
    new = vault.draw(LAYOUTS[_MASTER_KIND].rooms["TMK"])
    return _master_key(vault, new, build_working_keys(old, _MASTER_KIND, {"TMK": new}))


def import_master_key(vault: Vault, command: ImportMasterKey) -> MasterKey:
    """Check the check value before the key is sealed."""
    old = _replaceable(vault, command.tmk)
    return _master_key(vault, read_working_keys(old, _MASTER_KIND, command.field_62)["TMK"], command.field_62)


def generate_zone_keys(vault: Vault, command: GenerateZoneKeys) -> ZoneKeys:
    """Draw a ZPK and a ZAK."""
    zmk = vault.open(command.zmk, KeyUsage.ZMK).clear
    keys = {name: vault.draw(size) for name, size in LAYOUTS[_ZONE_KIND].rooms.items()}
    return _zone_keys(vault, keys, build_working_keys(zmk, _ZONE_KIND, keys))


def import_zone_keys(vault: Vault, command: ImportZoneKeys) -> ZoneKeys:
    """Check both check values before any key is sealed."""
    zmk = vault.open(command.zmk, KeyUsage.ZMK).clear
    return _zone_keys(vault, read_working_keys(zmk, _ZONE_KIND, command.exchange), command.exchange)


def describe_key(vault: Vault, command: DescribeKey) -> KeyDescription:
    """Return usage, algorithm, length and check value."""
    opened = vault.open(command.block, *KeyUsage)
    code = opened.attributes.algorithm
    kcv = signing_check_value(opened.clear) if code == HMAC else check_value(CIPHERS[code](opened.clear))
    return KeyDescription(opened.usage, _ALGORITHMS[code], 8 * len(opened.clear), kcv.hex().upper())


def _terminal_master_key(vault: Vault, block: str, kind: str) -> bytes:
    if kind not in _TERMINAL_KINDS:
        raise WorkingKeysError(f"no terminal key layout has network code {kind}; use 001, 003, 004 or 005")
    opened = vault.open(block, KeyUsage.TMK)
    if (opened.attributes.algorithm == "4") != (kind in _SM4_KINDS):
        raise KeyUsageError("SM4 working keys need an SM4 terminal master key, DES working keys a DES one")
    return opened.clear


def _replaceable(vault: Vault, block: str) -> bytes:
    opened = vault.open(block, KeyUsage.TMK)
    if opened.attributes.algorithm == "4":
        raise KeyUsageError("an SM4 terminal master key is changed by a key ceremony")
    return opened.clear


def _working_keys(vault: Vault, keys: dict[str, bytes], field_62: bytes, *, sm4: bool) -> WorkingKeys:
    tdk = keys.get("TDK")
    return WorkingKeys(
        vault.seal(keys["TPK"], KeyUsage.TPK, sm4=sm4),
        vault.seal(keys["TAK"], KeyUsage.TAK, sm4=sm4),
        None if tdk is None else vault.seal(tdk, KeyUsage.TDK, sm4=sm4),
        field_62,
    )


def _master_key(vault: Vault, clear: bytes, field_62: bytes) -> MasterKey:
    kcv = check_value(LAYOUTS[_MASTER_KIND].cipher(clear)).hex().upper()
    return MasterKey(vault.seal(clear, KeyUsage.TMK), kcv, field_62)


def _zone_keys(vault: Vault, keys: dict[str, bytes], exchange: bytes) -> ZoneKeys:
    return ZoneKeys(vault.seal(keys["ZPK"], KeyUsage.ZPK), vault.seal(keys["ZAK"], KeyUsage.ZAK), exchange)

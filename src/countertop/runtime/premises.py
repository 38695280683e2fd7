"""Where things lie in a house: the directories of its parties, the keys beside it, the wallet that it was given."""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path
from tempfile import TemporaryFile

from countertop.demo.errors import WalletError
from countertop.demo.wallet import Card, read_wallet
from countertop.runtime.errors import DirectoryFault

__all__ = [
    "FILE",
    "is_empty",
    "keys_directory",
    "parties_in",
    "read_wallet_file",
    "verify_writable",
    "wallet_of",
]

FILE = "countertop.toml"
WALLET = "wallet.json"


def keys_directory(house: Path) -> Path:
    """Return where the master keys of a house lie: beside the data, not in it."""
    place = house.resolve()
    return place.with_name(f"{place.name}-keys")


def verify_writable(place: Path) -> None:
    """Raise DirectoryFault when nothing can be written there; permissions alone do not tell."""
    try:
        with TemporaryFile(dir=place):
            pass
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        raise DirectoryFault("run.not-writable", path=str(place), reason=reason) from None


def parties_in(house: Path) -> list[Path]:
    """Return the directories of the parties in a house, in the order of starting; raises DirectoryFault."""
    try:
        names = tomllib.loads((house / FILE).read_text("utf-8"))["parties"]
        return [house / name for name in names]
    except FileNotFoundError:
        raise DirectoryFault("run.no-house", path=str(house)) from None
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise DirectoryFault("run.unreadable", path=str(house / FILE), reason=str(fault)) from None


def is_empty(house: Path) -> bool:
    """Tell whether a house can be founded here: there is nothing, or an empty directory."""
    return not house.exists() or (house.is_dir() and not any(house.iterdir()))


def read_wallet_file(path: Path | None) -> dict[str, Card]:
    """Return the cards in a file, or the demo's own for None; raises DirectoryFault.

    A wallet is what customers carry: its numbers and PINs are clear, so it is never copied to where data lie.
    """
    wallet = resources.files("countertop.demo").joinpath(WALLET) if path is None else path
    try:
        return read_wallet(wallet.read_text("utf-8"))
    except FileNotFoundError:
        raise DirectoryFault("run.no-wallet", path=str(path)) from None
    except OSError as fault:
        raise DirectoryFault("run.unreadable", path=str(path), reason=fault.strerror or "") from None
    except (UnicodeDecodeError, WalletError) as fault:
        raise DirectoryFault("run.bad-wallet", path=str(path or WALLET), reason=_without_content(fault)) from None


def wallet_of(data: Path) -> dict[str, Card]:
    """Return the cards of the house in a directory, or of the one a party belongs to; raises DirectoryFault."""
    for house in (data, data.resolve().parent):
        path = _wallet_path(house)
        if path is not None:
            return read_wallet_file(path)
    return read_wallet_file(None)


def _wallet_path(house: Path) -> Path | None:
    try:
        path = tomllib.loads((house / FILE).read_text("utf-8")).get("wallet")
    except (OSError, ValueError):
        return None
    return Path(path) if isinstance(path, str) else None


def _without_content(fault: Exception) -> str:
    """Return what is wrong without the bytes that are wrong: they may be a card's."""
    return "UTF-8" if isinstance(fault, UnicodeDecodeError) else str(fault)

"""Where things lie in a house: its parties' directories, its wallet, and its keys, which are not in it."""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path
from tempfile import TemporaryFile

from countertop.demo.wallet import Card, read_wallet
from countertop.runtime.errors import DirectoryFault

__all__ = ["FILE", "WALLET", "is_empty", "keys_directory", "parties_in", "verify_writable", "wallet_of"]

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


def wallet_of(house: Path | None = None) -> tuple[str, dict[str, Card]]:
    """Return the wallet of a house, or the demo's own, as text and as cards; raises WalletError."""
    path = None if house is None else house / WALLET
    if path is not None and path.exists():
        text = path.read_text("utf-8")
    else:
        text = resources.files("countertop.demo").joinpath(WALLET).read_text("utf-8")
    return text, read_wallet(text)

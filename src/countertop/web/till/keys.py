"""Keys by which tills are let in: long random texts, shown once; what is kept cannot be used to come in.

They lie in one small file of the house, that programs beside the pages may change: it is read again when it was.
The key of demo mode is kept in clear beside it, for everybody who starts the demonstration.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path
from typing import Any, Final

from countertop.values.persons import is_name
from countertop.web.errors import TillKeyFault

__all__ = ["DEMO", "TillKeys", "demo_key"]

PLACE: Final = "pages"
FILE: Final = "till-keys.json"
DEMO_FILE: Final = "demo-till-key"
DEMO: Final = "demo"
SIZE: Final = 32
PREFIX: Final = "till_"


class TillKeys:
    """The keys of a house; `draw` gives a text of so many random bytes."""

    def __init__(self, house: Path, draw: Callable[[int], str] = secrets.token_urlsafe) -> None:
        self._path = house / PLACE / FILE
        self._draw = draw
        self._seen: tuple[int, int] | None = None
        self._hashes: dict[str, str] = {}

    def add(self, name: str) -> str:
        """Make a key for a till and return it, this once; raises TillKeyFault for a name that is taken or no name."""
        if not is_name(name) or name != name.strip():
            raise TillKeyFault("till.bad-name")
        known = self._read()
        if name in known:
            raise TillKeyFault("till.taken", name=name)
        key = PREFIX + self._draw(SIZE)
        self._write({**known, name: _hash(key)})
        return key

    def remove(self, name: str) -> None:
        """Let a till in no more; raises TillKeyFault."""
        known = self._read()
        if name not in known:
            raise TillKeyFault("till.none-such", name=name)
        self._write({each: kept for each, kept in known.items() if each != name})

    def names(self) -> list[str]:
        """Return the names of the tills that are let in."""
        return sorted(self._read())

    def holder(self, key: str) -> str | None:
        """Return the name of the till that a key belongs to."""
        hashed, found = _hash(key), None
        for name, kept in self._fresh().items():
            if compare_digest(hashed, kept):
                found = name
        return found

    def _fresh(self) -> dict[str, str]:
        try:
            found = self._path.stat()
        except OSError:
            return {}
        seen = (found.st_mtime_ns, found.st_ino)
        if seen != self._seen:
            self._hashes, self._seen = self._read(), seen
        return self._hashes

    def _read(self) -> dict[str, str]:
        try:
            told: Any = json.loads(self._path.read_text("utf-8"))
            return {str(name): str(kept) for name, kept in told["tills"].items()}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
            raise TillKeyFault("till.unreadable", path=str(self._path), reason=type(fault).__name__) from None

    def _write(self, hashes: dict[str, str]) -> None:
        _put(self._path, json.dumps({"tills": hashes}, ensure_ascii=False, indent=1))


def demo_key(house: Path) -> str:
    """Return the key of the demonstration, made when it is not there; it opens nothing outside demo mode."""
    path = house / PLACE / DEMO_FILE
    keys = TillKeys(house)
    try:
        key = path.read_text("utf-8").strip()
    except OSError:
        key = ""
    if keys.holder(key) == DEMO:
        return key
    if DEMO in keys.names():
        keys.remove(DEMO)
    key = keys.add(DEMO)
    _put(path, key + "\n")
    return key


def _put(path: Path, text: str) -> None:
    """Write a file that is there whole or not at all, for its owner alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _hash(key: str) -> str:
    return sha256(key.encode()).hexdigest()

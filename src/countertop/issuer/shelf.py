"""What was used last stays at hand: a bounded store of things that can be fetched again."""

from __future__ import annotations

from typing import Generic, TypeVar

__all__ = ["Shelf"]

_Kept = TypeVar("_Kept")


class Shelf(Generic[_Kept]):
    """Keeps so many things by name; the one that was not asked for the longest makes room."""

    __slots__ = ("_kept", "_most")

    def __init__(self, most: int) -> None:
        assert most > 0
        self._most = most
        self._kept: dict[str, _Kept] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def find(self, name: str) -> _Kept | None:
        """Return what is kept under a name, which makes it the latest."""
        found = self._kept.pop(name, None)
        if found is not None:
            self._kept[name] = found
        return found

    def put(self, name: str, thing: _Kept) -> None:
        """Keep a thing under a name."""
        self._kept.pop(name, None)
        if len(self._kept) >= self._most:
            del self._kept[next(iter(self._kept))]
        self._kept[name] = thing

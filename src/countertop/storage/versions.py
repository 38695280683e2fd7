"""The versions of a party's tables: forward-only migrations from the first day, in files `0001_founding.py` and so on.

A store names the version it is at. Finding out whether that is today's takes a look at a directory and a row; a new
store is built from `newest.sql`, which is where the migrations lead. The migration library is loaded only to raise an
older store.
"""

from __future__ import annotations

from pathlib import Path

from countertop.storage.errors import StoreDamaged, StoreNewer

__all__ = ["MIGRATIONS", "Versions"]

MIGRATIONS = Path(__file__).parent / "migrations"


class Versions:
    """The versions of one party, oldest first, each named `<party>_<number>`."""

    def __init__(self, party: str, directory: Path | None = None) -> None:
        self.party = party
        self.directory = directory or MIGRATIONS / party
        self.all = [f"{party}_{file.name[:4]}" for file in sorted(self.directory.glob("[0-9][0-9][0-9][0-9]_*.py"))]

    @property
    def newest(self) -> str:
        """Today's version."""
        assert self.all, f"no migrations for {self.party}: freeze its tables with countertop.storage.freeze"
        return self.all[-1]

    def newest_sql(self) -> str:
        """Return the statements that build an empty store of today's version."""
        assert self.newest
        return (self.directory / "newest.sql").read_text(encoding="utf-8")

    def verify(self, found: str | None, store: Path) -> bool:
        """Return whether a store at that version is current; raises StoreDamaged and StoreNewer."""
        if found == self.newest:
            return True
        if found in self.all:
            return False
        party = (found or "").rpartition("_")[0]
        if party != self.party:
            raise StoreDamaged("store.foreign", store=str(store), party=self.party, found=found)
        raise StoreNewer("store.newer", store=str(store), found=found, newest=self.newest)

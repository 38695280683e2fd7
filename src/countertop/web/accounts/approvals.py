"""What waits for a second person, kept beside the accounts: it outlives the pages.

    waiting ──another person agrees──► begun ──► done, refused, or unknown
       ├── withdrawn
       └── nobody until its end ──► lapsed

Each step is one transaction with its entry in the trail, and is taken once: whoever comes second is told that it is
gone. What had begun when the pages stopped is unknown, for nobody heard what the party said.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from countertop.values.persons import is_same_person
from countertop.web.accounts.store import Store, write_entry
from countertop.web.accounts.trail import Entry

__all__ = ["Approval", "Approvals"]


@dataclass(frozen=True, slots=True)
class Approval:
    """What one person wants and another must agree to; moments in UTC microseconds.

    `given` is what was filled in, without secrets: it rests in clear. `about` is what the trail says of it.
    """

    token: str
    deed: str
    given: Mapping[str, Any]
    about: str
    proposed_by: str
    proposed_at: int
    ends_at: int
    state: str = "waiting"
    decided_by: str = ""
    decided_at: int = 0


class Approvals:
    """The table, in the store of the accounts."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def propose(self, approval: Approval, entry: Entry) -> None:
        """Keep what somebody wants."""
        with self._store.writing() as database:
            given = json.dumps(approval.given, ensure_ascii=False)
            told = (approval.about, approval.proposed_by, approval.proposed_at, approval.ends_at)
            database.execute(
                "INSERT INTO approval VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting', '', 0)",
                (approval.token, approval.deed, given, *told),
            )
            write_entry(database, entry)

    def take(self, token: str, entry: Entry) -> bool:
        """Let whom the entry names begin with what waits; False when it does not wait, or is their own."""
        with self._store.writing() as database:
            found = database.execute(
                "SELECT proposed_by FROM approval WHERE token = ? AND state = 'waiting' AND ends_at > ?",
                (token, entry.at),
            ).fetchone()
            if found is None or is_same_person(found[0], entry.who):
                return False
            _move(database, token, "begun", entry)
            return True

    def end(self, token: str, state: str, entry: Entry) -> bool:
        """Write down what became of it; False when that is known already."""
        before = "waiting" if state == "withdrawn" else "begun"
        with self._store.writing() as database:
            found = database.execute("SELECT 1 FROM approval WHERE token = ? AND state = ?", (token, before))
            if found.fetchone() is None:
                return False
            _move(database, token, state, entry)
            return True

    def lapse(self, now: int, entry_of: Callable[[Approval], Entry]) -> None:
        """End what nobody agreed to in time."""
        self._end_each("state = 'waiting' AND ends_at <= ?", now, "lapsed", entry_of)

    def interrupt(self, entry_of: Callable[[Approval], Entry]) -> None:
        """End what had begun and nobody will hear of: for pages that start."""
        self._end_each("state = ?", "begun", "unknown", entry_of)

    def waiting(self) -> list[Approval]:
        """Return what waits, the oldest first."""
        return self._found("state = 'waiting' ORDER BY proposed_at")

    def ended(self, limit: int) -> list[Approval]:
        """Return what waits no more, the newest first."""
        return self._found(f"state NOT IN ('waiting', 'begun') ORDER BY decided_at DESC LIMIT {limit:d}")

    def _end_each(self, which: str, value: object, state: str, entry_of: Callable[[Approval], Entry]) -> None:
        with self._store.writing() as database:
            for row in database.execute(f"SELECT * FROM approval WHERE {which}", (value,)).fetchall():  # noqa: S608 - ours
                _move(database, row[0], state, entry_of(_approval(row)))

    def _found(self, which: str) -> list[Approval]:
        return [_approval(row) for row in self._store.read(f"SELECT * FROM approval WHERE {which}")]  # noqa: S608 - ours


def _move(database: Any, token: str, state: str, entry: Entry) -> None:
    database.execute(
        "UPDATE approval SET state = ?, decided_by = ?, decided_at = ? WHERE token = ?",
        (state, entry.who, entry.at, token),
    )
    write_entry(database, entry)


def _approval(row: tuple[Any, ...]) -> Approval:
    token, deed, given, *rest = row
    return Approval(token, deed, json.loads(given), *rest)

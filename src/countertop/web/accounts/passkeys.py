"""Passkeys of people at the consoles: the public halves of keys that their own devices keep (WebAuthn Level 3).

A person may have several. Each is good at the name of the address where it was made (`rp_id`), and for nobody else.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Final

from countertop.web.accounts.errors import AccountFault
from countertop.web.accounts.store import Store, write_entry
from countertop.web.accounts.trail import Entry

__all__ = ["HANDLE_SIZE", "MOST", "Passkey", "Passkeys"]

MOST: Final = 10
"""Passkeys of one person."""

HANDLE_SIZE: Final = 32


@dataclass(frozen=True, slots=True)
class Passkey:
    """One of them; `public_key` in the form of COSE (RFC 9052), `sign_count` as its device told it last.

    Moments in UTC microseconds; `used_at` is 0 before the first log-in.
    """

    credential_id: bytes
    name: str
    label: str
    rp_id: str
    public_key: bytes
    sign_count: int
    added_at: int
    used_at: int = 0


class Passkeys:
    """The table, in the store of the accounts."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, name: str) -> list[Passkey]:
        """Return a person's passkeys, the oldest first."""
        return [
            Passkey(*row) for row in self._store.read("SELECT * FROM passkey WHERE name = ? ORDER BY added_at", name)
        ]

    def are_there(self) -> bool:
        """Tell whether anybody has one."""
        return bool(self._store.read("SELECT 1 FROM passkey LIMIT 1"))

    def find(self, credential_id: bytes) -> tuple[Passkey, bytes] | None:
        """Return a passkey and the handle of whose it is."""
        found = self._store.read(
            "SELECT passkey.*, passkey_owner.handle FROM passkey"
            " JOIN passkey_owner ON passkey_owner.name = passkey.name WHERE credential_id = ?",
            credential_id,
        )
        return (Passkey(*found[0][:-1]), found[0][-1]) if found else None

    def handle_of(self, name: str, drawn: bytes) -> bytes:
        """Return the handle by which devices know a person, which tells nothing about them; `drawn` for a new one."""
        with self._store.writing() as database:
            database.execute("INSERT OR IGNORE INTO passkey_owner VALUES (?, ?)", (name, drawn))
            found = database.execute("SELECT handle FROM passkey_owner WHERE name = ?", (name,)).fetchone()
            return bytes(found[0])

    def add(self, passkey: Passkey, entry: Entry) -> None:
        """Keep a new passkey; raises AccountFault for one too many, and for one that is somebody's already."""
        with self._store.writing() as database:
            count = database.execute("SELECT count(*) FROM passkey WHERE name = ?", (passkey.name,)).fetchone()[0]
            if count >= MOST:
                raise AccountFault("accounts.passkeys-full", most=MOST)
            added = database.execute(
                "INSERT INTO passkey VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", astuple(passkey)
            )
            if not added.rowcount:
                raise AccountFault("accounts.passkey-refused")
            write_entry(database, entry)

    def use(self, passkey: Passkey, sign_count: int, now: int) -> bool:
        """Write down a log-in; False when another one came between, as of a copy of the device."""
        with self._store.writing() as database:
            used = database.execute(
                "UPDATE passkey SET sign_count = ?, used_at = ? WHERE credential_id = ? AND sign_count = ?",
                (sign_count, now, passkey.credential_id, passkey.sign_count),
            )
            return bool(used.rowcount)

    def remove(self, name: str, credential_id: bytes, entry: Entry) -> bool:
        """Take one of a person's passkeys away; False when they have none such."""
        with self._store.writing() as database:
            removed = database.execute(
                "DELETE FROM passkey WHERE credential_id = ? AND name = ?", (credential_id, name)
            )
            if removed.rowcount:
                write_entry(database, entry)
            return bool(removed.rowcount)

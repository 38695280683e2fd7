"""The store of accounts, sessions and the trail: one small SQLite file.

    account   one row a person; `password` in the argon2 text form, `failures` since the last log-in
    session   the hash of a session's secret; whoever reads the file cannot use it
    trail     what people did, each entry hashed together with the one before it
    approval  what waits for a second person, and what became of it (module `approvals`)
    passkey   the public half of what a person's device keeps (module `passkeys`)

Every method is one transaction, for which others wait: threads of this program, and other programs that use the file.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any, Final

from countertop.values.persons import is_same_person
from countertop.web.accounts.errors import AccountFault
from countertop.web.accounts.roles import ADMINISTRATOR
from countertop.web.accounts.trail import GENESIS, Entry, chained

__all__ = ["Account", "Session", "Store", "write_entry"]

FILE: Final = "accounts.db"
TRAIL_PAGE: Final = 1000
"""Entries of the trail that are read at once."""

LEAST_NUMBER: Final = -(1 << 63)
"""Before every number that can stand in a file, those that a stranger put there too."""

PATIENCE: Final = 5.0
"""Seconds until a transaction of another program is waited for no more."""

_VERSIONS: Final = (
    """
    CREATE TABLE account (
        name TEXT PRIMARY KEY COLLATE NOCASE, role TEXT NOT NULL, merchant_id TEXT, password TEXT NOT NULL,
        password_until INTEGER, is_demo INTEGER NOT NULL, is_closed INTEGER NOT NULL DEFAULT 0,
        failures INTEGER NOT NULL DEFAULT 0, locked_until INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE TABLE session (
        secret_hash BLOB PRIMARY KEY, site TEXT NOT NULL, name TEXT NOT NULL, opened_at INTEGER NOT NULL,
        seen_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX session_by_name ON session (name);
    CREATE TABLE trail (
        number INTEGER PRIMARY KEY, at INTEGER NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, about TEXT NOT NULL,
        address TEXT NOT NULL, scope TEXT NOT NULL, hash BLOB NOT NULL
    ) STRICT;
    CREATE INDEX trail_by_scope ON trail (scope, number);
    """,
    """
    CREATE TABLE approval (
        token TEXT PRIMARY KEY, deed TEXT NOT NULL, given TEXT NOT NULL, about TEXT NOT NULL,
        proposed_by TEXT NOT NULL, proposed_at INTEGER NOT NULL, ends_at INTEGER NOT NULL,
        state TEXT NOT NULL, decided_by TEXT NOT NULL, decided_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX approval_by_state ON approval (state, ends_at);
    """,
    """
    ALTER TABLE session ADD COLUMN address TEXT NOT NULL DEFAULT '';
    ALTER TABLE session ADD COLUMN agent TEXT NOT NULL DEFAULT ''
    """,
    """
    CREATE TABLE passkey_owner (name TEXT PRIMARY KEY COLLATE NOCASE, handle BLOB NOT NULL UNIQUE) STRICT;
    CREATE TABLE passkey (
        credential_id BLOB PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE, label TEXT NOT NULL, rp_id TEXT NOT NULL,
        public_key BLOB NOT NULL, sign_count INTEGER NOT NULL, added_at INTEGER NOT NULL, used_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX passkey_by_name ON passkey (name)
    """,
    """
    CREATE TABLE nobody (tries INTEGER NOT NULL) STRICT;
    INSERT INTO nobody VALUES (0)
    """,
    """
    ALTER TABLE account ADD COLUMN asked_by TEXT NOT NULL DEFAULT ''
    """,
)
"""What each version adds; a file is only ever brought forward."""


@dataclass(frozen=True, slots=True)
class Account:
    """A person; a password with an end (`password_until`, UTC microseconds) is good once and must be changed.

    `asked_by` is who made or reset it, as long as another administrator must confirm that and nobody can log in.
    """

    name: str
    role: str
    merchant_id: str | None
    password: str
    password_until: int | None
    is_demo: bool
    is_closed: bool
    failures: int = 0
    locked_until: int = 0
    asked_by: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """A person who logged in at a site, from where and by which program; moments in UTC microseconds."""

    secret_hash: bytes
    site: str
    name: str
    opened_at: int
    seen_at: int
    address: str = ""
    agent: str = ""

    @property
    def handle(self) -> str:
        """What pages call it by, which opens nothing."""
        return sha256(self.secret_hash).hexdigest()[:16]


class Store:
    """The file in a directory, made when it is not there; raises AccountFault for one of a newer program."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = directory / FILE
        path.touch(mode=0o600)
        self._one_at_a_time = Lock()
        self._database = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = FULL")
        self._bring_forward(path)

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def _bring_forward(self, path: Path) -> None:
        with self.writing() as database:
            version = database.execute("PRAGMA user_version").fetchone()[0]
            if version > len(_VERSIONS):
                raise AccountFault("accounts.newer", path=str(path))
            for statements in _VERSIONS[version:]:
                for statement in statements.split(";"):
                    database.execute(statement)
            database.execute(f"PRAGMA user_version = {len(_VERSIONS)}")

    # Accounts

    def account(self, name: str) -> Account | None:
        """Return the account of that name, however it is capitalised."""
        found = self.read("SELECT * FROM account WHERE name = ?", name)
        return _account(found[0]) if found else None

    def accounts(self) -> list[Account]:
        """Return all accounts by name."""
        return [_account(row) for row in self.read("SELECT * FROM account ORDER BY name")]

    def add(self, account: Account, entry: Entry) -> bool:
        """Keep a new account; False when the name is taken."""
        with self.writing() as database:
            values = (account.name, account.role, account.merchant_id, account.password, account.password_until)
            added = database.execute(
                "INSERT INTO account (name, role, merchant_id, password, password_until, is_demo, asked_by)"
                " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (*values, int(account.is_demo), account.asked_by),
            )
            if added.rowcount:
                write_entry(database, entry)
            return bool(added.rowcount)

    def reset_password(self, name: str, password: str, until: int, entry: Entry, asked_by: str = "") -> None:
        """Give an account a first password, unlock it, end its sessions and its passkeys."""
        with self.writing() as database:
            database.execute("DELETE FROM passkey WHERE name = ?", (name,))
            _set_password(database, name, password, until)
            database.execute("UPDATE account SET asked_by = ? WHERE name = ?", (asked_by, name))
            write_entry(database, entry)

    def confirm(self, name: str, entry: Entry) -> bool:
        """Let an account be used, as whom the entry names agrees; False when that is who asked for it."""
        with self.writing() as database:
            ((asked_by,),) = database.execute("SELECT asked_by FROM account WHERE name = ?", (name,)).fetchall()
            if is_same_person(asked_by, entry.who):
                return False
            if asked_by:
                database.execute("UPDATE account SET asked_by = '' WHERE name = ?", (name,))
                write_entry(database, entry)
            return True

    def change_password(self, proven: Account, password: str, entry: Entry) -> bool:
        """Give an account the password that its owner chose, unlock it, end its sessions.

        False when it is no more as it was when they proved themselves.
        """
        with self.writing() as database:
            if not _is_still(database, proven):
                return False
            _set_password(database, proven.name, password, None)
            write_entry(database, entry)
            return True

    def set_closed(self, name: str, entry: Entry, *, closed: bool, is_demo: bool) -> None:
        """Close an account, or open it; its sessions end. Raises AccountFault for the last administrator."""
        with self.writing() as database:
            if closed:
                _spare_the_last(database, name, is_demo=is_demo)
            database.execute("UPDATE account SET is_closed = ? WHERE name = ?", (int(closed), name))
            database.execute("DELETE FROM session WHERE name = ?", (name,))
            write_entry(database, entry)

    def set_role(self, name: str, role: str, entry: Entry, *, is_demo: bool) -> None:
        """Give an account another role; its sessions end. Raises AccountFault for the last administrator."""
        with self.writing() as database:
            _spare_the_last(database, name, is_demo=is_demo)
            database.execute("UPDATE account SET role = ? WHERE name = ?", (role, name))
            database.execute("DELETE FROM session WHERE name = ?", (name,))
            write_entry(database, entry)

    def begin_try(self, name: str, now: int, most: int, lock_until: int) -> bool:
        """Count a try before it is known to be wrong, so that tries at the same moment count too.

        False while the account is locked. The last try that is allowed locks it, unless `succeed` follows. A try under
        a name that nobody has writes as much: how long it takes tells nothing.
        """
        with self.writing() as database:
            tried = database.execute(
                "UPDATE account SET locked_until = CASE WHEN failures + 1 >= ? THEN ? ELSE 0 END,"
                " failures = CASE WHEN failures + 1 >= ? THEN 0 ELSE failures + 1 END"
                " WHERE name = ? AND locked_until <= ?",
                (most, lock_until, most, name, now),
            )
            if not tried.rowcount:
                database.execute("UPDATE nobody SET tries = tries + 1")
            return bool(tried.rowcount)

    def succeed(self, proven: Account, entry: Entry, session: Session | None = None) -> bool:
        """Forget the failed tries and open a session, where one is given.

        False, and nothing, when the account is no more as it was when its owner proved themselves: hashing takes long
        enough for somebody to reset or close it meanwhile.
        """
        with self.writing() as database:
            if not _is_still(database, proven):
                return False
            database.execute("UPDATE account SET failures = 0, locked_until = 0 WHERE name = ?", (proven.name,))
            if session is not None:
                database.execute("INSERT INTO session VALUES (?, ?, ?, ?, ?, ?, ?)", astuple(session))
            write_entry(database, entry)
            return True

    # Sessions

    def session(self, secret_hash: bytes) -> tuple[Session, Account] | None:
        """Return a session and its account."""
        found = self.read(
            "SELECT session.*, account.* FROM session"
            " JOIN account ON account.name = session.name WHERE secret_hash = ?",
            secret_hash,
        )
        return (Session(*found[0][:7]), _account(found[0][7:])) if found else None

    def sessions(self, name: str) -> list[Session]:
        """Return the sessions of a person, those that time has ended too, the newest first."""
        return [
            Session(*row) for row in self.read("SELECT * FROM session WHERE name = ? ORDER BY opened_at DESC", name)
        ]

    def see(self, secret_hash: bytes, now: int) -> None:
        """Write down that the person is still there."""
        with self.writing() as database:
            database.execute("UPDATE session SET seen_at = ? WHERE secret_hash = ?", (now, secret_hash))

    def end(self, secret_hash: bytes, entry: Entry) -> None:
        """End a session."""
        with self.writing() as database:
            database.execute("DELETE FROM session WHERE secret_hash = ?", (secret_hash,))
            write_entry(database, entry)

    def end_all(self, name: str, entry: Entry) -> None:
        """End every session of a person."""
        with self.writing() as database:
            database.execute("DELETE FROM session WHERE name = ?", (name,))
            write_entry(database, entry)

    def forget(self, opened_before: int, seen_before: int) -> None:
        """Delete the sessions that time has ended."""
        with self.writing() as database:
            database.execute("DELETE FROM session WHERE opened_at <= ? OR seen_at <= ?", (opened_before, seen_before))

    # The trail

    def note(self, entry: Entry) -> None:
        """Write down what somebody did."""
        with self.writing() as database:
            write_entry(database, entry)

    def trail(self, scope: str | None, before: int | None, limit: int) -> list[tuple[int, Entry]]:
        """Return the newest entries, or those before a number; of one merchant only where a scope is given."""
        below = 1 << 62 if before is None else before
        if scope is None:
            rows = self.read("SELECT * FROM trail WHERE number < ? ORDER BY number DESC LIMIT ?", below, limit)
        else:
            within = "SELECT * FROM trail WHERE number < ? AND scope = ? ORDER BY number DESC LIMIT ?"
            rows = self.read(within, below, scope, limit)
        return [(row[0], Entry(*row[1:7])) for row in rows]

    def broken_at(self) -> int | None:
        """Return the number of the first entry that does not follow from the one before it, None when all do."""
        head, place, last = GENESIS, 0, LEAST_NUMBER
        while page := self.read("SELECT * FROM trail WHERE number > ? ORDER BY number LIMIT ?", last, TRAIL_PAGE):
            for row in page:
                place, last = place + 1, row[0]
                head = chained(head, last, Entry(*row[1:7]))
                if last != place or row[7] != head:
                    return place
        return None

    # For modules with tables of their own

    def read(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows of a question."""
        with self._one_at_a_time:
            return self._database.execute(question, values).fetchall()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Enter one transaction."""
        with self._one_at_a_time:
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self._database
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")


def _account(row: tuple[Any, ...]) -> Account:
    name, role, merchant_id, password, until, is_demo, is_closed, *rest = row
    return Account(name, role, merchant_id, password, until, bool(is_demo), bool(is_closed), *rest)


def _is_still(database: sqlite3.Connection, proven: Account) -> bool:
    """Return whether an account is open and has the password and role that it had."""
    found = database.execute(
        "SELECT 1 FROM account WHERE name = ? AND password = ? AND role = ? AND NOT is_closed",
        (proven.name, proven.password, proven.role),
    )
    return found.fetchone() is not None


def _set_password(database: sqlite3.Connection, name: str, password: str, until: int | None) -> None:
    database.execute(
        "UPDATE account SET password = ?, password_until = ?, failures = 0, locked_until = 0 WHERE name = ?",
        (password, until, name),
    )
    database.execute("DELETE FROM session WHERE name = ?", (name,))


def _spare_the_last(database: sqlite3.Connection, name: str, *, is_demo: bool) -> None:
    """Raise AccountFault for the only administrator who can log in, so that two who act at once leave one."""
    good = database.execute(
        "SELECT name FROM account WHERE role = ? AND NOT is_closed AND password_until IS NULL AND (? OR NOT is_demo)",
        (ADMINISTRATOR, is_demo),
    ).fetchall()
    if [found.casefold() for (found,) in good] == [name.casefold()]:
        raise AccountFault("accounts.last-administrator")


def write_entry(database: sqlite3.Connection, entry: Entry) -> None:
    """Put an entry at the end of the trail, within a transaction."""
    last = database.execute("SELECT number, hash FROM trail ORDER BY number DESC LIMIT 1").fetchone()
    number, head = (0, GENESIS) if last is None else last
    number += 1
    told = (entry.at, entry.who, entry.what, entry.about, entry.address, entry.scope)
    database.execute("INSERT INTO trail VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (number, *told, chained(head, number, entry)))

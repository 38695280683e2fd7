"""The register of a house: makes accounts, tells who logs in, and opens, follows and ends their sessions.

    tries       10 wrong passwords lock an account for 30 minutes, whoever keyed them and across restarts
    sessions    end 15 minutes after the person last did something, and 12 hours after they logged in
    passwords   a first one, or one that was reset, is good for 72 hours and must be changed at once
    accounts    of the acquirer's people, new or reset by one administrator, open nothing until another confirms them

It works in the thread that calls it; hashing takes tens of milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

from countertop.values import MINUTE, SECOND
from countertop.values.persons import is_name
from countertop.web.accounts.errors import AccountFault
from countertop.web.accounts.passwords import hash_password, is_right, one_time_password, spend_as_much, why_not
from countertop.web.accounts.roles import ROLES, Person
from countertop.web.accounts.store import Account, Session, Store
from countertop.web.accounts.trail import Entry

__all__ = ["ABSOLUTE", "IDLE", "LOCKED", "MOST_TRIES", "ONE_TIME", "Known", "Register"]

MOST_TRIES: Final = 10
LOCKED: Final = 30 * MINUTE
IDLE: Final = 15 * MINUTE
ABSOLUTE: Final = 12 * 60 * MINUTE
ONE_TIME: Final = 72 * 60 * MINUTE
SEEN_AGAIN: Final = 20 * SECOND
"""How much may pass until it is written down that a person is still there."""

SECRET_SIZE: Final = 32
NOBODY: Final = ""
"""A name that no account has."""

LONGEST_AGENT: Final = 200


@dataclass(frozen=True, slots=True)
class Known:
    """Who is behind a session, and whether they must choose a password before anything else."""

    person: Person
    must_change: bool


class Register:
    """The accounts in a store; `clock` tells UTC microseconds, `draw` so many random bytes."""

    def __init__(
        self, store: Store, clock: Callable[[], int], draw: Callable[[int], bytes], *, is_demo: bool = False
    ) -> None:
        self.store = store
        self.clock = clock
        self.is_demo = is_demo
        self._draw = draw

    # Accounts

    def add(
        self,
        name: str,
        role: str,
        merchant_id: str | None,
        by: str,
        address: str = "",
        *,
        to_confirm: bool = False,
    ) -> str:
        """Make an account and return its first password; raises AccountFault.

        With `to_confirm` nobody logs in until another person than who asked for it has confirmed it.
        """
        first = one_time_password(self._draw(16))
        asked_by = by if to_confirm else ""
        self._add(name, role, merchant_id, first, by, address, until=self.clock() + ONE_TIME, asked_by=asked_by)
        return first

    def add_demo(self, name: str, role: str, merchant_id: str | None, password: str) -> None:
        """Make an account whose password everybody knows, unless it is there; it is good in demo mode only."""
        if self.is_demo and self.store.account(name) is None:
            self._add(name, role, merchant_id, password, "demo", until=None)

    def reset(self, name: str, by: str, address: str = "", *, to_confirm: bool = False) -> str:
        """Give an account a first password again, and return it; raises AccountFault. `to_confirm` as of `add`."""
        account = self.account(name)
        first = one_time_password(self._draw(16))
        entry = self._entry(by, "account-reset", account.name, address, account.merchant_id)
        until, asked_by = self.clock() + ONE_TIME, by if to_confirm else ""
        self.store.reset_password(account.name, hash_password(first), until, entry, asked_by)
        return first

    def confirm(self, name: str, by: str, address: str = "") -> None:
        """Let an account be used that somebody else made or reset; raises AccountFault for who asked for it."""
        account = self.account(name)
        entry = self._entry(by, "account-confirmed", f"{account.name} {account.role}", address, account.merchant_id)
        if not self.store.confirm(account.name, entry):
            raise AccountFault("accounts.confirm-another")

    def set_closed(self, name: str, by: str, address: str = "", *, closed: bool) -> None:
        """Close an account until it is opened again; raises AccountFault, for the last administrator too."""
        account = self.account(name)
        what = "account-closed" if closed else "account-opened"
        entry = self._entry(by, what, account.name, address, account.merchant_id)
        self.store.set_closed(account.name, entry, closed=closed, is_demo=self.is_demo)

    def set_role(self, name: str, role: str, by: str, address: str = "") -> None:
        """Give an account another role of the same site; raises AccountFault, for the last administrator too."""
        account = self.account(name)
        roles = [each.name for each in ROLES.values() if each.site == ROLES[account.role].site]
        if role not in roles:
            raise AccountFault("accounts.no-such-role", role=role, roles=", ".join(roles))
        if role != account.role:
            about = f"{account.name} {account.role} → {role}"
            entry = self._entry(by, "account-role", about, address, account.merchant_id)
            self.store.set_role(account.name, role, entry, is_demo=self.is_demo)

    def accounts(self) -> list[Account]:
        """Return the accounts that are good in this house."""
        return [account for account in self.store.accounts() if self.is_demo or not account.is_demo]

    def person(self, name: str) -> Person | None:
        """Return whose account is open, None for nobody's."""
        account = self.store.account(name)
        is_good = account is not None and not account.is_closed and (self.is_demo or not account.is_demo)
        return Person(account.name, account.role, account.merchant_id) if account is not None and is_good else None

    # Logging in

    def log_in(self, site: str, name: str, password: str, address: str, agent: str = "") -> str | None:
        """Return the secret of a new session, None for a wrong name or password, a locked account or another site's."""
        account = self._proven(site, name, password, address)
        return None if account is None else self._open(site, account, address, agent)

    def enter(self, site: str, account: Account, address: str, agent: str = "") -> str | None:
        """Return the secret of a new session of who proved themselves by a passkey; None for whom `log_in` refuses.

        `account` is as it was before the proof.
        """
        if not self._is_of(site, account) or account.is_closed or account.locked_until > self.clock():
            return None
        return self._open(site, account, address, agent)

    def vouch(self, site: str, name: str, password: str, address: str, about: str) -> Person | None:
        """Return who agrees to something (`about`) with their password, at the page of whoever is logged in there.

        None as of `log_in`, whose tries these are too; and of who has not yet chosen a password.
        """
        account = self._proven(site, name, password, address)
        if account is None or account.password_until is not None:
            return None
        entry = self._entry(account.name, "vouched", about, address, account.merchant_id)
        has_vouched = self.store.succeed(account, entry)
        return Person(account.name, account.role, account.merchant_id) if has_vouched else None

    def _proven(self, site: str, name: str, password: str, address: str) -> Account | None:
        """Return the account that a name and a password open; a try that does not is counted and noted."""
        account, now = self.store.account(name), self.clock()
        if account is None or not self._is_of(site, account):
            self.store.begin_try(NOBODY, now, MOST_TRIES, now + LOCKED)
            spend_as_much(password)
            # What was keyed as a name may be somebody's password.
            self.store.note(self._entry(NOBODY, "log-in-refused", "", address))
            return None
        may_try = self.store.begin_try(account.name, now, MOST_TRIES, now + LOCKED)
        is_right_one = is_right(account.password, password)
        is_over = account.password_until is not None and account.password_until <= now
        if not may_try or not is_right_one or is_over or account.is_closed or account.asked_by:
            locked = self.store.account(account.name)
            what = "log-in-locked" if locked is not None and locked.locked_until > now else "log-in-refused"
            self.store.note(self._entry(account.name, what, "", address, account.merchant_id))
            return None
        return account

    def known(self, site: str, secret: str, *, is_active: bool) -> Known | None:
        """Return who is behind a session that still goes on; what a page does by itself does not keep it going."""
        found = self.store.session(hash_of(secret))
        if found is None:
            return None
        session, account = found
        now = self.clock()
        if session.site != site or self._is_over(session) or account.is_closed or not self._is_of(site, account):
            return None
        if is_active and now - session.seen_at >= SEEN_AGAIN:
            self.store.see(hash_of(secret), now)
        return Known(Person(account.name, account.role, account.merchant_id), account.password_until is not None)

    def log_out(self, person: Person, secret: str, address: str) -> None:
        """End a session."""
        self.store.end(hash_of(secret), self.entry(person, "logged-out", "", address))

    def sessions(self, name: str) -> list[Session]:
        """Return the sessions of a person that still go on, the newest first."""
        return [session for session in self.store.sessions(name) if not self._is_over(session)]

    def end_session(self, person: Person, handle: str, address: str) -> bool:
        """End one of a person's own sessions by its handle; False when they have none such."""
        for session in self.store.sessions(person.name):
            if session.handle == handle:
                self.store.end(session.secret_hash, self.entry(person, "session-ended", handle, address))
                return True
        return False

    def end_sessions(self, name: str, by: str, address: str = "") -> None:
        """End all sessions of a person; raises AccountFault."""
        account = self.account(name)
        entry = self._entry(by, "sessions-ended", account.name, address, account.merchant_id)
        self.store.end_all(account.name, entry)

    def change_password(
        self, site: str, person: Person, old: str, new: str, address: str, agent: str = ""
    ) -> tuple[str | None, str | None]:
        """Choose another password: return (the secret of a new session, None), or (None, why not).

        Wrong old ones count as failed tries. All other sessions of the person end.
        """
        account, now = self.account(person.name), self.clock()
        fault = "accounts.password-same" if old == new else why_not(account.name, new)
        if fault is not None:
            return None, fault
        may_try = self.store.begin_try(account.name, now, MOST_TRIES, now + LOCKED)
        if not is_right(account.password, old) or not may_try:
            self.store.note(self._entry(account.name, "password-refused", "", address, account.merchant_id))
            return None, "accounts.password-wrong"
        changed = self._entry(account.name, "password-changed", "", address, account.merchant_id)
        chosen = replace(account, password=hash_password(new))
        if not self.store.change_password(account, chosen.password, changed):
            return None, "accounts.password-wrong"
        return self._open(site, chosen, address, agent), None

    def note(self, person: Person, what: str, about: str, address: str) -> None:
        """Write down what a person did; `about` holds no secret."""
        self.store.note(self.entry(person, what, about, address))

    def entry(self, person: Person, what: str, about: str, address: str) -> Entry:
        """Return an entry of the trail about what a person does at this moment."""
        return self._entry(person.name, what, about, address, person.merchant_id)

    def draw(self, size: int) -> bytes:
        """Return so many random bytes."""
        return self._draw(size)

    def _open(self, site: str, account: Account, address: str, agent: str) -> str | None:
        """Open a session and return its secret; None when the account has changed since its owner was proven."""
        now, secret = self.clock(), self._draw(SECRET_SIZE).hex()
        self.store.forget(now - ABSOLUTE, now - IDLE)
        entry = self._entry(account.name, "logged-in", site, address, account.merchant_id)
        told = agent[:LONGEST_AGENT] if agent.isprintable() else ""
        session = Session(hash_of(secret), site, account.name, now, now, address, told)
        return secret if self.store.succeed(account, entry, session) else None

    def _is_over(self, session: Session) -> bool:
        now = self.clock()
        return now - session.opened_at >= ABSOLUTE or now - session.seen_at >= IDLE

    def _add(
        self,
        name: str,
        role: str,
        merchant_id: str | None,
        password: str,
        by: str,
        address: str = "",
        *,
        until: int | None,
        asked_by: str = "",
    ) -> None:
        if role not in ROLES:
            raise AccountFault("accounts.no-such-role", role=role, roles=", ".join(ROLES))
        if not is_name(name) or name != name.strip():
            raise AccountFault("accounts.bad-name")
        if ROLES[role].is_of_merchant is not bool(merchant_id):
            raise AccountFault(
                "accounts.merchant-missing" if not merchant_id else "accounts.merchant-needless", role=role
            )
        told = (name, role, merchant_id, hash_password(password), until)
        account = Account(*told, is_demo=until is None, is_closed=False, asked_by=asked_by)
        if not self.store.add(account, self._entry(by, "account-added", f"{name} {role}", address, merchant_id)):
            raise AccountFault("accounts.taken", name=name)

    def account(self, name: str) -> Account:
        """Return an account; raises AccountFault where there is none."""
        account = self.store.account(name)
        if account is None:
            raise AccountFault("accounts.none-such", name=name)
        return account

    def _is_of(self, site: str, account: Account) -> bool:
        return ROLES[account.role].site == site and (self.is_demo or not account.is_demo)

    def _entry(self, who: str, what: str, about: str, address: str = "", scope: str | None = None) -> Entry:
        return Entry(self.clock(), who, what, about, address, scope or "")


def hash_of(secret: str) -> bytes:
    """Return what is kept of a session's secret."""
    return sha256(secret.encode()).digest()

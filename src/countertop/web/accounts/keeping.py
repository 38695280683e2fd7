"""What somebody may do with the accounts of others: the one place where that is decided.

Who keeps the accounts of a merchant sees and changes those of that merchant alone, for anybody else's are not there.
An administrator of the acquirer keeps all accounts of the house. Nobody changes their own account here: what is theirs
is on their own page, and so somebody who keeps accounts is always left.

What two persons must do at the acquirer, one must not do who makes a second account. So an account of its people that
an administrator makes, or resets, lets nobody in until another administrator confirms it.
"""

from __future__ import annotations

from typing import Final

from countertop.values.persons import is_same_person
from countertop.web.accounts.errors import AccountFault
from countertop.web.accounts.register import Register
from countertop.web.accounts.roles import ROLES, Person, Role
from countertop.web.accounts.store import Account, Session

__all__ = ["PAGE", "Keeping", "state_of"]

PAGE: Final = 100
"""Accounts on a page."""


class Keeping:
    """The accounts of others, for a person who keeps them and the address where they sit."""

    def __init__(self, register: Register, person: Person, address: str) -> None:
        self._register = register
        self._person = person
        self._address = address

    def roles(self) -> list[Role]:
        """Return the roles that they may give."""
        return [role for role in ROLES.values() if self._person.merchant_id is None or role.is_of_merchant]

    def accounts(self, text: str = "", after: str = "") -> list[Account]:
        """Return a page of accounts by name, those behind a name, with a text in their name or merchant number."""
        wanted = text.casefold()
        found = [
            account
            for account in self._register.accounts()
            if self._reaches(account)
            and account.name.casefold() > after.casefold()
            and (wanted in account.name.casefold() or wanted in (account.merchant_id or "").casefold())
        ]
        return sorted(found, key=lambda account: account.name.casefold())[:PAGE]

    def account(self, name: str) -> Account:
        """Return an account; raises AccountFault where there is none that they may see."""
        account = self._register.account(name)
        if not self._reaches(account):
            raise AccountFault("accounts.none-such", name=name)
        return account

    def sessions(self, name: str) -> list[Session]:
        """Return the sessions of somebody; raises AccountFault."""
        return self._register.sessions(self.account(name).name)

    def add(self, name: str, role: str, merchant_id: str) -> str:
        """Make an account and return its first password; raises AccountFault."""
        if role not in {each.name for each in self.roles()}:
            raise AccountFault("accounts.choose-a-role")
        if not ROLES[role].is_of_merchant and merchant_id:
            raise AccountFault("accounts.merchant-not-wanted")
        within = self._person.merchant_id or merchant_id
        if ROLES[role].is_of_merchant and not within:
            raise AccountFault("accounts.merchant-wanted")
        return self._register.add(name, role, within or None, *self._by(), to_confirm=not ROLES[role].is_of_merchant)

    def set_role(self, name: str, role: str) -> None:
        """Give somebody another role of the same site; raises AccountFault."""
        self._register.set_role(self._another(name), role, *self._by())

    def set_closed(self, name: str, *, closed: bool) -> None:
        """Close somebody's account, or open it again; raises AccountFault."""
        self._register.set_closed(self._another(name), *self._by(), closed=closed)

    def reset(self, name: str) -> str:
        """Give somebody a first password again and return it; raises AccountFault."""
        is_of_merchant = ROLES[self.account(name).role].is_of_merchant
        return self._register.reset(self._another(name), *self._by(), to_confirm=not is_of_merchant)

    def confirm(self, name: str) -> None:
        """Let an account be used that another administrator made or reset; raises AccountFault."""
        self._register.confirm(self._another(name), *self._by())

    def end_sessions(self, name: str) -> None:
        """Log somebody out everywhere; raises AccountFault."""
        self._register.end_sessions(self._another(name), *self._by())

    def _another(self, name: str) -> str:
        account = self.account(name)
        if is_same_person(account.name, self._person.name):
            raise AccountFault("accounts.not-oneself")
        return account.name

    def _reaches(self, account: Account) -> bool:
        is_good = self._register.is_demo or not account.is_demo
        return is_good and self._person.merchant_id in (None, account.merchant_id)

    def _by(self) -> tuple[str, str]:
        return self._person.name, self._address


def state_of(account: Account, now: int) -> str:
    """Return how an account is: good, first (a password that must be changed), over, locked, unconfirmed or closed."""
    if account.is_closed:
        return "closed"
    if account.asked_by:
        return "unconfirmed"
    if account.locked_until > now:
        return "locked"
    if account.password_until is None:
        return "good"
    return "first" if account.password_until > now else "over"

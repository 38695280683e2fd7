"""`countertop accounts`: who may open the consoles of a house. Whoever may read its files may do this."""

from __future__ import annotations

from getpass import getuser
from pathlib import Path
from typing import Annotated, Any

import typer

from countertop.cli.language import tell
from countertop.cli.options import DEFAULT_DATA, AsJson, Data, InLanguage
from countertop.cli.statuses import Status
from countertop.cli.writing import print_json, table, write
from countertop.web.accounts.house import open_register
from countertop.web.accounts.keeping import state_of
from countertop.web.accounts.register import Register
from countertop.web.accounts.store import Account
from countertop.web.sites import read_premises

__all__ = ["attach"]

NEWEST = 200

Name = Annotated[str, typer.Argument(help=tell("help.accounts-name"), metavar="NAME")]
RoleName = Annotated[str, typer.Argument(help=tell("help.accounts-role"), metavar="ROLE")]
Merchant = Annotated[str | None, typer.Option("--merchant", help=tell("help.accounts-merchant"), metavar="ID")]
Undo = Annotated[bool, typer.Option("--undo", help=tell("help.accounts-undo"))]


def attach(app: typer.Typer) -> None:
    """Add the commands."""
    accounts = typer.Typer(no_args_is_help=True, help=tell("help.accounts"), rich_markup_mode=None)
    accounts.command("add", help=tell("help.accounts-add"))(add)
    accounts.command("list", help=tell("help.accounts-list"))(listed)
    accounts.command("lock", help=tell("help.accounts-lock"))(lock)
    accounts.command("reset", help=tell("help.accounts-reset"))(reset)
    accounts.command("trail", help=tell("help.accounts-trail"))(trail)
    app.add_typer(accounts, name="accounts")


def add(
    name: Name,
    role: RoleName,
    merchant: Merchant = None,
    data: Data = DEFAULT_DATA,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Add an account and tell its one-time password."""
    del language
    first = _register(data).add(name, role, merchant, _me())
    _tell({"name": name, "password": first}, tell("accounts.first-password", name=name, password=first), as_json)


def listed(data: Data = DEFAULT_DATA, as_json: AsJson = False, language: InLanguage = "zh") -> None:
    """List the accounts."""
    del language
    register = _register(data)
    told = [_told(register, account) for account in register.accounts()]
    if as_json:
        print_json({"accounts": told})
        return
    write(
        *table(
            (each["name"], tell(f"accounts.role.{each['role']}"), each["merchant_id"] or "", tell(each["state"]))
            for each in told
        )
    )


def lock(
    name: Name, undo: Undo = False, data: Data = DEFAULT_DATA, as_json: AsJson = False, language: InLanguage = "zh"
) -> None:
    """Close an account, or open it again."""
    del language
    _register(data).set_closed(name, _me(), closed=not undo)
    _tell({"name": name, "closed": not undo}, tell("accounts.done", name=name), as_json)


def reset(name: Name, data: Data = DEFAULT_DATA, as_json: AsJson = False, language: InLanguage = "zh") -> None:
    """Give an account a one-time password again."""
    del language
    first = _register(data).reset(name, _me())
    _tell({"name": name, "password": first}, tell("accounts.first-password", name=name, password=first), as_json)


def trail(data: Data = DEFAULT_DATA, as_json: AsJson = False, language: InLanguage = "zh") -> None:
    """Show the newest entries, and verify all."""
    del language
    store = _register(data).store
    entries, broken = store.trail(None, None, NEWEST), store.broken_at()
    if as_json:
        told = [{"number": number, **_entry(entry)} for number, entry in entries]
        print_json({"broken_at": broken, "trail": told})
    else:
        write(*table((number, *_entry(entry).values()) for number, entry in reversed(entries)))
        write(tell("accounts.trail-whole") if broken is None else tell("accounts.trail-broken", number=broken))
    raise typer.Exit(Status.COMPLETED if broken is None else Status.FAILED)


def _register(data: Path) -> Register:
    return open_register(data, is_demo=read_premises(data).is_demo)


def _me() -> str:
    return f"{getuser()}@terminal"


def _told(register: Register, account: Account) -> dict[str, Any]:
    return {
        "name": account.name,
        "role": account.role,
        "merchant_id": account.merchant_id,
        "state": f"accounts.state-{state_of(account, register.clock())}",
    }


def _entry(entry: Any) -> dict[str, Any]:
    names = ("at", "who", "what", "about", "address", "scope")
    return {name: getattr(entry, name) for name in names}


def _tell(body: dict[str, Any], text: str, as_json: bool) -> None:
    if as_json:
        print_json(body)
    else:
        write(text)

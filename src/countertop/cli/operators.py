"""`countertop operators`: who works at the terminal, and their passwords."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from countertop.cli.language import tell
from countertop.cli.options import DEFAULT_DATA, AsJson, Data, InLanguage
from countertop.cli.told import told
from countertop.demo.people import OPERATORS

__all__ = ["attach"]

Number = Annotated[str, typer.Argument(help=tell("help.operator-number"), metavar="NN")]
Demo = Annotated[bool, typer.Option("--demo", help=tell("help.operators-demo"))]
NewPassword = Annotated[
    str | None,
    typer.Option("--new-password", envvar="COUNTERTOP_NEW_PASSWORD", help=tell("help.new-password"), show_envvar=False),
]
Approval = Annotated[
    str | None,
    typer.Option("--approval", envvar="COUNTERTOP_APPROVAL", help=tell("help.approval"), show_envvar=False),
]
OldPassword = Annotated[
    str | None, typer.Option("--password", envvar="COUNTERTOP_PASSWORD", help=tell("help.password"), show_envvar=False)
]


def attach(app: typer.Typer) -> None:
    """Add the commands."""
    operators = typer.Typer(no_args_is_help=True, help=tell("help.operators"), rich_markup_mode=None)
    operators.command("list", help=tell("help.operators-list"))(listed)
    operators.command("add", help=tell("help.operators-add"))(add)
    operators.command("remove", help=tell("help.operators-remove"))(remove)
    operators.command("password", help=tell("help.operators-password"))(password)
    operators.command("reset", help=tell("help.operators-reset"))(reset)
    app.add_typer(operators, name="operators")


def listed(data: Data = DEFAULT_DATA, as_json: AsJson = False, language: InLanguage = "zh") -> None:
    """List who works here."""
    del language
    raise typer.Exit(told(data, "list_operators", as_json=as_json))


def add(
    number: Number,
    data: Data = DEFAULT_DATA,
    demo: Demo = False,
    approval: Approval = None,
    new_password: NewPassword = None,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Add a cashier; the supervisor approves."""
    del language
    _manage(data, "add_operator", number, _approved(approval, demo=demo) | _chosen(new_password), as_json=as_json)


def remove(
    number: Number,
    data: Data = DEFAULT_DATA,
    demo: Demo = False,
    approval: Approval = None,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Delete a cashier; the supervisor approves."""
    del language
    _manage(data, "remove_operator", number, _approved(approval, demo=demo), as_json=as_json)


def reset(
    number: Number,
    data: Data = DEFAULT_DATA,
    demo: Demo = False,
    approval: Approval = None,
    new_password: NewPassword = None,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Give somebody a first password again; the one above approves."""
    del language
    _manage(data, "reset_password", number, _approved(approval, demo=demo) | _chosen(new_password), as_json=as_json)


def password(
    number: Number,
    data: Data = DEFAULT_DATA,
    old_password: OldPassword = None,
    new_password: NewPassword = None,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Change one's own password."""
    del language
    old = {} if old_password is None else {"ask.operator_password": old_password}
    _manage(data, "change_password", number, old | _chosen(new_password), as_json=as_json)


def _manage(data: Path, verb: str, number: str, answers: dict[str, str], *, as_json: bool) -> None:
    raise typer.Exit(told(data, verb, {"operator_number": number}, answers, as_json=as_json))


def _approved(given: str | None, *, demo: bool) -> dict[str, str]:
    """Return the password of whoever approves: the supervisor's, or for the supervisor the system manager's."""
    if given is not None:
        return {"ask.supervisor_password": given, "ask.manager_password": given}
    known = {person.role: person.password for person in OPERATORS} if demo else {}
    return {f"ask.{role}_password": known[role] for role in ("supervisor", "manager") if role in known}


def _chosen(new: str | None) -> dict[str, str]:
    return {} if new is None else {"ask.new_password": new, "ask.repeated_password": new}

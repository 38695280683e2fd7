"""`countertop manage`: what the acquirer decides about terminals, cards and merchants, and who decided it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from countertop.cli.desks import ask_all, ask_desk, find_acquirer
from countertop.cli.language import tell
from countertop.cli.options import DEFAULT_DATA, After, AsJson, Data, InLanguage
from countertop.cli.statuses import Status
from countertop.cli.writing import table, write, write_error
from countertop.values import Amount
from countertop.values.moments import local_time

__all__ = ["attach"]

ZONE = ZoneInfo("Asia/Shanghai")

LONGEST_PREFIX = 12

By = Annotated[str, typer.Option("--by", envvar="USER", help=tell("help.by"), metavar="NAME")]
Terminal = Annotated[str, typer.Argument(help=tell("help.commanded-terminal"), metavar="TERMINAL")]
Holder = Annotated[str, typer.Argument(help=tell("help.holder"), metavar="HOLDER")]
Kind = Annotated[str, typer.Argument(help=tell("help.kind"), metavar="KIND")]
Entry = Annotated[str, typer.Argument(help=tell("help.card-or-prefix"), metavar="CARD")]
Address = Annotated[str, typer.Option("--address", help=tell("help.address"))]
Place = Annotated[str, typer.Option("--position", help=tell("help.position"))]

manage = typer.Typer(help=tell("help.manage"), no_args_is_help=True, rich_markup_mode=None)


def attach(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(manage, name="manage")


@manage.command("parameters", help=tell("help.manage-parameters"))
def parameters(
    terminal: Terminal, data: Data = DEFAULT_DATA, as_json: AsJson = False, language: InLanguage = "zh"
) -> None:
    """Show what a terminal would download, and what it has."""
    del language
    body = _ask(data, "parameters", {"terminal_id": terminal}, as_json=as_json)
    write(tell("manage.version", version=body["version"], downloaded=body["downloaded_version"] or 0))
    write(*table(sorted(body["values"].items())))


@manage.command("set", help=tell("help.manage-set"))
def set_parameters(
    scope: Annotated[str, typer.Argument(help=tell("help.scope"), metavar="SCOPE")],
    assignments: Annotated[list[str], typer.Argument(help=tell("help.assignment"), metavar="NAME=VALUE")],
    by: By = "",
    data: Data = DEFAULT_DATA,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Set the parameters of a scope, all of them, and call its terminals to download."""
    del language
    values = dict(map(_assigned, assignments))
    body = _ask(data, "set_parameters", {"scope": scope, "values": values, "by": by}, as_json=as_json)
    write(tell("manage.parameters-set", version=body["version"], count=len(body["terminals"])))


@manage.command("group", help=tell("help.manage-group"))
def group(
    terminal: Terminal,
    name: Annotated[str, typer.Argument(help=tell("help.group"), metavar="GROUP")],
    by: By = "",
    data: Data = DEFAULT_DATA,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Put a terminal into a group."""
    del language
    body = _ask(data, "group", {"terminal_id": terminal, "group": name, "by": by}, as_json=as_json)
    write(tell("manage.grouped", terminal_id=body["terminal_id"], group=body["group"]))


@manage.command("permit", help=tell("help.manage-permit"))
def permit(
    holder: Holder,
    kind: Kind,
    by: By = "",
    data: Data = DEFAULT_DATA,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Permit a type of transaction."""
    del language
    _ask(data, "permit", {"holder": holder, "kind": kind, "given": True, "by": by}, as_json=as_json)
    write(tell("manage.permitted", holder=holder, kind=kind))


@manage.command("forbid", help=tell("help.manage-forbid"))
def forbid(
    holder: Holder,
    kind: Kind,
    by: By = "",
    data: Data = DEFAULT_DATA,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Forbid a type of transaction."""
    del language
    _ask(data, "permit", {"holder": holder, "kind": kind, "given": False, "by": by}, as_json=as_json)
    write(tell("manage.forbidden", holder=holder, kind=kind))


@manage.command("block", help=tell("help.manage-block"))
def block(
    entry: Entry,
    code: Annotated[str | None, typer.Option("--code", help=tell("help.refusal-code"), metavar="CODE")] = None,
    by: By = "",
    data: Data = DEFAULT_DATA,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Put a card or a prefix on the blacklist."""
    del language
    body = _listed(data, entry, {"listed": True, "code": code, "by": by}, as_json=as_json)
    write(tell("manage.blocked", entry=body.get("card") or body["prefix"], code=body["code"]))


@manage.command("unblock", help=tell("help.manage-unblock"))
def unblock(
    entry: Entry, by: By = "", data: Data = DEFAULT_DATA, as_json: AsJson = False, language: InLanguage = "zh"
) -> None:
    """Strike a card or a prefix off the blacklist."""
    del language
    body = _listed(data, entry, {"listed": False, "by": by}, as_json=as_json)
    write(tell("manage.unblocked", entry=body.get("card") or body["prefix"]))


@manage.command("blacklist", help=tell("help.manage-blacklist"))
def blacklist(
    after: After = None, data: Data = DEFAULT_DATA, as_json: AsJson = False, language: InLanguage = "zh"
) -> None:
    """List what is refused, a page."""
    del language
    body = _ask(data, "blacklist", {"after": after}, as_json=as_json)
    write(*table([(each["entry"], each["code"]) for each in body["blacklist"]]))
    if body["more"]:
        write(tell("retrieval.more-today", after=body["blacklist"][-1]["place"]))


@manage.command("limit", help=tell("help.manage-limit"))
def limit(
    merchant: Annotated[str, typer.Argument(help=tell("help.merchant-number"), metavar="MERCHANT")],
    largest: Annotated[str, typer.Option("--largest", help=tell("help.largest"))] = "0",
    day: Annotated[str, typer.Option("--day", help=tell("help.day"))] = "0",
    by: By = "",
    data: Data = DEFAULT_DATA,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Limit what a merchant may take."""
    del language
    bounds = {"largest": _minor(largest), "day": _minor(day)}
    body = _ask(data, "limit-merchant", {"merchant_id": merchant, **bounds, "by": by}, as_json=as_json)
    told = {"largest": str(Amount(body["largest"])), "day": str(Amount(body["day"]))}
    write(tell("manage.limited", merchant_id=merchant, **told))


@manage.command("rulings", help=tell("help.manage-rulings"))
def rulings(data: Data = DEFAULT_DATA, as_json: AsJson = False, language: InLanguage = "zh") -> None:
    """Show who decided what."""
    del language
    body = _ask(data, "rulings", {}, as_json=as_json)
    rows = [(each["number"], _moment(each["at"]), each["by"], each["verb"], each["about"]) for each in body["rulings"]]
    write(*table(rows))


@manage.command("bind", help=tell("help.manage-bind"))
def bind(
    terminal: Terminal,
    serial: Annotated[str, typer.Option("--serial", help=tell("help.serial"))],
    credit_code: Annotated[str, typer.Option("--credit-code", help=tell("help.credit-code"))],
    account: Annotated[str, typer.Option("--account", help=tell("help.settlement-account"))],
    address: Address,
    position: Place,
    warn: Annotated[int, typer.Option("--warn", help=tell("help.warn-metres"))] = 200,
    refuse: Annotated[int, typer.Option("--refuse", help=tell("help.refuse-metres"))] = 1000,
    unlocated: Annotated[str, typer.Option("--unlocated", help=tell("help.unlocated"))] = "warn",
    by: By = "",
    data: Data = DEFAULT_DATA,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Bind a terminal to a machine, to its merchant's five items, and to a place."""
    del language
    given = {
        "terminal_id": terminal,
        "serial_number": serial,
        "credit_code": credit_code,
        "settlement_account": account,
        "address": address,
        "position": position,
        "warn_metres": warn,
        "refuse_metres": refuse,
        "unlocated": unlocated,
        "by": by,
    }
    body = _ask(data, "bind", given, as_json=as_json)
    write(tell("manage.bound", terminal_id=terminal, serial_number=body["serial_number"]))


@manage.command("relocate", help=tell("help.manage-relocate"))
def relocate(
    terminal: Terminal,
    address: Address,
    position: Place,
    reason: Annotated[str, typer.Option("--reason", help=tell("help.relocation-reason"))],
    by: By = "",
    data: Data = DEFAULT_DATA,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Move a terminal, or propose it where another person must approve."""
    del language
    given = {"terminal_id": terminal, "address": address, "position": position, "reason": reason, "by": by}
    _tell_move(_ask(data, "relocate", given, as_json=as_json))


@manage.command("approve-relocation", help=tell("help.manage-approve-relocation"))
def approve_relocation(
    terminal: Terminal, by: By = "", data: Data = DEFAULT_DATA, as_json: AsJson = False, language: InLanguage = "zh"
) -> None:
    """Approve a move that somebody else proposed, as it is shown now."""
    del language
    proposal = _proposed(data, terminal)
    number = None if proposal is None else proposal["relocation_number"]
    if proposal is not None and not as_json:
        told = {name: proposal[f"proposed_{name}"] for name in ("address", "position", "by", "reason")}
        write(tell("manage.move-proposed", **told))
    asked = {"terminal_id": terminal, "number": number, "by": by}
    _tell_move(_ask(data, "approve-relocation", asked, as_json=as_json))


def _proposed(data: Path, terminal: str) -> Mapping[str, Any] | None:
    """Return where somebody wants a terminal moved, None where nobody does."""
    (body,) = ask_all([find_acquirer(data)], "place", {"terminal_id": terminal}).values() or ({},)
    proposal: Mapping[str, Any] | None = body.get("proposal")
    return proposal


@manage.command("place", help=tell("help.manage-place"))
def place(terminal: Terminal, data: Data = DEFAULT_DATA, as_json: AsJson = False, language: InLanguage = "zh") -> None:
    """Show where a terminal belongs and where it was."""
    del language
    body = _ask(data, "place", {"terminal_id": terminal}, as_json=as_json)
    told = ("serial_number", "address", "position", "warn_metres", "refuse_metres")
    write(tell("manage.place", **{name: body["binding"][name] for name in told}))
    write(tell(f"manage.standing-{body['standing']}"))
    moves = [
        (each["relocation_number"], _moment(each["relocated_at"]), each["relocated_by"], each["new_address"])
        for each in body["relocations"]
    ]
    write(*table(moves))


def _tell_move(body: Mapping[str, Any]) -> None:
    state = "relocated" if body["state"] == "moved" else "relocation-proposed"
    write(tell(f"manage.{state}", number=body["number"], terminal_id=body["terminal_id"], address=body["address"]))


def _listed(data: Path, entry: str, given: Mapping[str, Any], *, as_json: bool) -> Mapping[str, Any]:
    """List a card, or a prefix where the digits are too few for a card."""
    what = "prefix" if len(entry) <= LONGEST_PREFIX else "card"
    return _ask(data, f"list-{what}", {what: entry, **given}, as_json=as_json)


def _assigned(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        write_error(tell("manage.no-assignment", text=text))
        raise typer.Exit(Status.USAGE)
    return name.strip(), value.strip()


def _minor(text: str) -> int:
    try:
        return Amount.parse(text).minor
    except ValueError as fault:
        write_error(str(fault))
        raise typer.Exit(Status.USAGE) from None


def _moment(utc: int) -> str:
    return f"{local_time(utc, ZONE):%Y-%m-%d %H:%M:%S}"


def _ask(data: Path, verb: str, given: Mapping[str, Any], *, as_json: bool) -> Mapping[str, Any]:
    _, body = ask_desk(find_acquirer(data), verb, given, as_json=as_json)
    return body

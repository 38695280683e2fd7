"""`countertop keys`: which keys the parties hold, and the key ceremony: components drawn, keys formed and loaded.

A key comes and goes as components only. Each is drawn by a command of its own, so that whoever stands at the screen
sees one; it is entered hidden, with its check value, which finds a slip of the finger.
"""

from __future__ import annotations

import getpass
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from countertop.cli.desks import find_all, kind_of
from countertop.cli.language import tell
from countertop.cli.options import DEFAULT_DATA, AsJson, Data, InLanguage
from countertop.cli.statuses import Status
from countertop.cli.writing import print_json, table, write, write_error
from countertop.hsm import HsmRefusal, KeyComponent, KeyUsage, SoftwareHsm
from countertop.hsm.ceremony import draw_components, enter_components
from countertop.hsm.errors import ComponentError
from countertop.runtime.ceremony import MASTER_KEY_SIDES, Ceremony
from countertop.runtime.errors import AlreadyRunning, DirectoryFault
from countertop.runtime.held_keys import HeldKey, held_keys, hsm_of
from countertop.values import Secret

__all__ = ["attach"]

ACQUIRER, TERMINAL = MASTER_KEY_SIDES
_GROUP = 4
_CLEARED = "\x1b[2J\x1b[3J\x1b[H"

Party = Annotated[str | None, typer.Option("--party", help=tell("help.keys-party"), metavar="NAME")]
Components = Annotated[int, typer.Option("--components", min=2, max=3, help=tell("help.keys-components"))]
Size = Annotated[int, typer.Option("--size", help=tell("help.keys-size"), metavar="BYTES")]
Sm4 = Annotated[bool, typer.Option("--sm4", help=tell("help.keys-sm4"))]
Demo = Annotated[bool, typer.Option("--demo", help=tell("help.keys-demo"))]

keys = typer.Typer(help=tell("help.keys"), no_args_is_help=True, rich_markup_mode=None)


def attach(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(keys, name="keys")


@keys.command("list", help=tell("help.keys-list"))
def list_keys(
    data: Data = DEFAULT_DATA, party: Party = None, as_json: AsJson = False, language: InLanguage = "zh"
) -> None:
    """Show what the keys of all parties, or of one, are for, and their check values; status 1 when one is broken."""
    del language
    directories = find_all(data) if party is None else [_find(data, party)]
    found = [key for directory in directories for key in held_keys(directory)]
    broken = any(isinstance(key.description, HsmRefusal) for key in found)
    if as_json:
        print_json({"status": int(broken), "keys": [_described(key) for key in found]})
    else:
        write(*table([tuple(tell(f"keys.{column}") for column in _COLUMNS), *map(_row, found)]))
    raise typer.Exit(Status.FAILED if broken else Status.COMPLETED)


@keys.command("component", help=tell("help.keys-component"))
def draw_component(
    data: Data = DEFAULT_DATA,
    party: Party = None,
    size: Size = 16,
    sm4: Sm4 = False,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Draw one component and show it to its custodian, who writes it down before anybody else looks."""
    del language
    try:
        (drawn,) = draw_components(_hsm(data, party or ACQUIRER), 1, size, sm4=sm4)
    except ComponentError as fault:
        raise typer.BadParameter(str(fault), param_hint="--size") from None
    digits = drawn.clear.reveal()
    if as_json:
        print_json({"component": digits, "kcv": drawn.kcv})
        return
    grouped = " ".join(digits[start : start + _GROUP] for start in range(0, len(digits), _GROUP))
    write(tell("keys.sheet"), f"  {grouped}", tell("keys.check-value", kcv=drawn.kcv))
    if sys.stdin.isatty() and sys.stdout.isatty():
        getpass.getpass(tell("keys.written-down"))
        write(_CLEARED)


@keys.command("form", help=tell("help.keys-form"))
def form(
    usage: Annotated[KeyUsage, typer.Argument(help=tell("help.keys-usage"), metavar="USAGE")],
    data: Data = DEFAULT_DATA,
    party: Party = None,
    components: Components = 2,
    size: Size = 16,
    sm4: Sm4 = False,
    demo: Demo = False,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Form a key in the HSM of one party; shows its check value and its key block, which opens there alone."""
    del language
    hsm = _hsm(data, party or ACQUIRER)
    try:
        entered = draw_components(hsm, components, size, sm4=sm4) if demo else _asked(components)
        (formed,) = enter_components(entered, usage, [hsm], sm4=sm4)
    except ComponentError as fault:
        raise _refused(fault) from None
    if as_json:
        print_json({"status": 0, "usage": usage.value, "kcv": formed.kcv, "key_block": formed.block})
    else:
        write(tell(f"keys.{usage}"), tell("keys.check-value", kcv=formed.kcv), formed.block)


@keys.command("load", help=tell("help.keys-load"))
def load(
    terminal_id: Annotated[str, typer.Argument(help=tell("help.commanded-terminal"), metavar="TERMINAL")],
    data: Data = DEFAULT_DATA,
    party: Party = None,
    components: Components = 2,
    sm4: Sm4 = False,
    demo: Demo = False,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Load a terminal's master key into the terminal or its acquirer, which are off; `--demo` into both at once."""
    del language
    sides = list(MASTER_KEY_SIDES) if demo and party is None else [party or TERMINAL]
    directories = [_find(data, side) for side in sides]
    try:
        with Ceremony(directories, terminal_id) as ceremony:
            entered = draw_components(hsm_of(directories[0]), components, sm4=sm4) if demo else _asked(components)
            formed = ceremony.load(entered, sm4=sm4)
    except ComponentError as fault:
        raise _refused(fault) from None
    except AlreadyRunning as fault:
        write_error(tell(fault.message, **fault.arguments))
        raise typer.Exit(Status.BUSY) from None
    names = [directory.name for directory in directories]
    if as_json:
        print_json({"status": 0, "terminal_id": terminal_id, "kcv": formed.kcv, "parties": names})
    else:
        told = {"terminal": terminal_id, "parties": ", ".join(names)}
        write(tell("keys.loaded-into", **told), tell("keys.check-value", kcv=formed.kcv), tell("keys.sign-in-next"))


def _find(data: Path, party: str) -> Path:
    """Return the directory of a party by its name, or of the first of that kind; raises DirectoryFault."""
    for directory in find_all(data):
        if party in {directory.name, kind_of(directory)}:
            return directory
    raise DirectoryFault("keys.no-party", party=party, path=str(data))


def _hsm(data: Path, party: str) -> SoftwareHsm:
    return hsm_of(data if kind_of(data) is not None else _find(data, party))


def _asked(count: int) -> list[KeyComponent]:
    """Let each custodian in turn enter their component, hidden, and its check value; leaves when nobody is there."""
    if not sys.stdin.isatty():
        write_error(tell("keys.nobody-there"))
        raise typer.Exit(Status.USAGE)
    try:
        return [_entered(number, count) for number in range(1, count + 1)]
    except (EOFError, KeyboardInterrupt):
        write_error("")
        raise typer.Exit(Status.REFUSED) from None


def _entered(number: int, count: int) -> KeyComponent:
    typed = Secret(getpass.getpass(f"{tell('keys.ask-component', number=number, count=count)} "))
    kcv = input(f"{tell('keys.ask-check-value', number=number)} ")
    return KeyComponent(typed, kcv.strip())


def _refused(fault: ComponentError) -> typer.Exit:
    write_error(tell("hsm.component"), str(fault))
    return typer.Exit(Status.FAILED)


_COLUMNS = ("party", "holder", "key", "purpose", "algorithm", "kcv")


def _row(key: HeldKey) -> Sequence[object]:
    what = key.description
    if isinstance(what, HsmRefusal):
        return key.party, key.holder, key.name, tell(f"hsm.{what.reason_code}"), "", ""
    return key.party, key.holder, key.name, tell(f"keys.{what.usage}"), f"{what.algorithm} {what.bits}", what.kcv


def _described(key: HeldKey) -> dict[str, object]:
    what = key.description
    told = {"refused": what.reason_code} if isinstance(what, HsmRefusal) else what._asdict()
    return {"party": key.party, "holder": key.holder, "name": key.name, **told}

"""`countertop up`, `found`, and each kind of party alone: the commands that serve until they are stopped."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from countertop.cli.desks import find_terminal
from countertop.cli.language import LANGUAGE, tell
from countertop.cli.options import DEFAULT_DATA, Data, InLanguage, Sets
from countertop.cli.pages_beside import PagesBeside
from countertop.cli.standing_in import stand_in
from countertop.cli.statuses import Status
from countertop.cli.voice import voice_approve
from countertop.cli.writing import write, write_error
from countertop.cli.zone_keys import members_zone_keys, switch_zone_keys
from countertop.demo.people import DEMO_OPERATOR, DEMO_SUPERVISOR, MERCHANT, TERMINAL
from countertop.runtime.errors import ConfigurationFault, DirectoryFault, RuntimeFault
from countertop.runtime.founding import found_house
from countertop.runtime.house import House, live
from countertop.runtime.parties import read_party
from countertop.runtime.ports import PORT_BASE
from countertop.runtime.premises import FILE, is_empty, keys_directory, parties_in, wallet_of
from countertop.words import Language

__all__ = ["attach"]

PortBase = Annotated[
    int, typer.Option("--port-base", envvar="COUNTERTOP_PORT_BASE", min=0, max=60_000, help=tell("help.port-base"))
]
WithPages = Annotated[bool, typer.Option("--pages/--no-pages", envvar="COUNTERTOP_PAGES", help=tell("help.with-pages"))]
HouseWallet = Annotated[Path | None, typer.Option("--wallet", help=tell("help.house-wallet"), metavar="FILE")]
PartyData = Annotated[Path, typer.Option("--data", help=tell("help.party-data"), metavar="PARTY_DIR")]


def attach(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("up", help=tell("help.up"))(up)
    app.command("found", help=tell("help.found"))(found)
    app.command("terminal", help=tell("help.terminal"))(terminal)
    app.command("wallet", help=tell("help.wallet"))(_alone("wallet"))
    commands: dict[str, dict[str, Callable[..., None]]] = {
        "acquirer": {"zone-keys": members_zone_keys("acquirer")},
        "issuer": {"voice-approve": voice_approve, "zone-keys": members_zone_keys("issuer")},
        "switch": {"stand-in": stand_in, "zone-keys": switch_zone_keys},
    }
    for kind, known in commands.items():
        app.add_typer(_with_commands(kind, known), name=kind, help=tell(f"help.{kind}"))


def up(
    data: Data = DEFAULT_DATA,
    port_base: PortBase = PORT_BASE,
    wallet: HouseWallet = None,
    with_pages: WithPages = True,
    sets: Sets = None,
    language: InLanguage = "zh",
) -> None:
    """Found the demo if there is nothing yet, then serve all its parties, and its pages, until Ctrl-C or SIGTERM."""
    del language
    if is_empty(data):
        found_house(data, port_base, wallet=wallet)
        write(tell("up.founded", path=str(data), keys=str(keys_directory(data))))
    elif wallet is not None:
        raise typer.BadParameter(tell("cli.wallet-of-standing-house", path=str(data)), param_hint="--wallet")
    directories = parties_in(data)
    flags: dict[str, dict[str, str]] = {}
    for key, value in map(_pair, sets or ()):
        party, _, rest = key.partition(".")
        if party not in {directory.name for directory in directories}:
            raise ConfigurationFault("run.unknown-key", key=key, where="--set")
        flags.setdefault(party, {})[rest] = value
    with PagesBeside(data, wanted=with_pages) as pages:
        live(House(directories, os.environ, flags, _heard), lambda house, alone: _greet(house, alone, data, pages))


def found(
    directory: Annotated[Path, typer.Argument(help=tell("help.found-directory"))],
    demo: Annotated[bool, typer.Option("--demo", help=tell("help.found-demo"))] = False,
    port_base: PortBase = PORT_BASE,
    wallet: HouseWallet = None,
    tls: Annotated[bool, typer.Option("--tls", help=tell("help.found-tls"))] = False,
    language: InLanguage = "zh",
) -> None:
    """Create the directories of a demo house, without starting it."""
    del language
    if not demo:
        write_error(tell("found.only-demo"))
        raise typer.Exit(Status.USAGE)
    parties = found_house(directory, port_base, wallet=wallet, tls=tls)
    write(tell("up.founded", path=str(directory), keys=str(keys_directory(directory))))
    for party in parties:
        write(tell("found.party", kind=read_party(party, os.environ, {}).kind.name, path=str(party)))


def terminal(
    data: Annotated[Path | None, typer.Option("--data", help=tell("help.party-data"), metavar="PARTY_DIR")] = None,
    screen: Annotated[bool, typer.Option("--screen", help=tell("help.screen"))] = False,
    sets: Sets = None,
    language: InLanguage = "zh",
) -> None:
    """Serve the terminal alone; with `--screen` work the one that runs, in the house of a directory too."""
    if screen:
        from countertop.cli.screen import show  # noqa: PLC0415 - loads what draws on a shell, which takes a while

        house = data or DEFAULT_DATA
        show(find_terminal(house), wallet_of(house))
    elif data is None:
        raise typer.BadParameter(tell("cli.no-party-data"), param_hint="--data")
    else:
        _alone("terminal")(data, sets, language)


def _alone(kind: str) -> Any:
    def serve(data: PartyData, sets: Sets = None, language: InLanguage = "zh") -> None:
        """Serve one party until Ctrl-C or SIGTERM."""
        del language
        configuration = read_party(data, os.environ, {})
        if configuration.kind.name != kind:
            raise DirectoryFault("run.other-kind", path=str(data / FILE), kind=configuration.kind.name, wanted=kind)
        house = House([data], os.environ, {data.name: dict(map(_pair, sets or ()))}, _heard)
        live(house, _ready)

    return serve


def _with_commands(kind: str, commands: Mapping[str, Callable[..., None]]) -> typer.Typer:
    """Return the commands of a kind of party: to serve it, and what else can be done with one that runs."""
    party = typer.Typer(invoke_without_command=True)
    serve = _alone(kind)

    @party.callback()
    def alone(
        context: typer.Context,
        data: Annotated[Path | None, typer.Option("--data", help=tell("help.party-data"), metavar="PARTY_DIR")] = None,
        sets: Sets = None,
        language: InLanguage = "zh",
    ) -> None:
        if context.invoked_subcommand is None:
            if data is None:
                raise typer.BadParameter(tell("cli.no-party-data"), param_hint="--data")
            serve(data, sets, language)

    for name, command in commands.items():
        party.command(name, help=tell(f"help.{name}"))(command)
    return party


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals:
        raise ConfigurationFault("run.no-value", flag=text)
    return key.strip(), value.strip()


async def _greet(house: House, alone: list[str], data: Path, pages: PagesBeside) -> None:
    for resident in house.residents:
        for role, (host, port) in resident.addresses.items():
            write(tell("up.address", party=resident.name, role=role, host=host, port=port))
    try:
        card = next(iter(wallet_of(data)), "NAME")
    except RuntimeFault as fault:
        write_error(fault.said(LANGUAGE))  # the banks do without it
        card = "NAME"
    where = "" if data == DEFAULT_DATA or os.environ.get("COUNTERTOP_DATA") else f" --data {data}"
    english = " --language en" if LANGUAGE is Language.ENGLISH else ""
    write(
        tell("up.shop", merchant=MERCHANT.name_zh, english=MERCHANT.name_en, terminal=TERMINAL.terminal_id),
        tell("up.people", operator=DEMO_OPERATOR.operator, password=DEMO_OPERATOR.password,
             supervisor=DEMO_SUPERVISOR.operator, supervisor_password=DEMO_SUPERVISOR.password),
        tell("up.next"),
        f"  countertop sale 12.50 --card {card}{where}{english}",
        f"  countertop sale 12.50 --demo{where}{english}",
        f"  countertop status{where}{english}",
    )  # fmt: skip
    for line in await pages.ready():
        write(line)
    await _ready(house, alone)


async def _ready(house: House, alone: list[str]) -> None:
    for name in alone:
        write(tell("up.alone", party=name))
    write(f"ready {' '.join(resident.name for resident in house.residents)}")


def _heard(party: str, level: str, message: str, arguments: Mapping[str, Any]) -> None:
    """Let alarms and warnings be seen where the house was started; all else is in the log."""
    if level in {"alarm", "warning"}:
        try:
            text = tell(message, **arguments)
        except KeyError:
            text = f"{message} {dict(arguments)}"
        sys.stderr.write(f"{party}: {text}\n")

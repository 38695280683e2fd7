"""`zone-keys` of switch, acquirer and issuer: which zone keys a link has, and how people have them changed.

The switch draws new keys and sends them to a member over the line; a member's people can only ask it to. Equal check
values on both sides show that both have the same keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from countertop.cli.desks import ask_desk, find_all, find_switch, kind_of
from countertop.cli.language import tell
from countertop.cli.options import DEFAULT_DATA, AsJson, Data, InLanguage
from countertop.cli.writing import table, write
from countertop.demo.people import ACQUIRER, BANKS
from countertop.runtime.errors import DirectoryFault

__all__ = ["members_zone_keys", "switch_zone_keys"]

_OF_SWITCH = ("member", "generation", "zpk", "zak", "state")
_OF_MEMBER = ("party", "zpk", "zak", "state")
_VERBS = {"acquirer": "zone-keys", "issuer": "zone_keys"}


def switch_zone_keys(
    change: Annotated[
        str | None, typer.Option("--change", help=tell("help.zone-keys-change"), metavar="NAME|ID")
    ] = None,
    by: Annotated[str, typer.Option("--by", help=tell("help.zone-keys-by"), metavar="NAME")] = "",
    data: Data = DEFAULT_DATA,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Show the zone keys of every link, or begin to change those of one first."""
    del language
    order = {} if change is None else {"member_id": _id_of(change), "by": by}
    _, body = ask_desk(find_switch(data), "zone_keys", order, as_json=as_json)
    write(*table(_rows_of_switch(body["links"])))


def members_zone_keys(kind: str) -> Callable[..., None]:
    """Return the command of the parties of a kind at the other end of a link."""

    def zone_keys(
        ask: Annotated[bool, typer.Option("--ask", help=tell("help.zone-keys-ask"))] = False,
        party: Annotated[str | None, typer.Option("--party", help=tell("help.keys-party"), metavar="NAME")] = None,
        data: Data = DEFAULT_DATA,
        as_json: AsJson = False,
        language: InLanguage = "zh",
    ) -> None:
        """Show the zone keys of the link to the switch, or ask the switch for new ones first."""
        del language
        rows = [tuple(tell(f"zone-keys.{column}") for column in _OF_MEMBER)]
        for directory in _find(data, kind, party):
            asked = {"ask": True} if ask else {}
            _, body = ask_desk(directory, _VERBS[kind], asked, as_json=as_json)
            link = body["link"]
            rows.append((directory.name, link["zpk_kcv"], link["zak_kcv"], _state_of_member(link)))
        write(*table(rows))
        if ask:
            write(tell("zone-keys.asked"))

    return zone_keys


def _find(data: Path, kind: str, party: str | None) -> list[Path]:
    found = [each for each in find_all(data) if kind_of(each) == kind and party in (None, each.name)]
    if not found:
        raise DirectoryFault("keys.no-party", party=party or kind, path=str(data))
    return found


def _id_of(member: str) -> str:
    """Return the institution id of a member of the demo by its name, or what was given."""
    known = {name: each.institution_id for each in BANKS for name in (each.party, each.key)}
    return {ACQUIRER.party: ACQUIRER.institution_id, **known}.get(member, member)


def _rows_of_switch(links: list[dict[str, Any]]) -> Iterator[tuple[object, ...]]:
    yield tuple(tell(f"zone-keys.{column}") for column in _OF_SWITCH)
    for link in links:
        yield link["institution_id"], link["generation"], link["zpk_kcv"], link["zak_kcv"], _state_of_link(link)


def _state_of_link(link: dict[str, Any]) -> str:
    if not link["has_master_key"]:
        return tell("zone-keys.no-master-key")
    if link["refusal_code"]:
        return tell("zone-keys.refused", code=link["refusal_code"])
    return tell(f"zone-keys.{link['state']}", tries=link["tries"])


def _state_of_member(link: dict[str, Any]) -> str:
    if not link["has_master_key"]:
        return tell("zone-keys.no-master-key")
    if not link["is_proven"]:
        return tell("zone-keys.unproven")
    return tell("zone-keys.overlap" if link["former_accepted"] else "zone-keys.idle")

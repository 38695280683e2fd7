"""Founding on the disk: directories, configurations, master keys and stores of new parties.

A house is founded beside its place and moved there whole, so that an interrupted founding leaves nothing that could be
taken for a house. The keys go first, to a directory of their own that only this user may enter.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from countertop.demo import Card
from countertop.demo.founding import FLEET, FoundedParty
from countertop.demo.founding import found as found_demo
from countertop.hsm import PasswordCost
from countertop.runtime.certificates import Authority
from countertop.runtime.clock import look_at_clock
from countertop.runtime.entropy import draw
from countertop.runtime.errors import DirectoryFault
from countertop.runtime.parties import STORE, schema_of
from countertop.runtime.ports import SITE_PLACES, WALLET_PORTS, choose_ports
from countertop.runtime.premises import FILE, is_empty, keys_directory, parties_in, read_wallet_file
from countertop.storage import Entry
from countertop.storage.sqlite import SqliteStore

__all__ = ["found_house"]

FOUNDING_STREAM = "founding"
_ENTRY_RECORDS = 1000
HOST = "127.0.0.1"
AUTHORITY = "authority"
_LOOKS = {False: ("", ""), True: ("tls://", "https://")}
"""Whether certificates are shown -> what stands before the addresses of frames, and of a wallet's HTTP."""


def found_house(
    house: Path,
    port_base: int,
    *,
    wallet: Path | None = None,
    more_cards: Mapping[str, Card] = MappingProxyType({}),
    fleet: int = 0,
    password_cost: PasswordCost | None = None,
    tls: bool = False,
) -> list[Path]:
    """Found the demo world in an empty directory and return its parties' directories.

    `port_base` 0 draws free ports. The cards of a `wallet` take the place of the demo's own; of the file only the path
    is kept, and of `more_cards` nothing. A `fleet` of so many terminals stands ready for loads, in a directory that is
    no party's of the house. With `tls` all lines show certificates of an authority made for this house. Raises
    DirectoryFault when there is something in the way, no right to write, or no wallet.
    """
    keys = keys_directory(house)
    if not is_empty(house):
        raise DirectoryFault("run.not-empty", path=str(house))
    cards = {**read_wallet_file(wallet), **more_cards}
    building = house.resolve().with_name(f".{house.resolve().name}.founding")
    try:
        if building.exists():
            shutil.rmtree(building)
        if keys.exists():
            # Of a founding that was interrupted before its house stood: no store was ever sealed under these.
            keys.rename(keys.with_name(f"{keys.name}-unused-{look_at_clock().utc}"))
        house.resolve().parent.mkdir(parents=True, exist_ok=True)
        building.mkdir(mode=0o700)
        keys.mkdir(mode=0o700)
        parties = found_demo(cards, draw, look_at_clock().utc, password_cost, fleet)
        names = {name for party in parties for name in _ports_of(party)}
        ports = choose_ports(port_base, names | {f"site-{site}" for site in SITE_PLACES})
        for party in parties:
            _found_party(building / party.name, party, ports, keys / party.name / "lmk", tls=tls)
        if tls:
            _certify(parties, keys)
        _write(building / FILE, _contents(parties, wallet, ports).encode(), 0o600)
        if house.exists():
            house.rmdir()
        building.rename(house)
        _sync(house.parent)
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        raise DirectoryFault("run.not-writable", path=str(house), reason=reason) from None
    return parties_in(house)


def _ports_of(party: FoundedParty) -> Iterable[str]:
    return (*party.listens.values(), *party.dials.values())


def _contents(parties: Iterable[FoundedParty], wallet: Path | None, ports: Mapping[str, int]) -> str:
    """Return the text of the house's own file."""
    names = [party.name for party in parties if party.name != FLEET]
    lines = ["# The parties of this house, in the order of starting.", *_pairs({"parties": names})]
    if wallet is not None:
        lines += ["", "# Whose cards its banks know; the cards themselves are never kept here."]
        lines += _pairs({"wallet": str(wallet.resolve())})
    lines += ["", "# Where its pages are served.", "[sites]"]
    lines += _pairs({site: f"{HOST}:{ports[f'site-{site}']}" for site in SITE_PLACES})
    return "\n".join(lines) + "\n"


def _found_party(directory: Path, party: FoundedParty, ports: Mapping[str, int], lmk: Path, *, tls: bool) -> None:
    directory.mkdir(mode=0o700)
    lmk.parent.mkdir(mode=0o700)
    _write(lmk, party.lmk.reveal(), 0o400)
    _write(directory / FILE, _configuration(party, ports, lmk, tls=tls).encode(), 0o600)
    store = SqliteStore(directory / STORE, schema_of(party.kind))
    try:
        now = look_at_clock().utc
        for start in range(0, len(party.records), _ENTRY_RECORDS):
            refused = store.commit(
                [Entry(FOUNDING_STREAM, (record,), now) for record in party.records[start : start + _ENTRY_RECORDS]]
            )
            assert not any(refused), f"founding records of {party.name} do not fit its tables: {refused}"
    finally:
        store.close()


def _certify(parties: Iterable[FoundedParty], keys: Path) -> None:
    """Make an authority for the house, and a certificate for each party; a terminal's names its id."""
    authority = Authority("Countertop demo authority")
    place = keys / AUTHORITY
    place.mkdir(mode=0o700)
    for name, content in (
        ("key.pem", authority.key),
        ("certificate.pem", authority.certificate),
        ("revocations.pem", authority.revocations()),
    ):
        _write(place / name, content, 0o600)
    for party in parties:
        issued = authority.issue(
            party.settings.get("terminal_id", party.name),
            answers=bool(party.listens),
            calls=bool(party.dials),
            places=(HOST, "localhost") if party.listens else (),
        )
        _write(keys / party.name / "tls-key.pem", issued.key, 0o600)
        _write(keys / party.name / "tls-certificate.pem", issued.certificate, 0o600)


def _security(keys: Path, name: str) -> Mapping[str, str]:
    """Return the [tls] section of a party; `keys` is where the house's keys are from its directory."""
    return {
        "certificate": str(keys / name / "tls-certificate.pem"),
        "key": str(keys / name / "tls-key.pem"),
        "authority": str(keys / AUTHORITY / "certificate.pem"),
        "revocations": str(keys / AUTHORITY / "revocations.pem"),
    }


def _configuration(party: FoundedParty, ports: Mapping[str, int], lmk: Path, *, tls: bool) -> str:
    """Return the file's text; every value is written as TOML by JSON's rules, which agree for what we write."""
    # House and keys may be moved together.
    keys = Path("..", "..", lmk.parts[-3])
    top = {"party": party.kind, "name": party.name, "mode": "demo", "lmk": str(keys / Path(*lmk.parts[-2:]))}
    looks = _LOOKS[tls]
    listens = {role: f"{looks[port in WALLET_PORTS]}{HOST}:{ports[port]}" for role, port in party.listens.items()}
    routes = {role: [f"{looks[port in WALLET_PORTS]}{HOST}:{ports[port]}"] for role, port in party.dials.items()}
    # All demo terminals call from this machine's one address.
    limits = {"most_per_address": 12_000} if party.listens else {}
    sections: dict[str, Mapping[str, Any]] = {
        "listen": listens,
        "routes": routes,
        "tls": _security(keys, party.name) if tls else {},
        "lines": limits,
        "settings": party.settings,
    }
    lines = [f"# The configuration of {party.name}, a party of the demo; `countertop doctor` checks it."]
    lines += _pairs(top)
    for section, table in sections.items():
        if table:
            lines += ["", f"[{section}]", *_pairs(table)]
    return "\n".join(lines) + "\n"


def _pairs(table: Mapping[str, Any]) -> Iterable[str]:
    return [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in table.items()]


def _write(path: Path, content: bytes, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    try:
        os.write(descriptor, content)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

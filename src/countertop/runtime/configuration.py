"""The configuration of one party: `countertop.toml` in its directory, then the environment, then flags.

A flag names a key with dots, `settings.answer_timeout`; the environment names it in capitals after the party,
`COUNTERTOP_ACQUIRER__SETTINGS__ANSWER_TIMEOUT`. An unknown key is refused with the nearest known one, wherever it
stands: a setting that does nothing is worse than none.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from countertop.codec import Framing
from countertop.runtime.addresses import Place, read_places
from countertop.runtime.errors import ConfigurationFault, DirectoryFault
from countertop.runtime.lines import LineLimits, Listener, Route
from countertop.runtime.premises import FILE
from countertop.runtime.settings import fit, shown, unknown_key
from countertop.runtime.tls import Tls, TlsSettings
from countertop.runtime.wires import Http

__all__ = ["AUTO", "Configuration", "Kind", "StoreSettings", "read_configuration"]

PREFIX = "COUNTERTOP_"
MODES = ("demo", "production")
_TOP = ("party", "name", "mode", "lmk")
_SECTIONS = ("listen", "routes", "tls", "lines", "store", "settings")

AUTO = "auto"
WRITERS = (AUTO, "loop", "thread", "process")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of party: the class of its actor's settings, and the framing of each line it answers or dials."""

    name: str
    settings: type
    listens: Mapping[str, Framing | Http]
    dials: Mapping[str, Framing | Http]


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """`writer` says who writes it: the party's `loop`, a `thread`, a `process`, or what suits the kind (`auto`)."""

    writer: str = AUTO

    def __post_init__(self) -> None:
        assert self.writer in WRITERS, f"writer is one of {', '.join(WRITERS)}"


@dataclass(slots=True)
class Configuration:
    """What the file says, understood."""

    directory: Path
    kind: Kind
    name: str
    mode: str
    lmk: Path
    listeners: list[Listener]
    routes: dict[str, Route]
    settings: Any
    store: StoreSettings = StoreSettings()


def read_configuration(
    directory: Path,
    kind_of: Callable[[str], Kind],
    environment: Mapping[str, str],
    flags: Mapping[str, str],
) -> Configuration:
    """Return the configuration of the party in a directory.

    `kind_of` raises KeyError for a party that does not exist. Raises DirectoryFault when there is no party in the
    directory, ConfigurationFault for anything in the file, the environment or the flags that does not fit.
    """
    path = directory / FILE
    tables = _tables(path)
    where = str(path)
    for top in tables:
        if top not in (*_TOP, *_SECTIONS):
            raise unknown_key(top, (*_TOP, *_SECTIONS), where)
    try:
        kind = kind_of(str(tables["party"]))
        name, mode, lmk = str(tables.get("name", kind.name)), tables["mode"], tables["lmk"]
    except KeyError as missing:
        raise ConfigurationFault("run.missing-key", key=str(missing.args[0]), where=where) from None
    if mode not in MODES:
        raise ConfigurationFault("run.bad-value", key="mode", value=shown(mode), kind=" | ".join(MODES), where=where)
    if not isinstance(lmk, str) or "\0" in lmk:
        raise ConfigurationFault("run.bad-value", key="lmk", value=shown(lmk), kind="path", where=where)
    for source, layer in _layers(name, environment, flags):
        for key, value in layer.items():
            _lay(tables, key, value, source)
    settings: Any = fit(kind.settings, _named(kind.settings, name) | tables["settings"], f"{where} [settings]")
    needed: Iterable[str] = getattr(settings, "routes", kind.dials)
    limits = fit(LineLimits, tables["lines"], f"{where} [lines]")
    security = fit(TlsSettings, tables["tls"], f"{where} [tls]") if tables["tls"] else None

    @cache
    def secured() -> Tls | None:
        return None if security is None else Tls(name, directory, security)

    def place(value: Any, framing: Framing | Http, section: str) -> Place:
        return read_places(value, framing, secured, f"{where} [{section}]")

    return Configuration(
        directory,
        kind,
        name,
        mode,
        (directory / lmk).resolve(),
        _listeners(_known(tables, "listen", kind.listens, where, kind.listens), kind.listens, limits, place),
        _routes(_known(tables, "routes", kind.dials, where, needed), kind.dials, place),
        settings,
        fit(StoreSettings, tables["store"], f"{where} [store]"),
    )


def _tables(path: Path) -> dict[str, Any]:
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DirectoryFault("run.no-party", directory=str(path.parent)) from None
    except (OSError, UnicodeDecodeError) as fault:
        raise DirectoryFault("run.unreadable", path=str(path), reason=str(fault)) from None
    except (ValueError, RecursionError) as fault:  # integers of thousands of digits, brackets in hundreds of brackets
        raise ConfigurationFault("run.bad-file", where=str(path), reason=str(fault)) from None
    for section in _SECTIONS:
        if not isinstance(tables.setdefault(section, {}), dict):
            raise ConfigurationFault("run.bad-file", where=str(path), reason=f"{section} must be a table")
    return tables


def _layers(name: str, environment: Mapping[str, str], flags: Mapping[str, str]) -> list[tuple[str, dict[str, str]]]:
    mine = f"{PREFIX}{name.upper().replace('-', '_')}__"
    from_environment = {
        key.removeprefix(mine).lower().replace("__", "."): value
        for key, value in environment.items()
        if key.startswith(mine)
    }
    return [(f"the environment ({mine}...)", from_environment), ("the flags (--set)", dict(flags))]


def _lay(tables: dict[str, Any], key: str, value: str, source: str) -> None:
    section, _, rest = key.partition(".")
    if section not in _SECTIONS or not rest:
        raise unknown_key(key, (f"{known}." for known in _SECTIONS), source)
    tables[section][rest] = value


def _named(settings: type, name: str) -> dict[str, Any]:
    return {"name": name} if any(field.name == "name" for field in fields(settings)) else {}


def _known(
    tables: Mapping[str, Any], section: str, roles: Mapping[str, Any], where: str, needed: Iterable[str]
) -> Mapping[str, Any]:
    """Return a section in which every role that is needed stands, and nothing that is no role."""
    table: Mapping[str, Any] = tables[section]
    for role in table:
        if role not in roles:
            raise unknown_key(role, roles, f"{where} [{section}]")
    for role in needed:
        if role not in table:
            raise ConfigurationFault("run.missing-key", key=role, where=f"{where} [{section}]")
    return table


Placing = Callable[[Any, Framing | Http, str], Place]


def _listeners(
    table: Mapping[str, Any], framings: Mapping[str, Framing | Http], limits: LineLimits, place: Placing
) -> list[Listener]:
    """Return the listeners; a role may answer at several addresses, each with a look of its own."""
    listeners = []
    for role, value in table.items():
        for text in value if isinstance(value, list) else [value]:
            found = place(text, framings[role], "listen")
            listeners += [Listener(role, each, found.framing, limits, found.tls) for each in found.addresses]
    return listeners


def _routes(table: Mapping[str, Any], framings: Mapping[str, Framing | Http], place: Placing) -> dict[str, Route]:
    routes = {}
    for route, value in table.items():
        found = place(value, framings[route], "routes")
        routes[route] = Route(route, found.addresses, found.framing, tls=found.tls)
    return routes

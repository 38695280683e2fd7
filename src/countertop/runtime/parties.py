"""The kinds of party, and a party opened from its directory: store, HSM, actor.

A party's directory holds `countertop.toml`, its store, its log and its desk. The local master key lies elsewhere, where
the configuration says: who copies the data has not copied the keys.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from countertop.codec import Framing
from countertop.hsm import SoftwareHsm
from countertop.journal import Schema
from countertop.runtime.committer import Committer
from countertop.runtime.configuration import AUTO, Configuration, Kind, read_configuration
from countertop.runtime.entropy import draw
from countertop.runtime.errors import KeyMissing, RuntimeFault
from countertop.runtime.logs import Log
from countertop.runtime.loop_committer import LoopCommitter
from countertop.runtime.premises import verify_writable
from countertop.runtime.process_committer import ProcessCommitter
from countertop.runtime.wires import WALLET, Http
from countertop.runtime.world import World
from countertop.stage import Actor
from countertop.storage.sqlite import SqliteStore

__all__ = ["KINDS", "LOG", "STORE", "Party", "open_party", "read_lmk", "read_party", "schema_of"]

STORE = "store.sqlite"
LOG = "log.jsonl"
LMK_SIZE = 32

KINDS: Mapping[str, tuple[Mapping[str, Framing | Http], Mapping[str, Framing | Http]]] = {
    "terminal": ({}, dict.fromkeys(("acquirer", "ethernet", "wifi", "mobile", "dial_up"), Framing.BINARY2)),
    "acquirer": (
        {"terminals": Framing.BINARY2, "notices": WALLET},
        {"switch": Framing.ASCII4, "wallet": WALLET},
    ),
    "switch": ({"members": Framing.ASCII4}, {}),
    "issuer": ({}, {"switch": Framing.ASCII4}),
    "wallet": ({"acquirers": WALLET}, {"acquirer": WALLET}),
}
"""The lines that each kind of party answers and dials; a terminal dials those of its settings alone."""

WRITERS = {"acquirer": "process"}
"""Who writes for a kind of party that is alone in its process, where it is not the loop: a host has most to do."""


@dataclass(slots=True)
class Party:
    """What a resident is made of; `writer` says who writes its store: its loop, a thread or a process."""

    configuration: Configuration
    hsm: SoftwareHsm
    schema: Schema
    make: Callable[[Any], Actor]
    writer: str = "thread"

    def open_committer(self, world: World) -> Committer | LoopCommitter | ProcessCommitter:
        """Open the store behind a committer that answers to this world; raises StoreError."""
        if self.writer == "loop":
            return LoopCommitter(world.loop, self.open_store(), world.resume_all)
        if self.writer == "process":
            store, schema = self.configuration.directory / STORE, f"countertop.{self.configuration.kind.name}:SCHEMA"
            return ProcessCommitter(world.loop, store, schema, world.resume_all)
        return Committer(self.open_store(), world.answered)

    def open_store(self) -> SqliteStore:
        """Open the store; raises StoreError."""
        return SqliteStore(self.configuration.directory / STORE, self.schema)

    def lay_out(self, document: Any) -> Any:
        """Return a printed document as plain data; only terminals print."""
        from countertop.runtime.papers import lay_out  # noqa: PLC0415 - loads the terminal's room

        return lay_out(document)

    def make_actor(self) -> Actor:
        """Return a new actor with nothing in memory."""
        return self.make(self.configuration.settings)


def schema_of(kind: str) -> Schema:
    """Return the schema of a kind of party."""
    schema: Schema = _room(kind).SCHEMA
    return schema


def read_party(directory: Path, environment: Mapping[str, str], flags: Mapping[str, str]) -> Configuration:
    """Return the configuration of the party in a directory; raises DirectoryFault or ConfigurationFault."""
    return read_configuration(directory, _kind, environment, flags)


def open_party(
    directory: Path,
    environment: Mapping[str, str],
    flags: Mapping[str, str],
    heard: Callable[[str, str, str, Mapping[str, Any]], None] | None = None,
    *,
    alone: bool = False,
) -> tuple[Party, Log]:
    """Return the party in a directory and its log, ready to be made a resident.

    `alone` in its process, a party may write on its loop; parties that share one must not keep each other waiting.

    Raises ConfigurationFault, DirectoryFault, KeyMissing, or RuntimeFault for a party that this program cannot serve.
    """
    configuration = read_party(directory, environment, flags)
    if configuration.mode != "demo":
        raise RuntimeFault("run.production", party=configuration.name)
    verify_writable(directory)
    room = _room(configuration.kind.name)
    party = Party(
        configuration,
        SoftwareHsm(read_lmk(configuration), draw),
        room.SCHEMA,
        getattr(room, configuration.kind.name.capitalize()),
        _writer_of(configuration, alone=alone),
    )
    return party, Log(directory / LOG, configuration.name, heard=heard)


def read_lmk(configuration: Configuration) -> bytes:
    """Return the local master key; raises KeyMissing when it is not there, is none, or others may read it."""
    path = configuration.lmk
    told = {"party": configuration.name, "path": str(path)}
    try:
        with path.open("rb") as file:
            found = os.fstat(file.fileno())
            lmk = file.read(LMK_SIZE + 1)
    except OSError:
        raise KeyMissing("run.key-missing", **told) from None
    if stat.S_IMODE(found.st_mode) & 0o077:
        raise KeyMissing("run.key-open", **told)
    if len(lmk) != LMK_SIZE:
        raise KeyMissing("run.key-wrong", **told)
    return lmk


def _writer_of(configuration: Configuration, *, alone: bool) -> str:
    if configuration.store.writer != AUTO:
        return configuration.store.writer
    return WRITERS.get(configuration.kind.name, "loop") if alone else "thread"


def _kind(name: str) -> Kind:
    listens, dials = KINDS[name]
    settings: type = getattr(_room(name), f"{name.capitalize()}Settings")
    return Kind(name, settings, listens, dials)


def _room(kind: str) -> Any:
    # A party alone in its process loads no other party's room.
    return import_module(f"countertop.{kind}")

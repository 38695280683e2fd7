"""A key ceremony at parties that are off: one terminal's master key, formed of components, enters their stores.

The stores are held from before the first component is entered until the key is written, so that nobody comes for
nothing and no party starts in between.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import ExitStack, closing
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple, Self

from countertop.hsm import FormedKey, KeyComponent, KeyUsage
from countertop.hsm.ceremony import enter_components
from countertop.runtime.clock import look_at_clock
from countertop.runtime.errors import AlreadyRunning, RuntimeFault
from countertop.runtime.logs import Log
from countertop.runtime.parties import Party, open_party
from countertop.storage import Entry, StoreError, StoreLocked
from countertop.storage.sqlite import SqliteStore

__all__ = ["MASTER_KEY_SIDES", "Ceremony"]

MASTER_KEY_SIDES = ("acquirer", "terminal")
"""The kinds of party that share a terminal's master key, whoever draws its components first."""


class _Side(NamedTuple):
    """A party held for the ceremony, with the terminal as its store knows it."""

    party: Party
    store: SqliteStore
    log: Log
    terminal: dict[str, Any]


class Ceremony:
    """The sides of a ceremony for one terminal, held as long as it lasts (`with`).

    Raises AlreadyRunning for a party that is served, RuntimeFault for one that knows no such terminal, and whatever
    `open_party` raises.
    """

    def __init__(self, directories: Sequence[Path], terminal_id: str) -> None:
        self._terminal_id = terminal_id
        with ExitStack() as stack:
            self._sides = [_held(stack, directory, terminal_id) for directory in directories]
            self._held = stack.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    def load(self, components: Sequence[KeyComponent], *, sm4: bool = False) -> FormedKey:
        """Form the key in each side's HSM and write it into its store; return that of the first side.

        Raises ComponentError, and then no side has a new key.
        """
        keys = enter_components(components, KeyUsage.TMK, [side.party.hsm for side in self._sides], sm4=sm4)
        for side, key in zip(self._sides, keys, strict=True):
            now = look_at_clock()
            record = _room(side.party).master_key_loaded(side.terminal, key.block, now.utc)
            refused = side.store.commit([Entry(self._terminal_id, (record,), now.utc)])
            assert not any(refused), f"the key's record does not fit the tables: {refused}"
            side.log.note("info", "keys.loaded", {"terminal": self._terminal_id, "kcv": key.kcv}, now)
        return keys[0]


def _held(stack: ExitStack, directory: Path, terminal_id: str) -> _Side:
    party, log = open_party(directory, os.environ, {})
    stack.callback(log.close)
    told = {"party": party.configuration.name}
    if party.configuration.kind.name not in MASTER_KEY_SIDES:
        raise RuntimeFault("keys.no-master-keys", **told)
    try:
        store = stack.enter_context(closing(party.open_store()))
    except StoreLocked:
        raise AlreadyRunning("keys.running", **told) from None
    except StoreError as fault:
        raise RuntimeFault("run.store", **told, reason=fault) from None
    rows = store.read(_room(party).TERMINAL_OF, (terminal_id,))
    if not rows:
        raise RuntimeFault("keys.no-such-terminal", **told, terminal=terminal_id)
    return _Side(party, store, log, rows[0])


def _room(party: Party) -> Any:
    return import_module(f"countertop.{party.configuration.kind.name}.ceremony")

"""Reading a batch from the tables: all rows whose attempt keys begin alike, a page at a time."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from countertop.acquirer.memory import HostMemory
from countertop.acquirer.registry import Terminal
from countertop.acquirer.replies import scheme_of
from countertop.acquirer.settlement.reckoning import Reckoning
from countertop.acquirer.settlement.tables import ATTEMPTS_FROM, DISPOSITIONS_FROM, OBLIGATIONS_FROM
from countertop.journal import Query
from countertop.stage import Effect, Read
from countertop.values import Pan

__all__ = ["attempts_of", "batch_number_of", "is_foreign", "key_head_of", "reckon", "reckon_batch"]

DOMESTIC = "CUP"

Row = Mapping[str, Any]


def reckon(memory: HostMemory, terminal: Terminal) -> Generator[Effect, Any, Reckoning]:
    """Return what the host counts in the open batch of a terminal."""
    return (yield from reckon_batch(memory, terminal.key_head))


def reckon_batch(memory: HostMemory, key_head: str) -> Generator[Effect, Any, Reckoning]:
    """Return what the host counts in the batch whose attempt keys begin so."""
    attempts = yield from attempts_of(key_head)
    obligations = yield from _rows(OBLIGATIONS_FROM, key_head)
    disposed = yield from _rows(DISPOSITIONS_FROM, key_head)
    undone = _keys(obligations)
    if "acquirer.totals-include-reversed" in memory.planted:
        undone = []
    return Reckoning(attempts, undone, _keys(disposed), lambda masked_pan: is_foreign(memory, masked_pan))


def attempts_of(key_head: str) -> Generator[Effect, Any, list[Row]]:
    """Return the attempts, joined with their decisions, of the batch whose attempt keys begin so; by their keys."""
    return (yield from _rows(ATTEMPTS_FROM, key_head))


def key_head_of(memory: HostMemory, terminal: Terminal, instance: int) -> str:
    """Return how the attempt keys of a batch of a terminal begin."""
    if instance == terminal.batch_instance:
        return terminal.key_head
    return f"{memory.acquirer_id}|{terminal.merchant.merchant_id}|{terminal.terminal_id}|{instance}|"


def batch_number_of(key_head: str) -> Generator[Effect, Any, str]:
    """Return the number of the batch whose attempt keys begin so, nothing where the host knows no attempt of it."""
    for row in (yield Read(ATTEMPTS_FROM, key_head)):
        return str(row["batch_number"]) if row["attempt_key"].startswith(key_head) else ""
    return ""


def is_foreign(memory: HostMemory, masked_pan: str | None) -> bool:
    """Tell whether a card is known to be of another scheme; its prefix and length are what counts."""
    scheme = None if masked_pan is None else scheme_of(memory, Pan(masked_pan))
    return scheme not in (None, DOMESTIC)


def _keys(rows: list[Row]) -> list[str]:
    return [row["attempt_key"] for row in rows]


def _rows(query: Query, key_head: str) -> Generator[Effect, Any, list[Row]]:
    found: list[Row] = []
    first = key_head
    while True:
        page = yield Read(query, first)
        for row in page:
            if not row["attempt_key"].startswith(key_head):
                return found
            found.append(row)
        if len(page) < query.limit:
            return found
        first = f"{page[-1]['attempt_key']} "  # nothing in a key sorts before a blank

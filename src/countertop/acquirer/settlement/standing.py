"""Where a terminal's batch stands at the host; read off the rows, so it survives any power cut.

    OPEN ──0500──► COMPARED ──0320──► UPLOADING ──0320 end──► CLOSED, and the next one OPEN
                      └────────0320 end, balanced────────────────┘

From COMPARED on the batch is frozen: nothing new enters it, and nothing of it is reversed.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from enum import Enum
from typing import Any

from countertop.acquirer.arrival import Arrival
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.registry import Terminal
from countertop.acquirer.settlement.frozen import Frozen
from countertop.acquirer.settlement.reckoning import Reckoning
from countertop.acquirer.settlement.rows import reckon
from countertop.acquirer.settlement.tables import CLOSED_BATCH_OF, EVERY_COMPARISON
from countertop.stage import Effect, Read, Script
from countertop.stage.lifecycle import Ignored, Moves, Refused

__all__ = [
    "BATCH",
    "BatchEvent",
    "BatchState",
    "Ignored",
    "Moves",
    "Refused",
    "frozen_batch",
    "last_closed",
    "load_frozen",
]

Row = Mapping[str, Any]


class BatchState(Enum):
    """Where a batch stands."""

    OPEN = "open"
    COMPARED = "compared"
    UPLOADING = "uploading"
    CLOSED = "closed"


class BatchEvent(Enum):
    """What may happen to it."""

    TOTALS = "the terminal tells its totals"
    DETAILS = "details of the terminal come"
    END = "the terminal says that all has been sent"
    TRANSACTION = "a transaction of this batch arrives"


Step = Moves[BatchState] | Ignored | Refused

_S, _E = BatchState, BatchEvent
_AS_BEFORE = Ignored("it was answered, and is answered again")
_NOT_COMPARED = Refused("25")
_OTHER_BATCH = Refused("77")

BATCH: dict[tuple[BatchState, BatchEvent], Step] = {
    (_S.OPEN, _E.TOTALS): Moves(_S.COMPARED),
    (_S.OPEN, _E.DETAILS): _NOT_COMPARED,
    (_S.OPEN, _E.END): _NOT_COMPARED,
    (_S.OPEN, _E.TRANSACTION): Ignored("it is the batch's business"),
    (_S.COMPARED, _E.TOTALS): Moves(_S.COMPARED),
    (_S.COMPARED, _E.DETAILS): Moves(_S.UPLOADING),
    (_S.COMPARED, _E.END): Moves(_S.CLOSED),
    (_S.COMPARED, _E.TRANSACTION): _OTHER_BATCH,
    (_S.UPLOADING, _E.TOTALS): _AS_BEFORE,
    (_S.UPLOADING, _E.DETAILS): Moves(_S.UPLOADING),
    (_S.UPLOADING, _E.END): Moves(_S.CLOSED),
    (_S.UPLOADING, _E.TRANSACTION): _OTHER_BATCH,
    (_S.CLOSED, _E.TOTALS): _AS_BEFORE,
    (_S.CLOSED, _E.DETAILS): _AS_BEFORE,
    (_S.CLOSED, _E.END): _AS_BEFORE,
    (_S.CLOSED, _E.TRANSACTION): _OTHER_BATCH,
}


def frozen_batch(
    memory: HostMemory, terminal: Terminal
) -> Generator[Effect, Any, tuple[BatchState, Frozen | None, Reckoning | None]]:
    """Return where a terminal's present batch stands and, once it is frozen, what is held of it."""
    frozen = memory.frozen.get(terminal.terminal_id)
    if frozen is None:
        return BatchState.OPEN, None, None
    if frozen.reckoning is None:
        reckoning = yield from reckon(memory, terminal)
        frozen.reckoning = frozen.reckoning or reckoning
    state = BatchState.UPLOADING if frozen.reckoning.disposed else BatchState.COMPARED
    return state, frozen, frozen.reckoning


def last_closed(arrival: Arrival) -> Generator[Effect, Any, Row | None]:
    """Return the batch closed last, when it is the one that a request of another batch names."""
    terminal = arrival.terminal
    rows = yield Read(CLOSED_BATCH_OF, terminal.terminal_id, terminal.batch_instance - 1)
    named = (arrival.request.transaction_info or "")[2:8]
    return rows[0] if rows and rows[0]["batch_number"] == named else None


def load_frozen(memory: HostMemory) -> Script:
    """Take up the settlements that were begun and not ended."""
    for row in (yield Read(EVERY_COMPARISON)):
        terminal = memory.registry.terminals.get(row["terminal_id"])
        if terminal is not None and terminal.batch_instance == row["batch_instance"]:
            terminal.is_frozen = True
            memory.frozen[terminal.terminal_id] = Frozen(row["claimed"], row["counted"], row["rrn"])

"""What becomes of a record that a terminal uploads, and who hears of it."""

from __future__ import annotations

from countertop.acquirer.memory import HostMemory
from countertop.acquirer.settlement.reckoning import Reckoning
from countertop.acquirer.settlement.tables import Disposition
from countertop.acquirer.settlement.told import Told
from countertop.stage import Note, Script
from countertop.values import Amount

__all__ = ["Disposed", "disposition_of", "noted"]

Disposed = list[list[str | int | None]]
"""As `UploadReceived.disposed`."""


def disposition_of(reckoning: Reckoning, key: str, told: Told) -> tuple[str, int | None]:
    """Return the disposition of a record in an open batch, and the amount that the host counts, if any."""
    counted = reckoning.counted.get(key)
    if counted is not None:
        same = counted.amount == told.amount
        return (Disposition.MATCHED if same else Disposition.AMOUNT_DIFFERS), counted.amount
    return (Disposition.AMOUNT_DIFFERS, None) if key in reckoning.known else (Disposition.RESTORED, None)


def noted(memory: HostMemory, terminal_id: str, disposed: Disposed) -> Script:
    """Count what became of records, and alarm where a person must look."""
    for _, stan, disposition, told, counted in disposed:
        memory.counts[f"uploaded-{disposition}"] += 1
        if disposition == Disposition.RESTORED:
            yield Note("alarm", "acquirer.batch-restored", terminal_id=terminal_id, stan=stan)
        elif disposition == Disposition.TOO_LATE:
            yield Note("alarm", "acquirer.batch-too-late", terminal_id=terminal_id, stan=stan)
        elif disposition == Disposition.AMOUNT_DIFFERS:
            one, other = _shown(told), _shown(counted)
            yield Note(
                "alarm", "acquirer.batch-amount-differs", terminal_id=terminal_id, stan=stan, one=one, other=other
            )


def _shown(amount: str | int | None) -> str:
    return str(Amount(int(amount or 0)))

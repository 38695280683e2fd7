"""The slips of this terminal: of a transaction that counts, in doubt, refused, or settled by people."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from countertop.signature import Bitmap
from countertop.slips import CARDHOLDER, MERCHANT, Slip
from countertop.slips.facts import Sort, failure_facts, refused_facts, transaction_facts
from countertop.terminal.kinds import KINDS
from countertop.terminal.lifecycle import Remedy
from countertop.terminal.machine import Installation
from countertop.terminal.records import AttemptDecided, AttemptPrepared
from countertop.terminal.settings import TerminalSettings

__all__ = ["CARDHOLDER", "MERCHANT", "Slip", "failure_slip", "refused_slip", "settled_slip", "transaction_slip"]


def transaction_slip(
    place: Installation,
    prepared: AttemptPrepared,
    decided: AttemptDecided,
    copy: str,
    settings: TerminalSettings,
    *,
    duplicate: bool = False,
    signature: Callable[[], Bitmap] | None = None,
) -> Slip:
    """Return one copy of the slip of a transaction that counts; `signature` draws what was signed on the pad."""
    facts = partial(transaction_facts, place, prepared, decided, _sort(prepared))
    return Slip("transaction", facts, copy, settings, duplicate=duplicate, signature=signature)


def failure_slip(
    place: Installation, prepared: AttemptPrepared, moment: tuple[str, str], settings: TerminalSettings
) -> Slip:
    """Return the slip that says that what is owed got no answer; `moment` is date and time of printing."""
    kind = "failure" if KINDS[prepared.kind].remedy is Remedy.REVERSAL else "repeat_failure"
    return Slip(kind, partial(failure_facts, place, prepared, moment, _sort(prepared)), "", settings)


def settled_slip(
    place: Installation, prepared: AttemptPrepared, settled: str, moment: tuple[str, str], settings: TerminalSettings
) -> Slip:
    """Return the slip that says how people settled a reversal that came too late: `repaid` or `stands`."""
    facts = partial(failure_facts, place, prepared, moment, _sort(prepared))
    return Slip(f"settled_{settled}", facts, "", settings)


def refused_slip(
    place: Installation, prepared: AttemptPrepared, decided: AttemptDecided, settings: TerminalSettings
) -> Slip:
    """Return the slip that says that the host refused what had counted here (上送被拒)."""
    return Slip("refused", partial(refused_facts, place, prepared, decided, _sort(prepared)), "", settings)


def _sort(prepared: AttemptPrepared) -> Sort:
    kind = KINDS[prepared.kind]
    return Sort(kind.names.value, kind.negative)

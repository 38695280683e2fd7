"""Where the settlement of a batch stands; durable from its first step, and gone on with after any cut.

    (open) ──► FROZEN ──0510: equal──► COMPARED ──────────────────────┐
                 │  └───0510: differs─► UPLOADING ──the last place────┴──0330──► ENDED, and the next batch open
                 └◄─── 0510: try later, or silence: asked again

A settlement that has begun is never given up: while nothing comes back it is tried again, in rounds, and nothing is
sold meanwhile. UPLOADING keeps the place of what goes next; what was sent may be sent again, the host takes it once.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

from countertop.terminal.lifecycle import Ignored, Moves, Refused, Step

__all__ = ["SETTLEMENT", "SettlementEvent", "SettlementState", "after"]


class SettlementState(Enum):
    """Where it stands; the value is how it is stored and told."""

    FROZEN = "frozen"
    COMPARED = "compared"
    UPLOADING = "uploading"
    ENDED = "ended"

    __hash__ = object.__hash__  # a member is itself alone, and an enumeration's own hash is slow


class SettlementEvent(Enum):
    """What may happen to it."""

    EQUAL = "the host counts the same"
    DIFFERENT = "the host counts something else"
    TRY_LATER = "the host has something of the batch on its way"
    TAKEN = "the host took what was sent of the details"
    NOT_ALL = "the host wants the details from the beginning"
    CLOSED = "the host closed the batch"
    REFUSED = "the host refuses"
    UNANSWERED = "nothing came back, or there is no line"
    RESTARTED = "the terminal starts and finds it as its store has it"

    __hash__ = object.__hash__  # a member is itself alone, and an enumeration's own hash is slow


_S, _E = SettlementState, SettlementEvent

_NOT_ASKED: Final = Refused("that is no answer to what was asked in this state")
_AGAIN: Final = Ignored("the same is sent again")
_OVER: Final = Refused("the batch is over")
_FOUND: Final = Ignored("it goes on where it stands")
_PATIENT: Final = {_E.REFUSED: _AGAIN, _E.UNANSWERED: _AGAIN, _E.RESTARTED: _FOUND}

SETTLEMENT: Final[dict[SettlementState, dict[SettlementEvent, Step]]] = {
    _S.FROZEN: {
        _E.EQUAL: Moves(_S.COMPARED),
        _E.DIFFERENT: Moves(_S.UPLOADING),
        _E.TRY_LATER: _AGAIN,
        **dict.fromkeys((_E.TAKEN, _E.NOT_ALL, _E.CLOSED), _NOT_ASKED),
        **_PATIENT,
    },
    _S.COMPARED: {
        **dict.fromkeys((_E.EQUAL, _E.DIFFERENT, _E.TRY_LATER, _E.TAKEN), _NOT_ASKED),
        _E.NOT_ALL: _AGAIN,
        _E.CLOSED: Moves(_S.ENDED),
        **_PATIENT,
    },
    _S.UPLOADING: {
        **dict.fromkeys((_E.EQUAL, _E.DIFFERENT, _E.TRY_LATER), _NOT_ASKED),
        _E.TAKEN: Moves(_S.UPLOADING),
        _E.NOT_ALL: Moves(_S.UPLOADING),
        _E.CLOSED: Moves(_S.ENDED),
        **_PATIENT,
    },
    _S.ENDED: {**dict.fromkeys(_E, _OVER), _E.RESTARTED: Ignored("it is over")},
}


def after(state: SettlementState, event: SettlementEvent) -> SettlementState:
    """Return where an event leads; an assertion fails for one that cannot happen."""
    step = SETTLEMENT[state][event]
    assert not isinstance(step, Refused), f"{event.name} in {state.name}: {step.reason}"
    if isinstance(step, Ignored):
        return state
    assert isinstance(step.to, SettlementState)
    return step.to

"""What may become of an attempt at the switch: every state meets every event, and the table says what follows.

States are read off the rows, so they survive any power cut:

    ABSENT      no attempt under this key
    IN_FLIGHT   an attempt without a decision
    APPROVED    decided approved, no reversal owed
    DECLINED    decided declined, by the issuer or by the switch
    GIVEN_UP    decided unknown (the asker was told 68); the issuer is owed a reversal
    REVERSED    decided, and later reversed; the issuer is or was owed a reversal
    TOMBSTONE   reversed before it came

    ABSENT ──request──► IN_FLIGHT ──answer, stand-in──► APPROVED ──reversal──► REVERSED
       │                   │  └────answer──► DECLINED ────late approval────────────┘
       └─reversal─► TOMBSTONE  └──time-out, restart, reversal──► GIVEN_UP

The key of the `decision` table lets exactly one of answer, time-out, restart and reversal decide; the loser looks at
the attempt again and asks this table anew. Whatever enters GIVEN_UP or REVERSED does so in one append with the
obligation that its issuer be told; the obligation ends by acknowledgement alone (`flows.obligations`).

A member's reversal is not passed on: once the switch's own obligation is durable the member is told 00, and the switch
itself keeps at the issuer. So the promise changes hands in one commit, and whoever holds it has it in its store.

Where the issuer is silent or away, the switch may approve a sale in its stead (`stand_in`), and the void of one that it
approved so; in one append with that decision it owes the issuer an advice of it (`flows.advices`).

What is never reversed (`interbank_forms.Ending`) has a table of its own. A refund or an advice stays IN_FLIGHT, and is
asked again until its issuer answers (`flows.repetitions`). A balance inquiry without an answer is declined: nothing
moved, so nothing is owed.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

from countertop.iso8583.interbank_forms import FORM_OF, Ending
from countertop.stage.lifecycle import Ignored, Moves, Refused
from countertop.switch.tables import AttemptKind, Outcome

__all__ = [
    "LIFECYCLE",
    "LIFECYCLES",
    "AttemptEvent",
    "AttemptState",
    "Ignored",
    "Moves",
    "Refused",
    "Step",
    "lifecycle_of",
    "state_of",
]


class AttemptState(Enum):
    """Where an attempt stands."""

    ABSENT = "absent"
    IN_FLIGHT = "in-flight"
    APPROVED = "approved"
    DECLINED = "declined"
    GIVEN_UP = "given-up"
    REVERSED = "reversed"
    TOMBSTONE = "tombstone"


class AttemptEvent(Enum):
    """What may happen to it."""

    REQUEST = "a member asks, or asks again with the same content"
    CONFLICT = "other content arrives under its key"
    APPROVAL = "the issuer approves"
    DECLINE = "the issuer declines"
    DEADLINE = "the issuer does not answer in time, or the switch restarted meanwhile"
    STAND_IN = "the issuer is silent or away, and the switch may decide in its stead"
    REVERSAL = "the member reverses it"


Step = Moves[AttemptState] | Ignored | Refused

_STATE, _EVENT = AttemptState, AttemptEvent

_STORED = Ignored("the stored answer is given again")
_TOLD_BEFORE = Ignored("the issuer says again what it said before")
_LATE = Ignored("recorded as a late answer; the reversal is owed already")
_DECIDED = Ignored("it is decided already")
_UNDONE = Ignored("there is nothing to undo, or it is being undone")
_TAKEN = Refused("94")

LIFECYCLE: dict[AttemptState, dict[AttemptEvent, Step]] = {
    _STATE.ABSENT: {
        _EVENT.REQUEST: Moves(_STATE.IN_FLIGHT),
        _EVENT.CONFLICT: Moves(_STATE.IN_FLIGHT),
        _EVENT.APPROVAL: Ignored("an answer to nothing that was asked"),
        _EVENT.DECLINE: Ignored("an answer to nothing that was asked"),
        _EVENT.DEADLINE: Ignored("the request was refused before it became an attempt"),
        _EVENT.STAND_IN: Moves(_STATE.APPROVED),
        _EVENT.REVERSAL: Moves(_STATE.TOMBSTONE),
    },
    _STATE.IN_FLIGHT: {
        _EVENT.REQUEST: Ignored("the answer will come, and go to the line that is up then"),
        _EVENT.CONFLICT: _TAKEN,
        _EVENT.APPROVAL: Moves(_STATE.APPROVED),
        _EVENT.DECLINE: Moves(_STATE.DECLINED),
        _EVENT.DEADLINE: Moves(_STATE.GIVEN_UP),
        _EVENT.STAND_IN: Moves(_STATE.APPROVED),
        _EVENT.REVERSAL: Moves(_STATE.GIVEN_UP),
    },
    _STATE.APPROVED: {
        _EVENT.REQUEST: _STORED,
        _EVENT.CONFLICT: _TAKEN,
        _EVENT.APPROVAL: _TOLD_BEFORE,
        _EVENT.DECLINE: Ignored("recorded as a late answer: the issuer contradicts itself"),
        _EVENT.DEADLINE: _DECIDED,
        _EVENT.STAND_IN: _DECIDED,
        _EVENT.REVERSAL: Moves(_STATE.REVERSED),
    },
    _STATE.DECLINED: {
        _EVENT.REQUEST: _STORED,
        _EVENT.CONFLICT: _TAKEN,
        _EVENT.APPROVAL: Moves(_STATE.REVERSED),
        _EVENT.DECLINE: _TOLD_BEFORE,
        _EVENT.DEADLINE: _DECIDED,
        _EVENT.STAND_IN: _DECIDED,
        _EVENT.REVERSAL: _UNDONE,
    },
    _STATE.GIVEN_UP: {
        _EVENT.REQUEST: _STORED,
        _EVENT.CONFLICT: _TAKEN,
        _EVENT.APPROVAL: _LATE,
        _EVENT.DECLINE: _LATE,
        _EVENT.DEADLINE: _DECIDED,
        _EVENT.STAND_IN: _DECIDED,
        _EVENT.REVERSAL: _UNDONE,
    },
    _STATE.REVERSED: {
        _EVENT.REQUEST: _STORED,
        _EVENT.CONFLICT: _TAKEN,
        _EVENT.APPROVAL: _TOLD_BEFORE,
        _EVENT.DECLINE: _TOLD_BEFORE,
        _EVENT.DEADLINE: _DECIDED,
        _EVENT.STAND_IN: _DECIDED,
        _EVENT.REVERSAL: _UNDONE,
    },
    _STATE.TOMBSTONE: {
        _EVENT.REQUEST: Refused("12"),
        _EVENT.CONFLICT: Refused("12"),
        _EVENT.APPROVAL: Ignored("an answer to what was never forwarded"),
        _EVENT.DECLINE: Ignored("an answer to what was never forwarded"),
        _EVENT.DEADLINE: _DECIDED,
        _EVENT.STAND_IN: _DECIDED,
        _EVENT.REVERSAL: _UNDONE,
    },
}

_NEVER_REVERSED = Refused("12")
_NEVER_STOOD_IN = Ignored("only a sale, or the void of one, is decided in an issuer's stead")
_CONTRADICTED = Ignored("recorded as a late answer: nothing of this kind is undone by the switch")


def _without_reversal(deadline: Step) -> dict[AttemptState, dict[AttemptEvent, Step]]:
    """Return the table of what cannot be reversed; `deadline` is what follows when no answer comes in time."""
    never: dict[AttemptEvent, Step] = {_EVENT.REVERSAL: _NEVER_REVERSED, _EVENT.STAND_IN: _NEVER_STOOD_IN}
    made = {state: {**steps, **never} for state, steps in LIFECYCLE.items()}
    made[_STATE.IN_FLIGHT][_EVENT.DEADLINE] = deadline
    made[_STATE.DECLINED][_EVENT.APPROVAL] = _CONTRADICTED
    return made


LIFECYCLES = {
    Ending.REVERSAL: LIFECYCLE,
    Ending.REPEAT: _without_reversal(Ignored("it is asked again, until it answers")),
    Ending.NOTHING: _without_reversal(Moves(_STATE.DECLINED)),
}
"""The table for each way in which a doubt may end."""


def lifecycle_of(kind: str) -> dict[AttemptState, dict[AttemptEvent, Step]]:
    """Return the table for a value of `attempt.kind`."""
    form = FORM_OF.get(kind)
    return LIFECYCLE if form is None else LIFECYCLES[form.ending]


_DECIDED_AS = {
    Outcome.APPROVED: AttemptState.APPROVED,
    Outcome.DECLINED: AttemptState.DECLINED,
    Outcome.UNKNOWN: AttemptState.GIVEN_UP,
}


def state_of(attempt: Mapping[str, Any] | None, *, owed: bool) -> AttemptState:
    """Return the state that rows say: an attempt joined with its decision, and whether it has an obligation."""
    if attempt is None:
        return AttemptState.ABSENT
    if attempt["kind"] == AttemptKind.TOMBSTONE:
        return AttemptState.TOMBSTONE
    if attempt["outcome"] is None:
        return AttemptState.IN_FLIGHT
    if owed and attempt["outcome"] != Outcome.UNKNOWN:
        return AttemptState.REVERSED
    return _DECIDED_AS[attempt["outcome"]]

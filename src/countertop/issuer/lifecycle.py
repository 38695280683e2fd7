"""What may become of a request at a bank: every state meets every event, and the table says what follows.

A bank decides at once, so there is no state of waiting. States are read off the rows of the request's family
(`family.Family`): all that began with one sale, pre-authorisation or offline post.

    ABSENT ──request──► APPROVED ──void──► VOIDED
       │       │          │  └──reversal──► REVERSED ◄──reversal── VOIDED, COMPLETED
       │       │          └──completion──► COMPLETED (a pre-authorisation)
       │       └──────► DECLINED ──the switch stood in──► APPROVED
       └──reversal──► TOMBSTONE

What builds upon a request, or undoes it, is a request of its own under its own key. One that is reversed counts no
more: a voided sale whose void is reversed is APPROVED again. Each posts the difference between what its family has
moved and what it ought to have moved, so every order of arrival ends in the same balance (`family`).
"""

from __future__ import annotations

from enum import Enum

from countertop.stage.lifecycle import Ignored, Moves, Refused

__all__ = ["LIFECYCLE", "Ignored", "Moves", "Refused", "RequestEvent", "RequestState", "Step"]


class RequestState(Enum):
    """Where a request stands."""

    ABSENT = "absent"
    APPROVED = "approved"
    DECLINED = "declined"
    VOIDED = "voided"
    COMPLETED = "completed"
    REVERSED = "reversed"
    TOMBSTONE = "tombstone"


class RequestEvent(Enum):
    """What may happen to it."""

    REPEATED = "it comes, or comes again with the same content"
    CONFLICT = "other content comes under its key"
    VOID = "somebody wants to void it"
    COMPLETION = "a completion wants what it holds"
    AMENDMENT = "a refund or an adjustment is about it"
    STOOD_IN = "the switch says that it approved it in our stead"
    REVERSAL = "the switch reverses it"


Step = Moves[RequestState] | Ignored | Refused

_STATE, _EVENT = RequestState, RequestEvent

_STORED = Ignored("the stored answer is given again")
_UNDONE = Ignored("there is nothing to undo")
_TAKEN = Refused("94")
_TOO_LATE = Refused("12")
_UNKNOWN = Refused("25")
_KNOWN = Ignored("it is posted already, or undone already")

_DECIDED: dict[RequestEvent, Step] = {
    _EVENT.REPEATED: _STORED,
    _EVENT.CONFLICT: _TAKEN,
    _EVENT.VOID: _TOO_LATE,
    _EVENT.COMPLETION: _TOO_LATE,
    _EVENT.AMENDMENT: _TOO_LATE,
    _EVENT.STOOD_IN: _KNOWN,
}
"""What every decided request that does not stand as it was has in common."""

LIFECYCLE: dict[RequestState, dict[RequestEvent, Step]] = {
    _STATE.ABSENT: {
        _EVENT.REPEATED: Moves(_STATE.APPROVED),
        _EVENT.CONFLICT: Moves(_STATE.APPROVED),
        _EVENT.VOID: _UNKNOWN,
        _EVENT.COMPLETION: _UNKNOWN,
        _EVENT.AMENDMENT: _UNKNOWN,
        _EVENT.STOOD_IN: Moves(_STATE.APPROVED),
        _EVENT.REVERSAL: Moves(_STATE.TOMBSTONE),
    },
    _STATE.APPROVED: {
        **_DECIDED,
        _EVENT.VOID: Moves(_STATE.VOIDED),
        _EVENT.COMPLETION: Moves(_STATE.COMPLETED),
        _EVENT.AMENDMENT: Moves(_STATE.APPROVED),
        _EVENT.REVERSAL: Moves(_STATE.REVERSED),
    },
    _STATE.DECLINED: {**_DECIDED, _EVENT.STOOD_IN: Moves(_STATE.APPROVED), _EVENT.REVERSAL: _UNDONE},
    _STATE.VOIDED: {**_DECIDED, _EVENT.REVERSAL: Moves(_STATE.REVERSED)},
    _STATE.COMPLETED: {**_DECIDED, _EVENT.REVERSAL: Moves(_STATE.REVERSED)},
    _STATE.REVERSED: {**_DECIDED, _EVENT.REVERSAL: _UNDONE},
    _STATE.TOMBSTONE: {
        _EVENT.REPEATED: _TOO_LATE,
        _EVENT.CONFLICT: _TOO_LATE,
        _EVENT.VOID: _UNKNOWN,
        _EVENT.COMPLETION: _UNKNOWN,
        _EVENT.AMENDMENT: _UNKNOWN,
        _EVENT.STOOD_IN: _KNOWN,
        _EVENT.REVERSAL: _UNDONE,
    },
}

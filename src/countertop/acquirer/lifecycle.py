"""What may become of an attempt at the host: every state meets every event, and the table says what follows.

States are read off the rows, so they survive any power cut:

    RECEIVED    an attempt without a decision
    APPROVED    decided approved, no reversal owed
    DECLINED    decided declined
    UNKNOWN     decided unknown: the terminal was told 98, the switch will be told to undo it
    REVERSED    decided approved, and a reversal is or was owed
    TOMBSTONE   the terminal reversed what never arrived

    RECEIVED ──answer──► APPROVED ──reversal──► REVERSED
     │  │ └────answer──► DECLINED
     │  └──time-out, restart, wrong answer, reversal──► UNKNOWN
     └──no answer to what is ended by repetition: it stays RECEIVED, and is sent again

Only RECEIVED can be decided, and the key of the `decision` table lets exactly one decider win; the loser finds the
attempt in its new state and asks this table again. A terminal's reversal that arrives while the answer is awaited ends
the waiting: the attempt becomes UNKNOWN, and an approval that still comes is a late answer. There is no way out of
UNKNOWN and REVERSED: their obligation is discharged, they stay what they are. What undoes or follows up an original is
an attempt of its own; what it does to its original is a matter of the issuer's ledger and of the admission check
(`flows.following`).

What an unanswered request becomes depends on what ends its doubt (`kinds`): UNKNOWN where a reversal does; RECEIVED,
sent again under the same key until it is answered, where repetition does; DECLINED where nothing moves.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

from countertop.acquirer.tables import AttemptKind, Outcome
from countertop.stage.lifecycle import Ignored, Moves, Refused

__all__ = ["LIFECYCLE", "AttemptEvent", "AttemptState", "Ignored", "Moves", "Refused", "Step", "state_of"]


class AttemptState(Enum):
    """Where an attempt stands."""

    RECEIVED = "received"
    APPROVED = "approved"
    DECLINED = "declined"
    UNKNOWN = "unknown"
    REVERSED = "reversed"
    TOMBSTONE = "tombstone"


class AttemptEvent(Enum):
    """What may happen to it."""

    REPEATED = "the terminal sends it again, the same content under the same key"
    CONFLICTING = "other content arrives under its key"
    APPROVAL = "the switch approves"
    DECLINE = "the switch declines"
    WRONG_ANSWER = "the switch's answer has a wrong MAC, or is not an answer to this"
    TIME_OUT = "the switch does not answer in time, or the host restarted meanwhile"
    STILL_DUE = "the same, where the request itself is repeated until it is answered"
    GIVEN_UP = "the same, where nothing moves"
    REVERSAL = "the terminal reverses it"
    FOLLOWED = "somebody wants to undo it, or to follow it up"


Step = Moves[AttemptState] | Ignored | Refused

_STATE, _EVENT = AttemptState, AttemptEvent

_DECIDED = Ignored("it is decided already; what comes later is recorded as a late answer")
_STORED = Ignored("the stored answer is given again")
_NOTHING = Ignored("there is nothing to undo, or it is being undone")
_TAKEN = Refused("94")

LIFECYCLE: dict[tuple[AttemptState, AttemptEvent], Step] = {
    (_STATE.RECEIVED, _EVENT.REPEATED): Ignored("the answer will go to the line that asked last"),
    (_STATE.RECEIVED, _EVENT.CONFLICTING): _TAKEN,
    (_STATE.RECEIVED, _EVENT.APPROVAL): Moves(_STATE.APPROVED),
    (_STATE.RECEIVED, _EVENT.DECLINE): Moves(_STATE.DECLINED),
    (_STATE.RECEIVED, _EVENT.WRONG_ANSWER): Moves(_STATE.UNKNOWN),
    (_STATE.RECEIVED, _EVENT.TIME_OUT): Moves(_STATE.UNKNOWN),
    (_STATE.RECEIVED, _EVENT.STILL_DUE): Ignored("it is sent to the switch again, under the same key"),
    (_STATE.RECEIVED, _EVENT.GIVEN_UP): Moves(_STATE.DECLINED),
    (_STATE.RECEIVED, _EVENT.REVERSAL): Moves(_STATE.UNKNOWN),
    (_STATE.RECEIVED, _EVENT.FOLLOWED): Refused("25"),
    (_STATE.APPROVED, _EVENT.REPEATED): _STORED,
    (_STATE.APPROVED, _EVENT.CONFLICTING): _TAKEN,
    (_STATE.APPROVED, _EVENT.APPROVAL): _DECIDED,
    (_STATE.APPROVED, _EVENT.DECLINE): _DECIDED,
    (_STATE.APPROVED, _EVENT.WRONG_ANSWER): _DECIDED,
    (_STATE.APPROVED, _EVENT.TIME_OUT): _DECIDED,
    (_STATE.APPROVED, _EVENT.STILL_DUE): _DECIDED,
    (_STATE.APPROVED, _EVENT.GIVEN_UP): _DECIDED,
    (_STATE.APPROVED, _EVENT.REVERSAL): Moves(_STATE.REVERSED),
    (_STATE.APPROVED, _EVENT.FOLLOWED): Ignored("as far as its budget goes: what follows is an attempt of its own"),
    (_STATE.DECLINED, _EVENT.REPEATED): _STORED,
    (_STATE.DECLINED, _EVENT.CONFLICTING): _TAKEN,
    (_STATE.DECLINED, _EVENT.APPROVAL): _DECIDED,
    (_STATE.DECLINED, _EVENT.DECLINE): _DECIDED,
    (_STATE.DECLINED, _EVENT.WRONG_ANSWER): _DECIDED,
    (_STATE.DECLINED, _EVENT.TIME_OUT): _DECIDED,
    (_STATE.DECLINED, _EVENT.STILL_DUE): _DECIDED,
    (_STATE.DECLINED, _EVENT.GIVEN_UP): _DECIDED,
    (_STATE.DECLINED, _EVENT.REVERSAL): _NOTHING,
    (_STATE.DECLINED, _EVENT.FOLLOWED): Refused("12"),
    (_STATE.UNKNOWN, _EVENT.REPEATED): _STORED,
    (_STATE.UNKNOWN, _EVENT.CONFLICTING): _TAKEN,
    (_STATE.UNKNOWN, _EVENT.APPROVAL): _DECIDED,
    (_STATE.UNKNOWN, _EVENT.DECLINE): _DECIDED,
    (_STATE.UNKNOWN, _EVENT.WRONG_ANSWER): _DECIDED,
    (_STATE.UNKNOWN, _EVENT.TIME_OUT): _DECIDED,
    (_STATE.UNKNOWN, _EVENT.STILL_DUE): _DECIDED,
    (_STATE.UNKNOWN, _EVENT.GIVEN_UP): _DECIDED,
    (_STATE.UNKNOWN, _EVENT.REVERSAL): _NOTHING,
    (_STATE.UNKNOWN, _EVENT.FOLLOWED): Refused("12"),
    (_STATE.REVERSED, _EVENT.REPEATED): _STORED,
    (_STATE.REVERSED, _EVENT.CONFLICTING): _TAKEN,
    (_STATE.REVERSED, _EVENT.APPROVAL): _DECIDED,
    (_STATE.REVERSED, _EVENT.DECLINE): _DECIDED,
    (_STATE.REVERSED, _EVENT.WRONG_ANSWER): _DECIDED,
    (_STATE.REVERSED, _EVENT.TIME_OUT): _DECIDED,
    (_STATE.REVERSED, _EVENT.STILL_DUE): _DECIDED,
    (_STATE.REVERSED, _EVENT.GIVEN_UP): _DECIDED,
    (_STATE.REVERSED, _EVENT.REVERSAL): _NOTHING,
    (_STATE.REVERSED, _EVENT.FOLLOWED): Refused("12"),
    (_STATE.TOMBSTONE, _EVENT.REPEATED): _STORED,
    (_STATE.TOMBSTONE, _EVENT.CONFLICTING): _TAKEN,
    (_STATE.TOMBSTONE, _EVENT.APPROVAL): _DECIDED,
    (_STATE.TOMBSTONE, _EVENT.DECLINE): _DECIDED,
    (_STATE.TOMBSTONE, _EVENT.WRONG_ANSWER): _DECIDED,
    (_STATE.TOMBSTONE, _EVENT.TIME_OUT): _DECIDED,
    (_STATE.TOMBSTONE, _EVENT.STILL_DUE): _DECIDED,
    (_STATE.TOMBSTONE, _EVENT.GIVEN_UP): _DECIDED,
    (_STATE.TOMBSTONE, _EVENT.REVERSAL): _NOTHING,
    (_STATE.TOMBSTONE, _EVENT.FOLLOWED): Refused("25"),
}

_DECIDED_AS = {
    Outcome.APPROVED: AttemptState.APPROVED,
    Outcome.DECLINED: AttemptState.DECLINED,
    Outcome.UNKNOWN: AttemptState.UNKNOWN,
}


def state_of(attempt: Mapping[str, Any], obligation: Mapping[str, Any] | None) -> AttemptState:
    """Return the state that rows say: an attempt joined with its decision, and its obligation if it has one."""
    if attempt["kind"] == AttemptKind.TOMBSTONE:
        return AttemptState.TOMBSTONE
    if attempt["outcome"] is None:
        return AttemptState.RECEIVED
    if obligation is not None and attempt["outcome"] == Outcome.APPROVED:
        return AttemptState.REVERSED
    return _DECIDED_AS[attempt["outcome"]]

"""What may become of the machine, and of one transaction at it: every state meets every event.

The machine

    OUT_OF_KEY ──key ceremony──► SIGNED_OUT ──sign-in──► SIGNED_IN
                                     ▲ └──────◄── sign-out, or the host says: sign in again

The ceremony happens with the program stopped, so no event of this table leaves OUT_OF_KEY.

A transaction

    PREPARED ──► SENT ──► ANSWERED ──► COMPLETED
        │          │          │ └────► DECLINED
        │          └──────────┴──────► REVERSAL_OWED ──► REVERSED
        └──► NOT_SENT

PREPARED is an attempt without an outcome; COMPLETED, DECLINED, NOT_SENT and REVERSAL_OWED are stored with the outcome;
REVERSED is REVERSAL_OWED with its discharge. SENT and ANSWERED live in memory only: after a power cut nobody knows
whether the bytes left, so both are found as PREPARED, and RESTARTED turns that into a reversal owed. ANSWERED is where
a chip would be asked; a stripe passes it in one step. Outside the table: a void is a transaction of its own, and its
original counts as voided exactly while the void is COMPLETED. A reversal ends only by the host's acknowledgement; there
is no way to give it up.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeVar

__all__ = [
    "MACHINE",
    "TRANSACTION",
    "Ignored",
    "MachineEvent",
    "MachineState",
    "Moves",
    "Refused",
    "TransactionEvent",
    "TransactionState",
    "next_machine_state",
    "next_state",
]


class MachineState(Enum):
    """Where the machine stands; the value is how it is stored."""

    OUT_OF_KEY = "out_of_key"
    SIGNED_OUT = "signed_out"
    SIGNED_IN = "signed_in"

    __hash__ = object.__hash__  # a member is itself alone, and an enumeration's own hash is slow


class MachineEvent(Enum):
    """What may happen to the machine."""

    SIGN_IN_ACCEPTED = "the host accepted the sign-in, and its keys are right"
    SIGN_IN_DECLINED = "the host declined the sign-in, or did not answer"
    KEYS_REFUSED = "a check value of the keys in the answer is wrong"
    SIGN_OUT_ACCEPTED = "the host accepted the sign-out"
    SIGN_IN_REQUIRED = "the host says that our keys or our batch are not its own"


class TransactionState(Enum):
    """Where a transaction stands; the value is how it is stored and told."""

    PREPARED = "prepared"
    SENT = "sent"
    ANSWERED = "answered"
    COMPLETED = "completed"
    DECLINED = "declined"
    NOT_SENT = "not_sent"
    REVERSAL_OWED = "reversal_owed"
    REVERSED = "reversed"

    __hash__ = object.__hash__  # a member is itself alone, and an enumeration's own hash is slow


class TransactionEvent(Enum):
    """What may happen to a transaction."""

    SENDING = "its bytes are given to the line"
    LINE_UNREACHABLE = "there is no line, and no byte has left"
    ANSWER_TRUSTED = "its answer came, with a right MAC"
    ANSWER_UNTRUSTED = "its answer came with a wrong MAC, or with none"
    STRANGE_FRAME = "a frame came that is not its answer"
    TIMED_OUT = "its answer did not come in time"
    LINE_LOST = "the line went while its answer was awaited"
    APPROVED = "the answer approves"
    REFUSED = "the answer does not approve"
    CARD_REFUSED = "the card declined after the host's approval, or was taken away"
    MACHINE_FAILED = "the host approved, and the terminal cannot finish"
    RESTARTED = "the terminal starts and finds it as its store has it"
    REVERSAL_ACKNOWLEDGED = "the host acknowledges its reversal"
    REVERSAL_FAILED = "its reversal got no answer, or one that acknowledges nothing"
    LATE_ANSWER = "an answer comes that is not awaited any more"

    __hash__ = object.__hash__  # a member is itself alone, and an enumeration's own hash is slow


@dataclass(frozen=True, slots=True)
class Moves:
    """It goes to another state, or stays after something was done."""

    to: Enum


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing changes; the reason is for readers."""

    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """It cannot happen unless an invariant is broken, which stops the terminal."""

    reason: str


Step = Moves | Ignored | Refused

_State = TypeVar("_State", bound=Enum)

_S, _M = TransactionState, MachineState
_E, _ME = TransactionEvent, MachineEvent

_NO_KEYS: Final = Refused("a terminal without its master key sends nothing")

MACHINE: Final[dict[MachineState, dict[MachineEvent, Step]]] = {
    _M.OUT_OF_KEY: dict.fromkeys(_ME, _NO_KEYS),
    _M.SIGNED_OUT: {
        _ME.SIGN_IN_ACCEPTED: Moves(_M.SIGNED_IN),
        _ME.SIGN_IN_DECLINED: Ignored("the machine stays signed out"),
        _ME.KEYS_REFUSED: Ignored("no key is loaded, the machine stays signed out"),
        _ME.SIGN_OUT_ACCEPTED: Moves(_M.SIGNED_OUT),
        _ME.SIGN_IN_REQUIRED: Moves(_M.SIGNED_OUT),
    },
    _M.SIGNED_IN: {
        _ME.SIGN_IN_ACCEPTED: Moves(_M.SIGNED_IN),
        _ME.SIGN_IN_DECLINED: Ignored("the keys in use stay good"),
        _ME.KEYS_REFUSED: Ignored("the keys in use stay loaded"),
        _ME.SIGN_OUT_ACCEPTED: Moves(_M.SIGNED_OUT),
        _ME.SIGN_IN_REQUIRED: Moves(_M.SIGNED_OUT),
    },
}

_NOT_AWAITED: Final = Refused("nothing is awaited on the line in this state")
_NO_REVERSAL: Final = Refused("no reversal has left in this state")
_NOT_ANSWERED: Final = Refused("without a trusted answer there is nothing to decide")
_STANDS: Final = Ignored("the outcome is durable and stands")
_LATE: Final = Ignored("written down as a late answer, never accepted")
_STRANGE: Final = Ignored("counted")


def _stood(restarted: Step) -> dict[TransactionEvent, Step]:
    """Return the row of a state whose outcome is durable and owes nothing."""
    return {
        **dict.fromkeys((_E.SENDING, _E.LINE_UNREACHABLE), Refused("an attempt leaves once")),
        **dict.fromkeys((_E.ANSWER_TRUSTED, _E.ANSWER_UNTRUSTED, _E.TIMED_OUT, _E.LINE_LOST), _NOT_AWAITED),
        **dict.fromkeys((_E.APPROVED, _E.REFUSED, _E.CARD_REFUSED, _E.MACHINE_FAILED), _NOT_ANSWERED),
        **dict.fromkeys((_E.REVERSAL_ACKNOWLEDGED, _E.REVERSAL_FAILED), _NO_REVERSAL),
        _E.RESTARTED: restarted,
        _E.STRANGE_FRAME: _STRANGE,
        _E.LATE_ANSWER: _LATE,
    }


TRANSACTION: Final[dict[TransactionState, dict[TransactionEvent, Step]]] = {
    _S.PREPARED: {
        _E.SENDING: Moves(_S.SENT),
        _E.LINE_UNREACHABLE: Moves(_S.NOT_SENT),
        **dict.fromkeys((_E.ANSWER_TRUSTED, _E.ANSWER_UNTRUSTED, _E.TIMED_OUT, _E.LINE_LOST), _NOT_AWAITED),
        **dict.fromkeys((_E.APPROVED, _E.REFUSED, _E.CARD_REFUSED, _E.MACHINE_FAILED), _NOT_ANSWERED),
        **dict.fromkeys((_E.REVERSAL_ACKNOWLEDGED, _E.REVERSAL_FAILED), _NO_REVERSAL),
        _E.RESTARTED: Moves(_S.REVERSAL_OWED),
        _E.STRANGE_FRAME: _STRANGE,
        _E.LATE_ANSWER: Refused("an attempt that never left has no answer"),
    },
    _S.SENT: {
        **dict.fromkeys((_E.SENDING, _E.LINE_UNREACHABLE), Refused("an attempt leaves once")),
        _E.ANSWER_TRUSTED: Moves(_S.ANSWERED),
        _E.ANSWER_UNTRUSTED: Moves(_S.REVERSAL_OWED),
        _E.TIMED_OUT: Moves(_S.REVERSAL_OWED),
        _E.LINE_LOST: Moves(_S.REVERSAL_OWED),
        **dict.fromkeys((_E.APPROVED, _E.REFUSED, _E.CARD_REFUSED, _E.MACHINE_FAILED), _NOT_ANSWERED),
        **dict.fromkeys((_E.REVERSAL_ACKNOWLEDGED, _E.REVERSAL_FAILED), _NO_REVERSAL),
        _E.RESTARTED: Refused("a sent attempt without an outcome is found as PREPARED"),
        _E.STRANGE_FRAME: Ignored("counted; the answer is still awaited"),
        _E.LATE_ANSWER: Refused("the answer is awaited, so it is not late"),
    },
    _S.ANSWERED: {
        **dict.fromkeys((_E.SENDING, _E.LINE_UNREACHABLE), Refused("an attempt leaves once")),
        **dict.fromkeys((_E.ANSWER_TRUSTED, _E.ANSWER_UNTRUSTED), Refused("an answer is taken once")),
        _E.TIMED_OUT: Ignored("the answer is here already"),
        _E.LINE_LOST: Ignored("the answer is here already"),
        _E.APPROVED: Moves(_S.COMPLETED),
        _E.REFUSED: Moves(_S.DECLINED),
        _E.CARD_REFUSED: Moves(_S.REVERSAL_OWED),
        _E.MACHINE_FAILED: Moves(_S.REVERSAL_OWED),
        **dict.fromkeys((_E.REVERSAL_ACKNOWLEDGED, _E.REVERSAL_FAILED), _NO_REVERSAL),
        _E.RESTARTED: Refused("an answered attempt without an outcome is found as PREPARED"),
        _E.STRANGE_FRAME: _STRANGE,
        _E.LATE_ANSWER: _LATE,
    },
    _S.COMPLETED: _stood(_STANDS),
    _S.DECLINED: _stood(_STANDS),
    _S.NOT_SENT: _stood(_STANDS),
    _S.REVERSAL_OWED: {
        **_stood(Moves(_S.REVERSAL_OWED)),
        _E.REVERSAL_ACKNOWLEDGED: Moves(_S.REVERSED),
        _E.REVERSAL_FAILED: Moves(_S.REVERSAL_OWED),
    },
    _S.REVERSED: {
        **_stood(_STANDS),
        _E.REVERSAL_ACKNOWLEDGED: Ignored("acknowledged again; once is enough"),
        _E.REVERSAL_FAILED: Ignored("it was acknowledged before"),
    },
}


def next_state(state: TransactionState, event: TransactionEvent) -> TransactionState:
    """Return where an event leads; an assertion fails for one that cannot happen."""
    return _next(state, TRANSACTION[state][event], event)


def next_machine_state(state: MachineState, event: MachineEvent) -> MachineState:
    """Return where an event leads; an assertion fails for one that cannot happen."""
    return _next(state, MACHINE[state][event], event)


def _next(state: _State, step: Step, event: Enum) -> _State:
    assert not isinstance(step, Refused), f"{event.name} in {state.name}: {step.reason}"
    if isinstance(step, Ignored):
        return state
    assert isinstance(step.to, type(state))
    return step.to

"""What may become of the machine, and of one transaction at it: every state meets every event.

The machine

    OUT_OF_KEY ──key ceremony──► SIGNED_OUT ──sign-in──► SIGNED_IN
                                     ▲ └──────◄── sign-out, or the host says: sign in again

The ceremony happens with the program stopped, so no event of this table leaves OUT_OF_KEY.

A transaction, by what ends the doubt about it (`Remedy`)

    PREPARED ──► SENT ──► ANSWERED ──► COMPLETED
     │  │          │          │ └────► DECLINED
     │  │          └──────────┴──────► REVERSAL_OWED ──► REVERSED                 REVERSAL
     │  │          └──► PENDING ─────► REVERSAL_OWED, or SENT again                REVERSAL, who pays by a code
     │  │          └──────────┴──────► REPEAT_OWED ──► COMPLETED | DECLINED       REPEAT
     │  │          └─────────────────► UNANSWERED                                 NOTHING
     │  └──► NOT_SENT
     └─────► STORED ──► COMPLETED | DECLINED                                      REPEAT

PREPARED is an attempt without an outcome; COMPLETED, DECLINED, NOT_SENT, UNANSWERED and REVERSAL_OWED are stored with
the outcome; REVERSED is REVERSAL_OWED with its discharge. REPEAT_OWED and STORED have a row of their own and no outcome
yet. SENT, PENDING and ANSWERED live in memory only: after a power cut nobody knows whether the bytes left, so all are
found as PREPARED, and RESTARTED turns that into what the remedy says. ANSWERED is where a chip would be asked; a stripe
passes it in one step. Outside the table: a void is a transaction of its own, and its original counts as voided exactly
while the void is COMPLETED. A reversal ends only by the host's acknowledgement, a repetition only by its answer; there
is no way to give one up. STORED has happened here already, and the host is told later, in order, until it answers.
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
    "Remedy",
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


class Remedy(Enum):
    """What ends the doubt about a transaction whose answer did not come."""

    REVERSAL = "it is reversed until the host acknowledges"
    REPEAT = "it is sent again under the same STAN until the host answers"
    NOTHING = "nothing is owed, because nothing moves"

    __hash__ = object.__hash__  # a member is itself alone, and an enumeration's own hash is slow


class TransactionState(Enum):
    """Where a transaction stands; the value is how it is stored and told."""

    PREPARED = "prepared"
    SENT = "sent"
    PENDING = "pending"
    ANSWERED = "answered"
    COMPLETED = "completed"
    DECLINED = "declined"
    NOT_SENT = "not_sent"
    REVERSAL_OWED = "reversal_owed"
    REVERSED = "reversed"
    REPEAT_OWED = "repeat_owed"
    STORED = "stored"
    UNANSWERED = "unanswered"

    __hash__ = object.__hash__  # a member is itself alone, and an enumeration's own hash is slow


class TransactionEvent(Enum):
    """What may happen to a transaction."""

    STORING = "it counts here at once, and the host is to be told later"
    SENDING = "its bytes are given to the line"
    LINE_UNREACHABLE = "there is no line, and no byte has left"
    ANSWER_TRUSTED = "its answer came, with a right MAC"
    ANSWER_UNTRUSTED = "its answer came with a wrong MAC, or with none"
    ANSWER_EMPTY = "its answer came, and says that the host does not know either"
    STILL_OPEN = "its answer came, and says that the customer is still paying"
    GIVEN_UP = "the customer takes too long, or the person at the terminal gives up"
    STRANGE_FRAME = "a frame came that is not its answer"
    TIMED_OUT = "its answer did not come in time"
    LINE_LOST = "the line went while its answer was awaited"
    APPROVED = "the answer approves"
    REFUSED = "the answer does not approve"
    CARD_REFUSED = "the card declined after the host's approval, or was taken away"
    MACHINE_FAILED = "the host approved, and the terminal cannot finish"
    RESTARTED = "the terminal starts and finds it as its store has it"
    REVERSAL_ACKNOWLEDGED = "the host acknowledges its reversal"
    TRY_FAILED = "what it owes got no answer, or one that ends nothing"
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

_LEAVES_ONCE: Final = Refused("an attempt leaves once")
_NOT_AWAITED: Final = Refused("nothing is awaited on the line in this state")
_NOTHING_TRIED: Final = Refused("nothing that it owes has left in this state")
_NOT_ANSWERED: Final = Refused("without a trusted answer there is nothing to decide")
_NOT_PENDING: Final = Refused("nobody is waited for in this state")
_NOT_OF_THIS_KIND: Final = Refused("a kind with this remedy never comes here")
_NOT_STORED: Final = Refused("only what has not left yet, and is never reversed, is stored")
_STANDS: Final = Ignored("the outcome is durable and stands")
_LATE: Final = Ignored("written down as a late answer, never accepted")
_STRANGE: Final = Ignored("counted")

_LEAVING: Final = (_E.SENDING, _E.LINE_UNREACHABLE)
_ANSWERS: Final = (_E.ANSWER_TRUSTED, _E.ANSWER_UNTRUSTED, _E.ANSWER_EMPTY)
_WAITS: Final = (_E.TIMED_OUT, _E.LINE_LOST)
_DECISIONS: Final = (_E.APPROVED, _E.REFUSED, _E.CARD_REFUSED, _E.MACHINE_FAILED)
_PENDING: Final = (_E.STILL_OPEN, _E.GIVEN_UP)
_TRIES: Final = (_E.REVERSAL_ACKNOWLEDGED, _E.TRY_FAILED)

_UNKNOWN: Final = {
    Remedy.REVERSAL: _S.REVERSAL_OWED,
    Remedy.REPEAT: _S.REPEAT_OWED,
    Remedy.NOTHING: _S.UNANSWERED,
}
"""Where a transaction stands when nobody can know what became of it."""


def _stood(restarted: Step) -> dict[TransactionEvent, Step]:
    """Return the row of a state whose outcome is durable and owes nothing."""
    return {
        **dict.fromkeys(_LEAVING, _LEAVES_ONCE),
        **dict.fromkeys((*_ANSWERS, *_WAITS), _NOT_AWAITED),
        **dict.fromkeys(_DECISIONS, _NOT_ANSWERED),
        **dict.fromkeys(_TRIES, _NOTHING_TRIED),
        **dict.fromkeys(_PENDING, _NOT_PENDING),
        _E.STORING: _NOT_STORED,
        _E.RESTARTED: restarted,
        _E.STRANGE_FRAME: _STRANGE,
        _E.LATE_ANSWER: _LATE,
    }


def _told_again(state: TransactionState) -> dict[TransactionEvent, Step]:
    """Return the row of a state in which the request leaves until it is answered; any of its answers will do."""
    return {
        _E.STORING: _NOT_STORED,
        _E.SENDING: Moves(state),
        _E.LINE_UNREACHABLE: Moves(state),
        _E.ANSWER_TRUSTED: Moves(state),
        _E.ANSWER_UNTRUSTED: Moves(state),
        _E.ANSWER_EMPTY: Moves(state),
        _E.TIMED_OUT: Moves(state),
        _E.LINE_LOST: Moves(state),
        **dict.fromkeys(_PENDING, _NOT_PENDING),
        _E.APPROVED: Moves(_S.COMPLETED),
        _E.REFUSED: Moves(_S.DECLINED),
        **dict.fromkeys((_E.CARD_REFUSED, _E.MACHINE_FAILED), Refused("no card is asked when a request leaves again")),
        _E.RESTARTED: Moves(state),
        _E.REVERSAL_ACKNOWLEDGED: Refused("it is never reversed"),
        _E.TRY_FAILED: Moves(state),
        _E.STRANGE_FRAME: _STRANGE,
        _E.LATE_ANSWER: Ignored("an answer to an earlier try is taken as its answer"),
    }


_Row = dict[TransactionEvent, Step]


def _prepared(remedy: Remedy) -> _Row:
    return {
        _E.STORING: Moves(_S.STORED) if remedy is Remedy.REPEAT else _NOT_STORED,
        _E.SENDING: Moves(_S.SENT),
        _E.LINE_UNREACHABLE: Moves(_S.NOT_SENT),
        **dict.fromkeys((*_ANSWERS, *_WAITS), _NOT_AWAITED),
        **dict.fromkeys(_DECISIONS, _NOT_ANSWERED),
        **dict.fromkeys(_TRIES, _NOTHING_TRIED),
        **dict.fromkeys(_PENDING, _NOT_PENDING),
        _E.RESTARTED: Moves(_UNKNOWN[remedy]),
        _E.STRANGE_FRAME: _STRANGE,
        _E.LATE_ANSWER: Refused("an attempt that never left has no answer"),
    }


def _sent(remedy: Remedy) -> _Row:
    unknown = Moves(_UNKNOWN[remedy])
    return {
        _E.STORING: _NOT_STORED,
        **dict.fromkeys(_LEAVING, _LEAVES_ONCE),
        _E.ANSWER_TRUSTED: Moves(_S.ANSWERED),
        **dict.fromkeys((_E.ANSWER_UNTRUSTED, *_WAITS), unknown),
        _E.ANSWER_EMPTY: unknown if remedy is Remedy.REPEAT else Refused("such a code declines it"),
        **dict.fromkeys(_DECISIONS, _NOT_ANSWERED),
        **dict.fromkeys(_TRIES, _NOTHING_TRIED),
        _E.STILL_OPEN: Moves(_S.PENDING) if remedy is Remedy.REVERSAL else _NOT_OF_THIS_KIND,
        _E.GIVEN_UP: Refused("its answer is awaited"),
        _E.RESTARTED: Refused("a sent attempt without an outcome is found as PREPARED"),
        _E.STRANGE_FRAME: Ignored("counted; the answer is still awaited"),
        _E.LATE_ANSWER: Refused("the answer is awaited, so it is not late"),
    }


def _answered(remedy: Remedy) -> _Row:
    taken_back = (
        Moves(_UNKNOWN[remedy]) if remedy is Remedy.REVERSAL else Refused("nothing that a card could take back")
    )
    return {
        _E.STORING: _NOT_STORED,
        **dict.fromkeys(_LEAVING, _LEAVES_ONCE),
        **dict.fromkeys(_ANSWERS, Refused("an answer is taken once")),
        **dict.fromkeys(_WAITS, Ignored("the answer is here already")),
        _E.APPROVED: Moves(_S.COMPLETED),
        _E.REFUSED: Moves(_S.DECLINED),
        **dict.fromkeys((_E.CARD_REFUSED, _E.MACHINE_FAILED), taken_back),
        **dict.fromkeys(_TRIES, _NOTHING_TRIED),
        **dict.fromkeys(_PENDING, _NOT_PENDING),
        _E.RESTARTED: Refused("an answered attempt without an outcome is found as PREPARED"),
        _E.STRANGE_FRAME: _STRANGE,
        _E.LATE_ANSWER: _LATE,
    }


def _pending() -> _Row:
    """Return the row of what the host says is not decided: the same request leaves again, and is one payment."""
    return {
        _E.STORING: _NOT_STORED,
        _E.SENDING: Moves(_S.SENT),
        _E.LINE_UNREACHABLE: Ignored("it is tried again"),
        **dict.fromkeys((*_ANSWERS, *_WAITS), _NOT_AWAITED),
        **dict.fromkeys(_DECISIONS, _NOT_ANSWERED),
        **dict.fromkeys(_TRIES, _NOTHING_TRIED),
        _E.STILL_OPEN: _NOT_AWAITED,
        _E.GIVEN_UP: Moves(_S.REVERSAL_OWED),
        _E.RESTARTED: Refused("a pending attempt is found as PREPARED"),
        _E.STRANGE_FRAME: _STRANGE,
        _E.LATE_ANSWER: Refused("it is asked for again, so nothing is late"),
    }


_AFTER_DOUBT: Final[dict[Remedy, dict[TransactionState, _Row]]] = {
    Remedy.REVERSAL: {
        _S.PENDING: _pending(),
        _S.REVERSAL_OWED: {
            **_stood(Moves(_S.REVERSAL_OWED)),
            _E.REVERSAL_ACKNOWLEDGED: Moves(_S.REVERSED),
            _E.TRY_FAILED: Moves(_S.REVERSAL_OWED),
        },
        _S.REVERSED: {
            **_stood(_STANDS),
            _E.REVERSAL_ACKNOWLEDGED: Ignored("acknowledged again; once is enough"),
            _E.TRY_FAILED: Ignored("it was acknowledged before"),
        },
    },
    Remedy.REPEAT: {state: _told_again(state) for state in (_S.REPEAT_OWED, _S.STORED)},
    Remedy.NOTHING: {_S.UNANSWERED: _stood(_STANDS)},
}
"""The states in which nobody knows yet, and those that only they lead to: each remedy has its own."""


def _table(remedy: Remedy) -> dict[TransactionState, _Row]:
    """Return the table of the kinds with this remedy."""
    return {
        **{state: dict.fromkeys(_E, _NOT_OF_THIS_KIND) for state in _S},
        _S.PREPARED: _prepared(remedy),
        _S.SENT: _sent(remedy),
        _S.ANSWERED: _answered(remedy),
        **dict.fromkeys((_S.COMPLETED, _S.DECLINED, _S.NOT_SENT), _stood(_STANDS)),
        **_AFTER_DOUBT[remedy],
    }


TRANSACTION: Final = {remedy: _table(remedy) for remedy in Remedy}
"""Remedy -> state -> event -> step."""


def next_state(remedy: Remedy, state: TransactionState, event: TransactionEvent) -> TransactionState:
    """Return where an event leads; an assertion fails for one that cannot happen."""
    return _next(state, TRANSACTION[remedy][state][event], event)


def next_machine_state(state: MachineState, event: MachineEvent) -> MachineState:
    """Return where an event leads; an assertion fails for one that cannot happen."""
    return _next(state, MACHINE[state][event], event)


def _next(state: _State, step: Step, event: Enum) -> _State:
    assert not isinstance(step, Refused), f"{event.name} in {state.name}: {step.reason}"
    if isinstance(step, Ignored):
        return state
    assert isinstance(step.to, type(state))
    return step.to

"""What may become of an order: every state meets every event, and the table says what follows.

    ABSENT ──precreate──► WAITING ──the customer scans it──┐
       │                     │                             ▼
       ├──pay────────────────┼────► CONFIRMING ──yes──► FUNDING ──the money comes──► PAID ──reverse──► REVERSED
       │   (at once also     │          │ no, silent       │                          ▲
       │    PAID, FUNDING)   │          ▼                  │     (from a balance: at once)
       │                     │        FAILED               │
       └──close, reverse─────┴─────close, reverse──────────┴──► CLOSED, REVERSED ◄── money that still comes goes back

CLOSED and REVERSED are for ever, also for an order that never came: a reversal may overtake what it reverses, and the
order that comes later must not be paid. A refund leaves an order PAID; how much went back is counted beside the state.
FUNDING is where a payment can come too late: the customer has agreed, the money is on its way, and meanwhile the shop
gives up. Nobody can call the money back then, so it is given back when it comes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

__all__ = ["LIFECYCLE", "OPEN", "Ignored", "Moves", "OrderEvent", "OrderState", "Refused", "Step"]


class OrderState(Enum):
    """Where an order stands; the value is its name in the store."""

    ABSENT = "absent"
    WAITING = "waiting"
    CONFIRMING = "confirming"
    FUNDING = "funding"
    PAID = "paid"
    FAILED = "failed"
    CLOSED = "closed"
    REVERSED = "reversed"


class OrderEvent(Enum):
    """What may happen to it."""

    ORDERED = "it comes, or comes again with the same content"
    CONFLICT = "other content comes under its number"
    AGREED = "the customer scans the shop's code, or confirms"
    DECLINED = "the customer declines"
    TIME_OUT = "the customer's time, or the code's, has run out"
    ARRIVED = "the customer's money comes"
    CLOSE = "the acquirer closes it"
    REVERSE = "the acquirer reverses it"
    REFUND = "the acquirer wants a part of it, or all, to go back"


@dataclass(frozen=True, slots=True)
class Moves:
    """The order goes to one of these states, durably."""

    to: tuple[OrderState, ...]


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing changes, and whoever asks is told where the order stands; the reason is for people."""

    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing changes, and whoever asks is told this fault of the API (or, a customer, that it is too late)."""

    fault: str


Step = Moves | Ignored | Refused

_STATE, _EVENT = OrderState, OrderEvent

OPEN = frozenset({_STATE.WAITING, _STATE.CONFIRMING, _STATE.FUNDING})
"""The states in which somebody is waited for."""


def _moves(*to: OrderState) -> Moves:
    return Moves(to)


_SAME = Ignored("the same order again: the answer says where it stands")
_OTHER = Refused("order-differs")
_OVER = Ignored("it is over, and stays as it is")
_LATE = Ignored("somebody else was faster")
_NOTHING_COMES = Ignored("no money was on its way")
_UNPAID = Refused("order-not-paid")
_TOO_LATE = Refused("order-over")
_UNKNOWN = Refused("order-unknown")

LIFECYCLE: dict[OrderState, dict[OrderEvent, Step]] = {
    _STATE.ABSENT: {
        _EVENT.ORDERED: _moves(_STATE.WAITING, _STATE.CONFIRMING, _STATE.FUNDING, _STATE.PAID, _STATE.FAILED),
        _EVENT.CONFLICT: _UNKNOWN,
        _EVENT.AGREED: _UNKNOWN,
        _EVENT.DECLINED: _UNKNOWN,
        _EVENT.TIME_OUT: _LATE,
        _EVENT.ARRIVED: _NOTHING_COMES,
        _EVENT.CLOSE: _moves(_STATE.CLOSED),
        _EVENT.REVERSE: _moves(_STATE.REVERSED),
        _EVENT.REFUND: _UNKNOWN,
    },
    _STATE.WAITING: {
        _EVENT.ORDERED: _SAME,
        _EVENT.CONFLICT: _OTHER,
        _EVENT.AGREED: _moves(_STATE.FUNDING, _STATE.PAID),  # who cannot pay leaves the code to somebody who can
        _EVENT.DECLINED: Ignored("whoever looks at a code and does not pay has declined nothing"),
        _EVENT.TIME_OUT: _moves(_STATE.CLOSED),
        _EVENT.ARRIVED: _NOTHING_COMES,
        _EVENT.CLOSE: _moves(_STATE.CLOSED),
        _EVENT.REVERSE: _moves(_STATE.REVERSED),
        _EVENT.REFUND: _UNPAID,
    },
    _STATE.CONFIRMING: {
        _EVENT.ORDERED: _SAME,
        _EVENT.CONFLICT: _OTHER,
        _EVENT.AGREED: _moves(_STATE.FUNDING, _STATE.PAID, _STATE.FAILED),
        _EVENT.DECLINED: _moves(_STATE.FAILED),
        _EVENT.TIME_OUT: _moves(_STATE.FAILED),
        _EVENT.ARRIVED: _NOTHING_COMES,
        _EVENT.CLOSE: _moves(_STATE.CLOSED),
        _EVENT.REVERSE: _moves(_STATE.REVERSED),
        _EVENT.REFUND: _UNPAID,
    },
    _STATE.FUNDING: {
        _EVENT.ORDERED: _SAME,
        _EVENT.CONFLICT: _OTHER,
        _EVENT.AGREED: _LATE,
        _EVENT.DECLINED: _TOO_LATE,
        _EVENT.TIME_OUT: Ignored("the money is on its way"),
        _EVENT.ARRIVED: _moves(_STATE.PAID),
        _EVENT.CLOSE: _moves(_STATE.CLOSED),
        _EVENT.REVERSE: _moves(_STATE.REVERSED),
        _EVENT.REFUND: _UNPAID,
    },
    _STATE.PAID: {
        _EVENT.ORDERED: _SAME,
        _EVENT.CONFLICT: _OTHER,
        _EVENT.AGREED: _LATE,
        _EVENT.DECLINED: _TOO_LATE,
        _EVENT.TIME_OUT: _LATE,
        _EVENT.ARRIVED: _NOTHING_COMES,
        _EVENT.CLOSE: Refused("order-paid"),
        _EVENT.REVERSE: _moves(_STATE.REVERSED),
        _EVENT.REFUND: _moves(_STATE.PAID),
    },
    _STATE.FAILED: {
        _EVENT.ORDERED: _SAME,
        _EVENT.CONFLICT: _OTHER,
        _EVENT.AGREED: _TOO_LATE,
        _EVENT.DECLINED: _OVER,
        _EVENT.TIME_OUT: _LATE,
        _EVENT.ARRIVED: _NOTHING_COMES,
        _EVENT.CLOSE: _OVER,
        _EVENT.REVERSE: _OVER,
        _EVENT.REFUND: _UNPAID,
    },
    _STATE.CLOSED: {
        _EVENT.ORDERED: _SAME,
        _EVENT.CONFLICT: _OTHER,
        _EVENT.AGREED: _TOO_LATE,
        _EVENT.DECLINED: _OVER,
        _EVENT.TIME_OUT: _LATE,
        _EVENT.ARRIVED: _moves(_STATE.CLOSED),
        _EVENT.CLOSE: _OVER,
        _EVENT.REVERSE: _OVER,
        _EVENT.REFUND: _UNPAID,
    },
    _STATE.REVERSED: {
        _EVENT.ORDERED: _SAME,
        _EVENT.CONFLICT: _OTHER,
        _EVENT.AGREED: _TOO_LATE,
        _EVENT.DECLINED: _OVER,
        _EVENT.TIME_OUT: _LATE,
        _EVENT.ARRIVED: _moves(_STATE.REVERSED),
        _EVENT.CLOSE: _OVER,
        _EVENT.REVERSE: _OVER,
        _EVENT.REFUND: _UNPAID,
    },
}

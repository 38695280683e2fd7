"""Every step of an order is taken here: one append of all that it means, and then what waits for it.

Whoever takes a step has read the order, and writes the next number. If that is taken, somebody was faster: nothing was
written, and whoever wanted the step reads again and decides anew.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from countertop.stage import Append, CancelTimer, Effect, KeyTaken, SetTimer
from countertop.values import Instant
from countertop.wallet.flows import heralding
from countertop.wallet.lifecycle import OPEN, Moves, OrderEvent, OrderState
from countertop.wallet.office import Office
from countertop.wallet.orders import Order
from countertop.wallet.records import NoticeMade, OrderMade, OrderMoved

__all__ = ["MOST_LOOKS", "Turn", "take_up", "turn"]

MOST_LOOKS = 50
"""How often a script decides anew because others were faster."""

_TIMED = {OrderState.WAITING, OrderState.CONFIRMING}


class Turn:
    """What an event makes of an order. `records` is what moves with it: money, a bill's line, a used code, a refund.

    `notice` names what the acquirer is to be told of, when it did not ask for this.
    """

    __slots__ = (
        "cause",
        "customer_id",
        "due_at",
        "notice",
        "reason",
        "records",
        "refund_key",
        "refunded",
        "request",
        "to",
    )

    def __init__(
        self,
        to: OrderState,
        cause: str,
        *,
        reason: str | None = None,
        customer_id: str | None = None,
        refunded: int = 0,
        due_at: int | None = None,
        request: str = "",
        records: tuple[Any, ...] = (),
        notice: str | None = None,
        refund_key: str | None = None,
    ) -> None:
        self.to = to
        self.cause = cause
        self.reason = reason
        self.customer_id = customer_id
        self.refunded = refunded
        self.due_at = due_at
        self.request = request
        self.records = records
        self.notice = notice
        self.refund_key = refund_key


def turn(
    office: Office, order: Order, event: OrderEvent, taken: Turn, now: Instant, made: OrderMade | None = None
) -> Generator[Effect, Any, KeyTaken | None]:
    """Take a step; return what stood in the way, and then nothing was written.

    `made` is the order itself, where this is its first step.
    """
    allowed = order.meets(event)
    assert isinstance(allowed, Moves), f"{order.state} does not move when {event}"
    assert taken.to in allowed.to, f"{order.state} does not become {taken.to} when {event}"
    step = OrderMoved(
        order_key=order.key,
        step=order.step + 1,
        state=taken.to.value,
        reason=taken.reason,
        cause=taken.cause,
        customer_id=taken.customer_id,
        refunded=taken.refunded,
        ended=taken.to not in OPEN and (order.state in OPEN or made is not None),
        due_at=taken.due_at,
        moved_at=now.utc,
        request=taken.request,
    )
    notice = _notice(office, order, taken, now)
    first = () if made is None else (made,)
    written = yield Append(order.key, *first, step, *taken.records, *(() if notice is None else (notice,)))
    if isinstance(written, KeyTaken):
        return written
    yield from take_up(office, order.key, order.state, taken, now)
    if notice is not None:
        yield from heralding.owe(office, notice.notice_number)
    return None


def take_up(office: Office, key: str, before: OrderState, taken: Turn, now: Instant) -> Generator[Effect, Any, None]:
    """Wait for whom the order waits for in its new state, and no more for whom it waited before."""
    if before in _TIMED and taken.to is not before:
        yield CancelTimer(("time-out", key))
        office.asked.pop(key, None)
    if taken.to in OPEN:
        office.open.add(key)
    else:
        office.open.discard(key)
    if taken.to in _TIMED and taken.to is not before:
        assert taken.due_at is not None
        yield SetTimer(("time-out", key), max(taken.due_at - now.utc, 0))
    if taken.to is OrderState.CONFIRMING:
        office.asked[key] = taken.customer_id or ""
    elif taken.to is OrderState.FUNDING and taken.due_at is not None:
        yield SetTimer(("arrival", key), max(taken.due_at - now.utc, 0))


def _notice(office: Office, order: Order, taken: Turn, now: Instant) -> NoticeMade | None:
    if taken.notice is None:
        return None
    acquirer_id = order.made["acquirer_id"]
    if not office.acquirers[acquirer_id].notices:
        return None
    return NoticeMade(office.next_notice(), acquirer_id, taken.notice, order.key, taken.refund_key, now.utc)

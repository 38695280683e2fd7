"""What undoes a payment by code: its void (扫码撤销) reverses the order, a refund (扫码退货) gives back a part or all.

Both are admitted within the payment's budget as those of cards are, and then told to the wallet until it has answered:
what a wallet has undone it does not take back, so nothing of this is ever reversed.
"""

from __future__ import annotations

from countertop.acquirer.arrival import Arrival
from countertop.acquirer.attempt import Attempt
from countertop.acquirer.checks import CHECKS, first_fault
from countertop.acquirer.flows.answering import refuse_mac
from countertop.acquirer.flows.following import admit
from countertop.acquirer.flows.passing import decline, recorded
from countertop.acquirer.kinds import Kind
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.passage import begin_attempt
from countertop.acquirer.replies import wallet_number_of
from countertop.acquirer.wallet.going_on import begin
from countertop.acquirer.wallet.link import Order
from countertop.acquirer.wallet.paying import repeated, verified, way_fault
from countertop.hsm import ProtectedPan
from countertop.stage import Script

__all__ = ["follow_code", "receive_undoing"]


def receive_undoing(memory: HostMemory, arrival: Arrival, kind: Kind) -> Script:
    """Take a void or a refund from the terminal to the wallet, or decline it."""
    attempt = begin_attempt(memory, arrival, kind)
    fault = first_fault(CHECKS[kind], attempt, memory)
    if (yield from verified(memory, attempt)) is None:
        yield from refuse_mac(memory, arrival)
        return
    attempt.request.qr_data = None
    yield from follow_code(memory, attempt, fault)


def follow_code(memory: HostMemory, attempt: Attempt, fault: str) -> Script:
    """Take a request to the wallet that is from who it says, or decline it; `fault` is what was found against it."""
    fault = fault or (yield from way_fault(memory, attempt))
    waiting = memory.open.get(attempt.key)
    if waiting is not None:
        yield from repeated(memory, attempt, waiting)
        return
    if fault:
        yield from decline(memory, attempt, fault)
        return
    memory.reserve(attempt)
    original = yield from admit(memory, attempt)
    if isinstance(original, str):
        memory.release(attempt)
        yield from decline(memory, attempt, original)
        return
    attempt.protected = ProtectedPan(original["pan_token"] or "", "")
    attempt.masked_code = original["masked_pan"]
    if (yield from recorded(memory, attempt)):
        order = Order(attempt, original["rrn"])
        order.wallet_number = wallet_number_of(original)
        yield from begin(memory, order)

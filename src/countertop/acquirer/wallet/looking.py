"""A terminal asks where a payment by code of its open batch stands (扫码查询); nothing moves, and nothing is kept.

The answer is that of the payment: its own code once it is decided, 09 while the customer pays, 98 when it is being or
has been reversed, 25 when there is no such payment.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, Final

from countertop.acquirer.arrival import Arrival
from countertop.acquirer.flows.answering import refuse, refuse_mac, send_sealed
from countertop.acquirer.kinds import Kind
from countertop.acquirer.lifecycle import AttemptState, state_of
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.replies import begin_reply, complete_reply, wallet_number_of
from countertop.acquirer.tables import ATTEMPT_BY_KEY, OBLIGATION_BY_KEY
from countertop.hsm import VerifyMac
from countertop.iso8583.private.scanned import Scanned
from countertop.iso8583.response_codes import IN_PROGRESS
from countertop.stage import AskHsm, Effect, Read, Script

__all__ = ["receive_query"]

NOT_FOUND: Final = "25"
UNKNOWN: Final = "98"

_UNDONE: Final = frozenset({AttemptState.UNKNOWN, AttemptState.REVERSED})

Told = tuple[str, str | None, str | None]
"""Response code, reference number, and the wallet's number."""


def receive_query(memory: HostMemory, arrival: Arrival, kind: Kind) -> Script:
    """Say where a payment of a kind stands."""
    request, terminal = arrival.request, arrival.terminal
    session = terminal.session
    assert session is not None, "the gate lets nobody pass who is not signed in"
    (right,) = yield AskHsm(VerifyMac(session.tak, request.mac_input or b"", request.mac or b""))
    if not right:
        yield from refuse_mac(memory, arrival)
        return
    if fault := memory.shapes.fault(arrival.opening, request):
        yield from refuse(memory, arrival, fault)
        return
    info = request.original_info or ""
    key = terminal.key_head + info[6:12] if info[:6] == terminal.batch_number else ""
    response_code, rrn, wallet_number = yield from _standing(key, kind)
    reply = begin_reply(request, memory.acquirer_id, rrn, None)
    complete_reply(memory, reply, memory.clock.read(arrival.utc), response_code)
    reply.qr_data = Scanned(wallet_number=wallet_number).text()
    yield from send_sealed(session, arrival.line, reply)


def _standing(key: str, kind: Kind) -> Generator[Effect, Any, Told]:
    rows = yield Read(ATTEMPT_BY_KEY, key)
    if not rows or rows[0]["kind"] != kind.name:
        return NOT_FOUND, None, None
    row, obligations = rows[0], (yield Read(OBLIGATION_BY_KEY, key))
    state = state_of(row, obligations[0] if obligations else None)
    if state is AttemptState.RECEIVED:
        return IN_PROGRESS, row["rrn"], None
    code = UNKNOWN if state in _UNDONE else row["response_code"]
    return code, row["rrn"], wallet_number_of(row)

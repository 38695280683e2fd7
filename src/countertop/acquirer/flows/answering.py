"""How answers leave for a terminal: sealed with its key, on the line that asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from countertop.acquirer.arrival import Arrival
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.registry import WorkingSession
from countertop.acquirer.replies import begin_reply, complete_reply, repeat_reply, scheme_of
from countertop.hsm import MakeMac, RevealPan
from countertop.iso8583 import UNIONPAY_POS, Message
from countertop.iso8583.private.settled import Settled, settled_data
from countertop.stage import AskHsm, Note, Script, Send
from countertop.values import Pan

__all__ = ["refuse", "refuse_mac", "repeat", "send_sealed"]

WRONG_MAC = "A0"
DOMESTIC = "CUP"


def send_sealed(session: WorkingSession | None, line: int, reply: Message) -> Script:
    """Send an answer with its MAC, or without one when the terminal holds no key to check it with."""
    if session is None:
        yield Send(line, UNIONPAY_POS.encode(reply))
        return
    payload, covered = UNIONPAY_POS.seal_parts(reply)
    (mac,) = yield AskHsm(MakeMac(session.tak, covered))
    yield Send(line, UNIONPAY_POS.sealed(payload, mac) if mac else UNIONPAY_POS.encode(reply))


def refuse(memory: HostMemory, arrival: Arrival, response_code: str, settled: Settled | None = None) -> Script:
    """Refuse a request of which nothing is kept: it would be refused again, whenever it came.

    `settled` tells of a reversal what people did about it instead.
    """
    reply = _refusal(memory, arrival, response_code)
    if settled is not None:
        reply.reserved_data = settled_data(DOMESTIC, settled)
    yield from send_sealed(arrival.terminal.session, arrival.line, reply)


def refuse_mac(memory: HostMemory, arrival: Arrival) -> Script:
    """Refuse a request whose MAC is wrong; who sent it is not known, only in whose name.

    The answer has no MAC either: sealed, it would tell the terminal that a payment is declined of which a true copy is
    on its way here, or at its bank already. So the terminal reverses what it asked for.
    """
    request = arrival.request
    yield Note("alarm", "acquirer.wrong-mac", terminal_id=request.terminal_id, stan=request.stan)
    yield from send_sealed(None, arrival.line, _refusal(memory, arrival, WRONG_MAC))


def _refusal(memory: HostMemory, arrival: Arrival, response_code: str) -> Message:
    memory.counts[f"refused-{response_code}"] += 1
    reply = begin_reply(arrival.request, memory.acquirer_id, None, arrival.request.pan)
    complete_reply(memory, reply, memory.clock.read(arrival.utc), response_code)
    return reply


def repeat(memory: HostMemory, arrival: Arrival, attempt: Mapping[str, Any], pan: Pan | None) -> Script:
    """Give the stored answer again, under the terminal's present key."""
    memory.counts["repeated"] += 1
    if pan is None and attempt["pan_cipher"] is not None:
        (revealed,) = yield AskHsm(RevealPan(attempt["pan_cipher"]))
        pan = revealed or None
    reply = begin_reply(arrival.request, memory.acquirer_id, attempt["rrn"], pan)
    repeat_reply(memory, reply, attempt, scheme_of(memory, pan))
    yield from send_sealed(arrival.terminal.session, arrival.line, reply)

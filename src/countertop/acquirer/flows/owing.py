"""Reversals owed to the switch: sent, repeated under the same numbers, and ended by its acknowledgement alone."""

from __future__ import annotations

from countertop.acquirer.due import REVERSAL_DUE, reversal_due
from countertop.acquirer.flows.believing import believed
from countertop.acquirer.interbank import mac_text, reversal_request
from countertop.acquirer.kinds import KINDS, Route
from countertop.acquirer.memory import HostMemory, Obligation
from countertop.acquirer.numbers import stan_of
from countertop.acquirer.records import ReversalAcknowledged, ReversalOwed
from countertop.acquirer.tables import ATTEMPT_BY_KEY
from countertop.acquirer.wallet.undoing import undo
from countertop.hsm import MakeMac, RevealPan
from countertop.iso8583 import INTERBANK, Message
from countertop.iso8583.hops import hop_text
from countertop.iso8583.transit import TransitKey
from countertop.stage import Append, AskHsm, CancelTimer, KeyTaken, Note, Read, Script, Send, SetTimer

__all__ = [
    "ENDING",
    "REVERSAL_DUE",
    "acknowledged_again",
    "new_obligation",
    "obligation_of",
    "receive_acknowledgement",
    "reversal_due",
    "send_reversal",
]

ENDING = frozenset({"00", "25"})
"""Answers to a reversal that end it: done, or nothing there that could be undone.

12 says that it fits nothing there: what it is about may stand, so it is owed on, and people are told.
"""


def new_obligation(
    memory: HostMemory, attempt_key: str, terminal_id: str, cause: str, utc: int
) -> tuple[Obligation, ReversalOwed]:
    """Return an obligation, for memory once its record is durable, and that record."""
    serial = memory.numbers.draw()
    reversal_key = f"{memory.transit_head}{memory.clock.read(utc).transmitted}|{stan_of(serial)}"
    owed = ReversalOwed(attempt_key, terminal_id, serial, reversal_key, cause, utc)
    return obligation_of(attempt_key, terminal_id, reversal_key, cause, utc), owed


def obligation_of(attempt_key: str, terminal_id: str, reversal_key: str, cause: str, owed_at: int) -> Obligation:
    """Return an obligation as memory holds it."""
    key = TransitKey.of_text(reversal_key)
    switch_key = key.stan + key.transmission_time
    return Obligation(attempt_key, terminal_id, reversal_key, switch_key, cause, owed_at)


def send_reversal(memory: HostMemory, obligation: Obligation) -> Script:
    """Send an owed reversal if there is a line; set the timer of its next try, or wait for the line."""
    (attempt,) = yield Read(ATTEMPT_BY_KEY, obligation.attempt_key)
    if KINDS[attempt["kind"]].route is Route.WALLET:
        yield from undo(memory, obligation, attempt)
        return
    if not memory.uplink.is_up:
        return
    (pan,) = yield AskHsm(RevealPan(attempt["pan_cipher"] or ""))
    if not pan:
        yield Note("alarm", "acquirer.card-sealed", rrn=attempt["rrn"])
        yield SetTimer(reversal_due(obligation.attempt_key), memory.settings.slow_reversal_cadence)
        return
    message = reversal_request(memory, attempt, obligation.reversal_key, pan)
    (message.mac,) = yield AskHsm(MakeMac(memory.registry.link.keys.in_use.zak, mac_text(message)))
    line = memory.uplink.line
    if memory.obligations.get(obligation.attempt_key) is not obligation or line is None or not memory.uplink.is_up:
        return
    settings = memory.settings
    obligation.tries += 1
    obligation.sent = hop_text(message)
    quick = obligation.tries < settings.first_reversal_tries
    yield SetTimer(
        reversal_due(obligation.attempt_key),
        settings.quick_reversal_cadence if quick else settings.slow_reversal_cadence,
    )
    yield Send(line, INTERBANK.encode(message))
    if obligation.tries > settings.first_reversal_tries:
        if "acquirer.reversal-expires" in memory.planted:
            memory.discharge(obligation)
        yield Note("alarm", "acquirer.reversal-unanswered", rrn=attempt["rrn"], tries=obligation.tries)


def receive_acknowledgement(memory: HostMemory, obligation: Obligation, answer: Message, utc: int) -> Script:
    """End an obligation by the switch's 0430; any other answer leaves it owed."""
    if not (yield from believed(memory, answer)):
        return
    code = answer.response_code or ""
    if code not in ENDING:
        obligation.refused_with = code
        memory.counts["reversal-refused"] += 1
        yield Note("alarm", "acquirer.reversal-refused", rrn=answer.rrn, response_code=code)
        return
    acknowledged = ReversalAcknowledged(
        obligation.attempt_key, code, obligation.tries, utc, obligation.sent, hop_text(answer)
    )
    written = yield Append(obligation.terminal_id, acknowledged)
    if isinstance(written, KeyTaken):
        yield from acknowledged_again(memory)
        return
    memory.discharge(obligation)
    memory.counts["reversal-acknowledged"] += 1
    yield CancelTimer(reversal_due(obligation.attempt_key))


def acknowledged_again(memory: HostMemory) -> Script:
    """Ignore an acknowledgement of what is not owed any more; it came twice, or after its successor."""
    memory.counts["reversal-acknowledged-again"] += 1
    yield Note("info", "acquirer.acknowledged-again")

"""Answers that come when nobody waits: repetitions, strays, and the late ones, which are kept and approve nothing."""

from __future__ import annotations

from countertop.acquirer.flows.believing import believed
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.records import LateAnswerReceived
from countertop.acquirer.tables import ATTEMPT_BY_RRN, Outcome
from countertop.iso8583 import Message
from countertop.iso8583.hops import hop_text
from countertop.iso8583.transit import TransitKey
from countertop.stage import Append, KeyTaken, Note, Read, Script

__all__ = ["receive_late_answer"]


def receive_late_answer(memory: HostMemory, answer: Message, utc: int) -> Script:
    """Record an answer to an attempt that was given up; its reversal is owed already."""
    if not (yield from believed(memory, answer)):
        return
    for attempt in (yield Read(ATTEMPT_BY_RRN, answer.rrn or "")):
        key = TransitKey.of_text(attempt["transit_key"]) if attempt["transit_key"] else None
        if key is None or (key.stan, key.transmission_time) != (answer.stan, answer.transmission_time):
            continue
        if attempt["outcome"] != Outcome.UNKNOWN:
            memory.counts["answer-repeated"] += 1
            return
        late = LateAnswerReceived(
            attempt["attempt_key"], answer.response_code or "", answer.approval_code, utc, hop_text(answer)
        )
        written = yield Append(attempt["terminal_id"], late)
        if not isinstance(written, KeyTaken):
            memory.counts["late-answer"] += 1
            yield Note("warning", "acquirer.late-answer", rrn=attempt["rrn"], response_code=answer.response_code)
        return
    memory.counts["answer-unknown"] += 1
    yield Note("warning", "acquirer.answer-unknown", rrn=answer.rrn)

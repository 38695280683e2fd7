"""Requests that are ended by repetition: sent to the switch again, the same under the same key, until it answers.

Nothing is decided meanwhile, so "received without a decision" is the obligation: it stands in the tables from the first
moment on, and after a restart it is taken up from there. A card number is kept sealed, tracks and PIN blocks are not
kept at all, so a repetition goes without them; a switch that has seen the request answers from its journal.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from countertop.acquirer.arrival import Arrival
from countertop.acquirer.attempt import Attempt
from countertop.acquirer.interbank import financial_request, mac_text, original_named
from countertop.acquirer.kept import kept_message
from countertop.acquirer.kinds import KINDS
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.tables import ATTEMPT_BY_KEY, TARGET_BY_KEY
from countertop.hsm import MakeMac, RevealPan
from countertop.iso8583 import INTERBANK, Message
from countertop.iso8583.interbank_forms import Ending
from countertop.iso8583.transit import TransitKey
from countertop.stage import AskHsm, Effect, Note, Read, Script, Send, SetTimer
from countertop.values import Pan

__all__ = ["ANSWER_DUE", "answer_due", "repeat_all", "repeat_to_switch", "take_up"]

ANSWER_DUE = "answer-due"

NO_LINE = 0
"""The line of a request taken up after a restart: nobody hears the answer until the terminal asks again."""

Row = Mapping[str, Any]


def answer_due(attempt_key: str) -> tuple[str, str]:
    """Return the timer of an attempt that waits for the switch."""
    return (ANSWER_DUE, attempt_key)


def repeat_all(memory: HostMemory) -> Script:
    """Repeat what waits, one after the other, now that there is a line again."""
    waiting = [attempt for attempt in memory.open.values() if attempt.kind.ending is Ending.REPEAT]
    for place, attempt in enumerate(attempt for attempt in waiting if attempt.is_durable):
        yield SetTimer(answer_due(attempt.key), place * memory.settings.reversal_spacing)


def repeat_to_switch(memory: HostMemory, attempt: Attempt) -> Script:
    """Send a request again if there is a line; set the timer of its next try, or wait for the line."""
    settings, key = memory.settings, attempt.key
    if not memory.uplink.is_up:
        return
    forward = yield from _request_again(memory, key)
    if forward is None:
        yield Note("alarm", "acquirer.card-sealed", rrn=attempt.rrn)
        yield SetTimer(answer_due(key), settings.slow_reversal_cadence)
        return
    (forward.mac,) = yield AskHsm(MakeMac(memory.registry.link.keys.in_use.zak, mac_text(forward)))
    line = memory.uplink.line
    if memory.open.get(key) is not attempt or line is None or not memory.uplink.is_up:
        return
    attempt.tries += 1
    memory.counts["repeated-to-switch"] += 1
    quick = attempt.tries < settings.first_reversal_tries
    yield SetTimer(answer_due(key), settings.quick_reversal_cadence if quick else settings.slow_reversal_cadence)
    yield Send(line, INTERBANK.encode(forward))
    if attempt.tries > settings.first_reversal_tries:
        yield Note("alarm", "acquirer.repetition-unanswered", rrn=attempt.rrn, tries=attempt.tries)


def take_up(memory: HostMemory, row: Row) -> None:
    """Take an undecided request up from its row; nothing is sent before there is a line."""
    terminal = memory.registry.place_of(row["terminal_id"])
    assert terminal is not None, "what was registered stays registered"
    arrival = Arrival(kept_message(row["request"]), b"", terminal, NO_LINE, row["received_at"])
    reading = memory.clock.read(row["received_at"])
    attempt = Attempt.of_row(row, KINDS[row["kind"]], arrival, reading)
    attempt.route = memory.registry.bins.find(Pan(row["masked_pan"] or ""))
    memory.reserve(attempt)


def _request_again(memory: HostMemory, key: str) -> Generator[Effect, Any, Message | None]:
    """Return the request as it went to the switch, without track and PIN; None when the card cannot be opened."""
    (row,) = yield Read(ATTEMPT_BY_KEY, key)
    originals = yield Read(ATTEMPT_BY_KEY, row["original_key"] or "")
    targets = yield Read(TARGET_BY_KEY, key)
    ciphers = [row["pan_cipher"] or "", *(target["target_cipher"] for target in targets)]
    pan, *target = yield AskHsm(*map(RevealPan, ciphers))
    if not pan or not all(target):
        return None
    request = kept_message(row["request"])
    request.pin_length = None
    original = next(iter(originals), None)
    return financial_request(
        memory,
        KINDS[row["kind"]].form,
        request,
        memory.clock.read(row["received_at"]),
        TransitKey.of_text(row["transit_key"]).stan,
        row["rrn"],
        row["merchant_category"],
        pan,
        original=None if original is None else original_named(original),
        approval_code=request.approval_code if original is None else original["approval_code"],
        target=target[0] if target else None,
    )

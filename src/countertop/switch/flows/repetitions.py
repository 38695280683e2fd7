"""Refunds and advices that an issuer has not answered: asked again by the same request until it does.

    no answer ─► `repetition` durable ─► the request again, by the cadence of reversals
    answer    ─► `decision` durable (`flows.answers`), which ends it; only then is the asker told

Nobody is told 68, because that is no end: the asker is silent too, or asks again and waits. Neither track nor PIN was
kept, so a repetition carries none. While the issuer is not signed on nothing is sent; when it signs on, all it has not
answered goes at once, oldest first.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any, Final

from countertop.hsm import RevealPan
from countertop.iso8583 import Message
from countertop.iso8583.hops import read_hop
from countertop.iso8583.interbank_forms import Ending
from countertop.stage import Append, AskHsm, Effect, KeyTaken, Note, Script, SetTimer
from countertop.switch.floor import Floor, InFlight
from countertop.switch.flows.sealing import send_sealed
from countertop.switch.records import RepetitionOwed
from countertop.switch.registry import Institution
from countertop.values import Instant, Pan

__all__ = ["ask_again", "ask_all_again", "owe_repetition", "take_up_repetition"]

_KEPT: Final = (
    *("processing_code", "amount", "transmission_time", "stan", "local_time", "local_date", "expiry"),
    *("merchant_category", "entry_mode", "condition_code", "acquirer_id", "forwarding_id", "rrn", "approval_code"),
    *("terminal_id", "merchant_id", "private_data", "currency", "transaction_info", "original"),
)
"""What a stored request says word for word."""


def owe_repetition(attempt: InFlight, cause: str, now: Instant) -> Generator[Effect, Any, None]:
    """Owe it durably that an attempt is asked again; nothing when it was decided, or owed, meanwhile."""
    debtor = attempt.receiver.institution_id
    written = yield Append(
        attempt.sender.institution_id, RepetitionOwed(attempt.key, attempt.number, debtor, cause, now.utc)
    )
    if not isinstance(written, KeyTaken):
        attempt.tries = 0


def ask_again(floor: Floor, key: str, now: Instant) -> Script:  # noqa: ARG001 - the signature of every timer's script
    """Send a request again, and set the clock for the next time."""
    attempt = floor.in_flight.get(key)
    if attempt is None or attempt.tries is None:
        return
    settings, debtor = floor.settings, attempt.receiver
    quick = debtor.line is not None and attempt.tries < settings.first_reversal_tries
    yield SetTimer(("repetition", key), settings.quick_reversal_cadence if quick else settings.slow_reversal_cadence)
    if debtor.line is None:
        return
    attempt.tries += 1
    if not quick:
        yield Note("alarm", "switch.unanswered", member=debtor.institution_id, tries=attempt.tries)
    yield from send_sealed(attempt.request, debtor)


def ask_all_again(floor: Floor, debtor: Institution, now: Instant) -> Script:
    """Send all that an issuer has not answered, one after the other."""
    for attempt in list(floor.in_flight.values()):
        if attempt.receiver is debtor and attempt.tries is not None:
            yield from ask_again(floor, attempt.key, now)


def take_up_repetition(floor: Floor, row: Mapping[str, Any]) -> Generator[Effect, Any, InFlight]:
    """Put an undecided attempt of the store back in flight; its row is an `attempt` row."""
    sender, receiver = floor.registry.find(row["sender_id"]), floor.registry.find(row["receiver_id"])
    assert sender is not None, "an attempt came from an institution that is not registered"
    assert receiver is not None, "an attempt is in flight to an institution that is not registered"
    ciphers = [cipher for cipher in (row["pan_cipher"], row["target_cipher"]) if cipher is not None]
    numbers = yield AskHsm(*map(RevealPan, ciphers))
    assert all(isinstance(number, Pan) for number in numbers), "a card number of an open attempt cannot be opened"
    hop = read_hop(row["request"])
    kept: dict[str, Any] = {name: hop[name] for name in _KEPT if name in hop}
    request = Message(hop["mti"], **kept)
    request.pan = numbers[0]
    request.account_to = numbers[1] if row["target_cipher"] is not None else None
    request.settlement_date = row["settlement_date"][4:]
    request.receiving_id = receiver.institution_id
    attempt = InFlight(row["transit_key"], row["number"], sender, receiver, request, row["fingerprint"], Ending.REPEAT)
    floor.in_flight[attempt.key] = attempt
    return attempt

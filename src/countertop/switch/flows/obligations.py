"""Reversals that the switch owes: sent to the issuer until it acknowledges, however long that takes.

    `obligation` durable ─► 0420 ─► 0430 00 or 25 ─► `discharge` durable
                              └─ anything else, or nothing ─► 0420 again

Three tries are 5 s apart, the others 60 s, each with an alarm; every try carries the same key. While the issuer
is not signed on nothing is sent; when it signs on, all it is owed goes at once, oldest first.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from countertop.hsm import RevealPan
from countertop.iso8583 import Message, MessageError
from countertop.iso8583.hops import hop_text, read_hop
from countertop.iso8583.transit import TransitKey, original_data, transit_key
from countertop.stage import Append, AskHsm, KeyTaken, Note, Read, Script, SetTimer
from countertop.switch.floor import Floor, Owed
from countertop.switch.flows.proving import verified
from countertop.switch.flows.sealing import send_sealed
from countertop.switch.records import ReversalAcknowledged, ReversalOwed
from countertop.switch.registry import Institution
from countertop.switch.tables import ATTEMPT_BY_KEY
from countertop.values import Instant, Pan

__all__ = [
    "ACKNOWLEDGEMENTS",
    "new_obligation",
    "press",
    "press_all",
    "receive_acknowledgement",
    "reversal_message",
    "take_up",
]

ACKNOWLEDGEMENTS = frozenset({"00", "25"})
"""Response codes of a 0430 that end an obligation: undone, or nothing there that could be undone.

12 says that it fits nothing there: what it is about may stand, so it is owed on, and people are told.
"""

_STANS = 999_999


def new_obligation(floor: Floor, key: str, debtor: Institution, cause: str, now: Instant) -> ReversalOwed:
    """Return the record of a new obligation, its own key included; it holds from when it is durable."""
    number = floor.next_obligation()
    clock = floor.centre.clock
    transmitted = clock.dated(clock.transmission_time(now.utc), now.utc)
    reversal_key = TransitKey(
        TransitKey.of_text(key).acquirer_id, floor.centre.key, transmitted, f"{number % _STANS + 1:06d}"
    )
    return ReversalOwed(key, number, reversal_key.text, debtor.institution_id, cause, now.utc)


def take_up(floor: Floor, obligation: ReversalOwed) -> None:
    """Take up an obligation that has just become durable; `press` sends it."""
    debtor = floor.registry.find(obligation.debtor_id)
    assert debtor is not None
    floor.owe(Owed(obligation.obligation_number, obligation.transit_key, obligation.reversal_key, debtor))


def press_all(floor: Floor, debtor: Institution, now: Instant) -> Script:
    """Send all that an issuer is owed, one after the other."""
    for owed in list(floor.owed.values()):
        if owed.debtor is debtor:
            yield from press(floor, owed.original_key, now)


def press(floor: Floor, key: str, now: Instant) -> Script:  # noqa: ARG001 - the signature of every timer's script
    """Send one obligation's 0420, and set the clock for the next try."""
    owed = floor.owed.get(key)
    if owed is None:
        return
    settings = floor.settings
    is_up = owed.debtor.line is not None
    quick = is_up and owed.tries < settings.first_reversal_tries
    yield SetTimer(("reversal", key), settings.quick_reversal_cadence if quick else settings.slow_reversal_cadence)
    # What is not known there yet cannot be undone there yet (`flows.advices`).
    if not is_up or key in floor.advices:
        return
    owed.tries += 1
    if not quick:
        yield Note("alarm", "switch.reversal_unacknowledged", member=owed.debtor.institution_id, tries=owed.tries)
    rows = yield Read(ATTEMPT_BY_KEY, key)
    row = rows[0]
    (pan,) = yield AskHsm(RevealPan(row["pan_cipher"]))
    assert isinstance(pan, Pan), f"the card number of an obligation cannot be opened: {pan!r}"
    if key in floor.owed:
        yield from send_sealed(reversal_message(floor, key, owed.reversal_key, row, pan), owed.debtor)


def reversal_message(
    floor: Floor, original_key: str, reversal_key: str, attempt: Mapping[str, Any], pan: Pan | None
) -> Message:
    """Return the 0420 of an obligation: the original's own fields under the switch's key."""
    original, own = TransitKey.of_text(original_key), TransitKey.of_text(reversal_key)
    request = read_hop(attempt["request"])
    return Message(
        "0420",
        pan=pan,
        processing_code=request["processing_code"],
        amount=request["amount"],
        transmission_time=own.transmission_time,
        stan=own.stan,
        settlement_date=attempt["settlement_date"][4:],
        merchant_category=request["merchant_category"],
        entry_mode=request["entry_mode"],
        condition_code=request["condition_code"],
        acquirer_id=request["acquirer_id"],
        forwarding_id=floor.centre.switch_id,
        rrn=request["rrn"],
        terminal_id=request["terminal_id"],
        merchant_id=request["merchant_id"],
        currency=request["currency"],
        transaction_info=request.get("transaction_info"),
        original=original_data(request["mti"], original),
        receiving_id=attempt["receiver_id"],
    )


def receive_acknowledgement(floor: Floor, issuer: Institution, message: Message, now: Instant) -> Script:
    """Take a 0430."""
    try:
        owed = floor.owed_by_reversal.get(transit_key(message, floor.centre.clock, now.utc).text)
    except MessageError as fault:
        yield Note("warning", "switch.unusable_message", member=issuer.institution_id, reason=str(fault))
        return
    if owed is None or owed.debtor is not issuer:
        yield Note("info", "switch.acknowledged_again", member=issuer.institution_id)
        return
    if not (yield from verified(floor, issuer, message, now)):
        yield Note("alarm", "switch.wrong_mac", member=issuer.institution_id)
        return
    code = message.response_code or ""
    if code not in ACKNOWLEDGEMENTS:
        owed.refused_with = code
        yield Note("alarm", "switch.reversal_refused", member=issuer.institution_id, code=code)
        return
    done = ReversalAcknowledged(owed.original_key, code, owed.tries, now.utc, hop_text(message))
    written = yield Append(issuer.institution_id, done)
    if isinstance(written, KeyTaken):
        yield Note("info", "switch.acknowledged_again", member=issuer.institution_id)
        return
    floor.discharge(owed)
    if code != "00":
        yield Note("alarm", "switch.reversal_without_original", member=issuer.institution_id, code=code)

"""What the switch decided in an issuer's stead, told to that issuer until it has posted it.

    `stand_in` durable ─► 0220 ─► 0230 00 ─► `advice_taken` durable ─► the next one
                             └─ anything else, or nothing ─► the same 0220 again

An advice is the request again, under its own key, as an advice of the private condition 83 with the approval code. One
issuer is told one thing at a time, in the order in which it was decided, by the cadence of reversals. The reversal of
what was decided so goes behind its advice, so that the issuer hears what is undone before it hears that it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from countertop.hsm import RevealPan
from countertop.iso8583 import Message
from countertop.iso8583.hops import hop_text, read_hop
from countertop.iso8583.interbank_forms import STAND_IN_FORMS
from countertop.stage import Append, AskHsm, CancelTimer, KeyTaken, Note, Read, Script, SetTimer
from countertop.switch.floor import Advice, Floor
from countertop.switch.flows.obligations import press
from countertop.switch.flows.proving import verified
from countertop.switch.flows.sealing import send_sealed
from countertop.switch.records import AdviceTaken
from countertop.switch.registry import Institution
from countertop.switch.tables import ATTEMPT_BY_KEY
from countertop.values import Instant, Pan

__all__ = ["advice_message", "receive_taken", "tell"]

_KEPT: Final = (
    *("amount", "transmission_time", "stan", "local_time", "local_date", "expiry", "merchant_category", "entry_mode"),
    *("acquirer_id", "forwarding_id", "rrn", "terminal_id", "merchant_id", "currency", "transaction_info", "original"),
)
"""What an advice says as the request did."""


def tell(floor: Floor, issuer: str, now: Instant) -> Script:  # noqa: ARG001 - the signature of every timer's script
    """Send an issuer the oldest advice that it has not taken, and set the clock for the next try."""
    advice = floor.next_advice(issuer)
    if advice is None:
        return
    debtor, settings = advice.debtor, floor.settings
    quick = debtor.line is not None and advice.tries < settings.first_reversal_tries
    yield SetTimer(("advice", issuer), settings.quick_reversal_cadence if quick else settings.slow_reversal_cadence)
    if debtor.line is None:
        return
    advice.tries += 1
    if not quick:
        yield Note("alarm", "switch.advice_not_taken", member=debtor.institution_id, tries=advice.tries)
        if "switch.advice-expires" in floor.planted:
            floor.discharge_advice(advice)
            return
    (row,) = yield Read(ATTEMPT_BY_KEY, advice.key)
    (pan,) = yield AskHsm(RevealPan(row["pan_cipher"]))
    assert isinstance(pan, Pan), f"the card number of an advice cannot be opened: {pan!r}"
    if advice.key in floor.advices:
        yield from send_sealed(advice_message(row, pan), debtor)


def advice_message(attempt: Mapping[str, Any], pan: Pan | None) -> Message:
    """Return the 0220 of what was decided, made of its `attempt` row joined with the decision."""
    hop, form = read_hop(attempt["request"]), STAND_IN_FORMS[attempt["kind"]]
    kept: dict[str, Any] = {name: hop[name] for name in _KEPT if name in hop}
    return Message(
        form.mti,
        pan=pan,
        processing_code=form.processing_code,
        condition_code=form.condition_code,
        settlement_date=attempt["settlement_date"][4:],
        approval_code=attempt["approval_code"],
        receiving_id=attempt["receiver_id"],
        **kept,
    )


def receive_taken(floor: Floor, advice: Advice, issuer: Institution, message: Message, now: Instant) -> Script:
    """Take the 0230 to an advice of our own."""
    if not (yield from verified(floor, issuer, message, now)):
        yield Note("alarm", "switch.wrong_mac", member=issuer.institution_id)
    elif message.response_code != "00":
        yield Note("alarm", "switch.advice_refused", member=issuer.institution_id, code=message.response_code or "")
    else:
        yield from _taken(floor, advice, message, now)


def _taken(floor: Floor, advice: Advice, message: Message, now: Instant) -> Script:
    """Write down that the issuer has it; then go on with what waits behind it."""
    taken = AdviceTaken(advice.key, "00", advice.tries, now.utc, hop_text(message))
    written = yield Append(advice.debtor.institution_id, taken)
    if isinstance(written, KeyTaken):
        return
    floor.discharge_advice(advice)
    yield CancelTimer(("advice", advice.debtor.key))
    yield from press(floor, advice.key, written.now)
    yield from tell(floor, advice.debtor.key, written.now)

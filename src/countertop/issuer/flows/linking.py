"""The line to the switch: dialled, signed on over, tested when silent, hung up and dialled again.

DOWN ─► DIALLING ─► SIGNING_ON ──0830 00──► UP
  ▲         │            │                   │
  └─────────┴────────────┴───────────────────┘  refused, silent, closed: again after a wait that doubles
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from countertop.iso8583 import Message
from countertop.iso8583.interbank_answers import management_answer
from countertop.iso8583.transit import CUT_OFF_BEGUN, CUT_OFF_OVER, ECHO, KEY_CHANGE, SIGN_ON
from countertop.issuer.flows.believing import believed
from countertop.issuer.flows.exchanging import hear_whether_keys_come
from countertop.issuer.flows.sealing import send_sealed
from countertop.issuer.office import LineState, Office
from countertop.stage import CancelTimer, Dial, DialFailed, Effect, HangUp, Note, Script, SetTimer
from countertop.values import Instant

__all__ = [
    "count_bad_frame",
    "dial",
    "give_line_up",
    "look_whether_idle",
    "lose_line",
    "receive_answer",
    "receive_request",
]

ROUTE = "switch"

_ANSWERED = frozenset({ECHO, CUT_OFF_BEGUN, CUT_OFF_OVER})
"""What the switch may say; that it closes its day changes nothing here, it sends what it sends."""


def dial(office: Office, _: Any, now: Instant) -> Script:
    """Open the line and sign on."""
    line = office.line
    if line.state is not LineState.DOWN:
        return
    line.state = LineState.DIALLING
    number = yield Dial(ROUTE)
    if isinstance(number, DialFailed):
        yield Note("warning", "issuer.dial_failed", reason=number.reason)
        yield from _fall(office)
        return
    line.number = number
    line.state = LineState.SIGNING_ON
    line.last_heard = now.monotonic
    line.bad_frames = 0
    yield from _ask_switch(office, SIGN_ON, office.settings.sign_on_timeout, now)


def _ask_switch(office: Office, network_code: str, timeout: int, now: Instant) -> Generator[Effect, Any, None]:
    """Send a 0820, and wait so long for its 0830."""
    line, bank = office.line, office.bank
    line.tested = line.next_stan()
    message = Message(
        "0820",
        header=bank.header,
        transmission_time=bank.clock.transmission_time(now.utc),
        stan=line.tested,
        forwarding_id=bank.bank_id,
        network_code=network_code,
    )
    yield SetTimer(("tested", ""), timeout)
    yield from send_sealed(office, message)


def receive_answer(office: Office, message: Message, now: Instant) -> Script:
    """Take a 0830: we are signed on, or the switch is there."""
    line = office.line
    if not (yield from believed(office, message)):
        return
    if message.network_code == KEY_CHANGE:
        yield from hear_whether_keys_come(message)
        return
    if message.stan != line.tested:
        return
    line.tested = None
    yield CancelTimer(("tested", ""))
    if line.state is not LineState.SIGNING_ON:
        return
    if message.response_code != "00":
        yield Note("alarm", "issuer.sign_on_refused", code=message.response_code or "")
        yield from give_line_up(office, None, now)
        return
    line.state = LineState.UP
    line.redial_after = office.settings.shortest_redial
    yield SetTimer(("idle", ""), office.settings.echo_when_idle)
    yield Note("info", "issuer.signed_on", switch=office.bank.switch_id)


def receive_request(office: Office, message: Message, now: Instant) -> Script:  # noqa: ARG001 - as every flow
    """Take the switch's own 0820."""
    if (yield from believed(office, message)):
        code = "00" if message.network_code in _ANSWERED else "40"
        yield from send_sealed(office, management_answer(message, code))


def look_whether_idle(office: Office, _: Any, now: Instant) -> Script:
    """Test the line when nothing has come over it for a while."""
    line, patience = office.line, office.settings.echo_when_idle
    if line.state is not LineState.UP:
        return
    idle = now.monotonic - line.last_heard
    if idle < patience:
        yield SetTimer(("idle", ""), patience - idle)
        return
    yield SetTimer(("idle", ""), patience)
    yield from _ask_switch(office, ECHO, office.settings.echo_timeout, now)


def give_line_up(office: Office, _: Any, now: Instant) -> Script:  # noqa: ARG001 - as every timer's script
    """Hang up a line that does not answer, and dial again."""
    number = office.line.number
    if number is not None:
        yield Note("warning", "issuer.switch_silent")
        yield HangUp(number)
    yield from _fall(office)


def lose_line(office: Office, reason: str) -> Script:
    """Take it that the line is gone, and dial again."""
    yield Note("warning", "issuer.line_lost", reason=reason)
    yield from _fall(office)


def count_bad_frame(office: Office, reason: str, now: Instant) -> Script:
    """Count a frame that cannot be used; too many of them, and the line is hung up."""
    office.line.bad_frames += 1
    yield Note("warning", "issuer.unusable_frame", reason=reason)
    if office.line.bad_frames > office.settings.most_bad_frames:
        yield from give_line_up(office, None, now)


def _fall(office: Office) -> Generator[Effect, Any, None]:
    line, settings = office.line, office.settings
    line.state = LineState.DOWN
    line.number = line.tested = None
    yield CancelTimer(("tested", ""))
    yield CancelTimer(("idle", ""))
    yield SetTimer(("dial", ""), line.redial_after)
    line.redial_after = min(line.redial_after * 2, settings.longest_redial)

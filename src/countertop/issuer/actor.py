"""A bank as an actor: which event goes to which flow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from countertop.iso8583 import INTERBANK, DecodeError, Message
from countertop.issuer.desk import answer_desk
from countertop.issuer.flows import concluding, exchanging, expiring, linking, opening, requests
from countertop.issuer.office import LineState, Office
from countertop.issuer.settings import IssuerSettings
from countertop.stage import DeskRequest, Event, FrameReceived, LineClosed, LineOpened, Script, TimerFired
from countertop.values import Instant

__all__ = ["Issuer"]

Flow = Callable[[Office, Message, Instant], Script]
Alarm = Callable[[Office, Any, Instant], Script]

# (state of the line, MTI) -> flow; anything else is a frame that cannot be used.
_FLOWS: dict[tuple[str, str], Flow] = {
    **{(LineState.UP, mti): requests.receive_request for mti in ("0100", "0200", "0220", "0420")},
    (LineState.UP, "0800"): exchanging.receive_keys,
    (LineState.UP, "0820"): linking.receive_request,
    (LineState.UP, "0830"): linking.receive_answer,
    (LineState.SIGNING_ON, "0830"): linking.receive_answer,
}

_ALARMS: dict[str, Alarm] = {
    "dial": linking.dial,
    "tested": linking.give_line_up,
    "former-keys": exchanging.drop_former,
    "idle": linking.look_whether_idle,
    "holds": expiring.give_back_expired,
    "held": concluding.release_held,
}


class Issuer:
    """One bank. It dials the route `switch`."""

    def __init__(self, settings: IssuerSettings | None = None) -> None:
        self.settings = settings or IssuerSettings()
        self.name = self.settings.name
        self._office: Office | None = None
        self._handlers: dict[type, Callable[[Any, Instant], Script | None]] = {
            FrameReceived: self._frame_received,
            TimerFired: self._timer_fired,
            LineOpened: lambda event, now: None,  # noqa: ARG005 - the script that dialled takes it from here
            LineClosed: self._line_closed,
            DeskRequest: self._desk_asked,
        }

    @property
    def office(self) -> Office:
        """What is in hand; an assertion fails before the start script has ended."""
        assert self._office is not None, "the bank has not started"
        return self._office

    def start(self, now: Instant) -> Script:  # noqa: ARG002 - as every actor
        """Open the bank; raises NotFounded."""
        self._office = yield from opening.open_office(self.settings)

    def handle(self, event: Event, now: Instant) -> Script | None:
        """Return what this event asks for."""
        return self._handlers[type(event)](event, now)

    def _frame_received(self, event: FrameReceived, now: Instant) -> Script | None:
        office = self.office
        line = office.line
        if event.line != line.number:
            return None  # a line we have given up
        line.last_heard = now.monotonic
        if not event.payload:
            return None  # the heartbeat of an idle line
        try:
            message = INTERBANK.decode(event.payload)
        except DecodeError as fault:
            return linking.count_bad_frame(office, str(fault), now)
        flow = _FLOWS.get((line.state, message.mti))
        if flow is None:
            return linking.count_bad_frame(office, f"no {message.mti} is expected while {line.state}", now)
        return flow(office, message, now)

    def _timer_fired(self, event: TimerFired, now: Instant) -> Script:
        timer: Any = event.timer  # every timer of ours is named by a pair: what it is for, and what it is about
        return _ALARMS[timer[0]](self.office, timer[1], now)

    def _line_closed(self, event: LineClosed, now: Instant) -> Script | None:  # noqa: ARG002 - as every handler
        return linking.lose_line(self.office, event.reason) if event.line == self.office.line.number else None

    def _desk_asked(self, event: DeskRequest, now: Instant) -> Script:
        return answer_desk(self.office, event, now)

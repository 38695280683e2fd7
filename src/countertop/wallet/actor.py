"""A wallet as an actor: which event goes to which flow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from countertop.stage import DeskRequest, Event, FrameReceived, LineClosed, LineOpened, Script, TimerFired
from countertop.values import Instant
from countertop.wallet.desk import answer_desk
from countertop.wallet.flows import heralding, opening, receiving, refunding, waiting
from countertop.wallet.office import Office
from countertop.wallet.settings import WalletSettings

__all__ = ["Wallet"]

Alarm = Callable[[Office, Any, Instant], Script]

_ALARMS: dict[str, Alarm] = {
    "time-out": waiting.give_up_waiting,
    "arrival": waiting.receive_funds,
    "refund": refunding.pay_back,
    "herald": heralding.set_out,
    "herald-silent": heralding.miss_answer,
}


class Wallet:
    """One QR payment provider. It answers the role `acquirers`, and dials the route `acquirer` with notices."""

    def __init__(self, settings: WalletSettings | None = None) -> None:
        self.settings = settings or WalletSettings()
        self.name = self.settings.name
        self._office: Office | None = None
        self._handlers: dict[type, Callable[[Any, Instant], Script | None]] = {
            FrameReceived: self._frame_received,
            TimerFired: self._timer_fired,
            LineOpened: lambda event, now: None,  # noqa: ARG005 - nothing is owed to a line before it asks
            LineClosed: self._line_closed,
            DeskRequest: lambda event, now: answer_desk(self.office, event, now),
        }

    @property
    def office(self) -> Office:
        """What is in hand; an assertion fails before the start script has ended."""
        assert self._office is not None, "the wallet has not started"
        return self._office

    def start(self, now: Instant) -> Script:
        """Open the wallet; raises NotFounded."""
        self._office = yield from opening.open_office(self.settings, now)

    def handle(self, event: Event, now: Instant) -> Script | None:
        """Return what this event asks for."""
        return self._handlers[type(event)](event, now)

    def _frame_received(self, event: FrameReceived, now: Instant) -> Script:
        if event.line == self.office.herald.line:
            return heralding.hear(self.office, event.payload, now)
        return receiving.receive(self.office, event.line, event.payload, now)

    def _timer_fired(self, event: TimerFired, now: Instant) -> Script:
        timer: Any = event.timer  # every timer of ours is named by a pair: what it is for, and what it is about
        return _ALARMS[timer[0]](self.office, timer[1], now)

    def _line_closed(self, event: LineClosed, now: Instant) -> Script | None:  # noqa: ARG002 - as every handler
        herald = self.office.herald
        return heralding.lose_line(self.office, event.reason) if event.line == herald.line else None

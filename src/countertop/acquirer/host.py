"""The acquirer's host as an actor: events in, scripts out. See `flows` for what it does and `lifecycle` for why."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from countertop.acquirer.desk import answer_desk
from countertop.acquirer.dispatch import receive_from_switch, receive_from_terminal
from countertop.acquirer.due import REVERSAL_DUE, WALLET_DUE
from countertop.acquirer.flows.believing import FORMER_KEYS
from countertop.acquirer.flows.deciding import TIME_OUT, give_up
from countertop.acquirer.flows.exchanging import drop_former
from countertop.acquirer.flows.linking import IDLE, REDIAL, TEST, dial, lose_line, test_if_idle, test_unanswered
from countertop.acquirer.flows.owing import send_reversal
from countertop.acquirer.flows.repeating import ANSWER_DUE
from countertop.acquirer.flows.restart import WATERMARK, begin, set_watermark
from countertop.acquirer.memory import HostMemory, TerminalLine
from countertop.acquirer.settings import AcquirerSettings
from countertop.acquirer.wallet import asking, going_on, noticing
from countertop.stage import DeskRequest, Event, FrameReceived, LineClosed, LineOpened, Script, TimerFired
from countertop.values import Instant

__all__ = ["ROLE_OF_NOTICES", "ROLE_OF_TERMINALS", "Acquirer"]

ROLE_OF_TERMINALS = "terminals"
ROLE_OF_NOTICES = "notices"


class Acquirer:
    """One host: terminals call it on lines of the role `terminals`, and it dials the route `switch`.

    A wallet is dialled by the route `wallet`, when there is something to ask it, and calls with its notices on the role
    `notices`. The store must hold the founding records of `records` before it starts; `start` raises NotFounded
    otherwise.
    """

    def __init__(self, settings: AcquirerSettings) -> None:
        self.name = settings.name
        self._settings = settings
        self._memory: HostMemory
        self._events: dict[type[Event], Callable[[Any, Instant], Script | None]] = {
            FrameReceived: self._frame_received,
            TimerFired: self._timer_fired,
            LineOpened: self._line_opened,
            LineClosed: self._line_closed,
            DeskRequest: self._desk_asked,
        }
        self._timers: dict[str, Callable[[Instant], Script]] = {
            REDIAL: lambda now: dial(self._memory, now),
            IDLE: lambda now: test_if_idle(self._memory, now),
            TEST: lambda _: test_unanswered(self._memory),
            FORMER_KEYS: lambda now: drop_former(self._memory, now),
            WATERMARK: lambda _: set_watermark(self._memory),
        }

    def start(self, now: Instant) -> Script:
        """Load what is registered, decide what nobody decided, take up what is owed."""
        self._memory = yield from begin(self._settings, now)

    def handle(self, event: Event, now: Instant) -> Script | None:
        """Return what an event asks for."""
        return self._events[type(event)](event, now)

    def _frame_received(self, event: FrameReceived, now: Instant) -> Script | None:
        memory = self._memory
        if event.line == memory.uplink.line:
            memory.uplink.heard_at = now.monotonic
            return receive_from_switch(memory, event.payload, now.utc)
        line = memory.lines.get(event.line)
        if line is not None:
            return receive_from_terminal(memory, line, event.payload, now.utc)
        if event.line in memory.wallet.lines:
            return going_on.hear(memory, event.line, event.payload, now)
        return noticing.receive_notice(memory, event.line, event.payload, now)

    def _timer_fired(self, event: TimerFired, now: Instant) -> Script | None:
        timer: Hashable = event.timer
        if isinstance(timer, str):
            return self._timers[timer](now)
        assert isinstance(timer, tuple), "the host sets no other timers"
        what, attempt_key = timer
        memory = self._memory
        if what == asking.SILENT:
            return asking.miss_answer(memory, attempt_key)
        if what == WALLET_DUE:
            return going_on.go_on(memory, attempt_key, now)
        if what == ANSWER_DUE:
            attempt = memory.open.get(attempt_key)
            return None if attempt is None else give_up(memory, attempt, TIME_OUT, now.utc)
        assert what == REVERSAL_DUE, "the host sets no other timers"
        obligation = memory.obligations.get(attempt_key)
        return None if obligation is None else send_reversal(memory, obligation)

    def _line_opened(self, event: LineOpened, _: Instant) -> None:
        if event.role == ROLE_OF_TERMINALS:
            self._memory.lines[event.line] = TerminalLine(event.line, event.peer, event.identity)
        elif event.role == ROLE_OF_NOTICES:
            self._memory.wallet.ears.add(event.line)

    def _line_closed(self, event: LineClosed, _: Instant) -> Script | None:
        memory = self._memory
        if event.line == memory.uplink.line:
            return lose_line(memory, event.reason)
        if event.line in memory.wallet.lines:
            return asking.forget_line(memory, event.line)
        memory.wallet.ears.discard(event.line)
        memory.lines.pop(event.line, None)
        return None

    def _desk_asked(self, event: DeskRequest, now: Instant) -> Script:
        return answer_desk(self._memory, event, now)

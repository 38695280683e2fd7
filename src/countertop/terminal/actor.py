"""The terminal as an actor: events come in, each is answered by a flow; when a flow ends, what is due next begins."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from countertop.iso8583 import UNIONPAY_POS, DecodeError, Message
from countertop.stage import (
    Cancelled,
    CancelTimer,
    DeskRequest,
    Event,
    FrameReceived,
    LineClosed,
    LineOpened,
    NobodyAnswered,
    PersonGone,
    Reply,
    Script,
    TimerFired,
)
from countertop.terminal.conversation import BUSY, REFUSED, USAGE, Conversation, Ending, Steps
from countertop.terminal.flows import (
    advices,
    awaiting,
    diagnose,
    echo,
    identify,
    initialisation,
    late,
    locking,
    management,
    obligation,
    online,
    operators,
    paying,
    querying,
    self_test,
    sign_in,
    sign_out,
    till,
)
from countertop.terminal.flows.ending import end
from countertop.terminal.flows.gate import Passage, admitted
from countertop.terminal.flows.line import answer_timer
from countertop.terminal.flows.look_up import LOOKS, look
from countertop.terminal.flows.starting import start
from countertop.terminal.kinds import KINDS
from countertop.terminal.lifecycle import MachineState, TransactionEvent
from countertop.terminal.machine import Exchange, Machine, Pace, Work
from countertop.terminal.management import downloading, errands, staffing
from countertop.terminal.messages import answers
from countertop.terminal.permissions import Operation
from countertop.terminal.settings import TerminalSettings
from countertop.terminal.settlement import limits, settling
from countertop.terminal.signing import uploading
from countertop.values import Instant

__all__ = ["Terminal"]

_VERBS: Final[dict[str, tuple[Operation | None, Callable[[Machine, Conversation], Script]]]] = {
    "log_in": (None, identify.log_in),
    "log_out": (None, identify.log_out),
    "unlock": (None, identify.unlock),
    "add_operator": (None, operators.add),
    "remove_operator": (None, operators.remove),
    "change_password": (None, operators.change_password),
    "reset_password": (None, operators.reset_password),
    "lock_terminal": (None, locking.lock),
    "unlock_terminal": (None, locking.unlock),
    "sign_in": (Operation.SIGN_IN, sign_in.begin),
    "sign_out": (Operation.SIGN_OUT, sign_out.begin),
    **{kind.name: (kind.operation, paying.begin) for kind in KINDS.values()},
    paying.SHOW_CODE: (Operation.QR_SALE, paying.begin),
    "qr_query": (Operation.QR_QUERY, querying.begin),
    "send_stored": (Operation.SEND_STORED, advices.all_told),
    "settle": (Operation.SETTLE, settling.begin),
    "echo": (Operation.ECHO, echo.begin),
    "diagnose": (Operation.ECHO, diagnose.begin),
    "download": (Operation.DOWNLOAD, downloading.begin),
    "self_test": (None, self_test.begin),
    "confirm_identity": (None, initialisation.confirm_identity),
    "approve_devices": (None, identify.approve_devices),
}

_ANSWERED: Final[dict[Work, Callable[[Machine, Exchange, Message], Script]]] = {
    Work.SIGN_IN: sign_in.answered,
    Work.SIGN_OUT: sign_out.answered,
    Work.ECHO: echo.answered,
    Work.DOWNLOAD: downloading.answered,
    Work.DIAGNOSIS: diagnose.answered,
    Work.TRANSACTION: online.answered,
    Work.REVERSAL: obligation.answered,
    Work.REPEAT: obligation.answered,
    Work.ADVICE: advices.answered,
    Work.SETTLEMENT: settling.answered,
    Work.ERRAND: errands.answered,
    Work.QUERY: querying.answered,
}

_LOST: Final[dict[Work, Callable[[Machine, Exchange, TransactionEvent], Script]]] = {
    Work.SIGN_IN: sign_in.lost,
    Work.SIGN_OUT: sign_out.lost,
    Work.ECHO: management.lost,
    Work.DOWNLOAD: management.lost,
    Work.DIAGNOSIS: diagnose.lost,
    Work.TRANSACTION: online.lost,
    Work.REVERSAL: obligation.lost,
    Work.REPEAT: obligation.lost,
    Work.ADVICE: advices.lost,
    Work.SETTLEMENT: settling.lost,
    Work.ERRAND: errands.lost,
    Work.QUERY: management.lost,
}

_GIVE_UP: Final = "qr_cancel"
"""Asked while a customer pays by a code, when the conversation is somebody's."""

_UNFINISHED: Final = {Cancelled: "screen.cancelled", NobodyAnswered: "screen.nobody_answered"}


class Terminal:
    """One POS terminal: a shop's counter, one person at a time, one request on the line at a time."""

    VERBS: Final = frozenset({*_VERBS, *LOOKS, _GIVE_UP})
    """What may be asked at its desk."""

    def __init__(self, settings: TerminalSettings) -> None:
        self.name = settings.name
        self._machine = Machine(settings)
        self._flows: dict[type[Event], Callable[[Any], Script | None]] = {
            FrameReceived: self._frame_received,
            TimerFired: self._timer_fired,
            LineOpened: self._line_opened,
            LineClosed: self._line_closed,
            DeskRequest: self._requested,
        }

    def start(self, now: Instant) -> Script:
        """Take up what the store holds. Raises NotInstalled when it knows nothing of this terminal."""
        return start(self._machine, now)

    def handle(self, event: Event, now: Instant) -> Script | None:  # noqa: ARG002 - flows that wait look at the clock
        """Return what an event asks for, and after it whatever the line is free for."""
        flow = self._flows[type(event)](event)
        return None if flow is None else self._and_then(flow)

    def _and_then(self, flow: Script) -> Script:
        yield from flow
        yield from self._next_work()

    def _next_work(self) -> Script:
        """Begin what is due while the line is free: a settlement, what is owed, who waits, what is stored, wishes."""
        machine = self._machine
        while machine.exchange is None:
            owes = bool(machine.obligations)
            waiting = machine.waiting
            if settling.is_due(machine):
                yield from self._settling()
            elif owes and machine.pace is Pace.DUE:
                yield from self._signed_in(obligation.send, obligation.rest)
            elif waiting is not None and (not owes or machine.pace is Pace.RESTING) and not self._tells_first(waiting):
                machine.waiting = None
                yield from self._run(waiting)
            elif machine.sign_in_due and machine.conversation is None and not owes:
                machine.sign_in_due = False
                if machine.settings.auto_sign_in:
                    yield from sign_in.begin(machine, None)
            elif waiting is not None and (errands.is_in_doubt(machine) or self._has_news(waiting)):
                yield from errands.go_on(machine)
            elif machine.advices_due and machine.stored and not owes and not self._is_at_keypad():
                yield from self._signed_in(advices.send, advices.rest)
            elif not (yield from self._alone()):
                return

    def _alone(self) -> Steps[bool]:
        """Do what the terminal does by itself while nobody is there; False when there is nothing."""
        machine = self._machine
        if machine.sign_out_due and machine.conversation is None and not machine.obligations:
            yield from sign_out.begin(machine, None)
        elif limits.is_wanted(machine) and not (uploading.is_due(machine) and errands.is_due(machine)):
            yield from settling.begin(machine, None)
        elif errands.is_due(machine):
            yield from errands.go_on(machine)
        else:
            return False
        return True

    def _is_at_keypad(self) -> bool:
        """Tell whether somebody is being asked something, and will want the line that was free at the gate."""
        return self._machine.conversation is not None and self._machine.waiting is None

    def _tells_first(self, waiting: Conversation) -> bool:
        """Tell whether somebody waits for what is to be told first: stored transactions, who works here."""
        machine = self._machine
        if errands.is_in_doubt(machine):
            return True
        return self._has_news(waiting) or (waiting.stored_spent and machine.advices_due and bool(machine.stored))

    def _has_news(self, waiting: Conversation) -> bool:
        """Tell whether somebody waits for what the host has not heard: who works here, what was signed."""
        if waiting.news_spent and staffing.is_due(self._machine):
            return True
        return waiting.signatures_spent and uploading.is_due(self._machine)

    def _settling(self) -> Script:
        if self._machine.settings.settlement_mac:
            yield from self._signed_in(settling.go_on, settling.try_failed)
        else:
            yield from settling.go_on(self._machine)

    def _signed_in(self, send: Callable[[Machine], Script], rest: Callable[[Machine, str], Script]) -> Script:
        """Send what needs keys; sign in first where that is allowed, else let it rest."""
        machine = self._machine
        if machine.state is MachineState.SIGNED_IN:
            yield from send(machine)
        elif machine.settings.auto_sign_in and machine.state is MachineState.SIGNED_OUT:
            yield from sign_in.begin(machine, None)
        else:
            yield from rest(machine, machine.state.value)

    # People

    def _requested(self, request: DeskRequest) -> Script:
        machine = self._machine
        if request.verb in LOOKS:
            return look(machine, request)
        if request.verb == _GIVE_UP:
            return self._given_up(request)
        if request.verb not in _VERBS:
            return _reply(request, Ending(USAGE, "screen.no_such_verb", verb=request.verb))
        if machine.conversation is not None:
            return _reply(request, Ending(BUSY, "screen.busy", verb=machine.conversation.verb))
        if machine.lock is not None and request.verb not in locking.MAY_WHILE_LOCKED:
            return _reply(request, locking.refusal())
        machine.conversation = Conversation(request.number, request.verb, request.arguments)
        run = self._run_for_till if till.REQUEST in request.arguments else self._run
        return run(machine.conversation)

    def _run_for_till(self, conversation: Conversation) -> Script:
        refusal = yield from till.taken(self._machine, conversation)
        if refusal is None:
            yield from self._run(conversation)
        else:
            yield from end(self._machine, conversation, refusal)

    def _given_up(self, request: DeskRequest) -> Script:
        yield from _reply(request, (yield from awaiting.give_up(self._machine, request.arguments.get(till.REQUEST))))

    def _run(self, conversation: Conversation) -> Script:
        """Bring a conversation to the gate and, when it is open, through its flow."""
        machine = self._machine
        operation, flow = _VERBS[conversation.verb]
        try:
            passage = Passage.OPEN if operation is None else (yield from admitted(machine, conversation, operation))
            if passage is Passage.OPEN:
                yield from flow(machine, conversation)
        except PersonGone as gone:
            passage = Ending(REFUSED, _UNFINISHED.get(type(gone), "screen.person_gone"))
        if isinstance(passage, Ending):
            yield from end(machine, conversation, passage)

    # The line

    def _line_opened(self, event: LineOpened) -> None:
        machine = self._machine
        if not machine.probing and event.role in machine.settings.routes:
            machine.line, machine.link = event.line, event.role

    def _line_closed(self, event: LineClosed) -> Script | None:
        machine = self._machine
        if machine.line == event.line:
            machine.line = None
        exchange = machine.exchange
        if exchange is None or not exchange.awaited or exchange.line != event.line:
            return None
        return self._settle(exchange, _LOST[exchange.work](machine, exchange, TransactionEvent.LINE_LOST))

    def _timer_fired(self, event: TimerFired) -> Script:
        machine = self._machine
        exchange = machine.exchange
        if event.timer == obligation.TIMER:
            obligation.timer_fired(machine)
        elif event.timer == settling.TIMER:
            settling.timer_fired(machine)
        elif event.timer == limits.SETTLE_AT:
            return limits.time_came(machine)
        elif event.timer == errands.POLL:
            return errands.timer_fired(machine)
        elif event.timer == locking.IDLE:
            return locking.idle(machine)
        elif exchange is not None and exchange.awaited and event.timer == answer_timer(exchange):
            return self._settle(exchange, _LOST[exchange.work](machine, exchange, TransactionEvent.TIMED_OUT))
        elif exchange is not None and exchange.is_pending and event.timer == awaiting.timer(exchange):
            return online.go_on(machine, exchange)
        return _nothing()

    def _frame_received(self, event: FrameReceived) -> Script:
        machine = self._machine
        try:
            message = UNIONPAY_POS.decode(event.payload)
        except DecodeError as fault:
            return late.strange(machine, str(fault))
        exchange = machine.exchange
        if exchange is None or not exchange.awaited or not answers(exchange, message):
            return late.unawaited(machine, message)
        if exchange.work is not Work.DIAGNOSIS:
            machine.last_code = message.response_code or ""
        return self._settle(exchange, _ANSWERED[exchange.work](machine, exchange, message), message)

    def _settle(self, exchange: Exchange, flow: Script, answer: Message | None = None) -> Script:
        """Stop waiting, at once and once; keep the line until the flow has written down what came of it."""
        exchange.awaited = False
        return self._settled(exchange, flow, answer)

    def _settled(self, exchange: Exchange, flow: Script, answer: Message | None) -> Script:
        yield CancelTimer(answer_timer(exchange))
        yield from flow
        goes_on = exchange.is_pending  # the host is asked again, perhaps while what this answer wants is being written
        if answer is not None:
            yield from errands.heard(self._machine, answer)
        if self._machine.exchange is exchange and not goes_on:
            self._machine.free_line()


def _reply(request: DeskRequest, ending: Ending) -> Script:
    yield Reply(request.number, ending.status, ending.body())


def _nothing() -> Script:
    yield from ()

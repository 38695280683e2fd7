"""Sign-out: no sales any more, and the machine may be moved. Nothing may be owed."""

from __future__ import annotations

from functools import partial

from countertop.iso8583 import Message
from countertop.stage import LookAtClock, Note, Script
from countertop.terminal import messages
from countertop.terminal.conversation import COMPLETED, FAILED, Conversation, Ending
from countertop.terminal.flows.ending import end
from countertop.terminal.flows.line import mac_is_right, unreachable
from countertop.terminal.flows.management import declined, no_answer, requested
from countertop.terminal.lifecycle import MachineEvent, TransactionEvent, next_machine_state
from countertop.terminal.machine import Exchange, Machine, Work
from countertop.terminal.records import SignedOut
from countertop.terminal.responses import SIGN_IN_AGAIN

__all__ = ["answered", "begin", "lost"]


def begin(machine: Machine, conversation: Conversation | None) -> Script:
    """Tell the host that this terminal closes; after a settlement it may do so by itself."""
    machine.sign_out_due = False
    exchange = machine.take_line(Work.SIGN_OUT, conversation)
    build = partial(messages.sign_out, machine.installation, machine.batch_number)
    if not (yield from requested(machine, exchange, build, with_mac=machine.seals_management)):
        yield from _told(machine, conversation, unreachable())


def answered(machine: Machine, exchange: Exchange, answer: Message) -> Script:
    """Forget the working keys; a host that knows of no sign-in has signed us out already."""
    code = answer.response_code or ""
    if code not in SIGN_IN_AGAIN and machine.is_sealed and not (yield from mac_is_right(machine, answer)):
        yield Note("alarm", "terminal.answer_untrusted", stan=answer.stan or "")
        altered = Ending(FAILED, "screen.answer_altered", advice="advice.try_again")
        yield from _told(machine, exchange.conversation, altered)
        return
    if code != "00" and code not in SIGN_IN_AGAIN:
        yield from _told(machine, exchange.conversation, declined(answer))
        return
    moment = yield LookAtClock()
    operator = "" if machine.operator is None else machine.operator.number
    place = (machine.terminal_id, machine.batch_number, machine.clock_offset)
    yield machine.append(SignedOut(*place, operator, moment.utc))
    machine.state = next_machine_state(machine.state, MachineEvent.SIGN_OUT_ACCEPTED)
    machine.keys = None
    facts = {"state": machine.state.value}
    yield from _told(machine, exchange.conversation, Ending(COMPLETED, "screen.signed_out_now", facts=facts))


def lost(machine: Machine, exchange: Exchange, event: TransactionEvent) -> Script:
    """No answer: the session stays."""
    yield from _told(machine, exchange.conversation, (yield from no_answer(exchange, event)))


def _told(machine: Machine, conversation: Conversation | None, ending: Ending) -> Script:
    if conversation is not None:
        yield from end(machine, conversation, ending)

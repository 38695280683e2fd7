"""Echo: whether the host is there, and how long it takes."""

from __future__ import annotations

from functools import partial

from countertop.iso8583 import Message
from countertop.stage import LookAtClock, Script
from countertop.terminal import messages
from countertop.terminal.conversation import COMPLETED, Conversation, Ending
from countertop.terminal.flows.ending import end
from countertop.terminal.flows.line import unreachable
from countertop.terminal.flows.management import declined, requested
from countertop.terminal.machine import Exchange, Machine, Work
from countertop.values import MILLISECOND

__all__ = ["answered", "begin"]


def begin(machine: Machine, conversation: Conversation) -> Script:
    """Send an echo test; it needs no sign-in."""
    exchange = machine.take_line(Work.ECHO, conversation)
    moment = yield LookAtClock()
    exchange.began = moment.monotonic
    build = partial(messages.echo, machine.installation, machine.batch_number)
    if not (yield from requested(machine, exchange, build)):
        yield from end(machine, conversation, unreachable())


def answered(machine: Machine, exchange: Exchange, answer: Message) -> Script:
    """Say how long it took, dialling and our own write included."""
    assert exchange.conversation is not None, "only a person asks for an echo"
    ending = declined(answer)
    if answer.response_code == "00":
        moment = yield LookAtClock()
        taken = (moment.monotonic - exchange.began) // MILLISECOND
        ending = Ending(COMPLETED, "screen.echo", facts={"milliseconds": taken}, milliseconds=taken)
    yield from end(machine, exchange.conversation, ending)

"""Messages that move no money (sign-in, sign-out, echo): how they leave, and what it means when nothing comes back."""

from __future__ import annotations

from collections.abc import Callable

from countertop.iso8583 import UNIONPAY_POS, Message
from countertop.stage import Note, Script
from countertop.terminal.conversation import DECLINED, UNREACHABLE, Ending, Steps
from countertop.terminal.flows.ending import end
from countertop.terminal.flows.line import dialled, launched
from countertop.terminal.lifecycle import TransactionEvent
from countertop.terminal.machine import Exchange, Machine
from countertop.terminal.records import StanTaken
from countertop.terminal.responses import action_text, response_text

__all__ = ["declined", "lost", "no_answer", "requested"]


def requested(machine: Machine, exchange: Exchange, build: Callable[[str], Message]) -> Steps[bool]:
    """Dial, take a STAN and write it down, send; False, with the line free again, when the host cannot be reached."""
    if (yield from dialled(machine, exchange)):
        stan = machine.take_stan()
        exchange.request = build(stan)
        yield machine.append(StanTaken(machine.terminal_id, stan, exchange.work.value))
        if (yield from launched(machine, exchange, UNIONPAY_POS.encode(exchange.request))):
            return True
    machine.free_line()
    return False


def declined(answer: Message) -> Ending:
    """Return the ending for an answer that says no."""
    code = answer.response_code
    facts = {"response_code": code}
    return Ending(DECLINED, response_text(code), advice=action_text(code), facts=facts, code=code)


def no_answer(exchange: Exchange, event: TransactionEvent) -> Steps[Ending]:
    """Write down that nothing came back, and return the ending for it."""
    yield Note("warning", "terminal.no_answer", what=exchange.work.value, why=event.name.lower())
    return Ending(UNREACHABLE, "screen.no_answer", advice="advice.try_again")


def lost(machine: Machine, exchange: Exchange, event: TransactionEvent) -> Script:
    """Tell the person who asked; nothing has changed."""
    assert exchange.conversation is not None, "only a sign-in happens without a person"
    yield from end(machine, exchange.conversation, (yield from no_answer(exchange, event)))

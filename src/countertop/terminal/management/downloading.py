"""Parameter download by hand (参数下载): whoever may asks for it now, instead of waiting until the host wants it."""

from __future__ import annotations

from functools import partial

from countertop.iso8583 import Message
from countertop.stage import Note, Script
from countertop.terminal.conversation import COMPLETED, FAILED, REFUSED, Conversation, Ending
from countertop.terminal.flows.ending import end
from countertop.terminal.flows.line import mac_is_right, unreachable
from countertop.terminal.flows.management import declined, keys_disowned, requested
from countertop.terminal.machine import Exchange, Machine, Work
from countertop.terminal.management import parameters

__all__ = ["answered", "begin"]


def begin(machine: Machine, conversation: Conversation) -> Script:
    """Ask the host for its parameters; they may not change inside a batch."""
    if machine.completed_in_batch:
        yield from end(machine, conversation, Ending(REFUSED, "screen.batch_first", advice="advice.settle"))
        return
    exchange = machine.take_line(Work.DOWNLOAD, conversation)
    build, with_mac = partial(parameters.DOWNLOAD.build, machine), machine.seals_management
    if not (yield from requested(machine, exchange, build, with_mac=with_mac)):
        yield from end(machine, conversation, unreachable())


def answered(machine: Machine, exchange: Exchange, answer: Message) -> Script:
    """Apply what came; the host is told so as soon as nobody waits."""
    assert exchange.conversation is not None, "only a person asks for a download"
    if machine.is_sealed and not (yield from mac_is_right(machine, answer)):
        yield from keys_disowned(machine, answer)
        yield Note("alarm", "terminal.answer_untrusted", stan=answer.stan or "")
        ending = Ending(FAILED, "screen.answer_altered", advice="advice.try_again")
    elif answer.response_code != "00":
        ending = declined(answer)
    else:
        before = machine.standing.parameters
        yield from parameters.DOWNLOAD.answered(machine, answer)
        applied, count = machine.standing.parameters is not before, len(machine.standing.parameters)
        ending = (
            Ending(COMPLETED, "screen.downloaded", facts={"parameters": count}, count=count)
            if applied
            else Ending(FAILED, "screen.download_failed", advice="advice.call_acquirer")
        )
    yield from end(machine, exchange.conversation, ending)

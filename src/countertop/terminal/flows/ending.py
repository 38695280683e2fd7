"""The end of a conversation: the screen tells the person, the reply tells whoever asked."""

from __future__ import annotations

import json
from typing import Final

from countertop.stage import Ask, LookAtClock, Reply, Script, SetTimer, Show
from countertop.terminal.conversation import Conversation, Ending
from countertop.terminal.machine import Machine
from countertop.terminal.records import TillEnded

__all__ = ["IDLE", "ask", "end"]

IDLE: Final = "idle"
"""The timer that locks a machine at which nobody does anything."""


def ask(machine: Machine, question: str, **arguments: object) -> Ask:
    """Return a question with the terminal's patience."""
    return Ask(question, machine.settings.question_timeout, **arguments)


def end(machine: Machine, conversation: Conversation, ending: Ending) -> Script:
    """Show how it ended and what to do, answer the desk, and be free for the next request.

    What a till asked and no transaction tells of is durable before anybody hears it.
    """
    assert machine.conversation is conversation, "a conversation ends once"
    if conversation.is_taken and not conversation.has_attempt:
        yield from _written_down(machine, conversation, ending)
    machine.conversation = None
    yield Show(ending.message, **ending.arguments)
    if ending.advice is not None:
        yield Show(ending.advice)
    yield Reply(conversation.number, ending.status, ending.body())
    if machine.settings.lock_after_idle and machine.operator is not None:
        yield SetTimer(IDLE, machine.settings.lock_after_idle)


def _written_down(machine: Machine, conversation: Conversation, ending: Ending) -> Script:
    moment = yield LookAtClock()
    told = json.dumps(ending.arguments, ensure_ascii=False, sort_keys=True, default=str)
    request = conversation.till_request or ""
    yield machine.append(
        TillEnded(machine.terminal_id, request, ending.status, ending.message, told, ending.advice, moment.utc)
    )

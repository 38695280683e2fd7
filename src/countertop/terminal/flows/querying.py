"""Asking the host where a payment by code of this batch stands (扫码查询), for a customer who says that it is paid."""

from __future__ import annotations

from functools import partial

from countertop.iso8583 import Message
from countertop.iso8583.private.transaction import OriginalInfo
from countertop.iso8583.response_codes import IN_PROGRESS
from countertop.stage import Script
from countertop.terminal import messages
from countertop.terminal.conversation import COMPLETED, DECLINED, UNREACHABLE, USAGE, Conversation, Ending
from countertop.terminal.flows.ending import ask, end
from countertop.terminal.flows.line import mac_is_right, unreachable
from countertop.terminal.flows.management import keys_disowned, requested
from countertop.terminal.flows.originals import voucher_of
from countertop.terminal.machine import Exchange, Machine, Work
from countertop.terminal.responses import is_approval

__all__ = ["answered", "begin"]


def begin(machine: Machine, conversation: Conversation) -> Script:
    """Ask about a payment by its voucher number."""
    given = conversation.arguments.get("voucher_number")
    if given is None:
        given = yield ask(machine, "ask.voucher_number")
    voucher = voucher_of(given)
    if voucher is None:
        yield from end(machine, conversation, Ending(USAGE, "screen.voucher_form"))
        return
    if machine.exchange is not None:  # what is owed took the line while the number was keyed
        conversation.arguments["voucher_number"] = voucher
        machine.waiting = conversation
        return
    exchange = machine.take_line(Work.QUERY, conversation)
    info = OriginalInfo(machine.batch_number, voucher).text()
    build = partial(messages.qr_query, machine.installation, machine.batch_number, info)
    if not (yield from requested(machine, exchange, build, with_mac=True)):
        yield from end(machine, conversation, unreachable())


def answered(machine: Machine, exchange: Exchange, answer: Message) -> Script:
    """Say what the host says; an answer without a right MAC says nothing of a payment."""
    conversation, request = exchange.conversation, exchange.request
    assert conversation is not None, "only a person asks for it"
    assert request is not None
    if not (yield from mac_is_right(machine, answer)):
        yield from keys_disowned(machine, answer)
        yield from end(machine, conversation, Ending(UNREACHABLE, "screen.no_answer", advice="advice.try_again"))
        return
    code = answer.response_code or ""
    told = {"voucher": (request.original_info or "")[6:12]}
    facts = {"response_code": code, "rrn": answer.rrn}
    if code == IN_PROGRESS:
        ending = Ending(COMPLETED, "screen.qr_open", facts=facts, **told)
    elif is_approval(code):
        ending = Ending(COMPLETED, "screen.qr_paid", facts=facts, **told)
    else:
        ending = Ending(DECLINED, "screen.qr_not_paid", facts=facts, code=code, **told)
    yield from end(machine, conversation, ending)

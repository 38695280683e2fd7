"""Messages that move no money (sign-in, settlement): how they leave, and what it means when nothing comes back."""

from __future__ import annotations

from collections.abc import Callable

from countertop.hsm import HsmRefusal
from countertop.iso8583 import UNIONPAY_POS, Message
from countertop.stage import LookAtClock, Note, Script
from countertop.terminal.conversation import DECLINED, UNREACHABLE, Ending, Steps
from countertop.terminal.flows.ending import end
from countertop.terminal.flows.line import dialled, launched, sealed
from countertop.terminal.lifecycle import MachineEvent, MachineState, TransactionEvent, next_machine_state
from countertop.terminal.machine import Exchange, Machine
from countertop.terminal.records import SignInRequired, StanTaken
from countertop.terminal.responses import SIGN_IN_AGAIN, action_text, response_text

__all__ = ["declined", "keys_disowned", "lost", "no_answer", "requested"]


def requested(
    machine: Machine,
    exchange: Exchange,
    build: Callable[[str], Message],
    *,
    with_mac: bool = False,
    under: str | None = None,
    patience: int | None = None,
) -> Steps[bool]:
    """Dial, take a STAN and write it down, send; False, with the line free again, when the host cannot be reached.

    `under` is the STAN of what it is about, where it takes none of its own; `patience` how long to wait for the answer.
    """
    if (yield from dialled(machine, exchange)):
        stan = machine.take_stan() if under is None else under
        exchange.request = build(stan)
        payload = yield from _payload(machine, exchange.request, with_mac=with_mac)
        if payload is not None:
            if under is None:
                yield machine.append(StanTaken(machine.terminal_id, stan, exchange.work.value))
            if (yield from launched(machine, exchange, payload, patience)):
                return True
    machine.free_line()
    return False


def _payload(machine: Machine, message: Message, *, with_mac: bool) -> Steps[bytes | None]:
    if not with_mac:
        return UNIONPAY_POS.encode(message)
    payload = yield from sealed(machine, message)
    if isinstance(payload, HsmRefusal):
        yield Note("alarm", "terminal.hsm_refused", reason=payload.message)
        return None
    return payload


def keys_disowned(machine: Machine, answer: Message) -> Script:
    """Sign in again before the next try, when the host says that our keys or our batch are not its own."""
    code = answer.response_code or ""
    if code not in SIGN_IN_AGAIN or machine.state is not MachineState.SIGNED_IN:
        return
    moment = yield LookAtClock()
    place = (machine.terminal_id, machine.batch_number, machine.clock_offset)
    yield machine.append(SignInRequired(*place, code, moment.utc))
    machine.state = next_machine_state(machine.state, MachineEvent.SIGN_IN_REQUIRED)
    machine.cause = code


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

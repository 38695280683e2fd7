"""Sign-in: the host's batch, date and working keys. Asked for by a person, or done by the terminal for what waits."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from countertop.hsm import HsmRefusal, ImportWorkingKeys, VerifyMac
from countertop.iso8583 import Message
from countertop.iso8583.errors import SubfieldError
from countertop.iso8583.private.whereabouts import read_whereabouts
from countertop.stage import AskHsm, LookAtClock, Note, Read, Script
from countertop.terminal import messages
from countertop.terminal.conversation import COMPLETED, REFUSED, Conversation, Ending, Steps
from countertop.terminal.flows.ending import end
from countertop.terminal.flows.line import unreachable
from countertop.terminal.flows.management import declined, no_answer, requested
from countertop.terminal.flows.obligation import come_due, try_failed
from countertop.terminal.lifecycle import MachineEvent, TransactionEvent, TransactionState, next_machine_state
from countertop.terminal.machine import Exchange, Keys, Machine, Work
from countertop.terminal.management import master_key
from countertop.terminal.management.records import MasterKeyChanged
from countertop.terminal.management.whereabouts import told_whereabouts
from countertop.terminal.records import SignedIn
from countertop.terminal.settlement import settling
from countertop.terminal.tables import IN_BATCH_BY_STATE
from countertop.values import SECOND, Instant
from countertop.values.moments import local_time, with_year

__all__ = ["answered", "begin", "clock_offset", "lost"]

_NOBODY = "01"
"""The operator named in F63 when the terminal signs in by itself and nobody is logged in."""


def begin(machine: Machine, conversation: Conversation | None) -> Script:
    """Ask the host for working keys; without a conversation the terminal does it by itself."""
    exchange = machine.take_line(Work.SIGN_IN, conversation)
    whereabouts = yield from told_whereabouts(machine, signs_in=True)
    place, batch_number, network_code = machine.installation, machine.batch_number, machine.settings.network_code

    def build(stan: str) -> Message:
        return messages.sign_in(place, batch_number, stan, network_code, _operator(machine), whereabouts)

    if not (yield from requested(machine, exchange, build)):
        yield from _failed(machine, exchange, unreachable())


def lost(machine: Machine, exchange: Exchange, event: TransactionEvent) -> Script:
    """No answer: the state stays."""
    yield from _failed(machine, exchange, (yield from no_answer(exchange, event)))


def answered(machine: Machine, exchange: Exchange, answer: Message) -> Script:
    """Take over batch, clock and keys; a key with a wrong check value leaves everything as it was."""
    if answer.response_code != "00":
        yield from _failed(machine, exchange, declined(answer))
        return
    assert machine.tmk is not None, "a terminal without its master key does not sign in"
    network_code, next_tmk = machine.settings.network_code, machine.standing.next_tmk
    tmks = [machine.tmk] if next_tmk is None else [next_tmk, machine.tmk]
    tried = yield AskHsm(*[ImportWorkingKeys(tmk, answer.extended_data or b"", network_code) for tmk in tmks])
    keys = next((each for each in tried if not isinstance(each, HsmRefusal)), tried[0])
    if isinstance(keys, HsmRefusal):
        next_machine_state(machine.state, MachineEvent.KEYS_REFUSED)
        yield Note("alarm", "terminal.keys_refused", reason=keys.message)
        ending = Ending(REFUSED, "screen.keys_refused", advice="advice.compare_keys", reason=keys.message)
        yield from _failed(machine, exchange, ending)
        return
    if not (yield from _is_whole(machine, keys.tak, exchange, answer)):
        yield Note("alarm", "terminal.answer_untrusted", stan=answer.stan or "")
        yield from _failed(machine, exchange, Ending(REFUSED, "screen.sign_in_altered", advice="advice.try_again"))
        return
    moment = yield LookAtClock()
    offset = clock_offset(machine, answer, moment)
    batch_number = messages.batch_of(answer) or machine.batch_number
    proof = []
    if next_tmk is not None and keys is tried[0]:
        proof = [MasterKeyChanged(machine.terminal_id, next_tmk, machine.standing.key_check, moment.utc)]
    yield machine.append(
        SignedIn(
            terminal_id=machine.terminal_id,
            batch_number=batch_number,
            network_code=network_code,
            tpk=keys.tpk,
            tak=keys.tak,
            tdk=keys.tdk,
            clock_offset=offset,
            operator=_operator(machine),
            at=moment.utc,
        ),
        *proof,
    )
    if proof:
        master_key.settled(machine)
        yield Note("info", "terminal.master_key_changed", kcv=machine.standing.key_check)
    machine.state = next_machine_state(machine.state, MachineEvent.SIGN_IN_ACCEPTED)
    machine.keys = Keys(keys.tpk, keys.tak, keys.tdk)
    machine.batch_number, machine.clock_offset, machine.cause = batch_number, offset, None
    machine.requirement, machine.sign_in_due = "0", False
    stored = yield Read(IN_BATCH_BY_STATE, machine.terminal_id, batch_number, TransactionState.COMPLETED.value)
    machine.completed_in_batch = len(stored) + len(machine.stored)
    come_due(machine)
    yield Note("info", "terminal.signed_in", batch_number=batch_number)
    if exchange.conversation is not None:
        facts: dict[str, Any] = {"batch_number": batch_number, "state": machine.state.value}
        done = Ending(COMPLETED, "screen.signed_in", facts=facts, batch_number=batch_number)
        yield from end(machine, exchange.conversation, done)


def _is_whole(machine: Machine, tak: str, exchange: Exchange, answer: Message) -> Steps[bool]:
    """Tell whether an answer is as it left the host, for this request: the classic dialect has no means to know.

    The keys under the MAC came in the same answer, so a MAC alone does not tell an old answer from a new one.
    """
    if answer.mac is None:
        return not (machine.settings.management_mac and machine.settings.tells_whereabouts)
    (right,) = yield AskHsm(VerifyMac(tak, answer.mac_input or b"", answer.mac))
    is_ours = _random_number(answer) == _random_number(exchange.request) or machine.signs_in_by_old_answers
    return right is True and is_ours


def _random_number(message: Message | None) -> str:
    try:
        return read_whereabouts(None if message is None else message.qr_data).random_number
    except SubfieldError:
        return ""


def _failed(machine: Machine, exchange: Exchange, ending: Ending) -> Script:
    """Tell whoever waits for this sign-in: a person, a conversation behind it, an owed reversal."""
    next_machine_state(machine.state, MachineEvent.SIGN_IN_DECLINED)
    if exchange.conversation is not None:
        yield from end(machine, exchange.conversation, ending)
        return
    if machine.waiting is not None and machine.waiting.sign_in_spent:
        machine.waiting.obstacle = ending
    machine.advices_due = False
    if settling.is_due(machine):
        yield from settling.try_failed(machine, "sign_in")
    if machine.obligations:
        yield from try_failed(machine, "sign_in")


def _operator(machine: Machine) -> str:
    return _NOBODY if machine.operator is None else machine.operator.number


def clock_offset(machine: Machine, answer: Message, moment: Instant) -> int:
    """Return how far the host's clock is from ours; what it was when the host shows none."""
    zone = machine.installation.zone
    here = local_time(moment.utc, zone)
    time = answer.local_time or ""
    try:
        day = with_year(answer.local_date or "", here.date())
        there = datetime(day.year, day.month, day.day, int(time[:2]), int(time[2:4]), int(time[4:6]), tzinfo=zone)
    except ValueError:
        return machine.clock_offset
    return round((there - here).total_seconds()) * SECOND

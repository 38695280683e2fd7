"""Settlement (结算): freeze, compare, upload where it differs, end; whatever cuts in, it goes on where it stood.

Each message is tried three times, with a pause between, and then again with the next round: a settlement that has begun
is never given up. Whoever asked for it hears after the first round that it goes on by itself. An answer without a right
MAC is none: whoever could forge one could have a batch forgotten here that the host never closed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from countertop.hsm import HsmRefusal, RevealPan
from countertop.iso8583 import Message
from countertop.iso8583.errors import SubfieldError
from countertop.iso8583.private import SettlementTotals
from countertop.stage import AskHsm, LookAtClock, Note, Read, Script, SetTimer, Show
from countertop.terminal.conversation import DECLINED, UNREACHABLE, Conversation, Ending, Steps
from countertop.terminal.flows.ending import end
from countertop.terminal.flows.line import hang_up, mac_is_right
from countertop.terminal.flows.management import keys_disowned, requested
from countertop.terminal.lifecycle import MachineState, TransactionEvent, TransactionState
from countertop.terminal.machine import Exchange, Machine, Work
from countertop.terminal.settlement import messages
from countertop.terminal.settlement.concluding import concluded
from countertop.terminal.settlement.lifecycle import SettlementEvent, SettlementState, after
from countertop.terminal.settlement.memory import Settlement, Tempo
from countertop.terminal.settlement.reckoning import Counted, counted, is_copied, totals_of, upload_of
from countertop.terminal.settlement.records import PlaceUploaded, SettlementBegun, SettlementCompared
from countertop.terminal.settlement.tables import BATCH_ROWS, OPEN_SETTLEMENT, ORDER_OF, UPLOAD_PLACE_OF
from countertop.values import Pan

__all__ = ["TIMER", "answered", "begin", "go_on", "is_due", "load", "lost", "timer_fired", "try_failed"]

TIMER: Final = "settlement"

_NOBODY: Final = "01"
_NO_CARD: Final = Pan("")
_DONE: Final = "00"
_NOT_ALL: Final = "96"
_DIFFERENT, _LATER = "2", "3"
_ENDS: Final = frozenset({"202", "207"})
_OPEN: Final = (SettlementState.FROZEN, SettlementState.COMPARED, SettlementState.UPLOADING)


def load(machine: Machine) -> Script:
    """Take up a settlement that was cut off, and the host's wish for one."""
    for row in (yield Read(ORDER_OF, machine.terminal_id)):
        machine.settlement_ordered = bool(row["is_ordered"])
        machine.advices_due = machine.settlement_ordered and bool(machine.stored)
    for state in _OPEN:
        for row in (yield Read(OPEN_SETTLEMENT, machine.terminal_id, state.value)):
            places = yield Read(UPLOAD_PLACE_OF, machine.terminal_id, row["batch_number"])
            settlement = Settlement.of_row(row, places[0]["place"])
            settlement.state = after(settlement.state, SettlementEvent.RESTARTED)
            machine.settlement = None if machine.forgets_settlements_at_reboot else settlement


def begin(machine: Machine, conversation: Conversation | None) -> Script:
    """Freeze the totals of the batch; one that is frozen already is gone on with."""
    machine.settlement_due = machine.settlement_ordered = False
    if machine.settlement is None:
        machine.take_line(Work.SETTLEMENT, None)  # nothing passes the gate until the freeze is durable
        transactions = yield from _transactions(machine, machine.batch_number)
        totals = totals_of(transactions, with_codes=machine.settings.people_in_mac).text()
        operator = _NOBODY if machine.operator is None else machine.operator.number
        moment = yield LookAtClock()
        batch_number = machine.batch_number
        yield machine.append(SettlementBegun(machine.terminal_id, batch_number, totals, operator, moment.utc))
        machine.settlement = Settlement(batch_number, totals, operator, moment.utc)
        machine.free_line()
        machine.settlement.was_signed_out = machine.state is MachineState.SIGNED_OUT
    settlement = machine.settlement
    settlement.conversation, settlement.tempo, settlement.tries = conversation, Tempo.DUE, 0
    yield Show("screen.settling", batch_number=settlement.batch_number)


def is_due(machine: Machine) -> bool:
    """Tell whether a settlement can go on, the line being free."""
    return machine.settlement is not None and machine.settlement.tempo is Tempo.DUE


def timer_fired(machine: Machine) -> None:
    """Go on: with the next try of the round, or with the next round."""
    settlement = machine.settlement
    if settlement is None:
        return
    if settlement.tempo is Tempo.RESTING:
        settlement.tries = 0
    settlement.tempo = Tempo.DUE


def go_on(machine: Machine) -> Script:
    """Send what comes next."""
    settlement = machine.settlement
    assert settlement is not None
    exchange = machine.take_line(Work.SETTLEMENT, None)
    build = yield from _next_message(machine, settlement)
    if isinstance(build, HsmRefusal):
        yield Note("alarm", "terminal.hsm_refused", reason=build.message)
        machine.free_line()
        yield from _failed(machine, settlement, SettlementEvent.UNANSWERED)
        return
    if not (yield from requested(machine, exchange, build, with_mac=machine.settings.settlement_mac)):
        yield from _failed(machine, settlement, SettlementEvent.UNANSWERED)


def answered(machine: Machine, exchange: Exchange, answer: Message) -> Script:
    """Take the answer to the totals, to details, or to the end."""
    settlement, request = machine.settlement, exchange.request
    assert settlement is not None
    assert request is not None
    is_trusted = not machine.settings.settlement_mac or (yield from mac_is_right(machine, answer))
    if machine.settings.settlement_mac:
        yield from keys_disowned(machine, answer)
    if not is_trusted:
        yield Note("alarm", "terminal.answer_untrusted", stan=request.stan)
        yield from _failed(machine, settlement, SettlementEvent.UNANSWERED, answer.response_code)
        return
    if request.mti == "0500":
        yield from _compared(machine, settlement, answer)
    elif (request.transaction_info or "")[8:11] in _ENDS:
        yield from _end_answered(machine, settlement, answer)
    elif answer.response_code == _DONE:
        yield from _taken(machine, settlement, settlement.place + 1, SettlementEvent.TAKEN)
    else:
        yield from _failed(machine, settlement, SettlementEvent.REFUSED, answer.response_code)


def lost(machine: Machine, _: Exchange, event: TransactionEvent) -> Script:
    """No answer: a line on which nobody answers is closed, and the same is sent again."""
    assert machine.settlement is not None
    if event is TransactionEvent.TIMED_OUT:
        yield from hang_up(machine)
    yield from _failed(machine, machine.settlement, SettlementEvent.UNANSWERED)


def try_failed(machine: Machine, why: str) -> Script:
    """Count a try of which nothing left, for want of a sign-in."""
    assert machine.settlement is not None
    yield from _failed(machine, machine.settlement, SettlementEvent.UNANSWERED, why)


def _next_message(machine: Machine, settlement: Settlement) -> Steps[Callable[[str], Message] | HsmRefusal]:
    place, batch_number = machine.installation, settlement.batch_number
    if settlement.state is SettlementState.FROZEN:
        return partial(messages.totals, place, batch_number, settlement.totals, settlement.operator)
    upload = yield from _upload(machine, settlement)
    if settlement.place >= len(upload):
        balanced = settlement.state is SettlementState.COMPARED
        return partial(messages.end, place, batch_number, sum(map(len, upload)), balanced=balanced)
    due = upload[settlement.place]
    revealed = yield AskHsm(*(RevealPan(each.row["pan_cipher"]) for each in due if not each.kind.is_scanned))
    refusal = next((pan for pan in revealed if isinstance(pan, HsmRefusal)), None)
    if refusal is not None:
        return refusal
    left = iter(revealed)
    pans = [_NO_CARD if each.kind.is_scanned else next(left) for each in due]
    if is_copied(due[0]):
        copy = messages.advice_copy(place, batch_number, due[0], pans[0])
        return lambda _: copy
    return partial(messages.details, place, batch_number, due, pans, proven=machine.settings.people_in_mac)


def _upload(machine: Machine, settlement: Settlement) -> Steps[list[list[Counted]]]:
    if settlement.state is SettlementState.COMPARED:
        return []
    if settlement.upload is None:
        transactions = yield from _transactions(machine, settlement.batch_number)
        settlement.upload = upload_of(transactions, settlement.answer or "")
    return settlement.upload


def _transactions(machine: Machine, batch_number: str) -> Steps[list[Counted]]:
    rows = yield Read(BATCH_ROWS, machine.terminal_id, batch_number, TransactionState.COMPLETED.value)
    return counted(rows)


def _compared(machine: Machine, settlement: Settlement, answer: Message) -> Script:
    """Take the host's totals; without a response code the results alone count."""
    told = _totals_told(answer)
    if told is None or answer.response_code not in (None, _DONE):
        yield from _failed(machine, settlement, SettlementEvent.REFUSED, answer.response_code)
        return
    results = {side.result for side in told.sides.values()}
    if _LATER in results:
        yield from _failed(machine, settlement, SettlementEvent.TRY_LATER)
        return
    event = SettlementEvent.DIFFERENT if _DIFFERENT in results else SettlementEvent.EQUAL
    state = after(settlement.state, event)
    moment = yield LookAtClock()
    batch = (machine.terminal_id, settlement.batch_number)
    begun = (settlement.operator, settlement.begun_at)
    text = told.text()
    yield machine.append(SettlementCompared(*batch, state.value, settlement.totals, text, *begun, moment.utc))
    settlement.state, settlement.answer, settlement.tries = state, text, 0
    if event is SettlementEvent.DIFFERENT:
        yield Note("warning", "terminal.totals_differ", batch_number=settlement.batch_number)
        yield Show("screen.totals_differ")


def _totals_told(answer: Message) -> SettlementTotals | None:
    try:
        return SettlementTotals.told(answer.private_data, answer.terminal_information)
    except SubfieldError:
        return None


def _taken(machine: Machine, settlement: Settlement, place: int, event: SettlementEvent) -> Script:
    state = after(settlement.state, event)
    moment = yield LookAtClock()
    yield machine.append(PlaceUploaded(machine.terminal_id, settlement.batch_number, place, moment.utc))
    settlement.state, settlement.place, settlement.tries = state, place, 0


def _end_answered(machine: Machine, settlement: Settlement, answer: Message) -> Script:
    code = answer.response_code
    if code == _DONE:
        settlement.state = after(settlement.state, SettlementEvent.CLOSED)
        upload = settlement.upload or []
        yield from concluded(machine, settlement, answer, sum(map(len, upload)))
    elif code == _NOT_ALL:
        tries = settlement.tries
        yield from _taken(machine, settlement, 0, SettlementEvent.NOT_ALL)
        settlement.tries = tries
        yield from _failed(machine, settlement, SettlementEvent.NOT_ALL, code)
    else:
        yield from _failed(machine, settlement, SettlementEvent.REFUSED, code)


def _failed(machine: Machine, settlement: Settlement, event: SettlementEvent, code: str | None = None) -> Script:
    """Count a try; pause before the next one of the round, or tell who waits, and rest."""
    settlement.state = after(settlement.state, event)
    settlement.tries += 1
    settings = machine.settings
    if settlement.tries < settings.settlement_tries:
        settlement.tempo = Tempo.PAUSED
        yield SetTimer(TIMER, settings.settlement_pause)
        return
    settlement.tempo = Tempo.RESTING
    yield SetTimer(TIMER, settings.settlement_cadence)
    why = event.name.lower()
    yield Note("alarm", "terminal.settlement_rests", batch_number=settlement.batch_number, why=why, code=code or "")
    conversation, settlement.conversation = settlement.conversation, None
    if conversation is not None:
        status = UNREACHABLE if event is SettlementEvent.UNANSWERED else DECLINED
        facts = {"batch_number": settlement.batch_number, "settlement": settlement.state.value, "response_code": code}
        told = Ending(status, "screen.settlement_rests", advice="advice.settlement_goes_on", facts=facts)
        yield from end(machine, conversation, told)

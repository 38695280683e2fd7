"""Sign-in (签到), sign-out (签退) and echo (回响测试): the session of a terminal, and the keys it works with.

New keys are durable before they leave. A sign-in request that arrives once more, with the same STAN, gets the same
keys once more: a second copy of its bytes must not take away the keys that the terminal already has.

The check values in field 62 vouch for the keys and for nothing else. A terminal of our dialect, which tells where it
stands (field 59), gets its answer sealed with the new key: batch number, time and the request's random number included,
so an old answer, which brings its own keys, serves no other request. In field 59 it also says whether it will seal its
management messages; from then on, until it signs out, one without a MAC moves nothing here.
"""

from __future__ import annotations

from countertop.acquirer.arrival import Arrival, registration_fault
from countertop.acquirer.flows.answering import send_sealed
from countertop.acquirer.flows.managed import answer_managed, managed_answer, sealing_session
from countertop.acquirer.management.ending import end_all, seen
from countertop.acquirer.management.master_key import VERB as MASTER_KEY
from countertop.acquirer.management.master_key import is_named
from countertop.acquirer.management.places import echo_fault, sign_in_fault
from countertop.acquirer.management.proving import may_move
from countertop.acquirer.management.records import MasterKeyTried
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.numbers import rrn_of
from countertop.acquirer.records import TerminalSignedIn, TerminalSignedOut
from countertop.acquirer.registry import WorkingSession
from countertop.hsm import GenerateWorkingKeys, WorkingKeys
from countertop.iso8583.errors import SubfieldError
from countertop.iso8583.private.whereabouts import NOWHERE, Whereabouts, read_whereabouts
from countertop.stage import Append, AskHsm, Note, Script

__all__ = ["receive_echo", "receive_sign_in", "receive_sign_out"]

DONE = "00"
CLOSING = "90"
UNSUPPORTED = "40"
KEYS_UNUSABLE = "A7"
NOT_NOW = "96"
SINGLE_LENGTH = "001"


def receive_sign_in(memory: HostMemory, arrival: Arrival) -> Script:
    """Give the terminal new working keys, its batch number and the time."""
    request, terminal = arrival.request, arrival.terminal
    network_code = (request.transaction_info or "")[8:11]
    fault = registration_fault(terminal, request)
    if not fault and (fault := sign_in_fault(memory, arrival)):
        yield Note("alarm", "acquirer.misplaced-sign-in", terminal_id=terminal.terminal_id, response_code=fault)
    if network_code == SINGLE_LENGTH and not memory.settings.single_length_sign_in:
        fault = fault or UNSUPPORTED
    if terminal.terminal_id == memory.management.moving:
        fault = fault or NOT_NOW
    if fault or request.stan is None:
        yield from answer_managed(memory, arrival, fault or "30")
        return
    session, is_trial = terminal.session, is_named(memory, arrival)
    named = (request.stan, network_code, is_trial)
    if session is not None and (session.stan, session.network_code, session.is_trial) == named:
        yield from _give(memory, arrival, session)
        return
    asked = (terminal.terminal_id, request.stan, network_code)
    if asked in memory.signing_in:
        return  # an earlier copy is being answered, and that serves
    memory.signing_in.add(asked)
    yield from _begin(memory, arrival, network_code, is_trial=is_trial)
    memory.signing_in.discard(asked)


def _begin(memory: HostMemory, arrival: Arrival, network_code: str, *, is_trial: bool) -> Script:
    """Have keys made, write them down, give them."""
    request, terminal = arrival.request, arrival.terminal
    next_key = memory.management.next_keys[terminal.terminal_id] if is_trial else None
    (keys,) = yield AskHsm(GenerateWorkingKeys(next_key.tmk if next_key is not None else terminal.tmk, network_code))
    if not isinstance(keys, WorkingKeys):
        yield Note("alarm", "acquirer.keys-refused", terminal_id=terminal.terminal_id, reason=keys.reason_code)
        yield from answer_managed(memory, arrival, KEYS_UNUSABLE)
        return
    serial = memory.numbers.draw()
    signed_in = TerminalSignedIn(
        terminal_id=terminal.terminal_id,
        network_code=network_code,
        stan=request.stan or "",
        serial=serial,
        rrn=rrn_of(memory.clock.read(arrival.utc).reference_day, serial),
        tpk=keys.tpk,
        tak=keys.tak,
        tdk=keys.tdk,
        field_62=keys.field_62.hex(),
        seals=_told(arrival).seals,
        at=arrival.utc,
    )
    tried = (
        [MasterKeyTried(terminal.terminal_id, signed_in.rrn, next_key.kcv, arrival.utc)] if next_key is not None else []
    )
    yield Append(terminal.terminal_id, signed_in, *tried)
    terminal.session = WorkingSession.of_record(signed_in)
    terminal.session.is_trial = is_trial
    memory.counts["signed-in"] += 1
    yield Note("info", "acquirer.signed-in", terminal_id=terminal.terminal_id)
    yield from end_all(memory, terminal.terminal_id, "sign-in", arrival.utc)
    if is_trial:
        yield from end_all(memory, terminal.terminal_id, MASTER_KEY, arrival.utc)
    arrival.ask(memory.management.asked.get(terminal.terminal_id))
    yield from _give(memory, arrival, terminal.session)


def _told(arrival: Arrival) -> Whereabouts:
    try:
        return read_whereabouts(arrival.request.qr_data)
    except SubfieldError:
        return NOWHERE


def _give(memory: HostMemory, arrival: Arrival, session: WorkingSession) -> Script:
    answer = managed_answer(memory, arrival, DONE, rrn=session.rrn, field_62=bytes.fromhex(session.field_62))
    is_ours, random_number = arrival.request.qr_data is not None, _told(arrival).random_number
    if random_number:
        answer.qr_data = Whereabouts(random_number=random_number).text()
    yield from send_sealed(session if is_ours else None, arrival.line, answer)


def receive_sign_out(memory: HostMemory, arrival: Arrival) -> Script:
    """End the session, and seal the answer with its key; signing out twice is signing out."""
    request, terminal = arrival.request, arrival.terminal
    if not (yield from may_move(memory, arrival)):
        return
    session = sealing_session(arrival)
    serial = memory.numbers.draw()
    rrn = rrn_of(memory.clock.read(arrival.utc).reference_day, serial)
    if terminal.session is not None:
        yield Append(
            terminal.terminal_id,
            TerminalSignedOut(terminal.terminal_id, request.stan or "", serial, rrn, arrival.utc),
        )
        terminal.session = None
        yield Note("info", "acquirer.signed-out", terminal_id=terminal.terminal_id)
    yield from send_sealed(session, arrival.line, managed_answer(memory, arrival, DONE, rrn=rrn))


def receive_echo(memory: HostMemory, arrival: Arrival) -> Script:
    """Say that the host is there, and what it finds; who polls has been seen.

    In this order: that the machine is not registered, that it may not work where it says that it stands, that the
    centre behind the host closes its day (90).
    """
    yield from seen(memory, arrival)
    fault = registration_fault(arrival.terminal, arrival.request) or echo_fault(memory, arrival)
    yield from answer_managed(memory, arrival, fault or (CLOSING if memory.uplink.is_closing else DONE))

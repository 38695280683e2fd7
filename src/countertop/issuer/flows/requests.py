"""A request comes from the switch: identify it, take its turn, decide it, make it durable, answer.

    request ─► MAC, form, card ─► the account's turn ─► decision ─► `attempt`, postings, card state durable in one
                                                                      ├─ written ─► answer
                                                                      └─ key taken ─► the stored answer, or 94, or 12

The key is taken by refusals too, so the same bytes again, whole or altered, get the same answer. Under a wrong MAC (A0)
nothing but the key is known; if that is taken already, nothing is answered, because the answer would be taken for the
true request's. A reversal with a wrong MAC leaves no trace: it will be sent again.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from operator import attrgetter
from typing import Any

from countertop.hsm import TokenizePan, VerifyMac
from countertop.iso8583 import Message, MessageError
from countertop.iso8583.fingerprints import fingerprint
from countertop.iso8583.interbank_forms import FORM_OF, Ending, Form, find_form, find_reversed_form, find_stood_in_form
from countertop.iso8583.transit import original_key, transit_key
from countertop.issuer import faults
from countertop.issuer.cases import Case, Verdict
from countertop.issuer.claims import OBJECTIONS
from countertop.issuer.faults import FaultRule
from countertop.issuer.flows.believing import heed
from countertop.issuer.flows.claims import decide_claim
from countertop.issuer.flows.concluding import conclude, send_answer
from countertop.issuer.flows.inquiries import decide_balance
from countertop.issuer.flows.posts import decide_offline_post
from countertop.issuer.flows.reversals import decide_reversal
from countertop.issuer.flows.sales import decide_preauthorisation, decide_sale
from countertop.issuer.flows.stood_in import decide_stood_in
from countertop.issuer.flows.transfers import decide_transfer
from countertop.issuer.office import Office
from countertop.issuer.tables import ATTEMPT_BY_KEY, AttemptKind
from countertop.stage import AskHsm, Effect, Note, Read, Script
from countertop.values import Instant

__all__ = ["receive_request"]

Decision = Callable[[Office, Case], Generator[Effect, Any, Verdict]]

_REVERSAL = "0420"
_UNPROVEN = "A0"

# What a request must have beside its key; the switch sees to it, and we do not take its word.
_needed = attrgetter("pan", "processing_code", "entry_mode", "currency", "rrn", "terminal_id", "merchant_id")


def _decide_other(office: Office, case: Case) -> Generator[Effect, Any, Verdict]:  # noqa: ARG001 - as every decision
    yield from ()
    return Verdict.declined("40")


_DECISIONS: dict[str, Decision] = {
    AttemptKind.SALE: decide_sale,
    AttemptKind.PREAUTHORISATION: decide_preauthorisation,
    AttemptKind.OFFLINE_POST: decide_offline_post,
    AttemptKind.BALANCE: decide_balance,
    AttemptKind.TRANSFER: decide_transfer,
    **dict.fromkeys(OBJECTIONS, decide_claim),
    AttemptKind.REVERSAL: decide_reversal,
    AttemptKind.OTHER: _decide_other,
}

# A reversal looks again when its original comes while its tombstone is being written, which happens once.
_MOST_LOOKS = 3


def receive_request(office: Office, message: Message, now: Instant) -> Script:
    """Take a request, or the reversal of one."""
    bank = office.bank
    try:
        key = transit_key(message, bank.clock, now.utc).text
    except MessageError as fault:
        yield Note("warning", "issuer.unusable_message", reason=str(fault))
        return
    kind, form = _kind_of(message)
    case = Case(key, kind, form, message, now, bank.business_date(now.utc // 60_000_000))
    case.is_stood_in = form is not None and form is find_stood_in_form(message)
    yield from _identify(office, case)
    if case.refusal == _UNPROVEN and form is not None and form.ending is Ending.REPEAT:
        yield from _refuse_unproven(office, case)
        return
    if case.refusal is not None and (message.mti == _REVERSAL or case.is_stood_in):
        yield from send_answer(office, case, case.refusal, None)
        return
    if office.faults and message.pan is not None:
        told_as = AttemptKind.STAND_IN if case.is_stood_in else kind
        case.rule = office.faults.find(told_as, case.amount, message.pan.reveal())
    if case.rule is not None and (yield from _misbehave(office, case, case.rule)):
        return
    if case.token is not None and case.refusal is None:
        case.account_id = yield from office.books.account_of(case.token)
        if case.target_token is not None:
            case.target_account_id = yield from office.books.account_of(case.target_token)
    yield from _in_turn(office, case, case.account_id or case.token or case.key)


def _refuse_unproven(office: Office, case: Case) -> Generator[Effect, Any, None]:
    """Refuse what will come again as it was sent, without taking its key; nothing is said where that is taken."""
    if not (yield Read(ATTEMPT_BY_KEY, case.key)):
        yield from send_answer(office, case, _UNPROVEN, None)


def _kind_of(message: Message) -> tuple[str, Form | None]:
    if message.mti == _REVERSAL:
        return AttemptKind.REVERSAL, find_reversed_form(message)
    form = find_form(message) or find_stood_in_form(message)
    return (AttemptKind.OTHER, None) if form is None else (form.kind, form)


def _in_turn(office: Office, case: Case, place: str) -> Script:
    """Decide when the account's turn is ours, and the payee's too."""
    turns, target = office.turns, case.target_account_id or place
    if turns.is_full(place) or turns.is_full(target):
        return _drop(office)
    decision = _decide(office, case)
    return turns.take(place, decision) if target == place else turns.take_both(place, target, decision)


def _drop(office: Office) -> Script:
    """Give no answer, not even a decline: what is not durable must not be told."""
    yield Note("warning", "issuer.queue_full", limit=office.settings.most_waiting)


def _identify(office: Office, case: Case) -> Generator[Effect, Any, None]:
    """Find out whether the switch sent it, whose card it is, and whether it is whole."""
    message = case.message
    if message.mac is None or message.mac_input is None:
        case.refusal = "A0"
    else:
        numbers = [TokenizePan(pan) for pan in (message.pan, message.account_to) if pan is not None]
        right, tokens = False, [""]
        for pair in office.bank.keys.accepted:
            right, *tokens = yield AskHsm(VerifyMac(pair.zak, message.mac_input, message.mac), *numbers)
            if right is True:
                case.zpk = pair.zpk
                yield from heed(office, pair)
                break
        if message.pan is not None:
            case.token = tokens[0]
        if message.account_to is not None:
            case.target_token = tokens[-1]
        if right is not True:
            case.refusal = "A0"
        elif not _is_whole(office, case):
            case.refusal = "30"
    if case.refusal == "A0":
        yield Note("alarm", "issuer.wrong_mac")
    if case.is_stood_in:
        # As the request that was decided, so that this is known again should it still come.
        asked = FORM_OF[case.kind]
        message = message.copy(mti=asked.mti, condition_code=asked.condition_code, approval_code=None)
    case.fingerprint = fingerprint(message, case.token, case.target_token)


def _is_whole(office: Office, case: Case) -> bool:
    """Tell whether the request has all that its form asks for, and read field 90 where there must be one."""
    message, form = case.message, case.form
    if None in _needed(message) or (message.amount is None and (form is None or form.has_amount)):
        return False
    if case.kind != AttemptKind.REVERSAL and (form is None or not form.names_original):
        return form is None or form.has_target == (message.account_to is not None)
    try:
        case.original_key = original_key(message, office.bank.clock, case.now.utc).text
    except MessageError:
        return False
    return True


def _misbehave(office: Office, case: Case, rule: FaultRule) -> Generator[Effect, Any, bool]:
    """Do what a fault rule wants in place of deciding; return False when the request is to be decided after all."""
    if rule.act == faults.SILENT:
        return True
    if rule.act != faults.DECLINE:
        return False
    if case.message.mti == _REVERSAL or case.is_stood_in:
        # Not kept: once the rule is gone, the same reversal must be able to succeed.
        yield from send_answer(office, case, rule.response_code, None)
        return True
    case.refusal = case.refusal or rule.response_code
    return False


def _decide(office: Office, case: Case) -> Script:
    """Decide and conclude; whoever plays this holds the account's turn."""
    for _ in range(_MOST_LOOKS):
        if case.refusal is not None:
            verdict = Verdict.declined(case.refusal)
        elif case.is_stood_in:
            said = yield from decide_stood_in(office, case)
            if isinstance(said, str):
                yield from send_answer(office, case, said, case.message.approval_code)
                return
            verdict, verdict.approval_code = said, case.message.approval_code
        else:
            verdict = yield from _DECISIONS[case.kind](office, case)
        if (yield from conclude(office, case, verdict)):
            return
    raise AssertionError("an original came more often than once")

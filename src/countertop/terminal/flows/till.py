"""What a till asks (收银机): each request has an id of the till's own and is taken once.

    taken ──► a transaction      its own rows tell what became of it
      └─────► an ending           refused, left, or, of a settlement, done: written down beside the request
      └─────► neither             somebody works at it; or the terminal was restarted before anything of it was sent

The id is durable before anything of the request begins, and with the intent of its transaction: whoever asks again,
after whatever died meanwhile, is told what came of the first. What was refused at the door was not taken, and may be
asked again under the same id. The person at the keypad keys passwords and PINs; a till never learns them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import Any, Final

from countertop.iso8583.response_codes import look_up as code_meaning
from countertop.slips.plain import lay_out
from countertop.stage import Committed, LookAtClock, Read
from countertop.terminal.conversation import BUSY, COMPLETED, REFUSED, USAGE, Conversation, Ending, Steps
from countertop.terminal.flows import locking
from countertop.terminal.flows.gate import turned_away
from countertop.terminal.flows.originals import is_voided
from countertop.terminal.flows.printing import copies_of
from countertop.terminal.kinds import KINDS
from countertop.terminal.lifecycle import TransactionState
from countertop.terminal.machine import Attempt, Machine
from countertop.terminal.outcomes import owed_facts
from countertop.terminal.permissions import Operation
from countertop.terminal.queries import state_of
from countertop.terminal.records import AttemptDecided, TillAsked
from countertop.terminal.responses import action_text, response_text
from countertop.terminal.signing import keeping
from countertop.terminal.tables import (
    ATTEMPT_BY_VOUCHER,
    DISCHARGES_IN_BATCH,
    TILL_ATTEMPT_OF,
    TILL_REQUEST_OF,
    TILL_REQUESTS,
)

__all__ = ["REQUEST", "door", "newest", "request", "taken"]

REQUEST: Final = "till_request"
"""The argument that makes a request a till's."""

_SETTLE: Final = "settle"

_VERBS: Final[Mapping[str, Operation]] = MappingProxyType(
    {
        **{name: KINDS[name].operation for name in ("sale", "void", "refund", "qr_sale", "qr_void", "qr_refund")},
        "qr_show": Operation.QR_SALE,
        _SETTLE: Operation.SETTLE,
    }
)
"""What a till may ask for."""

_ARGUMENTS: Final = frozenset({"amount", "voucher_number", "rrn", "date", "account"})
_OUTCOME: Final = tuple(field.name for field in fields(AttemptDecided))
_ID_LENGTH: Final = 36
_ID_SIGNS: Final = frozenset("0123456789abcdef-")
_ANSWERED: Final = frozenset({TransactionState.COMPLETED, TransactionState.DECLINED})

_MESSAGES: Final[Mapping[TransactionState, tuple[str, str | None]]] = MappingProxyType(
    {
        TransactionState.NOT_SENT: ("screen.unreachable", "advice.check_cable"),
        TransactionState.REVERSAL_OWED: ("screen.unknown", "advice.reversal_goes_first"),
        TransactionState.REVERSED: ("screen.till_reversed", None),
        TransactionState.REPEAT_OWED: ("screen.unknown_repeat", "advice.repeat_goes_first"),
        TransactionState.UNANSWERED: ("screen.no_answer", "advice.try_again"),
    }
)
"""What is said of a transaction that no answer decided; all others are on their way."""


def taken(machine: Machine, conversation: Conversation) -> Steps[Ending | None]:
    """Write down that a till asks; return why not, None where its request may begin."""
    arguments = conversation.arguments
    identity = arguments.pop(REQUEST)
    content = _content(arguments)
    if not _is_id(identity) or content is None or conversation.verb not in _VERBS:
        return Ending(USAGE, "screen.till_form")
    conversation.till_request = identity
    refusal = yield from turned_away(machine, conversation, _VERBS[conversation.verb])
    if refusal is not None:
        return refusal
    moment = yield LookAtClock()
    asked = TillAsked(machine.terminal_id, identity, conversation.verb, content, moment.utc)
    if type((yield machine.append(asked))) is not Committed:
        return Ending(REFUSED, "screen.till_asked_before")
    conversation.is_taken = True
    return None


def door(machine: Machine, arguments: dict[str, Any]) -> Steps[Ending]:
    """Say whether a till's request would be taken now."""
    verb = str(arguments.get("till_verb"))
    if verb not in _VERBS:
        return Ending(USAGE, "screen.till_form")
    if machine.conversation is not None:
        return Ending(BUSY, "screen.busy", verb=machine.conversation.verb)
    if machine.lock is not None:
        return locking.refusal()
    refusal = yield from turned_away(machine, Conversation(0, verb, {}), _VERBS[verb])
    return refusal or Ending(COMPLETED, "screen.till_welcome")


def request(machine: Machine, arguments: dict[str, Any]) -> Steps[Ending]:
    """Say what came of a till's request, with the slips where these are wanted."""
    identity = str(arguments.get(REQUEST))
    if not _is_id(identity):
        return Ending(USAGE, "screen.till_form")
    rows = yield Read(TILL_REQUEST_OF, machine.terminal_id, identity)
    present = machine.conversation
    if not rows and (present is None or present.till_request != identity):
        return Ending(REFUSED, "screen.till_unknown")
    if rows:
        facts = yield from _told(machine, rows[0], slips=arguments.get("slips") is True)
    else:  # it is being written down
        assert present is not None
        facts = _facts(identity, present.verb, dict(present.arguments), None, "open")
    return Ending(COMPLETED, "screen.till_request", facts=facts)


def newest(machine: Machine, _: dict[str, Any]) -> Steps[Ending]:
    """List the newest of what tills asked."""
    rows = yield Read(TILL_REQUESTS, machine.terminal_id)
    found: list[dict[str, Any]] = []
    for row in rows:
        found += [(yield from _told(machine, row, slips=False))]
    return Ending(COMPLETED, "screen.till_requests", facts={"till_requests": found}, count=len(found))


def _told(machine: Machine, row: Mapping[str, Any], *, slips: bool) -> Steps[dict[str, Any]]:
    """Return what is known of a request: how it `stands`, and what there is to tell of it."""
    identity = row["till_request"]
    asked = (identity, row["till_verb"], json.loads(row["content"]), row["asked_at"])
    places = yield Read(TILL_ATTEMPT_OF, machine.terminal_id, identity)
    if places:
        transaction = yield from _transaction(machine, places[0]["batch_number"], places[0]["stan"], slips=slips)
        return {**_facts(*asked, "attempted"), **transaction}
    if row["ended_at"] is not None:
        said = _said(row["ended_message"], row["ended_advice"], **json.loads(row["ended_arguments"]))
        return {**_facts(*asked, "ended"), "status": row["ended_status"], "said": said}
    present = machine.conversation
    if present is not None and present.till_request == identity:
        return _facts(*asked, "open")
    (now,) = yield Read(TILL_REQUEST_OF, machine.terminal_id, identity)
    if now["ended_at"] is not None or (yield Read(TILL_ATTEMPT_OF, machine.terminal_id, identity)):
        # It ended while its rows were read, one after the other: whoever worked at it was gone before the second look.
        return (yield from _told(machine, now, slips=slips))
    message = "screen.till_settlement_interrupted" if row["till_verb"] == _SETTLE else "screen.till_interrupted"
    return {**_facts(*asked, "interrupted"), "said": _said(message, None)}


def _transaction(machine: Machine, batch_number: str, stan: str, *, slips: bool) -> Steps[dict[str, Any]]:
    rows = yield Read(ATTEMPT_BY_VOUCHER, machine.terminal_id, batch_number, stan)
    row = rows[0]
    settled_as, discharged = None, False
    if row["state"] == TransactionState.REVERSAL_OWED.value:
        discharges = yield Read(DISCHARGES_IN_BATCH, machine.terminal_id, batch_number)
        mine = [each for each in discharges if each["stan"] == stan]
        discharged, settled_as = bool(mine), mine[0]["settled_as"] if mine else None
    key = (machine.terminal_id, batch_number, stan)
    state = state_of(row, discharged=discharged, waiting=_waiting(machine, key))
    attempt = Attempt.of_row(row, state)
    facts: dict[str, Any] = {
        **owed_facts(attempt.prepared, state),
        **{name: row[name] for name in ("response_code", "approval_code", "rrn", "wallet_number")},
        "date": row["host_date"],
        "time": row["host_time"],
        "decided_at": row["decided_at"],
        "settled_as": settled_as,
        "code_text": _code_of(machine, key),
        "is_voided": (yield from is_voided(machine, batch_number, stan)),
    }
    said = _said_of(attempt, row["response_code"])
    if settled_as is not None:
        said = _said(f"screen.settled_{settled_as}", None, voucher=stan)
    told: dict[str, Any] = {"transaction": facts, "said": said}
    if slips and state is TransactionState.COMPLETED and attempt.kind.has_slip:
        outcome = AttemptDecided(**{name: row[name] for name in _OUTCOME})
        signature = yield from keeping.picture_of(attempt.prepared)
        copies = copies_of(machine, attempt.prepared, outcome, duplicate=True, signature=signature)
        told["slips"] = {slip.copy: lay_out(slip) for slip in copies}
    return told


def _waiting(machine: Machine, key: tuple[str, str, str]) -> TransactionState | None:
    """Return where an attempt without an outcome stands in memory."""
    present = [] if machine.exchange is None or machine.exchange.attempt is None else [machine.exchange.attempt]
    owing = [each.attempt for each in machine.obligations]
    return next((each.state for each in (*present, *owing) if each.key == key), None)


def _code_of(machine: Machine, key: tuple[str, str, str]) -> str | None:
    """Return the shop's code while the customer may scan it."""
    exchange = machine.exchange
    is_here = exchange is not None and exchange.attempt is not None and exchange.attempt.key == key
    return exchange.code_text if is_here and exchange is not None else None


def _said_of(attempt: Attempt, code: str | None) -> dict[str, Any] | None:
    if attempt.state in _ANSWERED:
        text = response_text(code, scanned=attempt.kind.is_scanned)
        advice = None if code_meaning(code or "").is_approved else action_text(code)
        return _said(text, advice, code=code)
    if attempt.state in _MESSAGES:
        message, advice = _MESSAGES[attempt.state]
        return _said(message, advice, voucher=attempt.prepared.stan)
    return None


def _said(message: str, advice: str | None, **arguments: Any) -> dict[str, Any]:
    return {"message": message, "arguments": arguments, "advice": advice}


def _facts(identity: str, verb: str, content: Mapping[str, Any], asked_at: int | None, stands: str) -> dict[str, Any]:
    return {REQUEST: identity, "verb": verb, "asked": content, "asked_at": asked_at, "stands": stands}


def _content(arguments: Mapping[str, Any]) -> str | None:
    """Return arguments as they are kept and compared; None for those that a till has no business to give."""
    if arguments.keys() - _ARGUMENTS or not all(
        isinstance(value, str) and value.isascii() for value in arguments.values()
    ):
        return None
    return json.dumps(dict(arguments), ensure_ascii=False, sort_keys=True)


def _is_id(value: object) -> bool:
    return isinstance(value, str) and len(value) == _ID_LENGTH and frozenset(value) <= _ID_SIGNS

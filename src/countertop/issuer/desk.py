"""A bank's own desk.

status                     who it is, whether it is signed on, what it keeps at hand
trace {rrn}                every message of a transaction, field by field, masked
accounts {account}         one account, or the first hundred and the bank's own; masked
cards {account}            the cards of an account, or the first hundred; masked
postings {rrn | account}   the lines of a transaction, or an account's newest hundred
holds {account}            what stands held on an account, or the hundred that expire first
voice_approve {pan, amount}  approve a payment by telephone; returns the code for it
voice_approvals            the newest hundred, and which of them are used
zone_keys [ask]            the keys of the link by their check values; with `ask`, ask the switch for new ones
exceptions [closed]        the newest hundred postings that people are to look at, or what came of them
close_exception {exception, outcome, reason, by} [amount]   what came of one: closed, or proposed
approve_exception {exception, seen, by}   another person agrees, and it is closed
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from countertop.issuer import queries, tables
from countertop.issuer.desk_keys import zone_keys
from countertop.issuer.flows.closing import CLOSING
from countertop.issuer.flows.voice import approve_by_voice
from countertop.issuer.office import LineState, Office
from countertop.stage import DeskRequest, Effect, Read, Reply, Script
from countertop.values import Instant

__all__ = ["answer_desk"]

# Exit statuses of the command line's table.
_DONE, _USAGE = 0, 2

_STANDING = tables.HoldState.STANDING


def answer_desk(office: Office, request: DeskRequest, now: Instant) -> Script:
    """Answer one request."""
    deciding = _DECIDING.get(request.verb)
    return _look_up(office, request) if deciding is None else deciding(office, request, now)


def _look_up(office: Office, request: DeskRequest) -> Script:
    verb = _VERBS.get(request.verb)
    if verb is None:
        yield _refusal(request, "issuer.unknown_verb", verb=request.verb, verbs=", ".join((*_VERBS, *_DECIDING)))
    else:
        yield from verb(office, request)


def _refusal(request: DeskRequest, message: str, **arguments: Any) -> Reply:
    return Reply(request.number, _USAGE, {"message": message, "arguments": arguments})


def _text(request: DeskRequest, name: str) -> str | None:
    value = request.arguments.get(name)
    return value if isinstance(value, str) and value else None


def _status(office: Office, request: DeskRequest) -> Script:
    bank = office.bank
    body = {
        "bank_id": bank.bank_id,
        "name": bank.name,
        "english_name": bank.english_name,
        "signed_on": office.line.state is LineState.UP,
        "line": office.line.state,
        "decided": office.books.number,
        "faults_on": bool(office.faults),
    }
    yield Reply(request.number, _DONE, body)


def _trace(office: Office, request: DeskRequest) -> Script:
    rrn = _text(request, "rrn")
    if rrn is None:
        yield _refusal(request, "issuer.trace_needs_rrn")
        return
    rows = yield Read(tables.ATTEMPTS_BY_RRN, rrn)
    hops = [hop for row in rows for hop in queries.hops_of_attempt(office, row)]
    yield Reply(request.number, _DONE, {"rrn": rrn, "hops": hops})


def _accounts(office: Office, request: DeskRequest) -> Script:
    wanted = _text(request, "account")
    query = Read(tables.FIRST_ACCOUNTS) if wanted is None else Read(tables.ACCOUNT_BY_ID, wanted)
    views = []
    for row in (yield query):
        newest = yield Read(tables.NEWEST_POSTING, row["account_id"])
        held = sum(hold["amount"] for hold in (yield Read(tables.HOLDS_OF_ACCOUNT, row["account_id"], _STANDING)))
        views.append(queries.account_view(row, newest[0]["balance_after"] if newest else 0, held))
    for own in [own for own in queries.OWN_ACCOUNTS if wanted in (None, own)]:
        balance = yield from _own_balance(office, own)
        views.append(queries.own_account_view(own, balance))
    yield Reply(request.number, _DONE, {"accounts": views})


def _own_balance(office: Office, account: str) -> Generator[Effect, Any, int]:
    """Return the balance of one of the bank's own accounts: the sum last time, and what was posted since."""
    balance, through = office.own_balances.get(account, (0, 0))
    while True:
        rows = yield Read(tables.POSTINGS_FROM, account, through + 1)
        if not rows:
            break
        balance += sum(row["amount"] for row in rows)
        through = rows[-1]["sequence"]
    office.own_balances[account] = (balance, through)
    return balance


def _cards(office: Office, request: DeskRequest) -> Script:  # noqa: ARG001 - as every verb
    account = _text(request, "account")
    rows = yield Read(tables.FIRST_CARDS) if account is None else Read(tables.CARDS_OF_ACCOUNT, account)
    yield Reply(request.number, _DONE, {"cards": [queries.card_view(row) for row in rows]})


def _postings(office: Office, request: DeskRequest) -> Script:  # noqa: ARG001 - as every verb
    rrn, account = _text(request, "rrn"), _text(request, "account")
    lines: list[dict[str, Any]] = []
    if rrn is not None:
        for attempt in (yield Read(tables.ATTEMPTS_BY_RRN, rrn)):
            lines += yield Read(tables.POSTINGS_OF_SET, attempt["transit_key"])
    elif account is not None:
        lines = yield Read(tables.NEWEST_POSTINGS, account)
    else:
        yield _refusal(request, "issuer.postings_need_rrn_or_account")
        return
    yield Reply(request.number, _DONE, {"postings": [queries.posting_view(line) for line in lines]})


def _holds(office: Office, request: DeskRequest) -> Script:  # noqa: ARG001 - as every verb
    account = _text(request, "account")
    rows = (
        yield Read(tables.EARLIEST_HOLDS, _STANDING)
        if account is None
        else Read(tables.HOLDS_OF_ACCOUNT, account, _STANDING)
    )
    yield Reply(request.number, _DONE, {"holds": [queries.hold_view(row) for row in rows]})


def _voice_approvals(office: Office, request: DeskRequest) -> Script:  # noqa: ARG001 - as every verb
    rows = yield Read(tables.NEWEST_VOICE_APPROVALS)
    yield Reply(request.number, _DONE, {"voice_approvals": [queries.used_approval_view(row) for row in rows]})


def _exceptions(office: Office, request: DeskRequest) -> Script:  # noqa: ARG001 - as every verb
    closed = request.arguments.get("closed") is True
    rows = yield Read(tables.CLOSED_EXCEPTIONS if closed else tables.NEWEST_EXCEPTIONS)
    yield Reply(request.number, _DONE, {"exceptions": [queries.exception_view(row) for row in rows]})


_DECIDING: dict[str, Callable[[Office, DeskRequest, Instant], Script]] = {
    "voice_approve": approve_by_voice,
    "zone_keys": zone_keys,
    **CLOSING,
}
_VERBS: dict[str, Callable[[Office, DeskRequest], Script]] = {
    "status": _status,
    "trace": _trace,
    "accounts": _accounts,
    "cards": _cards,
    "postings": _postings,
    "holds": _holds,
    "voice_approvals": _voice_approvals,
    "exceptions": _exceptions,
}

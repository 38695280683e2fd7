"""The voice desk: a cashier telephones, the bank approves one payment with one card, and holds its amount.

    card, amount ─► known, in force, enough to spend ─► code drawn ─► `voice_approval`, `hold` durable in one ─► code

The code is good once, for this card and this amount, until the hold expires; it is asked for when the payment is told
afterwards (`flows.posts`). Codes are drawn by chance, so that nobody finds the next one.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, Final

from countertop.hsm import TokenizePan
from countertop.issuer.books import Hold
from countertop.issuer.days import end_of_days
from countertop.issuer.office import Office
from countertop.issuer.queries import voice_approval_view
from countertop.issuer.records import VoiceApprovalGiven
from countertop.stage import Append, AskHsm, DeskRequest, Draw, Effect, KeyTaken, Reply, Script
from countertop.values import Amount, Instant, Pan

__all__ = ["approve_by_voice"]

# Exit statuses of the command line's table.
_DONE, _USAGE, _DECLINED, _BUSY = 0, 2, 10, 14

_IN_FORCE: Final = "normal"
_CODES: Final = 1_000_000
_MOST_DRAWS: Final = 20
"""Codes drawn before the desk gives up; a card has few codes, so the first is nearly always free."""


def approve_by_voice(office: Office, request: DeskRequest, now: Instant) -> Script:
    """Take the verb `voice_approve {pan, amount}`; the amount is written as people do, 100.00."""
    wanted = _wanted(request)
    if wanted is None:
        yield Reply(request.number, _USAGE, {"message": "issuer.voice_needs_card_and_amount", "arguments": {}})
        return
    pan, amount = wanted
    (token,) = yield AskHsm(TokenizePan(pan))
    account_id = yield from office.books.account_of(token)
    if account_id is None:
        yield _declined(request, "14")
    elif office.turns.is_full(account_id):
        yield Reply(request.number, _BUSY, {"message": "issuer.voice_busy", "arguments": {}})
    else:
        approval = _approve(office, request, now, token, pan.masked(), account_id, amount)
        yield from office.turns.take(account_id, approval)


def _wanted(request: DeskRequest) -> tuple[Pan, int] | None:
    pan, text = request.arguments.get("pan"), request.arguments.get("amount")
    if not isinstance(pan, Pan) or not isinstance(text, str):
        return None
    try:
        pan.check()
        return pan, Amount.parse(text).minor
    except ValueError:
        return None


def _declined(request: DeskRequest, code: str) -> Reply:
    return Reply(
        request.number,
        _DECLINED,
        {"response_code": code, "message": "issuer.voice_declined", "arguments": {"code": code}},
    )


def _approve(
    office: Office, request: DeskRequest, now: Instant, token: str, masked_pan: str, account_id: str, amount: int
) -> Script:
    """Decide, and hold the amount; whoever plays this holds the account's turn."""
    books, zone = office.books, office.bank.clock.zone
    today = office.bank.business_date(now.utc // 60_000_000)
    card = yield from books.card(token)
    account = yield from books.account(account_id)
    if card.status != _IN_FORCE or card.expiry < today[2:6]:
        yield _declined(request, "54" if card.status == _IN_FORCE else "62")
        return
    if amount <= 0 or amount > account.available(now.utc):
        yield _declined(request, "13" if amount <= 0 else "51")
        return
    expires_at = end_of_days(today, office.settings.voice_days, zone)
    for _ in range(_MOST_DRAWS):
        code = yield from _drawn()
        key = f"voice|{token}|{code}"
        given = VoiceApprovalGiven(
            token, code, key, masked_pan, account_id, amount, account.currency, now.utc, expires_at
        )
        if not isinstance((yield Append(account_id, given)), KeyTaken):
            account.take_over(0, (Hold(key, account_id, amount, expires_at),))
            yield Reply(request.number, _DONE, voice_approval_view(given))
            return
    raise AssertionError("a card has had nearly every code there is")


def _drawn() -> Generator[Effect, Any, str]:
    drawn: bytes = yield Draw(8)
    return f"{int.from_bytes(drawn) % _CODES:06d}"

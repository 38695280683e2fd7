"""The verb of the merchant console that changes something.

shop-refund {merchant_id, rrn, amount, reason, request_id, by, approved_by}

`rrn` names the original, `amount` is in minor units. Whoever asks makes the request id before they ask for the first
time: the same one asked again, at once or after the host was down, is the same refund, and is told how that stands.
Who may ask and who may approve is the console's to know; that the original is this merchant's is looked at here.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from string import ascii_letters, digits
from typing import Any, Final

from countertop.acquirer.console_reading import line_of
from countertop.acquirer.desk_answers import DONE, REFUSED, USAGE, say
from countertop.acquirer.kept import kept_message
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.refunding.asking import Wanted, refund
from countertop.acquirer.refunding.tables import REFUND_REQUEST
from countertop.acquirer.registry import Merchant
from countertop.acquirer.tables import ATTEMPT_BY_KEY, ATTEMPT_BY_RRN
from countertop.stage import DeskRequest, Effect, Read, Reply, Script
from countertop.values import Instant
from countertop.values.persons import is_name

__all__ = ["ask_refund"]

Row = Mapping[str, Any]

LARGEST: Final = 10**12
ID_LENGTHS: Final = range(16, 65)
_ID_SIGNS: Final = frozenset(ascii_letters + digits + "-")


def ask_refund(memory: HostMemory, merchant: Merchant, request: DeskRequest, now: Instant) -> Script:
    """Begin a refund, or tell how the one of this request id stands."""
    wanted, rrn = _wanted(request.arguments), str(request.arguments.get("rrn"))
    if wanted is None:
        yield from say(request, USAGE, "acquirer.refund-form")
        return
    name = (merchant.merchant_id, wanted.request_id)
    if name in memory.refunding:
        yield from say(request, REFUSED, "acquirer.refund-just-asked")
        return
    memory.refunding.add(name)
    found = yield from _asked_before(merchant, wanted)
    original = None if found is not None else (yield from _original(merchant, rrn))
    if original is not None:
        yield from refund(memory, merchant, original, wanted, now.utc)
        found = yield from _asked_before(merchant, wanted)
    memory.refunding.discard(name)
    if found is not None:
        yield from _told(request, found, rrn, wanted)
    elif original is None:
        yield from say(request, REFUSED, "acquirer.no-such-transaction", rrn=rrn)
    else:
        yield from say(request, REFUSED, "acquirer.refund-not-now")


def _wanted(asked: Mapping[str, Any]) -> Wanted | None:
    """Return what is asked for; None where something of it is missing, or has another form."""
    request_id, amount = asked.get("request_id"), asked.get("amount")
    people = (asked.get("reason"), asked.get("by"), asked.get("approved_by"))
    if not isinstance(request_id, str) or len(request_id) not in ID_LENGTHS or not _ID_SIGNS.issuperset(request_id):
        return None
    if type(amount) is not int or not 0 < amount < LARGEST or not all(map(is_name, people)):
        return None
    return Wanted(request_id, amount, *map(str, people))


def _asked_before(merchant: Merchant, wanted: Wanted) -> Generator[Effect, Any, Row | None]:
    """Return the attempt that a request id began, None while it began none."""
    for row in (yield Read(REFUND_REQUEST, merchant.merchant_id, wanted.request_id)):
        (attempt,) = yield Read(ATTEMPT_BY_KEY, row["attempt_key"])
        return dict(attempt)
    return None


def _original(merchant: Merchant, rrn: str) -> Generator[Effect, Any, Row | None]:
    """Return what a reference number names at this merchant; what is another's is as unknown as what is not there."""
    rows = yield Read(ATTEMPT_BY_RRN, rrn)
    return next((row for row in rows if row["merchant_id"] == merchant.merchant_id), None)


def _told(request: DeskRequest, found: Row, rrn: str, wanted: Wanted) -> Script:
    """Tell how a refund stands, to whoever asks for that one."""
    if (found["amount"], kept_message(found["request"]).rrn) != (wanted.amount, rrn):
        yield from say(request, REFUSED, "acquirer.refund-id-used")
        return
    yield Reply(request.number, DONE, {"transaction": (yield from line_of(found))})

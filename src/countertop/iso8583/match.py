"""Does an answer belong to a request? Its MTI is the request's plus ten, and what identifies the attempt is equal."""

from __future__ import annotations

from operator import attrgetter

from countertop.iso8583.errors import MismatchError
from countertop.iso8583.message import Message
from countertop.iso8583.response_codes import look_up

__all__ = ["difference", "match_key", "verify_answer"]

_EQUAL = (
    (3, "processing_code"),
    (4, "amount"),
    (11, "stan"),
    (41, "terminal_id"),
    (42, "merchant_id"),
)

_identity = attrgetter(*[name for _, name in _EQUAL])

_MONEY = "124"
"""Second digit of the MTI of authorisations, payments and reversals."""

_APPROVED_IN_PART = "10"


def difference(request: Message, answer: Message) -> int | str | None:
    """Return the first field in which an answer does not fit its request: `mti`, 3, 4, 11, 41 or 42; None when it fits.

    A field the request does not have is not compared. One the answer lacks differs in an approval of money; a
    declined or a management answer may be short. Of a partial approval (39 = 10) the amount may be less.
    """
    if answer.mti != request.answer_mti:
        return "mti"
    if _identity(request) == _identity(answer):
        return None
    must_be_whole = request.mti[1] in _MONEY and look_up(answer.response_code or "").is_approved
    for number, name in _EQUAL:
        asked, answered = getattr(request, name), getattr(answer, name)
        if asked is None or asked == answered:
            continue
        if answered is None and not must_be_whole:
            continue
        if number == 4 and answered is not None and answer.response_code == _APPROVED_IN_PART and answered < asked:
            continue
        return number
    return None


def verify_answer(request: Message, answer: Message) -> None:
    """Raise MismatchError when an answer does not belong to a request; it names the field."""
    field = difference(request, answer)
    if field is not None:
        raise MismatchError(field, "the answer's value is not the request's; wait for another answer or reverse")


def match_key(message: Message) -> tuple[str | None, ...]:
    """Return what pairs requests and answers on an interbank line, where many wait at once.

    The class of message (first two digits of the MTI), transmission time, trace, acquirer and forwarding institution:
    an answer repeats them all.
    """
    return message.mti[:2], message.transmission_time, message.stan, message.acquirer_id, message.forwarding_id

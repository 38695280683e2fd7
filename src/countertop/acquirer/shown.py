"""Messages that the host sent and did not keep, because they follow from what it kept: made again, for people.

What the flows send is made by the same functions; only the card number is put in masked, and MACs are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from countertop.acquirer.interbank import financial_request, original_named, plain_control
from countertop.acquirer.kept import kept_message
from countertop.acquirer.kinds import KINDS, Route
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.replies import begin_reply, complete_reply, repeat_reply, scheme_of
from countertop.iso8583 import Message
from countertop.iso8583.transit import TransitKey
from countertop.values import Pan

__all__ = ["acknowledged_fields", "forwarded_fields", "replied_fields"]

Row = Mapping[str, Any]
Fields = dict[str, str]

SENT_TO_NOBODY = frozenset({"host", "tombstone"})
"""Causes of decisions before which nothing was forwarded."""

ANSWERED_TO_NOBODY = frozenset({"reversal", "restart"})
"""Causes of decisions that the terminal is not told."""


def forwarded_fields(memory: HostMemory, attempt: Row, original: Row | None) -> Fields | None:
    """Return the request that went to the switch, None when none did; the card of a transfer is left out.

    Of what went to the wallet only what it was and under which order: its codes are kept nowhere.
    """
    if attempt["cause"] in SENT_TO_NOBODY:
        return None
    if KINDS[attempt["kind"]].route is Route.WALLET:
        number = attempt["rrn"] if original is None else original["rrn"]
        return {"mti": attempt["kind"], "order_number": number, "amount": str(attempt["amount"])}
    request, key = kept_message(attempt["request"]), TransitKey.of_text(attempt["transit_key"])
    message = financial_request(
        memory,
        KINDS[attempt["kind"]].form,
        request,
        memory.clock.read(attempt["received_at"]),
        key.stan,
        attempt["rrn"],
        attempt["merchant_category"],
        None,
        original=None if original is None else original_named(original),
        approval_code=request.approval_code if original is None else original["approval_code"],
    )
    message.track2, message.track3, message.pin_block = request.track2, request.track3, request.pin_block
    message.security_control = plain_control(request.security_control)
    return _with_card(message, attempt)


def replied_fields(memory: HostMemory, attempt: Row) -> Fields | None:
    """Return the answer that the terminal got, None when it got none; a balance that it showed is left out."""
    if attempt["outcome"] is None or attempt["cause"] in ANSWERED_TO_NOBODY:
        return None
    reply = begin_reply(kept_message(attempt["request"]), memory.acquirer_id, attempt["rrn"], None)
    repeat_reply(memory, reply, attempt, scheme_of(memory, Pan(attempt["masked_pan"] or "")))
    return _with_card(reply, attempt)


def acknowledged_fields(memory: HostMemory, attempt: Row, reversal: Row) -> Fields:
    """Return the 0410 that the terminal got."""
    reply = begin_reply(kept_message(reversal["reversal_request"]), memory.acquirer_id, attempt["rrn"], None)
    complete_reply(memory, reply, memory.clock.read(reversal["reversed_at"]), "00")
    return reply.public_fields()


def _with_card(message: Message, attempt: Row) -> Fields:
    fields = message.public_fields()
    mti = fields.pop("mti")
    card = {} if attempt["masked_pan"] is None else {"pan": attempt["masked_pan"]}
    return {"mti": mti, **card, **fields}

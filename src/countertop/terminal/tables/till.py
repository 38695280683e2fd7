"""What tills asked: a `till_asked` gets a `till_ended`, or a `till_attempt`, which leads to its transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from countertop.journal import Query, Table
from countertop.terminal import records
from countertop.terminal.tables.rules import Rule, columns, rows_of

__all__ = ["QUERIES", "ROWS", "TABLES", "TILL_ATTEMPT", "TILL_ATTEMPT_OF", "TILL_REQUESTS", "TILL_REQUEST_OF"]

_KEY: Final = ("terminal_id", "till_request")

TILL_ASKED = Table(
    "till_asked",
    columns("terminal_id till_request till_verb content asked_at#"),
    _KEY,
    indexes=(("terminal_id", "asked_at"),),
)
TILL_ENDED = Table(
    "till_ended",
    columns("terminal_id till_request ended_status# ended_message ended_arguments ended_advice? ended_at#"),
    _KEY,
)
TILL_ATTEMPT = Table("till_attempt", columns("terminal_id till_request batch_number stan"), _KEY)

TABLES: Final = (TILL_ASKED, TILL_ENDED, TILL_ATTEMPT)

TILL_REQUEST_OF = Query("till_request_of", "till_asked", _KEY, joined="till_ended", limit=1)
TILL_ATTEMPT_OF = Query("till_attempt_of", "till_attempt", _KEY, limit=1)
TILL_REQUESTS = Query(
    "till_requests", "till_asked", ("terminal_id",), joined="till_ended", order_by=("-asked_at",), limit=20
)

QUERIES: Final = (TILL_REQUEST_OF, TILL_ATTEMPT_OF, TILL_REQUESTS)

ROWS: Final[Mapping[type, Rule]] = {
    records.TillAsked: rows_of(TILL_ASKED),
    records.TillEnded: rows_of(TILL_ENDED),
}

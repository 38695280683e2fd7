"""How the machine is: its last self-test, and who confirmed that it is the right one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from countertop.journal import Query, Table
from countertop.terminal import records
from countertop.terminal.tables.rules import TERMINAL_KEY, Rule, columns, rows_of

__all__ = ["IDENTITY_OF", "QUERIES", "ROWS", "SELF_TEST_OF", "TABLES"]

SELF_TEST = Table("self_test", columns("terminal_id tested_at# failed_parts"), TERMINAL_KEY, replace=True)
IDENTITY = Table(
    "identity", columns("terminal_id serial_number confirmed_by confirmed_at#"), TERMINAL_KEY, replace=True
)

TABLES: Final = (SELF_TEST, IDENTITY)

SELF_TEST_OF = Query("self_test_of", "self_test", TERMINAL_KEY, limit=1)

IDENTITY_OF = Query("identity_of", "identity", TERMINAL_KEY, limit=1)

QUERIES: Final = (SELF_TEST_OF, IDENTITY_OF)

ROWS: Final[Mapping[type, Rule]] = {
    records.SelfTested: rows_of(SELF_TEST),
    records.IdentityConfirmed: rows_of(IDENTITY),
}

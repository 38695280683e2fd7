"""How the machine is: its last self-test."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from countertop.journal import Query, Table
from countertop.terminal import records
from countertop.terminal.tables.rules import TERMINAL_KEY, Rule, columns, rows_of

__all__ = ["QUERIES", "ROWS", "SELF_TEST_OF", "TABLES"]

SELF_TEST = Table("self_test", columns("terminal_id tested_at# failed_parts"), TERMINAL_KEY, replace=True)

TABLES: Final = (SELF_TEST,)

SELF_TEST_OF = Query("self_test_of", "self_test", TERMINAL_KEY, limit=1)

QUERIES: Final = (SELF_TEST_OF,)

ROWS: Final[Mapping[type, Rule]] = {records.SelfTested: rows_of(SELF_TEST)}

"""The declaration: a fleet may share a store, hot tables are append-only, every record makes its rows."""

import inspect

from countertop.storage import MemoryStore
from countertop.terminal import SCHEMA, records
from countertop.terminal.management import records as managing
from countertop.terminal.settlement import records as settling
from countertop.terminal.signing import records as signing


def test_the_declaration_agrees_with_itself():
    MemoryStore(SCHEMA)


def test_every_key_begins_with_the_terminal_so_that_a_fleet_can_share_a_store():
    assert all(table.key[0] == "terminal_id" for table in SCHEMA.tables)
    assert all(query.equals[0] == "terminal_id" for query in SCHEMA.queries)


def test_attempts_outcomes_and_discharges_are_never_replaced():
    for name in ("attempt", "outcome", "discharge", "installation"):
        assert not SCHEMA.table(name).replace


def test_every_record_of_the_room_is_declared():
    rooms = (records, managing, settling, signing)
    everywhere = [member for room in rooms for member in inspect.getmembers(room, inspect.isclass)]
    kinds = {kind for _, kind in everywhere if hasattr(kind, "KIND")}
    assert kinds == set(SCHEMA.rows)


def test_nothing_that_may_not_be_kept_has_a_column():
    columns = {column.name for table in SCHEMA.tables for column in table.columns}
    assert not columns & {"pan", "track2", "track3", "pin_block", "pin", "expiry", "password"}

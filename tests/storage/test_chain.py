"""An audit finds every edit, gap, reordering and deletion, and every row the records do not make."""

from dataclasses import replace

import pytest

from countertop.storage import Entry, MemoryStore, StoreDamaged
from countertop.storage.chain import Head, RowDifference, compare_tables, rebuild, verify_chain
from countertop.storage.sqlite import SqliteStore
from tests.storage.party_under_test import SCHEMA, Began, Ended, KeysChanged


@pytest.fixture
def store(tmp_path, migrations):
    store = SqliteStore(tmp_path / "store.db", SCHEMA, migrations, reserve=0)
    for number in range(5):
        store.commit([Entry(f"s{number % 2}", (Began(f"k{number}", "t", number), Ended(f"k{number}", "00")), number)])
    store.commit([Entry("keys", (KeysChanged("t", "tpk", "old"), KeysChanged("t", "tpk", "new")), 9)])
    yield store
    store.close()


def test_a_sound_chain_has_a_head(store):
    *_, last = store.records()
    assert verify_chain(store.records()) == Head(12, last.hash)
    assert verify_chain([]).sequence == 0


@pytest.mark.parametrize("sequence", [1, 6, 12])
@pytest.mark.parametrize("change", ["stream = 's9'", "kind = 'x'", "version = 2", "at = at + 1", "body = body || ' '"])
def test_an_edit_is_found_at_its_record(store, sequence, change):
    store._connection.execute(f"UPDATE record SET {change} WHERE sequence = ?", (sequence,))
    with pytest.raises(StoreDamaged, match=f"record {sequence} "):
        verify_chain(store.records())


def test_an_edit_with_a_fresh_hash_is_found_at_the_next_record(store):
    records = list(store.records())
    records[4] = replace(records[4], hash=bytes(32))
    with pytest.raises(StoreDamaged, match="record 5 "):
        verify_chain(records)


@pytest.mark.parametrize("sequence", [1, 6, 11])
def test_a_deletion_is_found(store, sequence):
    store._connection.execute("DELETE FROM record WHERE sequence = ?", (sequence,))
    with pytest.raises(StoreDamaged, match=f"record {sequence + 1} follows {sequence - 1}"):
        verify_chain(store.records())


def test_a_reordering_is_found(store):
    for old, new in ((3, 100), (4, 3), (100, 4)):
        store._connection.execute("UPDATE record SET sequence = ? WHERE sequence = ?", (new, old))
    with pytest.raises(StoreDamaged, match="record 3 "):
        verify_chain(store.records())


def test_a_cut_tail_is_found_by_the_tables_and_by_an_anchor(store):
    anchor = verify_chain(store.records())
    store._connection.execute("DELETE FROM record WHERE sequence > 9")
    assert verify_chain(store.records()).sequence == 9
    with pytest.raises(StoreDamaged, match="newest are gone"):
        verify_chain(store.records(), {anchor.sequence: anchor.hash})
    assert {difference.table for difference in compare_tables(store)} == {"outcome", "working_key"}


def test_a_chain_written_anew_is_found_by_an_anchor(store):
    anchor = verify_chain(store.records())
    other = MemoryStore(SCHEMA)
    other.commit([Entry("s", tuple(Began(str(number), "t", 1) for number in range(20)), 1)])
    assert verify_chain(other.records()).sequence == 20
    with pytest.raises(StoreDamaged, match="record 12 "):
        verify_chain(other.records(), {anchor.sequence: anchor.hash})


def test_rows_that_no_record_makes_and_rows_that_are_gone_or_changed(store):
    assert list(compare_tables(store)) == []
    execute = store._connection.execute
    execute("UPDATE attempt SET amount = 999 WHERE attempt_key = 'k1'")
    execute("DELETE FROM outcome WHERE attempt_key = 'k2'")
    execute("INSERT INTO outcome (attempt_key, response_code) VALUES ('k9', '00')")
    execute("UPDATE working_key SET key_block = 'old'")
    assert list(compare_tables(store)) == [
        RowDifference("attempt", ("k1",), ("k1", "t", 999, None, None, b"\0"), ("k1", "t", 1, None, None, b"\0")),
        RowDifference("outcome", ("k9",), ("k9", "00"), None),
        RowDifference("outcome", ("k2",), None, ("k2", "00")),
        RowDifference("working_key", ("t", "tpk"), ("t", "tpk", "old"), ("t", "tpk", "new")),
    ]


def test_a_store_can_be_rebuilt_from_its_records(store):
    rebuilt = rebuild(SCHEMA, store.records())
    assert [list(rebuilt.rows(table.name)) for table in SCHEMA.tables] == [
        list(store.rows(table.name)) for table in SCHEMA.tables
    ]
    assert list(rebuilt.records()) == list(store.records())


@pytest.mark.parametrize("change", ["kind = 'unknown.kind'", "body = '{}'", "body = 'x'"])
def test_a_record_that_cannot_be_read_is_told(store, change):
    store._connection.execute(f"UPDATE record SET {change} WHERE sequence = 3")
    with pytest.raises(StoreDamaged, match="record 3 "):
        rebuild(SCHEMA, store.records())


def test_a_record_that_takes_anothers_key_is_told(store):
    store._connection.execute("UPDATE record SET body = replace(body, 'k1', 'k0') WHERE sequence = 3")
    with pytest.raises(StoreDamaged, match="record 3 "):
        rebuild(SCHEMA, store.records())

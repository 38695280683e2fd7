"""Versions of the tables: frozen from the declaration, found in a new store, raised in an old one, never lowered."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from countertop.journal import Column, Schema
from countertop.storage import DiskFull, StoreDamaged, StoreNewer, StoreOlder
from countertop.storage.chain import verify_chain
from countertop.storage.founding import raise_to_newest
from countertop.storage.freeze import differences, freeze, main, newest_sql
from countertop.storage.reading import SqliteReader
from countertop.storage.sqlite import SqliteStore
from countertop.storage.versions import Versions
from tests.storage.contract import began, entry, keys_of
from tests.storage.party_under_test import ALL, ATTEMPT, KEYS, OUTCOME, SCHEMA, Ended


def shape(path):
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT name, tbl_name, type FROM sqlite_master ORDER BY name").fetchall()
        tables = [name for name, _, kind in rows if kind == "table"]
        columns = {name: connection.execute(f'PRAGMA table_xinfo("{name}")').fetchall() for name in tables}
        strict = connection.execute("SELECT name FROM pragma_table_list WHERE strict ORDER BY name").fetchall()
        return rows, columns, strict


@pytest.fixture
def directory(tmp_path):
    return tmp_path / "migrations"


@pytest.fixture
def older(directory, tmp_path):
    """A store of the first version, with something in it."""
    without_keys = tuple(table for table in SCHEMA.tables if table.name != "working_key")
    queries = tuple(query for query in SCHEMA.queries if query.table != "working_key")
    first = Schema("under_test", without_keys, queries, SCHEMA.rows)
    freeze(first, "Founding", directory)
    store = SqliteStore(tmp_path / "store.db", first, directory, reserve=0)
    store.commit([began("a"), began("b"), entry(Ended("a", "00"))])
    store.close()
    return tmp_path / "store.db"


def test_a_founding_freezes_every_table(directory):
    file = freeze(SCHEMA, "Founding", directory)
    assert file.name == "0001_founding.py"
    assert differences(SCHEMA, directory) == []
    assert freeze(SCHEMA, "Nothing new", directory) is None
    assert Versions("under_test", directory).all == ["under_test_0001"]


def test_a_store_built_at_once_equals_one_that_was_migrated(directory, older, tmp_path):
    freeze(SCHEMA, "Working keys", directory)
    SqliteStore(older, SCHEMA, directory, reserve=0).close()
    SqliteStore(tmp_path / "new.db", SCHEMA, directory, reserve=0).close()
    assert shape(older) == shape(tmp_path / "new.db")
    assert {name for (name,) in shape(older)[2]} == {"record", *(table.name for table in SCHEMA.tables)}


def test_what_a_new_store_is_built_from_is_where_the_migrations_lead(directory):
    freeze(SCHEMA, "Founding", directory)
    assert Versions("under_test", directory).newest_sql() == newest_sql("under_test", directory)


def test_a_declared_change_is_a_difference_until_it_is_frozen(directory):
    freeze(SCHEMA, "Founding", directory)
    wider = replace(OUTCOME, columns=(*OUTCOME.columns, Column("reason", optional=True)), indexes=(("reason",),))
    changed = replace(SCHEMA, tables=tuple(wider if table is OUTCOME else table for table in SCHEMA.tables))
    assert {difference[0] for difference in differences(changed, directory)} == {"add_column", "add_index"}
    assert freeze(changed, "Reasons, of outcomes", directory).name == "0002_reasons_of_outcomes.py"
    assert differences(changed, directory) == []
    assert Versions("under_test", directory).newest == "under_test_0002"


def test_the_last_version_may_be_written_again_while_nobody_has_it(directory):
    freeze(SCHEMA, "Founding", directory)
    narrower = replace(SCHEMA, tables=tuple(table for table in SCHEMA.tables if table.name != "counter"))
    narrower = replace(narrower, queries=tuple(query for query in SCHEMA.queries if query.table != "counter"))
    freeze(narrower, "Founding", directory, again=True)
    assert [file.name for file in sorted(directory.glob("*.py"))] == ["0001_founding.py"]
    assert differences(narrower, directory) == []


def test_an_older_store_is_copied_and_raised(older, directory, monkeypatch):
    before = older.read_bytes()
    freeze(SCHEMA, "Working keys", directory)
    store = SqliteStore(older, SCHEMA, directory, reserve=0)
    assert store.upgraded_from == older.with_name("store.db.under_test_0001")
    assert keys_of(store.read(ALL, ())) == ["a", "b"]
    assert store.read(KEYS, ("tpk",)) == []
    assert store.commit([began("c")]) == [None]
    assert verify_chain(store.records()).sequence == 4
    store.close()
    assert len(store.upgraded_from.read_bytes()) == len(before)
    assert store.upgraded_from.stat().st_mode & 0o077 == 0
    again = SqliteStore(older, SCHEMA, directory, reserve=0)
    assert again.upgraded_from is None
    again.close()


def test_a_failing_upgrade_leaves_the_older_store(older, directory):
    broken = freeze(SCHEMA, "Working keys", directory)
    broken.write_text(broken.read_text() + "    raise RuntimeError\n")
    with pytest.raises(RuntimeError):
        SqliteStore(older, SCHEMA, directory, reserve=0)
    broken.unlink()
    first = SqliteReader(older, Schema("under_test", (ATTEMPT, OUTCOME), (ALL,), SCHEMA.rows), directory)
    assert keys_of(first.read(ALL, ())) == ["a", "b"]
    first.close()


def test_an_upgrade_on_a_full_disk_is_told(older, directory):
    full = freeze(SCHEMA, "Working keys", directory)
    limit = "    op.execute('PRAGMA max_page_count = 1')\n"
    full.write_text(full.read_text().replace("-> None:\n", f"-> None:\n{limit}"))
    with pytest.raises(DiskFull):
        SqliteStore(older, SCHEMA, directory, reserve=0)


def test_an_upgrade_that_was_cut_off_before_is_begun_again(older, directory):
    freeze(SCHEMA, "Working keys", directory)
    older.with_name("store.db.under_test_0001.new").write_bytes(b"half a copy")
    copy = raise_to_newest(older, Versions("under_test", directory), "under_test_0001")
    whole = copy.read_bytes()
    copy.with_name("store.db.under_test_0001.new").write_bytes(b"half")
    # The copy made first is the one to keep.
    raise_to_newest(older, Versions("under_test", directory), "under_test_0001")
    assert copy.read_bytes() == whole
    store = SqliteStore(older, SCHEMA, directory, reserve=0)
    assert store.read(KEYS, ("tpk",)) == []
    store.close()


def test_a_newer_store_is_refused_and_left_alone(older, directory):
    changed = freeze(SCHEMA, "Working keys", directory)
    SqliteStore(older, SCHEMA, directory, reserve=0).close()
    changed.unlink()
    before = older.read_bytes()
    for opened in (SqliteStore, SqliteReader):
        with pytest.raises(StoreNewer, match="under_test_0002"):
            opened(older, SCHEMA, directory)
    assert older.read_bytes() == before


def test_an_older_store_is_not_raised_by_an_audit(older, directory):
    freeze(SCHEMA, "Working keys", directory)
    with pytest.raises(StoreOlder, match="upgrades it"):
        SqliteReader(older, SCHEMA, directory)


def test_a_store_that_names_no_version_is_none(tmp_path, directory):
    freeze(SCHEMA, "Founding", directory)
    with closing(sqlite3.connect(tmp_path / "store.db")) as connection:
        connection.execute("CREATE TABLE something (x)")
    with pytest.raises(StoreDamaged, match="no store of under_test"):
        SqliteStore(tmp_path / "store.db", SCHEMA, directory)


def test_a_party_without_migrations_is_a_fault_of_ours(tmp_path):
    with pytest.raises(AssertionError, match="freeze its tables"):
        SqliteStore(tmp_path / "store.db", replace(SCHEMA, party="nobody"))


def test_the_command(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("countertop.storage.versions.MIGRATIONS", tmp_path)
    assert main(["tests.storage.party_under_test:SCHEMA", "Founding"]) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'under_test' / '0001_founding.py'}\n"
    assert main(["tests.storage.party_under_test:SCHEMA", "Founding"]) == 0
    assert capsys.readouterr().out == "nothing has changed\n"


def test_a_frozen_file_is_python_that_the_house_style_accepts(directory):
    file = freeze(SCHEMA, "Founding", directory)
    ruff = Path(sys.executable).with_name("ruff")
    subprocess.run([ruff, "format", "--quiet", file], check=True)
    compile(file.read_text(), file.name, "exec")

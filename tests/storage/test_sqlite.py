"""SQLite keeps the contract, and says what is wrong with a file, a directory or a disk."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from countertop.storage import (
    Conflict,
    DiskFull,
    Entry,
    StoreDamaged,
    StoreFailed,
    StoreLocked,
    StoreUnreachable,
)
from countertop.storage.chain import compare_tables, verify_chain
from countertop.storage.sqlite import SqliteStore
from tests.storage.contract import StoreContract, began, keys_of
from tests.storage.party_under_test import ALL, BY_KEY, SCHEMA, Noted

ROOT = Path(__file__).parents[2]


class TestSqliteStore(StoreContract):
    @pytest.fixture
    def opened(self, tmp_path, migrations):
        return lambda: SqliteStore(tmp_path / "store.db", SCHEMA, migrations)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "store.db"


@pytest.fixture
def opened(path, migrations):
    stores = []

    def open_store(**more):
        stores.append(SqliteStore(path, SCHEMA, migrations, **more))
        return stores[-1]

    yield open_store
    for store in stores:
        store.close()


def run_child(code, *arguments, **more):
    # Coverage of the child is the parent's; what it proves is what it prints.
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        **more,
    )


def test_every_commit_is_synced_and_deleted_data_overwritten(opened):
    settings = opened()._connection
    assert settings.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert settings.execute("PRAGMA synchronous").fetchone() == (2,)
    assert settings.execute("PRAGMA secure_delete").fetchone() == (1,)


def test_only_its_owner_may_read_a_store(opened, path):
    opened().commit([began("a")])
    for file in path.parent.iterdir():
        assert file.stat().st_mode & 0o077 == 0, file


def test_a_batch_is_one_transaction(opened):
    store = opened()
    seen = []
    store._connection.set_trace_callback(seen.append)
    store.commit([began(str(number)) for number in range(50)])
    assert [statement for statement in seen if not statement.startswith("INSERT")] == ["BEGIN IMMEDIATE", "COMMIT"]


def test_a_second_opener_is_refused_in_this_process(opened, path):
    opened()
    with pytest.raises(StoreLocked, match=str(os.getpid())):
        opened()


OPEN_IN_CHILD = """
import sys
from pathlib import Path
from countertop.storage import StoreError
from countertop.storage.sqlite import SqliteStore
from tests.storage.party_under_test import SCHEMA, ALL
try:
    store = SqliteStore(Path(sys.argv[1]), SCHEMA, Path(sys.argv[2]))
    print(len(store.read(ALL, ())))
except StoreError as error:
    print(type(error).__name__, error)
"""


def test_a_second_opener_is_refused_in_another_process(opened, path, migrations):
    store = opened()
    store.commit([began("a")])
    assert run_child(OPEN_IN_CHILD, path, migrations).stdout.startswith("StoreLocked process")
    store.close()
    assert run_child(OPEN_IN_CHILD, path, migrations).stdout == "1\n"


def test_a_killed_process_leaves_no_lock_and_loses_nothing_it_acknowledged(path, migrations, opened):
    code = (
        OPEN_IN_CHILD
        + """
import os, signal
from tests.storage.contract import began
for number in range(20):
    assert store.commit([began(str(number))]) == [None]
    print(number, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    )
    assert run_child(code, path, migrations).stdout.split() == list(map(str, [0, *range(20)]))
    store = opened()
    assert keys_of(store.read(ALL, ())) == [str(number) for number in range(20)]
    assert verify_chain(store.records()).sequence == 20


def test_a_failed_founding_is_begun_again(opened, path):
    for end in (".new", ".new-journal"):
        path.with_name(path.name + end).write_bytes(b"half")
    store = opened()
    store.commit([began("a")])
    assert not list(path.parent.glob("*.new*"))


def test_a_log_without_its_store_is_never_taken_for_a_new_stores(opened, path):
    path.with_name("store.db-wal").write_bytes(b"x" * 100)
    with pytest.raises(StoreDamaged, match="log is still there"):
        opened()


@pytest.mark.parametrize("content", [b"", b"not a database" * 1000], ids=["empty", "text"])
def test_a_file_that_is_no_store(opened, path, content):
    path.write_bytes(content)
    with pytest.raises(StoreDamaged, match=r"store\.db"):
        opened()
    assert path.read_bytes() == content


def test_another_partys_store_is_refused(opened, path, tmp_path):
    opened().close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'other_0001'")
    with pytest.raises(StoreDamaged, match="no store of under_test"):
        opened()


def test_tables_that_are_not_those_of_their_version_are_refused(opened, path):
    opened().close()
    with sqlite3.connect(path) as connection:
        connection.execute("ALTER TABLE outcome ADD COLUMN surprise TEXT")
    with pytest.raises(StoreDamaged, match="outcome"):
        opened()


def test_damaged_pages_are_found(opened, path):
    store = opened()
    store.commit([began(str(number)) for number in range(500)])
    store.close()
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 12] = os.urandom(4096 * 9)
    path.write_bytes(content)
    with pytest.raises(StoreDamaged, match="backup"):
        opened().verify_file()


def test_damage_met_while_writing_stops_the_store(opened, path):
    store = opened()
    store.commit([began(str(number)) for number in range(500)])
    store.close()
    content = bytearray(path.read_bytes())
    for page in range(3, len(content) // 4096):
        content[4096 * page : 4096 * page + 100] = b"\xff" * 100
    path.write_bytes(content)
    with pytest.raises(StoreDamaged):
        opened().commit([began(str(number)) for number in range(500, 600)])


def test_a_sound_file_is_sound(opened):
    store = opened()
    store.commit([began("a")])
    store.verify_file()


def test_a_directory_that_is_not_there(path, migrations):
    with pytest.raises(StoreUnreachable, match="No such file or directory"):
        SqliteStore(path.parent / "missing" / "store.db", SCHEMA, migrations)


# Root passes any mode bits, so a child that is root becomes nobody once it has loaded what it needs.
AS_NOBODY = OPEN_IN_CHILD.replace(
    "try:",
    """
import os
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
try:""",
    1,
)


@pytest.fixture
def open_to_all():
    """Give a directory that other users may enter; those of pytest are closed."""
    directory = Path(tempfile.mkdtemp())
    directory.chmod(0o755)
    yield directory
    subprocess.run(["chmod", "-R", "u+w", directory], check=True)
    shutil.rmtree(directory)


def test_a_directory_that_cannot_be_written(migrations, open_to_all):
    copied = shutil.copytree(migrations, open_to_all / "migrations")
    (open_to_all / "house").mkdir()
    for place in (copied, open_to_all / "house"):
        place.chmod(0o555)
    told = run_child(AS_NOBODY, open_to_all / "house" / "store.db", copied)
    assert told.stdout.startswith("StoreUnreachable"), told.stderr
    assert "Permission denied" in told.stdout


def fill_up(store):
    """Let the store's file grow no more: SQLite answers as on a full disk."""
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count = {pages}")


def entries_of(size):
    return [Entry("t1", (Noted("x" * 1000),), 1) for _ in range(size)]


def test_a_disk_full_beyond_the_reserve_fails_the_store_and_writes_nothing(opened, path):
    store = opened()
    store.commit([began("a")])
    fill_up(store)
    with pytest.raises(DiskFull, match="make room"):
        store.commit([*entries_of(50), began("b")])
    with pytest.raises(StoreFailed):
        store.commit([began("c")])
    store.close()
    again = opened()
    assert keys_of(again.read(ALL, ())) == ["a"]
    assert again.commit([began("c")]) == [None]
    assert verify_chain(again.records()).sequence == 2
    assert list(compare_tables(again)) == []


def test_without_space_for_the_reserve_a_store_opens_below_it(path, migrations):
    code = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
from pathlib import Path
from countertop.storage.sqlite import SqliteStore
from tests.storage.party_under_test import SCHEMA
from tests.storage.contract import began
store = SqliteStore(Path(sys.argv[1]), SCHEMA, Path(sys.argv[2]))
print(store.below_reserve, store.commit([began("a")]), store.refill_reserve())
"""
    assert run_child(code, path, migrations).stdout == "True [None] False\n"


def test_a_locked_file_fails_the_write(opened, path, monkeypatch):
    store = opened()
    store._connection.execute("PRAGMA busy_timeout = 1")
    with sqlite3.connect(path) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreFailed, match="another program"):
            store.commit([began("a")])


def test_an_audit_reads_beside_the_process_that_serves(opened, path, migrations):
    store = opened()
    store.commit([began("a")])
    audit = SqliteStore.open_read_only(path, SCHEMA, migrations)
    assert keys_of(audit.read(ALL, ())) == ["a"]
    store.commit([began("b")])
    assert verify_chain(audit.records()).sequence == 2
    assert list(compare_tables(audit)) == []
    audit.verify_file()
    with pytest.raises(sqlite3.OperationalError):
        audit._connection.execute("DELETE FROM record")
    audit.close()


def test_an_audit_reads_a_closed_store(opened, path, migrations):
    store = opened()
    store.commit([began("a")])
    store.close()
    audit = SqliteStore.open_read_only(path, SCHEMA, migrations)
    assert keys_of(audit.read(ALL, ())) == ["a"]
    audit.close()


def test_an_audit_of_nothing(path, migrations):
    with pytest.raises(StoreUnreachable):
        SqliteStore.open_read_only(path, SCHEMA, migrations)
    assert not path.exists()


def test_an_audit_where_nothing_can_be_written(opened, path, migrations, open_to_all):
    store = opened()
    store.commit([began("a")])
    store.close()
    copied = shutil.copytree(migrations, open_to_all / "migrations")
    shutil.copy(path, open_to_all / "store.db")
    (open_to_all / "store.db").chmod(0o444)
    for place in (copied, open_to_all):
        place.chmod(0o555)
    code = AS_NOBODY.replace("SqliteStore(Path", "SqliteStore.open_read_only(Path")
    told = run_child(code, open_to_all / "store.db", copied)
    assert told.stdout == "1\n", (told.stdout, told.stderr)


def test_a_key_made_of_an_sql_word_is_a_name_like_any_other(opened):
    store = opened()
    store.commit([began("a", order=5)])
    assert store.read(BY_KEY, ("a",))[0]["order"] == 5


def test_a_flood_of_duplicates_is_answered_one_by_one(opened):
    store = opened()
    store.commit([began(str(number)) for number in range(100)])
    answers = store.commit([began(str(number)) for number in range(50, 150)])
    assert [isinstance(answer, Conflict) for answer in answers] == [True] * 50 + [False] * 50
    assert verify_chain(store.records()).sequence == 150


def test_a_current_store_opens_quickly_and_without_the_migration_library(opened, path, migrations):
    store = opened()
    store.commit([began(str(number)) for number in range(1000)])
    store.close()
    code = """
import sys, time
from pathlib import Path
from countertop.storage.sqlite import SqliteStore
from tests.storage.party_under_test import SCHEMA
times = []
for _ in range(5):
    began = time.process_time()
    store = SqliteStore(Path(sys.argv[1]), SCHEMA, Path(sys.argv[2]))
    times.append(time.process_time() - began)
    store.close()
SqliteStore(Path(sys.argv[1] + ".another"), SCHEMA, Path(sys.argv[2])).close()
print("sqlalchemy" in sys.modules, "alembic" in sys.modules, min(times))
"""
    sqlalchemy, alembic, best = run_child(code, path, migrations).stdout.split()
    assert (sqlalchemy, alembic) == ("False", "False")
    assert float(best) < 0.030


def test_opening_does_not_read_the_history(opened):
    store = opened()
    for _ in range(20):
        store.commit(entries_of(1000))
    store.close()
    best = min(_time_to_open(opened) for _ in range(3))
    assert best < 0.030


def _time_to_open(opened):
    began_at = time.process_time()
    store = opened()
    taken = time.process_time() - began_at
    store.close()
    return taken

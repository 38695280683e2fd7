"""A disk that is full, that cannot write, or whose sync fails: told as it is, and never taken for done."""

import random
import shutil
import sqlite3

import pytest

from countertop.storage import DiskFull, StoreFailed
from countertop.storage.chain import compare_tables, verify_chain
from countertop.storage.sqlite import SqliteStore
from tests.storage.contract import began, keys_of
from tests.storage.party_under_test import ALL, SCHEMA
from tests.storage.test_power_cuts import audit
from tests.storage.watched_disk import WatchedDisk


@pytest.fixture
def directory(tmp_path):
    directory = tmp_path / "watched"
    directory.mkdir()
    return directory


@pytest.fixture
def disk(directory, monkeypatch):
    disk = WatchedDisk(directory)
    disk.mount(monkeypatch)
    yield disk
    disk.unmount()


@pytest.fixture
def opened(disk, migrations):
    stores = []

    def open_store(reserve=1 << 20):
        stores.append(SqliteStore(disk.directory / "store.db", SCHEMA, migrations, reserve))
        return stores[-1]

    yield open_store
    disk.refuse = lambda operation, name: 0
    for store in stores:
        store.close()


def test_on_a_full_disk_the_reserve_lets_work_in_hand_be_written(opened, disk):
    reserve = disk.directory / "store.db.reserve"
    store = opened()
    assert not store.below_reserve
    assert reserve.stat().st_size == 1 << 20
    disk.refuse = lambda operation, name: sqlite3.SQLITE_FULL if operation == "write" and reserve.exists() else 0
    assert store.commit([began("a"), began("b")]) == [None, None]
    assert store.below_reserve
    assert not reserve.exists()
    assert store.commit([began("c")]) == [None]
    assert keys_of(store.read(ALL, ())) == ["a", "b", "c"]
    assert verify_chain(store.records()).sequence == 3
    disk.refuse = lambda operation, name: 0
    assert store.refill_reserve()
    assert not store.below_reserve


def test_beyond_the_reserve_the_store_fails(opened, disk):
    store = opened()
    store.commit([began("a")])
    disk.refuse = lambda operation, name: sqlite3.SQLITE_FULL if operation == "write" else 0
    with pytest.raises(DiskFull):
        store.commit([began("b")])
    disk.refuse = lambda operation, name: 0
    with pytest.raises(StoreFailed):
        store.commit([began("c")])
    store.close()
    again = opened()
    assert keys_of(again.read(ALL, ())) == ["a"]
    assert again.commit([began("b")]) == [None]


def test_a_failed_write_fails_the_store(opened, disk):
    store = opened()
    disk.refuse = lambda operation, name: sqlite3.SQLITE_IOERR_WRITE if operation == "write" else 0
    with pytest.raises(StoreFailed, match="IOERR_WRITE"):
        store.commit([began("a")])


def test_a_store_that_cannot_be_synced_while_it_is_opened_is_not_served(opened, disk):
    store = opened()
    store.commit([began("a")])
    store._lock.release()
    disk.refuse = lambda operation, name: sqlite3.SQLITE_IOERR_FSYNC if operation == "sync" else 0
    with pytest.raises(StoreFailed, match="IOERR_FSYNC"):
        opened()


def fail_a_sync(store, disk):
    store.commit([began("a")])
    disk.refuse = lambda operation, name: sqlite3.SQLITE_IOERR_FSYNC if operation == "sync" else 0
    with pytest.raises(StoreFailed, match="IOERR_FSYNC"):
        store.commit([began("b")])
    # The next sync would succeed without having written anything; the store must not try it.
    disk.refuse = lambda operation, name: 0
    with pytest.raises(StoreFailed):
        store.commit([began("c")])


def verify_all_is_durable(store, disk, tmp_path, migrations):
    """Whatever the store shows now has to survive a power cut."""
    shown = keys_of(store.read(ALL, ()))
    verify_images(disk, tmp_path / f"{len(shown)}", shown, migrations)
    assert list(compare_tables(store)) == []
    return shown


def verify_images(disk, directory, acknowledged, migrations):
    for kind, image in disk.images(random.Random(1)).items():
        assert not audit(directory / kind.replace(" ", "_"), image, acknowledged, migrations), kind


def test_after_a_failed_sync_what_the_store_shows_is_durable(opened, disk, tmp_path, migrations):
    store = opened()
    fail_a_sync(store, disk)
    store.close()
    again = opened()
    assert "a" in verify_all_is_durable(again, disk, tmp_path, migrations)
    assert again.commit([began("c")]) == [None]
    assert "c" in verify_all_is_durable(again, disk, tmp_path, migrations)


def test_after_a_failed_sync_and_a_killed_process_what_the_store_shows_is_durable(opened, disk, tmp_path, migrations):
    store = opened()
    fail_a_sync(store, disk)
    # What a new process would find: the pages in memory, of which some never reached the disk.
    left = tmp_path / "left"
    left.mkdir()
    for file in disk.directory.glob("store.db*"):
        if not file.name.endswith(("-shm", ".lock")):
            shutil.copy(file, left)
    disk.directory = left
    moments = []
    disk.happened = lambda: moments.append(disk.images(random.Random(len(moments))))
    again = opened()
    disk.happened = lambda: None
    assert verify_all_is_durable(again, disk, tmp_path, migrations) == ["a", "b"]
    # The power may fail while the store is being opened, too.
    assert len(moments) > 5
    for number, images in enumerate(moments):
        for kind, image in images.items():
            assert not audit(tmp_path / f"{number} {kind}", image, ["a"], migrations), (number, kind)

"""Whatever moment the power fails at, and whatever of the unsynced writes survives: what was acknowledged is there.

Each operation that reaches the disk is a moment. Four images of it are built, opened with the production code and
audited. The control runs the same with SQLite told not to sync each commit, and must lose something.
"""

import random
from hashlib import sha256
from sqlite3 import SQLITE_IOERR_FSYNC

import pytest

from countertop.storage import Conflict
from countertop.storage.chain import compare_tables, verify_chain
from countertop.storage.sqlite import SqliteStore
from tests.storage.contract import began, entry, keys_of
from tests.storage.party_under_test import ALL, SCHEMA, Began, Ended
from tests.storage.watched_disk import WatchedDisk

# Pages in the log before it is copied into the store: few, so that copying happens again and again.
PAGES = 20


class PowerCuts:
    """Collects the images of every moment, each with what had been acknowledged before it."""

    def __init__(self, directory, seed):
        self.disk = WatchedDisk(directory)
        self.disk.happened = self.take
        self.chance = random.Random(seed)
        self.acknowledged = []
        self.moments = 0
        self.images = {}

    def take(self):
        self.moments += 1
        for kind, image in self.disk.images(self.chance).items():
            digest = b"".join(sha256(name.encode() + content).digest() for name, content in sorted(image.items()))
            # The same image may be left by several moments; the last one has acknowledged the most.
            self.images[digest] = kind, image, len(self.acknowledged)


def work(store, cuts, chance, names):
    store._connection.execute(f"PRAGMA wal_autocheckpoint = {PAGES}")
    for _ in range(7):
        keys = [next(names) for _ in range(chance.randint(1, 3))]
        batch = [entry(Began(key, "t1", 1, rrn=key, hops=2), Ended(key, "00")) for key in keys]
        if cuts.acknowledged and chance.random() < 0.3:
            batch.insert(chance.randrange(len(batch)), began(chance.choice(cuts.acknowledged)))
        answers = store.commit(batch)
        assert all(answer is None or isinstance(answer, Conflict) for answer in answers)
        cuts.acknowledged += keys
        cuts.take()


@pytest.fixture
def cut_all(tmp_path, migrations, monkeypatch):
    """Return the function that runs a life of a store and gives what was wrong with any image."""

    def run(seed, durability, failing=0.0):
        directory = tmp_path / f"watched_{seed}"
        directory.mkdir()
        cuts = PowerCuts(directory, seed)
        chance = random.Random(seed)
        names = (f"key {number}" for number in range(1000))
        # Only copying at work fails: a store that cannot be copied into while it is opened is not opened.
        working = False
        cuts.disk.refuse = lambda operation, name: (
            SQLITE_IOERR_FSYNC
            if working and (operation, name) == ("sync", "store.db") and chance.random() < failing
            else 0
        )
        with monkeypatch.context() as watched:
            cuts.disk.mount(watched)
            try:
                for _ in range(2):
                    store = SqliteStore(directory / "store.db", SCHEMA, migrations, reserve=0, durability=durability)
                    working = True
                    work(store, cuts, chance, names)
                    working = False
                    store.close()
            finally:
                cuts.disk.unmount()
        assert cuts.moments > 100
        faults = []
        for number, (kind, image, acknowledged) in enumerate(cuts.images.values()):
            fault = audit(tmp_path / f"image_{seed}_{number}", image, cuts.acknowledged[:acknowledged], migrations)
            if fault:
                faults.append((kind, fault))
        return len(cuts.images), faults

    return run


def audit(directory, image, acknowledged, migrations):
    """Open an image as after a restart; return what is wrong with it."""
    directory.mkdir(parents=True)
    for name, content in image.items():
        (directory / name).write_bytes(content)
    store = SqliteStore(directory / "store.db", SCHEMA, migrations, reserve=0)
    try:
        lost = set(acknowledged) - set(keys_of(store.read(ALL, ())))
        if lost:
            return f"lost {sorted(lost)}"
        verify_chain(store.records())
        return [str(difference) for difference in compare_tables(store)]
    finally:
        store.close()


@pytest.mark.parametrize("seed", [1, 2])
def test_what_was_acknowledged_survives_every_cut(cut_all, seed):
    images, faults = cut_all(seed, "FULL")
    assert images > 150
    assert faults == []


def test_a_log_that_could_not_be_copied_into_the_store_stays(cut_all):
    _, faults = cut_all(3, "FULL", failing=0.5)
    assert faults == []


def test_control_without_a_sync_at_each_commit_something_is_lost(cut_all):
    _, faults = cut_all(1, "NORMAL")
    assert any("lost" in fault for _, fault in faults)


def test_a_founded_store_is_on_the_disk_before_it_serves(tmp_path, migrations, monkeypatch):
    directory = tmp_path / "watched"
    directory.mkdir()
    disk = WatchedDisk(directory)
    disk.mount(monkeypatch)
    try:
        store = SqliteStore(directory / "store.db", SCHEMA, migrations, reserve=0)
        left = disk.images(random.Random(1))
        store.close()
    finally:
        disk.unmount()
    for kind, image in left.items():
        assert "store.db" in image, kind
        assert image["store.db"][18:20] == b"\x02\x02", "the store is not in its log's mode"
        assert not any(name.endswith("-journal") for name in image), kind
        assert not audit(tmp_path / kind, image, [], migrations)

"""The committer with a process of its own answers as the one with a thread, and notices when the process is gone."""

import asyncio
import os
import signal
import sqlite3
from contextlib import closing
from enum import StrEnum

import pytest

from countertop.runtime.process_committer import ProcessCommitter
from countertop.storage import (
    Conflict,
    Entry,
    Question,
    Refused,
    StoreBusy,
    StoreFailed,
    StoreLocked,
    StoreUnreachable,
)
from countertop.storage.chain import verify_chain
from countertop.storage.sqlite import SqliteStore
from countertop.values import Pan
from tests.storage.party_under_test import ALL, KEY, SCHEMA, Began, Counted, KeysChanged, Noted, Stranger

SCHEMA_NAME = "tests.storage.party_under_test:SCHEMA"


def entry(key, amount=1):
    return Entry("t1", (Began(key, "t1", amount),), 1)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "store.db"


@pytest.fixture
def play(path, migrations):
    """Return the function that runs a scene on a loop with an open committer; gives what was delivered."""

    def run(scene, **more):
        told = []

        async def scene_with_committer():
            loop = asyncio.get_running_loop()
            committer = ProcessCommitter(loop, path, SCHEMA_NAME, told.extend, migrations, **more)
            try:
                await asyncio.wait_for(scene(committer, told), 30)
            finally:
                await loop.run_in_executor(None, committer.close)

        asyncio.run(scene_with_committer())
        return told

    return run


@pytest.fixture(scope="module")
def migrations(tmp_path_factory):
    from countertop.storage.freeze import freeze  # noqa: PLC0415 - loads the migration library

    directory = tmp_path_factory.mktemp("migrations")
    freeze(SCHEMA, "Founding", directory)
    return directory


async def until(told, count):
    while len(told) < count:  # noqa: ASYNC110 - a list cannot call us
        await asyncio.sleep(0.001)


class Code(StrEnum):
    APPROVED = "00"


def test_every_kind_of_answer_comes_back_in_order(play, path, migrations):
    async def scene(committer, told):
        items = [
            entry("a", 5),
            Question(ALL, ()),
            entry("a", 6),
            Entry("t1", (Noted(Pan("6222020200000000008")),), 1),
            Entry("t1", (Stranger(),), 1),
            Entry("t1", (object(),), 1),
            Entry("t1", (Counted([1, 2]), KeysChanged("t1", Code.APPROVED, "汉")), 7),
            Question(KEY, ("t1", "00")),
            Question(KEY, ("t1", object())),
            Question(KEY, ("t1",)),
            entry("b"),
        ]
        for number, item in enumerate(items):
            committer.submit(item, number)
        assert told == []
        await until(told, len(items))
        assert committer.written == len(items)
        assert 1 <= committer.batches <= len(items)

    told = play(scene)
    assert [ticket for ticket, _ in told] == list(range(11))
    answers = [answer for _, answer in told]
    assert [type(answer) for answer in answers] == [
        *(type(None), list, Conflict, Refused, Refused, Refused, type(None), list, Refused, Refused, type(None))
    ]
    assert [row["amount"] for row in answers[1]] == [5]
    assert (answers[2].table, answers[2].existing["amount"]) == ("attempt", 5)
    assert not any("6222" in str(answer) for answer in answers)
    assert answers[7] == [{"terminal_id": "t1", "usage": "00", "key_block": "汉"}]
    store = SqliteStore(path, SCHEMA, migrations)
    assert verify_chain(store.records()).sequence == 4
    store.close()


def test_closing_writes_and_answers_all_that_waits(play):
    async def scene(committer, told):
        for number in range(3000):
            committer.submit(Entry("t1", (Noted("x" * 500),), 1), number)

    told = play(scene)
    assert [ticket for ticket, _ in told] == list(range(3000))
    assert all(answer is None for _, answer in told)


def test_more_than_the_socket_holds_is_sent_as_it_drains(play):
    async def scene(committer, told):
        for number in range(40):
            committer.submit(Entry("t1", (Noted("x" * 100_000),), 1), number)
            await asyncio.sleep(0)
        await until(told, 40)

    assert all(answer is None for _, answer in play(scene))


def test_it_may_be_closed_on_its_loop_and_twice(play):
    async def scene(committer, told):
        committer.submit(entry("a"), 1)
        committer.close()
        assert told == [(1, None)]
        committer.close()
        with pytest.raises(StoreFailed):
            committer.submit(entry("b"), 2)

    play(scene)


def test_a_writer_that_is_killed_fails_all_that_waits_and_comes(play, path, migrations):
    async def scene(committer, told):
        committer.submit(entry("a"), 1)
        await until(told, 1)
        os.kill(committer._writer.pid, signal.SIGKILL)
        committer.submit(entry("b"), 2)
        await until(told, 2)
        committer.submit(entry("c"), 3)
        await until(told, 3)

    told = play(scene)
    assert [ticket for ticket, _ in told] == [1, 2, 3]
    assert told[0][1] is None
    assert all(isinstance(answer, StoreFailed) for _, answer in told[1:])
    store = SqliteStore(path, SCHEMA, migrations)
    assert "a" in [row["attempt_key"] for row in store.read(ALL, ())]
    store.close()


def test_a_writer_that_dies_over_its_work_fails_it(play):
    async def scene(committer, told):
        os.kill(committer._writer.pid, signal.SIGSTOP)
        committer.submit(entry("a"), 1)
        await asyncio.sleep(0.05)
        os.kill(committer._writer.pid, signal.SIGKILL)
        await until(told, 1)

    [(ticket, answer)] = play(scene)
    assert ticket == 1
    assert isinstance(answer, StoreFailed)


def test_a_failing_store_fails_all_that_waits(play, path):
    async def scene(committer, told):
        with closing(sqlite3.connect(path)) as other:
            other.execute("DROP TABLE counter")
        for number in range(500):
            committer.submit(Entry("t1", (Counted([number]),), 1), number)
        await until(told, 500)
        committer.submit(entry("a"), 500)
        await until(told, 501)

    told = play(scene)
    assert [ticket for ticket, _ in told] == list(range(501))
    assert all(isinstance(answer, StoreFailed) for _, answer in told)
    assert "SQLITE_ERROR" in str(told[0][1])


def test_the_queue_has_a_limit(play):
    async def scene(committer, told):
        for number in range(3):
            committer.submit(entry(str(number)), number)
        with pytest.raises(StoreBusy):
            committer.submit(entry("4"), 4)
        await until(told, 3)
        committer.submit(entry("5"), 5)
        await until(told, 4)

    play(scene, most_waiting=3)


def test_what_opening_raises_is_raised(play, path, migrations, tmp_path):
    async def scene(committer, told):
        raise AssertionError

    store = SqliteStore(path, SCHEMA, migrations)
    with pytest.raises(StoreLocked, match=f"process {os.getpid()}"):
        play(scene)
    store.close()
    path.unlink()
    path.mkdir()
    with pytest.raises(StoreUnreachable):
        play(scene)


def test_a_stop_of_the_whole_group_does_not_reach_the_writer(play):
    async def scene(committer, told):
        for signal_number in (signal.SIGINT, signal.SIGTERM):
            os.kill(committer._writer.pid, signal_number)
        committer.submit(entry("a"), 1)
        await until(told, 1)

    assert play(scene) == [(1, None)]

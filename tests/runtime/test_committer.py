"""The committer writes in groups, in order, and answers everybody whatever happens."""

import threading

import pytest

from countertop.runtime import committer as committing
from countertop.runtime.committer import Committer
from countertop.storage import Conflict, Entry, MemoryStore, Question, Refused, StoreBusy, StoreFailed
from tests.storage.party_under_test import ALL, SCHEMA, Began, Noted


def entry(key, amount=1):
    return Entry("t1", (Began(key, "t1", amount),), 1)


class Gate:
    """A store's trouble that holds each commit until it is opened, and notes the size of each batch."""

    def __init__(self):
        self.open = threading.Semaphore(0)
        self.entered = threading.Semaphore(0)
        self.sizes = []
        self.error = None

    def __call__(self, moment, batch):
        if moment == "before":
            self.sizes.append(len(batch))
            self.entered.release()
            assert self.open.acquire(timeout=10)
            if self.error:
                raise self.error


@pytest.fixture
def gate():
    return Gate()


@pytest.fixture
def told():
    return []


@pytest.fixture
def committer(gate, told):
    made = Committer(MemoryStore(SCHEMA, gate), told.extend)
    yield made
    for _ in range(100):
        gate.open.release()
    made.close()


def test_what_arrives_during_a_commit_is_the_next_batch(committer, gate, told):
    committer.submit(entry("0"), 0)
    assert gate.entered.acquire(timeout=10)
    for number in range(1, 20):
        committer.submit(entry(str(number)), number)
    gate.open.release(2)
    committer.close()
    assert gate.sizes == [1, 19]
    assert (committer.batches, committer.written) == (2, 20)
    assert told == [(number, None) for number in range(20)]


def test_a_batch_has_a_largest_size(committer, gate, told, monkeypatch):
    monkeypatch.setattr(committing, "LARGEST_BATCH", 4)
    committer.submit(entry("first"), -1)
    assert gate.entered.acquire(timeout=10)
    for number in range(9):
        committer.submit(entry(str(number)), number)
    gate.open.release(4)
    committer.close()
    assert gate.sizes == [1, 4, 4, 1]
    assert [ticket for ticket, _ in told] == list(range(-1, 9))


def test_answers_come_in_order_and_questions_see_what_was_asked_before(committer, gate, told):
    gate.open.release(10)
    committer.submit(entry("a"), 1)
    committer.submit(Question(ALL, ()), 2)
    committer.submit(entry("a", 2), 3)
    committer.submit(Entry("t1", (Noted(object()),), 1), 4)
    committer.submit(entry("b"), 5)
    committer.close()
    assert [ticket for ticket, _ in told] == [1, 2, 3, 4, 5]
    answers = [answer for _, answer in told]
    assert answers[0] is answers[4] is None
    assert [row["attempt_key"] for row in answers[1]] == ["a"]
    assert isinstance(answers[2], Conflict)
    assert isinstance(answers[3], Refused)


@pytest.mark.parametrize("error", [StoreFailed("no sync"), ValueError("a fault of ours")], ids=repr)
def test_a_failure_answers_everybody_and_stops(committer, gate, told, error):
    committer.submit(entry("a"), 1)
    assert gate.entered.acquire(timeout=10)
    committer.submit(entry("b"), 2)
    committer.submit(Question(ALL, ()), 3)
    gate.error = error
    gate.open.release()
    committer.submit(entry("c"), 4)
    committer.close()
    assert [ticket for ticket, _ in told] == [1, 2, 3, 4]
    assert isinstance(told[0][1], StoreFailed)
    assert all(answer is told[0][1] for _, answer in told), "everybody is told what happened first"
    assert gate.sizes == [1]


def test_the_queue_has_a_limit(gate, told):
    committer = Committer(MemoryStore(SCHEMA, gate), told.extend, most_waiting=3)
    committer.submit(entry("0"), 0)
    assert gate.entered.acquire(timeout=10)
    for number in range(1, 4):
        committer.submit(entry(str(number)), number)
    with pytest.raises(StoreBusy):
        committer.submit(entry("4"), 4)
    gate.open.release(10)
    committer.close()
    assert [ticket for ticket, _ in told] == [0, 1, 2, 3]


def test_closing_twice_and_submitting_after_it(gate, told):
    store = MemoryStore(SCHEMA)
    committer = Committer(store, told.extend)
    committer.close()
    committer.close()
    with pytest.raises(StoreFailed):
        committer.submit(entry("a"), 1)
    with pytest.raises(StoreFailed):
        store.commit([entry("a")])


def test_many_threads_may_submit(told):
    committer = Committer(MemoryStore(SCHEMA), told.extend)

    def submit(name):
        for number in range(200):
            committer.submit(entry(f"{name}.{number}"), (name, number))

    threads = [threading.Thread(target=submit, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    committer.close()
    assert len(told) == 800
    for name in range(4):
        assert [ticket[1] for ticket, _ in told if ticket[0] == name] == list(range(200))


def test_it_tells_when_the_disk_was_found_full_and_looks_for_room(told):
    store = MemoryStore(SCHEMA)
    asked = []
    store.refill_reserve = lambda: asked.append(len(told))
    committer = Committer(store, told.extend)
    committer.submit(entry("a"), 1)
    store.below_reserve = True
    assert committer.below_reserve
    for number in range(2, 9):
        committer.submit(entry(str(number)), number)
    committer.close()
    assert len(asked) == 1


def test_room_is_looked_for_before_anybody_is_answered(told):
    store = MemoryStore(SCHEMA)
    seen = []

    def make_room():
        store.below_reserve = False

    def deliver(answered):
        told.extend(answered)
        seen.append(committer.below_reserve)

    store.refill_reserve, store.below_reserve = make_room, True
    committer = Committer(store, deliver)
    committer.submit(entry("a"), 1)
    committer.close()
    assert (seen, len(told)) == ([False], 1)

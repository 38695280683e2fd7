"""The committer on the loop answers as the one with a thread, and one turn's items share a transaction."""

import asyncio

import pytest

from countertop.runtime.loop_committer import LoopCommitter
from countertop.storage import Conflict, Entry, MemoryStore, Question, Refused, StoreBusy, StoreFailed
from tests.storage.party_under_test import ALL, SCHEMA, Began, Noted


def entry(key, amount=1):
    return Entry("t1", (Began(key, "t1", amount),), 1)


class Sizes:
    """A store's trouble that notes the size of each batch, and fails when it is given an error."""

    def __init__(self):
        self.sizes = []
        self.error = None

    def __call__(self, moment, batch):
        if moment == "before":
            self.sizes.append(len(batch))
            if self.error:
                raise self.error


@pytest.fixture
def sizes():
    return Sizes()


@pytest.fixture
def play(sizes):
    """Return the function that runs a scene on a loop with an open committer; gives what was delivered."""

    def run(scene, **more):
        told = []

        async def scene_with_committer():
            loop = asyncio.get_running_loop()
            committer = LoopCommitter(loop, MemoryStore(SCHEMA, sizes), told.extend, **more)
            try:
                await asyncio.wait_for(scene(committer, told), 30)
            finally:
                await loop.run_in_executor(None, committer.close)

        asyncio.run(scene_with_committer())
        return told

    return run


def test_a_turns_items_are_one_batch_and_nothing_is_answered_at_once(play, sizes):
    async def scene(committer, told):
        for turn in range(3):
            for number in range(turn + 1):
                committer.submit(entry(f"{turn}.{number}"), (turn, number))
            assert len(told) == sum(range(turn + 1))
            await asyncio.sleep(0)
        assert (committer.batches, committer.written) == (3, 6)

    told = play(scene)
    assert sizes.sizes == [1, 2, 3]
    assert [ticket for ticket, _ in told] == [(0, 0), (1, 0), (1, 1), (2, 0), (2, 1), (2, 2)]
    assert all(answer is None for _, answer in told)


def test_what_answers_bring_is_the_next_batch(sizes):
    async def scene():
        done = asyncio.get_running_loop().create_future()

        def deliver(answered):
            for ticket, answer in answered:
                assert answer is None
                if ticket == 3:
                    done.set_result(None)
                elif ticket < 3:
                    committer.submit(entry(str(ticket + 1)), ticket + 1)

        committer = LoopCommitter(asyncio.get_running_loop(), MemoryStore(SCHEMA, sizes), deliver)
        committer.submit(entry("0"), 0)
        await asyncio.wait_for(done, 30)
        committer.close()

    asyncio.run(scene())
    assert sizes.sizes == [1, 1, 1, 1]


def test_every_kind_of_answer_comes_back_in_order(play):
    async def scene(committer, told):
        committer.submit(entry("a"), 1)
        committer.submit(Question(ALL, ()), 2)
        committer.submit(entry("a", 2), 3)
        committer.submit(Entry("t1", (Noted(object()),), 1), 4)

    told = play(scene)
    assert [ticket for ticket, _ in told] == [1, 2, 3, 4], "closing writes and answers all that waits"
    answers = [answer for _, answer in told]
    assert [type(answer) for answer in answers] == [type(None), list, Conflict, Refused]
    assert [row["attempt_key"] for row in answers[1]] == ["a"]


@pytest.mark.parametrize("error", [StoreFailed("no sync"), ValueError("a fault of ours")], ids=repr)
def test_a_failure_answers_everybody_and_stops(play, sizes, error):
    async def scene(committer, told):
        committer.submit(entry("a"), 1)
        await asyncio.sleep(0)
        sizes.error = error
        committer.submit(entry("b"), 2)
        committer.submit(Question(ALL, ()), 3)
        await asyncio.sleep(0)
        sizes.error = None
        committer.submit(entry("c"), 4)

    told = play(scene)
    assert [ticket for ticket, _ in told] == [1, 2, 3, 4]
    assert told[0][1] is None
    assert isinstance(told[1][1], StoreFailed)
    assert told[1][1] is told[2][1] is told[3][1], "everybody is told what happened first"
    assert sizes.sizes == [1, 2], "a failed store is not asked again"


def test_the_queue_has_a_limit(play):
    async def scene(committer, told):
        for number in range(3):
            committer.submit(entry(str(number)), number)
        with pytest.raises(StoreBusy):
            committer.submit(entry("3"), 3)
        await asyncio.sleep(0)
        committer.submit(entry("3"), 3)

    assert [ticket for ticket, _ in play(scene, most_waiting=3)] == [0, 1, 2, 3]


def test_it_may_be_closed_on_its_loop_and_twice(play):
    async def scene(committer, told):
        committer.submit(entry("a"), 1)
        committer.close()
        assert told == [(1, None)]
        committer.close()
        with pytest.raises(StoreFailed):
            committer.submit(entry("b"), 2)

    play(scene)

"""Looking at the host for all who look on: once, however many come at the same moment."""

import asyncio

import pytest

from countertop.web.merchant.watch import Watch

PULSE = {"at": 1, "oldest_in_flight_age": None, "oldest_owed_age": None, "newest_serial": 1}


class Desk:
    def __init__(self):
        self.asked = 0

    async def request(self, verb, arguments=None):
        assert verb == "pulse"
        self.asked += 1
        await asyncio.sleep(0)
        return 0, PULSE


def test_two_who_come_at_once_look_on_once():
    async def look():
        desk = Desk()
        watch = Watch(desk)
        one, other = watch.seen(1), watch.seen(1)
        assert await asyncio.gather(anext(one), anext(other)) == [1, 1]
        looking = [task for task in asyncio.all_tasks() if task.get_coro().__name__ == "_look_on"]
        await one.aclose()
        await other.aclose()
        for task in looking:
            task.cancel()
        return len(looking), desk.asked

    assert asyncio.run(look()) == (1, 1)


def test_whoever_looks_on_hears_of_a_fault_and_may_ask_again(monkeypatch):
    """Nobody may be shown an old list for ever because one look went wrong."""
    monkeypatch.setattr("countertop.web.merchant.watch.EVERY", 0)

    class Stumbling(Desk):
        async def request(self, verb, arguments=None):
            if self.asked == 1:
                self.asked += 1
                raise KeyError(verb)
            return await super().request(verb, arguments)

    async def look():
        watch = Watch(Stumbling())
        with pytest.raises(KeyError):
            async for _ in watch.seen(0.01):
                pass
        again = watch.seen(60)
        assert await anext(again) == 1
        await again.aclose()

    asyncio.run(look())

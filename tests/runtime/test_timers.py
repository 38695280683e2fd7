"""Timers fire in order, once, and cost nothing when cancelled."""

import asyncio
from time import perf_counter

from countertop.runtime.clock import look_at_clock
from countertop.runtime.timers import Timers
from countertop.values import MILLISECOND, SECOND


def run(test):
    async def live():
        fired = []
        timers = Timers(asyncio.get_running_loop(), lambda name, now: fired.append(name))
        await test(timers, fired)
        timers.close()

    asyncio.run(live())


def test_timers_fire_in_the_order_of_their_times_whatever_their_duration():
    async def test(timers, fired):
        now = look_at_clock()
        for name, after in (("c", 60), ("a", 20), ("b", 40), ("a2", 20)):
            timers.set(name, after * MILLISECOND, now)
        await asyncio.sleep(0.1)
        assert fired == ["a", "a2", "b", "c"]
        assert len(timers) == 0

    run(test)


def test_a_timer_set_again_is_replaced_and_a_cancelled_one_is_gone():
    async def test(timers, fired):
        now = look_at_clock()
        timers.set("moved", 10 * MILLISECOND, now)
        timers.set("moved", 60 * MILLISECOND, now)
        timers.set("gone", 10 * MILLISECOND, now)
        timers.cancel("gone")
        timers.cancel("never set")
        await asyncio.sleep(0.035)
        assert fired == []
        await asyncio.sleep(0.05)
        assert fired == ["moved"]

    run(test)


def test_what_one_timer_does_to_another_of_the_same_moment_holds():
    async def live():
        fired = []

        def fire(name, now):
            fired.append(name)
            if name == "first":
                timers.cancel("second")
                timers.set("third", 30 * MILLISECOND, now)

        timers = Timers(asyncio.get_running_loop(), fire)
        now = look_at_clock()
        for name in ("first", "second", "third"):
            timers.set(name, 10 * MILLISECOND, now)
        await asyncio.sleep(0.03)
        assert fired == ["first"]
        await asyncio.sleep(0.04)
        assert fired == ["first", "third"]
        timers.close()

    asyncio.run(live())


def test_a_shorter_timer_set_later_is_not_kept_waiting():
    async def test(timers, fired):
        timers.set("long", 10 * SECOND, look_at_clock())
        timers.set("short", 10 * MILLISECOND, look_at_clock())
        await asyncio.sleep(0.04)
        assert fired == ["short"]

    run(test)


def test_a_hundred_thousand_set_and_cancelled_are_cheap_and_leave_nothing():
    async def test(timers, fired):
        before = perf_counter()
        for number in range(100_000):
            timers.set(number, 25 * SECOND, look_at_clock())
            timers.cancel(number)
        assert perf_counter() - before < 2
        assert len(timers) == 0
        assert sum(map(len, timers._queues.values())) == 0

    run(test)

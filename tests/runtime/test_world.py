"""Every effect is performed in the real world, and a party that stops comes back from its store."""

import asyncio
import sqlite3
import threading

from countertop.runtime import groups
from countertop.storage import StoreFailed
from tests.runtime.conftest import Caller, configured, until


def test_what_was_heard_is_written_before_it_is_said_back_and_found_again(house):
    async def first(resident):
        caller = await Caller.call(resident)
        assert await caller.ask(b"one") == b"echo one"
        assert await caller.ask(b"two") == b"echo two"
        assert await caller.ask(b"one") == b"again one"

    async def second(resident):
        caller = await Caller.call(resident)
        assert await caller.ask(b"list") == b"all,one,two"

    house(first)
    house(second)


def test_frames_that_come_in_pieces_or_together_are_all_answered_in_order(house):
    async def test(resident):
        caller = await Caller.call(resident)
        stream = b"".join(len(word).to_bytes(2, "big") + word for word in (b"aa", b"bb", b"cc"))
        for size in (1, 4, len(stream)):
            for start in range(0, len(stream), size):
                caller.writer.write(stream[start : start + size])
                await asyncio.sleep(0.001)
            assert [(await caller.hear())[-2:] for _ in range(3)] == [b"aa", b"bb", b"cc"]

    house(test)


def test_timers_fire_and_cancelled_ones_do_not(house):
    async def test(resident):
        caller = await Caller.call(resident)
        assert await caller.ask(b"no-timer") == b"quiet"
        await asyncio.sleep(0.08)
        assert await caller.ask(b"timer") == b"ring"
        assert await caller.ask(b"still-here") == b"echo still-here"

    house(test)


def test_a_line_hung_up_by_the_actor_has_its_last_words_sent(house):
    async def test(resident):
        caller = await Caller.call(resident)
        assert await caller.ask(b"bye") == b"bye"
        assert await caller.closed()
        assert resident._world.stage.actor.closed == []

    house(test)


def test_chance_clock_and_hsm_reply_at_once(house):
    async def test(resident):
        caller = await Caller.call(resident)
        assert await caller.ask(b"tools") == b"5 True key-block"
        assert resident.log.counters["run.started"] == 2

    house(test)


def test_an_actor_learns_whether_there_is_room_on_the_disk_and_when_there_is_again(house, belongings, monkeypatch):
    monkeypatch.setattr(groups, "REFILL_PAUSE", 0)
    room = []

    def spoil(store):
        refill = store.refill_reserve
        store._reserve.release()
        store.refill_reserve = lambda: room and refill()

    async def test(resident):
        caller = await Caller.call(resident)
        assert await caller.ask(b"reserve") == b"reserve True"

    async def without(resident):
        caller = await Caller.call(resident)
        assert await caller.ask(b"reserve") == b"reserve False"
        assert await caller.ask(b"list") == b"all"
        assert await caller.ask(b"reserve") == b"reserve False"
        room.append("some")
        assert [await caller.ask(b"list") for _ in range(2)] == [b"all"] * 2
        assert await caller.ask(b"reserve") == b"reserve True"

    house(test)
    belongings.spoil = spoil
    house(without)


def test_dialling_gives_a_line_that_the_actor_knows(house, tmp_path):
    async def test(resident):
        heard = asyncio.get_running_loop().create_future()

        async def answer(reader, writer):
            heard.set_result(await reader.readexactly(7))
            writer.close()

        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        resident.configuration.routes["far"].addresses = [("127.0.0.1", 1), server.sockets[0].getsockname()]
        caller = await Caller.call(resident)
        assert await caller.ask(b"dial") == b"line 2 True"
        assert await asyncio.wait_for(heard, 5) == b"\x00\x05hello"
        await until(lambda: resident._world.stage.actor.closed == ["closed"])
        server.close()

    house(test, configured(tmp_path))


def test_dialling_nobody_says_why(house, tmp_path):
    async def test(resident):
        caller = await Caller.call(resident)
        assert await caller.ask(b"dial") == b"refused"
        resident.configuration.routes["far"].addresses = [("256.0.0.1", 9)]
        assert await caller.ask(b"dial") == b"unreachable"

    house(test, configured(tmp_path))


def test_a_broken_invariant_drops_the_actor_and_the_next_one_starts_from_the_store(house, belongings):
    async def test(resident):
        caller = await Caller.call(resident)
        assert await caller.ask(b"kept") == b"echo kept"
        life = resident._world
        caller.say(b"break")
        assert await caller.closed()
        await until(lambda: resident._world not in (life, None) and resident._world.lines._servers)
        assert belongings.stores == 2
        assert resident.log.counters["run.stopped"] == 1
        again = await Caller.call(resident)
        assert await again.ask(b"list") == b"all,kept"

    house(test)


def test_a_failed_write_stops_the_party_before_anything_is_said(house, belongings):
    def spoil(store):
        perform = store.perform
        belongings.spoil = None

        def failing(batch):
            if any("Heard" in repr(item) or "heard" in repr(item) for item in batch if hasattr(item, "records")):
                store._failed = True
                raise StoreFailed("the disk is gone") from sqlite3.OperationalError("disk I/O error")
            return perform(batch)

        store.perform = failing

    belongings.spoil = spoil

    async def test(resident):
        caller = await Caller.call(resident)
        caller.say(b"lost")
        assert await caller.closed()
        await until(lambda: belongings.stores == 2 and resident._world and resident._world.lines._servers)
        assert belongings.stores == 2
        again = await Caller.call(resident)
        assert await again.ask(b"list") == b"all"
        assert await again.ask(b"lost") == b"echo lost"

    house(test)


def test_a_party_that_is_behind_reads_no_more_until_it_has_caught_up(house, belongings, monkeypatch):
    monkeypatch.setattr("countertop.runtime.world.MOST_WAITING", 10)
    monkeypatch.setattr("countertop.runtime.world.FEW_WAITING", 5)
    gate = threading.Event()
    held = []

    def slow(store):
        perform = store.perform

        def performing(batch):
            gate.wait(10)
            return perform(batch)

        if belongings.stores == 1:
            gate.set()
        store.perform = performing

    belongings.spoil = slow

    async def test(resident):
        hold = resident._world.lines.hold
        resident._world.lines.hold = lambda *, held: (seen.append(held), hold(held=held))
        gate.clear()
        caller = await Caller.call(resident)
        for number in range(40):
            caller.say(b"%d" % number)
            await asyncio.sleep(0)
        await until(lambda: seen == [True])
        waiting = resident._world.stage.waiting
        caller.say(b"late")
        await asyncio.sleep(0.1)
        assert resident._world.stage.waiting == waiting
        gate.set()
        assert [await caller.hear() for _ in range(41)] == [
            *(b"echo %d" % number for number in range(40)),
            b"echo late",
        ]
        assert seen[-1] is False
        assert resident.log.counters["run.held"] == len(seen) / 2

    seen = held
    house(test)

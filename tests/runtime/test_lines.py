"""What a line may cost, and that a bad peer hurts nobody else (reliability.md, B4)."""

import asyncio
import socket
from statistics import quantiles
from time import perf_counter, thread_time

import pytest

from countertop.codec import Framing
from countertop.runtime import lines as lines_module
from countertop.runtime.errors import AddressTaken, ConfigurationFault
from countertop.runtime.lines import LineLimits, Lines, Listener, Route
from countertop.values import MILLISECOND, SECOND
from tests.runtime.conftest import Caller, until

QUICK = LineLimits(header=100 * MILLISECOND, body=150 * MILLISECOND, idle=300 * MILLISECOND)


@pytest.fixture(autouse=True)
def look_often(monkeypatch, request):
    if "crowd" not in request.fixturenames:
        monkeypatch.setattr(lines_module, "LOOK_EVERY", 10 * MILLISECOND)


@pytest.fixture
def crowd():
    peers = []
    yield peers
    for peer in peers:
        peer.close()


class Party:
    """Answers every frame with itself, and remembers what became of its lines."""

    def __init__(self, answer=True):
        self.answer = answer
        self.lines = Lines(asyncio.get_running_loop(), self)
        self.frames, self.closed, self.refused = [], [], []

    def line_opened(self, line, role, peer, identity, now):
        pass

    def frame_received(self, line, payload, now):
        self.frames.append(payload)
        if self.answer:
            self.lines.send(line, payload)

    def line_closed(self, line, reason, now):
        self.closed.append(reason)

    def line_refused(self, role, reason, address):
        self.refused.append((reason, address))

    async def listen(self, limits=QUICK, framing=Framing.BINARY2):
        return await self.lines.listen(Listener("callers", ("127.0.0.1", 0), framing, limits))


def run(test, **options):
    async def live():
        party = Party(**options)
        try:
            await asyncio.wait_for(test(party), 20)
        finally:
            party.lines.close()
            await Caller.hang_up_all()

    asyncio.run(live())


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (b"\x00", "header-late"),
        (b"\x00\x05abc", "body-late"),
        (b"", "idle"),
        (b"\x00\x00", "garbled"),
        (b"\xff\xff", "garbled"),
        (b"\x20\x01", "garbled"),
    ],
)
def test_a_peer_that_does_not_finish_or_makes_no_sense_is_cut_off_and_counted(said, reason):
    async def test(party):
        caller = await Caller.call(await party.listen())
        caller.writer.write(said)
        with pytest.raises((ConnectionResetError, asyncio.IncompleteReadError)):
            await asyncio.wait_for(caller.hear(), 2)
        assert party.closed == [reason]
        assert party.lines.counters[reason] == 1
        assert party.frames == []
        assert len(party.lines) == 0

    run(test)


def test_whole_frames_before_a_senseless_prefix_still_count():
    async def test(party):
        caller = await Caller.call(await party.listen())
        caller.writer.write(b"\x00\x02ok\x00\x00")
        await until(lambda: party.closed == ["garbled"])
        assert party.frames == [b"ok"]

    run(test)


def test_a_slow_frame_is_allowed_its_time_from_header_to_body():
    async def test(party):
        caller = await Caller.call(await party.listen())
        for piece in (b"\x00", b"\x02", b"o", b"k"):
            caller.writer.write(piece)
            await asyncio.sleep(0.06)
        assert await caller.hear() == b"ok"
        assert party.closed == []

    run(test)


def test_a_heartbeat_keeps_a_line_alive_and_nobody_is_told():
    async def test(party):
        caller = await Caller.call(await party.listen(framing=Framing.ASCII4))
        for _ in range(5):
            caller.writer.write(b"0000")
            await asyncio.sleep(0.1)
        assert party.closed == []
        assert party.frames == []

    run(test)


def test_one_address_may_not_take_all_lines_and_all_may_not_take_more_than_there_are():
    async def test(party):
        address = await party.listen(LineLimits(most=3, most_per_address=2))
        first, second = await Caller.call(address), await Caller.call(address)
        assert await first.ask(b"1") == b"1"
        assert await second.ask(b"2") == b"2"
        with pytest.raises((ConnectionResetError, asyncio.IncompleteReadError)):
            await (await Caller.call(address)).ask(b"3")
        other = Caller(*await asyncio.open_connection(*address, local_addr=("127.0.0.2", 0)))
        assert await other.ask(b"4") == b"4"
        with pytest.raises((ConnectionResetError, asyncio.IncompleteReadError)):
            await Caller(*await asyncio.open_connection(*address, local_addr=("127.0.0.3", 0))).ask(b"5")
        assert party.refused == [("too-many-from-address", "127.0.0.1"), ("too-many-lines", "127.0.0.3")]
        first.hang_up()
        await until(lambda: len(party.lines) == 2)
        assert await (await Caller.call(address)).ask(b"6") == b"6"

    run(test)


def test_a_peer_that_does_not_read_is_not_read_from_and_cannot_fill_our_memory():
    async def test(party):
        address = await party.listen(LineLimits(most_unsent=1 << 20))
        with socket.create_connection(address) as deaf:
            deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            deaf.setblocking(False)
            stream = memoryview(((8000).to_bytes(2, "big") + bytes(8000)) * 4000)
            sent = 0
            for _ in range(1000):
                try:
                    sent += deaf.send(stream[sent:])
                except BlockingIOError:
                    await asyncio.sleep(0.001)
            assert sent < len(stream) / 2
            assert party.lines.unsent < 1 << 20
            # What arrives unasked is bounded too: the party itself keeps talking to it.
            for _ in range(4000):
                party.lines.send(1, bytes(8000))
                if not len(party.lines):
                    break
                await asyncio.sleep(0)
            assert party.closed == ["slow"]
        other = await Caller.call(address)
        assert await other.ask(b"fine") == b"fine"

    run(test)


def test_what_is_sent_in_one_turn_leaves_in_one_piece_and_at_once():
    async def test(party):
        address = await party.listen()
        caller = await Caller.call(address)
        caller.say(b"hello")
        await caller.hear()
        line = party.lines._lines[1]
        written = []
        line._transport = type("Transport", (), {
            "write": lambda _, data: written.append(data), "is_closing": lambda _: False,
            "get_write_buffer_size": lambda _: 0, "abort": line._transport.abort,
        })()  # fmt: skip
        for word in (b"a", b"bb", b"ccc"):
            party.lines.send(1, word)
        await asyncio.sleep(0)
        assert written == [b"\x00\x01a\x00\x02bb\x00\x03ccc"]

    run(test)


def test_lines_are_set_up_for_small_frames():
    async def test(party):
        address = await party.listen()
        await (await Caller.call(address)).ask(b"x")
        transport = party.lines._lines[1]._transport
        assert transport.max_size == 16_384
        assert transport.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)

    run(test)


def test_while_the_party_is_behind_nothing_is_read():
    async def test(party):
        address = await party.listen(LineLimits())
        caller = await Caller.call(address)
        await caller.ask(b"before")
        party.lines.hold(held=True)
        late = await Caller.call(address)
        caller.say(b"held")
        late.say(b"held too")
        await asyncio.sleep(0.1)
        assert party.frames == [b"before"]
        party.lines.hold(held=False)
        assert await caller.hear() == b"held"
        assert await late.hear() == b"held too"

    run(test)


def test_a_busy_port_and_a_foreign_address_say_so():
    async def test(party):
        address = await party.listen()
        with pytest.raises(AddressTaken, match=f"port {address[1]} is in use"):
            await party.lines.listen(Listener("callers", address))
        with pytest.raises(ConfigurationFault, match=r"192\.0\.2\.1"):
            await party.lines.listen(Listener("callers", ("192.0.2.1", 5101)))

    run(test)


def test_a_route_is_given_up_after_its_patience():
    async def test(party):
        with socket.socket() as full:
            full.bind(("127.0.0.1", 0))
            full.listen(0)
            address = full.getsockname()
            fillers = [socket.socket() for _ in range(4)]
            for filler in fillers:
                filler.setblocking(False)
                filler.connect_ex(address)
            await asyncio.sleep(0.05)
            assert await party.lines.dial(Route("far", [address], patience=200 * MILLISECOND)) == "time-out"
            for filler in fillers:
                filler.close()

    run(test)


def test_a_thousand_slow_peers_do_not_slow_the_others(crowd):
    slow_peers, rounds = 1000, 400

    async def pace(address):
        """Return the p99 of the CPU time of one question and answer: what else runs is not in it."""
        caller = await Caller.call(address)
        best = []
        for _ in range(5):
            times = []
            for number in range(rounds):
                before = thread_time()
                await caller.ask(b"%d" % number)
                times.append(thread_time() - before)
            best.append(quantiles(times, n=100)[98])
        return min(best)

    async def test(party):
        address = await party.listen(LineLimits(header=10 * SECOND, most_per_address=2000))
        alone = await pace(address)
        for _ in range(slow_peers):
            crowd.append(socket.create_connection(address))
            crowd[-1].send(b"\x00")
            await asyncio.sleep(0)
        await asyncio.sleep(0.1)
        crowded = await pace(address)
        assert len(party.lines) >= slow_peers
        assert crowded < 2 * alone + 0.0002

    run(test)


def test_a_party_that_is_slowed_down_answers_late_and_in_order_until_that_ends():
    async def test(party):
        address = await party.listen(LineLimits(header=SECOND, body=SECOND, idle=5 * SECOND))
        caller = await Caller.call(address)
        party.lines.slow_down(0.5)
        began = perf_counter()
        caller.say(b"a")
        caller.say(b"b")
        assert (await caller.hear(), await caller.hear()) == (b"a", b"b")
        assert perf_counter() - began >= 0.5
        party.lines.slow_down(0)
        began = perf_counter()
        assert await caller.ask(b"c") == b"c"
        assert perf_counter() - began < 0.5

    run(test)

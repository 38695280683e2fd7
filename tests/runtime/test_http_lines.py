"""Lines that speak HTTP: the same limits, one request at a time, and nothing taken that was not asked for."""

import asyncio

import pytest

from countertop.runtime import lines as lines_module
from countertop.runtime.lines import LineLimits, Lines, Listener, Route
from countertop.runtime.wires import TERMINALS, Http
from countertop.values import MILLISECOND
from tests.runtime import conftest
from tests.runtime.conftest import until

WIRE = Http("/wallet/v1")
QUICK = LineLimits(header=100 * MILLISECOND, body=150 * MILLISECOND, idle=400 * MILLISECOND)


@pytest.fixture(autouse=True)
def look_often(monkeypatch):
    monkeypatch.setattr(lines_module, "LOOK_EVERY", 10 * MILLISECOND)


class Party:
    """Remembers what it was told; answers with the frame itself unless told to be silent."""

    def __init__(self):
        self.lines = Lines(asyncio.get_running_loop(), self)
        self.frames, self.opened, self.closed, self.refused = [], [], [], []
        self.silent = False

    def line_opened(self, line, role, peer, identity, now):
        self.opened.append(line)

    def frame_received(self, line, payload, now):
        self.frames.append(payload)
        if not self.silent:
            asyncio.get_running_loop().call_soon(self.lines.send, line, b'{"heard":%s}' % payload)

    def line_closed(self, line, reason, now):
        self.closed.append(reason)

    def line_refused(self, role, reason, address):
        self.refused.append(reason)

    async def listen(self, limits=QUICK, wire=WIRE):
        return await self.lines.listen(Listener("acquirers", ("127.0.0.1", 0), wire, limits))


def run(test):
    async def live():
        party = Party()
        try:
            await asyncio.wait_for(test(party), 20)
        finally:
            party.lines.close()
            await Caller.hang_up_all()

    asyncio.run(live())


def posted(body=b"{}", *more, path=b"/wallet/v1", method=b"POST", kind=b"application/json", size=None):
    lines = [
        b"%s %s HTTP/1.1" % (method, path), b"Host: wallet", b"Content-Type: " + kind,
        b"Content-Length: %d" % (len(body) if size is None else size), *more, b"", b"",
    ]  # fmt: skip
    return b"\r\n".join(lines) + body


class Caller(conftest.Caller):
    """A client that writes bytes and reads responses."""

    def say(self, data):
        self.writer.write(data)

    async def response(self):
        """Return status and body of the next response."""
        head = await asyncio.wait_for(self.reader.readuntil(b"\r\n\r\n"), 5)
        status = int(head.split()[1])
        size = next(int(line[16:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length: "))
        return status, await self.reader.readexactly(size)

    async def ask(self, *parts, **more):
        self.say(posted(*parts, **more))
        return await self.response()

    async def ended(self):
        return await asyncio.wait_for(self.reader.read(), 5) == b""


def test_a_body_is_a_frame_and_the_next_frame_answers_it():
    async def test(party):
        caller = await Caller.call(await party.listen())
        for number in range(3):
            assert await caller.ask(b"%d" % number) == (200, b'{"heard":%d}' % number)
        assert party.frames == [b"0", b"1", b"2"]
        assert len(party.opened) == 1

    run(test)


def test_a_request_may_come_in_pieces_and_in_chunks():
    async def test(party):
        caller = await Caller.call(await party.listen())
        whole = posted(b'{"a":1}')
        for place in range(0, len(whole), 40):
            caller.say(whole[place : place + 40])
            await asyncio.sleep(0.005)
        assert (await caller.response())[0] == 200
        caller.say(
            b"POST /wallet/v1 HTTP/1.1\r\nHost: w\r\nContent-Type: application/json; charset=utf-8\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
        )
        assert (await caller.response())[0] == 200
        assert party.frames == [b'{"a":1}', b"{}"]

    run(test)


def test_requests_sent_early_are_answered_one_after_the_other():
    async def test(party):
        caller = await Caller.call(await party.listen())
        caller.say(b"".join(posted(b"%d" % number) for number in range(20)))
        for number in range(20):
            assert await caller.response() == (200, b'{"heard":%d}' % number)

    run(test)


def test_who_talks_on_without_an_answer_is_not_read_from():
    async def test(party):
        party.silent = True
        caller = await Caller.call(await party.listen(LineLimits()))
        for _ in range(400):
            caller.say(posted(b"1" * 8000))
        await until(lambda: party.frames)
        await asyncio.sleep(0.1)
        assert len(party.frames) == 1
        (line,) = party.lines._lines.values()
        assert len(line._session.trailing_data[0]) < 64 << 10

    run(test)


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (posted(path=b"/"), 404),
        (posted(path=b"/wallet/v1/../../etc"), 404),
        (posted(method=b"GET"), 405),
        (posted(method=b"DELETE"), 405),
        (posted(kind=b"text/plain"), 415),
        (posted(b"x" * 8193), 413),
        (posted(size=10**9), 413),
        (posted(b"{}", b"X: " + b"y" * 9000), 431),
        (b"\x00\x05hello\r\n\r\n", 400),
        (b"POST /wallet/v1 HTTP/1.1\r\n\r\n", 400),
        (b"POST /wallet/v1 HTTP/1.1\r\nHost: w\r\nContent-Length: -1\r\n\r\n", 400),
        (b"POST /wallet/v1 HTTP/1.1\r\nHost: w\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
        (
            b"POST /wallet/v1 HTTP/1.1\r\nHost: w\r\nContent-Type: application/json\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n2001\r\n" + b"x" * 8193 + b"\r\n0\r\n\r\n",
            413,
        ),
    ],
)
def test_anything_else_is_turned_away_and_hung_up_on(request_bytes, status):
    async def test(party):
        caller = await Caller.call(await party.listen())
        caller.say(request_bytes)
        assert (await caller.response())[0] == status
        assert await caller.ended()
        assert party.frames == []
        assert party.closed == ["garbled"]
        assert party.lines.counters["garbled"] == 1
        assert len(party.lines) == 0

    run(test)


@pytest.mark.parametrize(
    ("said", "reason"), [(b"", "idle"), (b"POST /wal", "header-late"), (posted(b"{", size=5), "body-late")]
)
def test_a_caller_who_does_not_finish_is_cut_off(said, reason):
    async def test(party):
        caller = await Caller.call(await party.listen())
        caller.say(said)
        await until(lambda: party.closed)
        assert party.closed == [reason]

    run(test)


def test_a_slow_answer_is_no_fault_of_the_callers():
    async def test(party):
        party.silent = True
        caller = await Caller.call(await party.listen())
        caller.say(posted(b"1"))
        await asyncio.sleep(0.25)
        party.lines.send(party.opened[0], b"late")
        assert await caller.response() == (200, b"late")
        assert party.closed == []

    run(test)


def test_an_answer_that_nobody_waits_for_is_swallowed():
    async def test(party):
        party.silent = True
        caller = await Caller.call(await party.listen())
        caller.say(posted(b"1"))
        await until(lambda: party.frames)
        for _ in range(2):
            party.lines.send(party.opened[0], b"answer")
        assert await caller.response() == (200, b"answer")
        caller.say(posted(b"2"))
        await until(lambda: len(party.frames) == 2)
        party.lines.send(party.opened[0], b"other")
        assert await caller.response() == (200, b"other")

    run(test)


def test_a_caller_may_ask_once_and_leave():
    async def test(party):
        caller = await Caller.call(await party.listen())
        assert (await caller.ask(b"1", b"Connection: close"))[0] == 200
        assert await caller.ended()
        await until(lambda: party.closed == ["closed"])

    run(test)


def test_a_caller_may_ask_whether_to_go_on():
    async def test(party):
        caller = await Caller.call(await party.listen())
        caller.say(posted(b"", b"Expect: 100-continue", size=2))
        assert (await caller.reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 100")
        caller.say(b"{}")
        assert (await caller.response())[0] == 200

    run(test)


def test_callers_are_counted_as_on_every_line():
    async def test(party):
        address = await party.listen(LineLimits(most_per_address=1))
        first = await Caller.call(address)
        await until(lambda: party.opened)
        second = await Caller.call(address)
        assert await second.ended()
        assert party.refused == ["too-many-from-address"]
        assert (await first.ask(b"1"))[0] == 200

    run(test)


def test_on_a_line_that_we_dialled_frames_are_posted_one_after_the_other():
    async def test(party):
        far = Party()
        address = await far.listen()
        line = await party.lines.dial(Route("acquirer", [address], WIRE))
        party.silent = True
        for number in range(3):
            party.lines.send(line, b"%d" % number)
        await until(lambda: len(party.frames) == 3)
        assert party.frames == [b'{"heard":0}', b'{"heard":1}', b'{"heard":2}']
        assert far.frames == [b"0", b"1", b"2"]
        far.lines.close()
        await until(lambda: party.closed)

    run(test)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://elsewhere\r\nContent-Length: 0\r\n\r\n",
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n" + b"x" * 9000,
    ],
)
def test_a_response_that_is_none_ends_the_line(answer):
    async def test(party):
        async def answer_wrongly(reader, writer):
            await reader.readuntil(b"\r\n\r\n1")
            writer.write(answer)
            conftest.Caller(reader, writer)

        server = await asyncio.start_server(answer_wrongly, "127.0.0.1", 0)
        line = await party.lines.dial(Route("acquirer", [server.sockets[0].getsockname()], WIRE))
        party.lines.send(line, b"1")
        await until(lambda: party.closed)
        assert party.closed == ["garbled"]
        assert party.frames == []
        server.close()

    run(test)


FRAME = bytes.fromhex("0003") + b"abc"
HEAD = (
    b"POST /mjc/webtrans/VPB_lb HTTP/1.1\r\n"
    b"Host: %s\r\n"
    b"User-Agent: Donjin Http 0.1\r\n"
    b"Cache-Control: no-cache\r\n"
    b"Accept: */*\r\n"
    b"Content-Type: x-ISO-TPDU/x-auth\r\n"
    b"Content-Length: 5\r\n\r\n"
)


def test_a_terminal_posts_its_frame_with_its_prefix():
    async def test(party):
        heard = asyncio.get_running_loop().create_future()

        async def answer(reader, writer):
            heard.set_result(await reader.readexactly(len(HEAD % b"127.0.0.1:00000") + len(FRAME)))
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n\x00\x02ok")
            conftest.Caller(reader, writer)

        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        address = server.sockets[0].getsockname()
        party.silent = True
        line = await party.lines.dial(Route("acquirer", [address], TERMINALS))
        party.lines.send(line, b"abc")
        expected = HEAD % b"127.0.0.1:%d" % address[1] + FRAME
        assert sorted((await heard).lower().split(b"\r\n")) == sorted(expected.lower().split(b"\r\n"))
        await until(lambda: party.frames == [b"ok"])
        server.close()

    run(test)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (FRAME, 200),
        (b"abc", 400),
        (FRAME + b"x", 400),
        (FRAME + FRAME, 400),
        (FRAME[:-1], 400),
        (b"\0\0", 400),
        (b"", 400),
    ],
)
def test_a_host_takes_a_body_whose_prefix_fits(body, status):
    async def test(party):
        caller = await Caller.call(await party.listen(wire=TERMINALS))
        found, answer = await caller.ask(body, path=TERMINALS.path.encode(), kind=b"x-ISO-TPDU/x-auth")
        assert found == status
        assert party.frames == ([b"abc"] if status == 200 else [])
        assert answer == (b"\x00\x0d" + b'{"heard":abc}' if status == 200 else b"")

    run(test)


def test_who_posts_again_without_an_answer_has_given_up_on_it():
    async def test(party):
        far = Party()
        far.silent = party.silent = True
        line = await party.lines.dial(Route("acquirer", [await far.listen(wire=TERMINALS)], TERMINALS))
        party.lines.send(line, b"1")
        await until(lambda: far.frames == [b"1"])
        party.lines.send(line, b"2")
        assert party.closed == ["given-up"]
        await until(lambda: far.closed)
        assert far.frames == [b"1"]
        far.lines.close()

    run(test)

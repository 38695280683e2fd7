"""A crowd at a site: who is slow to ask is hung up on, and who asks is answered however many only wait."""

import asyncio
import http.client
import socket
from contextlib import ExitStack, closing
from threading import Event, Thread

import pytest
import uvicorn

from countertop.web.callers import Caller

PATIENCE = 40
MOST = 8


class Quick(Caller):
    """Has less patience than a site, so that a test needs none."""

    patience = 0.3


class Site:
    """An application that answers what it was sent, in a thread of this program; `/held` waits until it may."""

    def __init__(self, caller):
        self.may = Event()
        config = uvicorn.Config(
            self._answer,
            port=0,
            http=caller,
            limit_concurrency=MOST,
            log_config=None,
            lifespan="off",
            ws="none",
            interface="asgi3",
        )
        self.server = uvicorn.Server(config)
        self.thread = Thread(target=lambda: asyncio.run(self.server.serve()), daemon=True)

    async def _answer(self, scope, receive, send):
        body = b""
        while (message := await receive()).get("more_body"):
            body += message["body"]
        if scope["path"] == "/held":
            await asyncio.to_thread(self.may.wait, PATIENCE)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": body + message.get("body", b"")})

    def __enter__(self):
        self.thread.start()
        while not self.server.started:
            assert self.thread.is_alive()
        self.place = self.server.servers[0].sockets[0].getsockname()
        return self

    def __exit__(self, *_):
        self.may.set()
        self.server.should_exit = True
        self.thread.join(PATIENCE)

    def connected(self, sent=b""):
        caller = socket.create_connection(self.place, PATIENCE)
        caller.sendall(sent)
        return caller

    def status(self):
        with closing(http.client.HTTPConnection(*self.place, timeout=PATIENCE)) as asking:
            asking.request("POST", "/", b"a body")
            answer = asking.getresponse()
            return answer.status, answer.read()


def is_hung_up_on(caller):
    """Wait until the site closes; False when it answers instead."""
    try:
        return caller.recv(100) == b""
    except ConnectionResetError:
        return True


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GET / HT",
        b"GET / HTTP/1.1\r\nHost: here\r\nX-Slow: ",
        b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 9\r\n\r\nhalf",
    ],
)
def test_who_never_comes_to_the_end_of_a_request_is_hung_up_on(sent):
    with Site(Quick) as site, site.connected(sent) as slow:
        assert is_hung_up_on(slow)


def test_a_byte_now_and_then_keeps_nobody_connected():
    with Site(Quick) as site, site.connected(b"GET / HTTP/1.1\r\n") as slow:
        slow.settimeout(0.05)
        for _ in range(1000):
            try:
                slow.sendall(b"X-A: b\r\n")
                assert slow.recv(100) == b""
            except TimeoutError:
                continue
            except OSError:
                pass
            break
        else:
            pytest.fail("still connected")


def test_who_waits_for_an_answer_owes_nothing():
    with Site(Quick) as site, site.connected(b"GET /held HTTP/1.1\r\nHost: here\r\n\r\n") as asking:
        with site.connected() as slow:  # came later, and is hung up on while the other one waits
            assert is_hung_up_on(slow)
        site.may.set()
        assert asking.recv(100).startswith(b"HTTP/1.1 200")


def test_a_crowd_that_asks_nothing_locks_nobody_out():
    """Nobody is hung up on for being slow here: they make room, the oldest first."""
    with Site(Caller) as site, ExitStack() as crowd:
        idle = [crowd.enter_context(site.connected(b"GET / HT" if each % 2 else b"")) for each in range(3 * MOST)]
        assert site.status() == (200, b"a body")
        assert is_hung_up_on(idle[0])
        assert len(site.server.server_state.connections) < MOST


def test_more_who_ask_than_a_site_takes_are_told_so():
    held = b"GET /held HTTP/1.1\r\nHost: here\r\n\r\n"
    with Site(Caller) as site, ExitStack() as crowd:
        for number in range(1, MOST):
            crowd.enter_context(site.connected(held))
            while len(site.server.server_state.tasks) < number:
                pass
        assert site.status()[0] == 503
        site.may.set()

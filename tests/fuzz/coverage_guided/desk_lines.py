"""Lines of JSON at a desk: every line is answered with lines of JSON, and no line brings the desk down."""

import asyncio
import json

from countertop.runtime.desk import Desk, _Client
from tests.fuzz.coverage_guided.seeds import DEEP

SEEDS = (
    b'{"id": 1, "verb": "health"}\n',
    b'{"id": 1, "verb": "sale", "arguments": {"amount": 5}, "talks": true, "person": true}\n{"id": 1, "question": 7}\n',
    b'{"id": 2, "verb": "sign-in", "arguments": {"operator": "01"}, "answers": {"ask.pin": "123456"}}\n',
    b'{"id": 3, "verb": "sale", "arguments": {"ask.card": {"fault": "turned"}, "password": "x"}}\n',
    b'{"id": "a", "question": 1, "answer": "1"}\n{"id": 1, "question": 1, "cancel": true}\n',
    b"[]\n\n5\n",
    b'{"id": "\\ud800", "verb": "health"}\n',
    DEEP + b"\n",
)


class Line:
    """A transport that keeps what the desk says."""

    def __init__(self):
        self.said = b""

    def is_closing(self):
        return False

    def write(self, data):
        self.said += data

    def abort(self):
        """Cut off: no more lines come."""


class Party:
    """Replies to every second request at once; the others stay open."""

    def __init__(self, desk):
        self.desk = desk

    def request(self, number, verb, arguments):
        assert isinstance(verb, str)
        if number % 2:
            self.desk._end(self.desk._open[number], 0, {"heard": len(arguments)})

    def resume(self, play, reply):
        raise AssertionError("nothing was asked")

    throw = resume


def one(data):
    loop = asyncio.new_event_loop()
    try:
        desk = Desk(loop, {"health": lambda: {"up": True}}, lambda document: document)
        desk.attach(Party(desk))
        client, line = _Client(desk), Line()
        client.connection_made(line)
        for at in range(0, len(data), 1024):
            client.data_received(data[at : at + 1024])
        client.connection_lost(None)
    finally:
        loop.close()
    for said in line.said.splitlines():
        heard = json.loads(said)
        assert heard["reply"] in (0, 2, 14)
        assert "body" in heard

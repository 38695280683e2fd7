"""Those who look on: so many at once, and whoever finds no room is told so in words."""

import asyncio

import pytest
from starlette.requests import Request

from countertop.web.streams import EventStream, Streams


def looked(streams, language, answered):
    """Look on at a site until its only event; return what was answered."""

    async def events():
        yield "data: now\n\n"

    async def receive():
        await asyncio.get_running_loop().create_future()

    async def send(message):
        answered.append(message)

    scope = {"type": "http", "method": "GET", "path": "/", "query_string": f"language={language}".encode()}
    request = Request({**scope, "headers": []})
    asyncio.run(EventStream(request, streams, events())(request.scope, receive, send))
    return answered[0]["status"], answered[1]["body"].decode()


@pytest.mark.parametrize(("language", "words"), [("en", "Too many look on"), ("zh", "观看者已满")])
def test_one_too_many_is_told_so_and_when_to_come_again(language, words):
    streams, answered = Streams(1), []
    with streams.one() as has_room:
        assert has_room
        status, text = looked(streams, language, answered)
    assert (status, words in text) == (503, True)
    assert (b"retry-after", b"5") in answered[0]["headers"]


def test_whoever_leaves_makes_room():
    streams = Streams(1)
    for _ in range(2):
        assert looked(streams, "en", []) == (200, "data: now\n\n")
    with pytest.raises(KeyError), streams.one():
        raise KeyError
    assert looked(streams, "en", [])[0] == 200

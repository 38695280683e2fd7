"""The pages' one connection to a desk, which all who look share: what one of them says ends nothing of another's."""

import asyncio

import pytest

from countertop.runtime.desk import Desk
from countertop.runtime.desk_watch import DeskWatch
from countertop.signature.strokes import MOST_POINTS
from countertop.web.desk import PageDesk

TOO_LONG = "长" * 100_000


class Party:
    """Hears requests, and replies when the test wants."""

    def __init__(self):
        self.heard = []
        self.all_heard = asyncio.Event()

    def request(self, number, verb, arguments):
        self.heard.append((number, verb, arguments))
        if verb == "sign":
            self.all_heard.set()


async def opened(directory):
    desk, party = Desk(asyncio.get_running_loop(), {"health": lambda: {"ready": True}}, str), Party()
    await desk.serve(directory)
    desk.attach(party)
    return desk, party


def test_what_is_too_long_for_the_desk_is_refused_and_leaves_what_others_wait_for(tmp_path):
    async def tell():
        desk, party = await opened(tmp_path)
        pages = PageDesk(tmp_path)
        waiting = asyncio.create_task(pages.request("sale", {"amount": "1.00"}))
        assert await pages.request("health") == (0, {"ready": True})
        told = await pages.request("terminal", {"terminal_id": TOO_LONG})
        assert told == (2, {"message": "desk.not-understood", "arguments": {}})
        assert await pages.request("health") == (0, {"ready": True})
        assert not waiting.done()
        assert [verb for _, verb, _ in party.heard] == ["sale"]
        waiting.cancel()
        await pages.close()
        desk.close()

    asyncio.run(tell())


def test_a_touch_that_is_too_long_for_the_desk_is_none_and_the_longest_signature_is_one(tmp_path):
    async def touch():
        desk, party = await opened(tmp_path)
        watch = await DeskWatch.open(tmp_path)
        with pytest.raises(ValueError, match="longer than the desk reads"):
            watch.touch("scan", {"code": TOO_LONG})
        signed = {"strokes": [[[473, 157]]] * MOST_POINTS}
        watch.touch("sign", signed)
        await party.all_heard.wait()
        assert [(verb, told) for _, verb, told in party.heard] == [("watch", {}), ("sign", signed)]
        watch.close()
        desk.close()
        await asyncio.sleep(0)

    asyncio.run(touch())

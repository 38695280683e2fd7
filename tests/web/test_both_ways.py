"""Telling and hearing at once: what either stumbles over is raised, and the other one ends."""

import asyncio

import pytest
from fastapi import WebSocketDisconnect

from countertop.web.both_ways import both_ways


class Side:
    """One of both: goes on until it is ended, or ends with what it is given."""

    def __init__(self, ends_with=None):
        self.ends_with = ends_with
        self.has_ended = False

    async def goes_on(self):
        try:
            if self.ends_with is not None:
                raise self.ends_with
            await asyncio.get_running_loop().create_future()
        finally:
            self.has_ended = True


@pytest.mark.parametrize("is_telling", [True, False])
def test_a_fault_of_either_is_raised_and_ends_both(is_telling):
    sides = [Side(KeyError("screen")), Side()]
    telling, hearing = sides if is_telling else reversed(sides)
    with pytest.raises(KeyError):
        asyncio.run(both_ways(telling.goes_on(), hearing.goes_on()))
    assert all(side.has_ended for side in sides)


def test_a_browser_that_has_gone_is_no_fault():
    sides = [Side(WebSocketDisconnect()), Side()]
    asyncio.run(both_ways(*(side.goes_on() for side in sides)))
    assert all(side.has_ended for side in sides)

"""The machine as its pages see it: watched once, however many browsers look, and touched by any of them.

What the terminal's front shows comes in as message ids and goes out as text in each browser's language. The papers in
the tray are kept here for as long as this program lives, numbered, to be read again; the journal keeps the rest. Those
up to `torn` were torn off the printer. `faults` are what the fault panel was set to from here, `devices` what the
terminal tells of the real ones.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from countertop.runtime.desk_watch import DeskWatch
from countertop.runtime.errors import RuntimeFault
from countertop.web.fault_places import fault_places

__all__ = ["Machine", "MachinePaper"]

MOST_PAPERS: Final = 200
MOST_BEHIND: Final = 64
"""Pictures that wait for one browser; a slower one is let go, and comes back by itself."""

BEAT: Final = 2.0
"""Seconds of silence after which who looks is told that they still see how it is."""

STILL: Final = 5.0
"""Seconds after which a terminal that does not even beat is told to stand still; it beats every two."""

LOOK_AGAIN: Final = 0.5
"""Seconds until a terminal that went away is looked for again."""


@dataclass(frozen=True, slots=True)
class MachinePaper:
    """A paper that came out: `document` is the slip as plain data, in all its writings.

    One that is not drawn came out of a real printer, and hangs out of no other.
    """

    number: int
    copy: str
    document: Mapping[str, Any]
    is_drawn: bool = True


class Machine:
    """Watches the terminal in a directory for everybody who looks; made in a running loop.

    `failed` is told the name of the directory and where in the program watching stumbled, once for each such place;
    then it begins again.
    """

    def __init__(self, directory: Path, failed: Callable[[str, str], None]) -> None:
        self.screen: Mapping[str, Any] | None = None
        self.papers: OrderedDict[int, MachinePaper] = OrderedDict()
        self.torn = 0
        self.faults: dict[str, str] = {}
        self.devices: Mapping[str, Any] = {}
        self._directory = directory
        self._failed = failed
        self._stumbled_at: set[str] = set()
        self._watch: DeskWatch | None = None
        self._waiting: asyncio.TimerHandle | None = None
        self._stands_still = False
        self._viewers: set[asyncio.Queue[Mapping[str, Any] | None]] = set()
        self._numbers = 0
        self._newest = (0, 0)
        self._watching = asyncio.create_task(self._look_on())

    async def close(self) -> None:
        """Look away; the terminal goes on."""
        self._watching.cancel()
        with suppress(asyncio.CancelledError):
            await self._watching

    @property
    def is_there(self) -> bool:
        """Whether the terminal can be seen now, and answers."""
        return self._watch is not None and self.screen is not None and not self._stands_still

    @property
    def asks_pin(self) -> bool:
        """Whether the customer's pad is wanted."""
        title = None if self.screen is None else self.screen["title"]
        return self.is_there and title is not None and title["message"] == "ask.pin"

    @property
    def typed(self) -> int:
        """How many digits of a PIN are keyed."""
        return len(self.screen["entry"] or "") if self.screen is not None and self.asks_pin else 0

    def touch(self, verb: str, arguments: Mapping[str, Any]) -> bool:
        """Press, swipe, or whatever the machine's verbs are; False when it is not there.

        What is pressed while it stands still goes nowhere: nobody wants it done some minutes later.
        """
        if self._watch is None or self._stands_still:
            return False
        self._watch.touch(verb, arguments)
        return True

    def tear_off(self) -> None:
        """Take the paper off the printer, for everybody who looks."""
        if self.torn < self._numbers:
            self.torn = self._numbers
            self.touch("tear", {})
            self._tell_all({"torn": self.torn})

    def set_fault(self, device: str, condition: str) -> None:
        """Let a device be so; everybody who looks is told, and a new start of the machine mends it."""
        if self.touch("set_fault", {"device": device, "condition": condition}):
            self.faults[device] = condition
            self._tell_all({"faults": self.faults})

    async def seen(self) -> AsyncIterator[Mapping[str, Any]]:
        """Yield what happens, beginning with how it is now.

        That is `{"screen": ...}`, `{"paper": MachinePaper}`, `{"torn": number}`, `{"faults": ...}`, `{"devices": ...}`,
        `{"typed": what a wedge gave}`, `{"still": True}` or `{"gone": True}`; and `{"beat": True}` where nothing
        happens for a while. A machine that stands still shows its screen again when it goes on.
        """
        queue: asyncio.Queue[Mapping[str, Any] | None] = asyncio.Queue(MOST_BEHIND)
        self._viewers.add(queue)
        try:
            yield {"screen": self.screen} if self.is_there else {"still" if self._stands_still else "gone": True}
            while (seen := await _next(queue)) is not None:
                yield seen
        finally:
            self._viewers.discard(queue)

    async def _look_on(self) -> None:
        while True:
            try:
                self._watch = await DeskWatch.open(self._directory)
                self._go_on()
                async for seen in self._watch.seen():
                    self._go_on()
                    self._take(seen)
            except RuntimeFault:
                self._leave()
            except asyncio.CancelledError:
                self._leave()
                for queue in list(self._viewers):
                    self._tell(queue, None)
                raise
            except Exception as fault:  # noqa: BLE001 - whatever it is, the face must not stand still
                self._stumble(fault_places(fault))
            await asyncio.sleep(LOOK_AGAIN)

    def _stumble(self, places: str) -> None:
        if places not in self._stumbled_at:
            self._stumbled_at.add(places)
            self._failed(self._directory.name, places)
        self._leave()

    def _go_on(self) -> None:
        """Know that it lives; who was told that it stands still sees how it is."""
        if self._waiting is not None:
            self._waiting.cancel()
        self._waiting = asyncio.get_running_loop().call_later(STILL, self._stand_still)
        if self._stands_still:
            self._stands_still = False
            if self.screen is not None:
                self._tell_all({"screen": self.screen})

    def _stand_still(self) -> None:
        self._stands_still = True
        self._tell_all({"still": True})

    def _leave(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
        self._stands_still = False
        if self._watch is not None:
            self._watch.close()
            self._watch = None
            self.screen = None
            self.faults.clear()
            self._tell_all({"gone": True})

    def _take(self, seen: Mapping[str, Any]) -> None:
        if "screen" in seen:
            self.screen = seen["screen"]
            self._tell_all({"screen": self.screen})
        elif "devices" in seen:
            self.devices = seen["devices"]
            self._tell_all({"devices": self.devices})
        elif "typed" in seen:
            self._tell_all({"typed": seen["typed"]})
        elif "paper" in seen and (seen["since"], seen["number"]) > self._newest:
            # The tray is shown again to whoever comes again.
            self._newest = seen["since"], seen["number"]
            self._numbers += 1
            paper = MachinePaper(self._numbers, seen["paper"], seen["document"], seen["is_drawn"])
            self.papers[paper.number] = paper
            if seen.get("torn"):
                self.torn = paper.number  # before these pages were there
            if len(self.papers) > MOST_PAPERS:
                self.papers.popitem(last=False)
            self._tell_all({"paper": paper})

    def _tell_all(self, seen: Mapping[str, Any]) -> None:
        for queue in list(self._viewers):
            self._tell(queue, seen)

    def _tell(self, queue: asyncio.Queue[Mapping[str, Any] | None], seen: Mapping[str, Any] | None) -> None:
        try:
            queue.put_nowait(seen)
        except asyncio.QueueFull:
            self._viewers.discard(queue)
            while not queue.empty():
                queue.get_nowait()
            queue.put_nowait(None)


async def _next(queue: asyncio.Queue[Mapping[str, Any] | None]) -> Mapping[str, Any] | None:
    try:
        async with asyncio.timeout(BEAT):
            return await queue.get()
    except TimeoutError:
        return {"beat": True}

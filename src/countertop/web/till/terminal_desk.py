"""The terminal as its till reaches it: asks there, once for each id, and looks what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, Final

from countertop.runtime.errors import RuntimeFault
from countertop.web.desk import PageDesk
from countertop.web.terminal.machine import Machine
from countertop.web.till.problems import TillProblem

__all__ = ["Asking", "TerminalDesk"]

_DONE, _USAGE, _REFUSED, _NOT_RUNNING, _BUSY = 0, 2, 12, 13, 14
_AWAITED: Final = frozenset({"sent", "pending"})
LONGEST: Final = 600.0
"""Seconds that a payment may take whose answers were given beforehand."""

LOOKS: Final = 20
LOOK_AGAIN: Final = 0.05


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked of the terminal; `answers` are given beforehand, None where people answer at its keys.

    `batch_number` is the batch in which it means something, None for what means the same in any.
    """

    verb: str
    arguments: Mapping[str, str]
    answers: Mapping[str, Any] | None = None
    batch_number: str | None = None


class TerminalDesk:
    """The desk of the terminal behind this site; `seen` is its machine."""

    def __init__(self, desk: PageDesk, seen: Callable[[], Machine]) -> None:
        self._desk = desk
        self._seen = seen
        self._starting = asyncio.Lock()
        self._unwatched: set[asyncio.Task[Any]] = set()

    @property
    def machine(self) -> Machine:
        """The machine, for what it shows now."""
        return self._seen()

    async def start(self, identity: str, asking: Asking) -> tuple[Mapping[str, Any], bool]:
        """Ask under an id; return what is known of it, and whether it is new. Raises TillProblem."""
        async with self._starting:
            known = await self.look(identity)
            if known is not None:
                return _the_same(known, asking), False
            await self.ask("till_door", {"till_verb": asking.verb})
            if asking.batch_number is not None and asking.batch_number != (await self.ask("status"))["batch_number"]:
                raise TillProblem("original_settled")
            arguments = {**asking.arguments, "till_request": identity}
            if asking.answers is None:
                await self.ask("till_begin", {"verb": asking.verb, "arguments": arguments})
                begun = None
            else:
                begun = asyncio.create_task(
                    self._desk.request(asking.verb, arguments, answers=asking.answers, patience=LONGEST)
                )
                self._unwatched.add(begun)
                begun.add_done_callback(self._forget)
            return _the_same(await self._taken(identity, asking, begun), asking), True

    async def cancel(self, known: Mapping[str, Any]) -> None:
        """Leave a request: at its question, or while a customer's telephone is awaited. Raises TillProblem."""
        named = {"till_request": known["till_request"]}
        if known["stands"] == "open":
            await self.ask("till_cancel", named)
        elif known.get("transaction", {}).get("state") in _AWAITED:
            status, _ = await self._request("qr_cancel", named)
            if status:
                raise TillProblem("too_late")
        else:
            raise TillProblem("too_late")

    async def look(self, identity: str, *, slips: bool = False) -> Mapping[str, Any] | None:
        """Return what came of a request, None where there was none under this id; raises TillProblem."""
        status, body = await self._request("till_request", {"till_request": identity, "slips": slips})
        if status == _REFUSED:
            return None
        _check(status, body)
        return body

    async def ask(self, verb: str, arguments: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
        """Return the body of a reply; raises TillProblem for a refusal."""
        status, body = await self._request(verb, arguments or {})
        _check(status, body)
        return body

    async def why_not(self, verb: str) -> Mapping[str, Any] | None:
        """Return what the terminal says where it would not take a request now."""
        status, body = await self._request("till_door", {"till_verb": verb})
        return body if status else None

    async def changes(self) -> AsyncIterator[None]:
        """Yield whenever the machine shows something else, and once in a while; it never ends by itself."""
        woken = asyncio.Event()
        watching = asyncio.create_task(self._wake(woken))
        try:
            while True:
                yield
                try:
                    async with asyncio.timeout(1):
                        await woken.wait()
                except TimeoutError:
                    pass  # what is owed ends without a word on the screen
                woken.clear()
        finally:
            watching.cancel()

    async def _wake(self, woken: asyncio.Event) -> None:
        while True:
            async with aclosing(self.machine.seen()) as seen:  # type: ignore[type-var]
                async for _ in seen:
                    woken.set()
            await asyncio.sleep(1)  # it was too slow, and let go

    async def _taken(
        self, identity: str, asking: Asking, begun: asyncio.Task[tuple[int, dict[str, Any]]] | None
    ) -> Mapping[str, Any]:
        """Wait until the request is known; what ends without a trace was not taken."""
        for _ in range(LOOKS):
            ended = begun is not None and begun.done()
            known = await self.look(identity)
            if known is not None:
                return known
            if begun is None:
                await self.ask("till_door", {"till_verb": asking.verb})
            elif ended:
                _check(*_reply(begun))
            await asyncio.sleep(LOOK_AGAIN)
        raise TillProblem("not_taken")

    def _forget(self, task: asyncio.Task[Any]) -> None:
        self._unwatched.discard(task)
        if not task.cancelled():
            task.exception()  # the terminal went away; what came of it is asked of its journal

    async def _request(self, verb: str, arguments: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        try:
            return await self._desk.request(verb, arguments)
        except RuntimeFault:
            raise TillProblem("terminal_gone") from None


def _the_same(known: Mapping[str, Any], asking: Asking) -> Mapping[str, Any]:
    if (known["verb"], known["asked"]) != (asking.verb, asking.arguments):
        raise TillProblem("other_content")
    return known


def _reply(begun: asyncio.Task[tuple[int, dict[str, Any]]]) -> tuple[int, dict[str, Any]]:
    try:
        return begun.result()
    except RuntimeFault:
        raise TillProblem("terminal_gone") from None


def _check(status: int, body: Mapping[str, Any]) -> None:
    message = str(body.get("message", ""))
    if status == _DONE:
        return
    if status == _NOT_RUNNING or message == "face.till-off":
        raise TillProblem("terminal_off")
    if message == "face.till-too-late":
        raise TillProblem("too_late")
    if message.startswith("run."):
        raise TillProblem("terminal_gone")
    if status == _BUSY:
        raise TillProblem("terminal_busy")
    if status == _USAGE:
        raise TillProblem("not_understood", body)
    raise TillProblem("terminal_not_ready", body)

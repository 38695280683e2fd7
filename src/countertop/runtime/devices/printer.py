"""A real receipt printer in the place of the drawn one.

Printers are slow and may hang, and their library waits: a job runs in a thread of its own, one at a time, and one that
does not come back is waited for no longer. Printing never decides money: what could not be printed is told, and printed
again when a person wants it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from threading import Thread
from time import monotonic
from types import MappingProxyType
from typing import Any, Final

from countertop.printing import (
    NotInstalledError,
    PaperOutError,
    PrinterStoppedError,
    PrintingError,
    UnfinishedError,
    UnreachableError,
    escpos,
)
from countertop.printing.transport import look, send
from countertop.runtime.devices.choices import PAPERS, PrinterChoice
from countertop.slips import PaperRow
from countertop.stage import Condition, Finding

__all__ = ["RealPrinter"]

LONGEST_JOB: Final = 40.0
FRESH: Final = 3.0
"""Seconds until a printer is given up that holds on to a job, and for which a look at one is true."""

_PROBLEMS: Final[Mapping[type[PrintingError], str]] = MappingProxyType(
    {
        NotInstalledError: "device.not_installed",
        PaperOutError: "device.paper_out",
        PrinterStoppedError: "device.stopped",
        UnfinishedError: "device.unfinished",
        UnreachableError: "device.unreachable",
    }
)


class RealPrinter:
    """One printer; `condition` and `problem` are how it was when it was last tried."""

    def __init__(self, choice: PrinterChoice) -> None:
        self.condition: Condition | None = None
        self.problem: tuple[str, dict[str, Any]] | None = None
        self._place = choice.place
        self._columns = PAPERS[choice.paper]
        self._answers = True
        self._turn = asyncio.Lock()
        self._held: asyncio.Future[Any] | None = None  # a job that was given up, until it comes back
        self._looked: float | None = None
        self._looking: asyncio.Task[Finding] | None = None

    async def try_out(self) -> Finding:
        """Ask it how it is."""
        found = await self._do(partial(look, self._place, ask=self._answers))
        self._answers = self._answers and found is not False
        return Finding(self.condition or Condition.SILENT)

    def look_soon(self) -> None:
        """Have it asked, if what is known of it is old; whoever wants to know looks again."""
        is_fresh = self._looked is not None and monotonic() - self._looked < FRESH
        if not is_fresh and (self._looking is None or self._looking.done()):
            self._looking = asyncio.get_running_loop().create_task(self.try_out())

    async def print(self, document: Any) -> bool:
        """Print a document as wide as the paper is; tell whether it is printed."""
        return await self.print_rows(document.rows(self._columns))

    async def print_rows(self, rows: list[PaperRow]) -> bool:
        """Print rows, and cut."""
        await self._do(partial(send, self._place, escpos(rows), ask=self._answers))
        return self.condition is Condition.OK

    def close(self) -> None:
        """Look no more."""
        if self._looking is not None:
            self._looking.cancel()

    async def _do(self, work: Callable[[], Any]) -> Any:
        """Work with it, behind whoever does; what comes of it is how it is."""
        async with self._turn:
            if self._held is not None and not self._held.done():
                return None
            begun = _in_thread(work)
            try:
                async with asyncio.timeout(LONGEST_JOB):
                    done = await asyncio.shield(begun)
            except TimeoutError:
                self._held = begun
                self._learn(Condition.SILENT, ("device.busy", {"place": self._place}))
            except PrintingError as fault:
                condition = Condition.PAPER_OUT if isinstance(fault, PaperOutError) else Condition.SILENT
                told = {"reason": getattr(fault, "why", ""), "command": getattr(fault, "command", "")}
                message = _PROBLEMS.get(type(fault), "device.unreachable")
                self._learn(condition, (message, {"place": self._place, **told}))
            else:
                self._learn(Condition.OK, None)
                return done
        return None

    def _learn(self, condition: Condition, problem: tuple[str, dict[str, Any]] | None) -> None:
        self.condition, self.problem, self._looked = condition, problem, monotonic()


def _in_thread(work: Callable[[], Any]) -> asyncio.Future[Any]:
    """Begin work in a thread that nobody waits for at the end of the program."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Any] = loop.create_future()
    future.add_done_callback(lambda done: done.cancelled() or done.exception())  # perhaps nobody waits any more

    def tell(done: Any, fault: BaseException | None) -> None:
        if future.done():
            return
        if fault is None:
            future.set_result(done)
        else:
            future.set_exception(fault)

    def run() -> None:
        done: Any = None
        fault: BaseException | None = None
        try:
            done = work()
        except Exception as raised:  # noqa: BLE001 - it is raised where the work was asked for
            fault = raised
        with suppress(RuntimeError):  # the loop has closed
            loop.call_soon_threadsafe(tell, done, fault)

    Thread(target=run, name="printer", daemon=True).start()
    return future

"""The house: several parties in one process and one event loop, from the first line to the graceful stop."""

from __future__ import annotations

import asyncio
import resource
import signal
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from countertop.runtime.collector import keep_what_is_loaded
from countertop.runtime.parties import open_party
from countertop.runtime.resident import Resident

__all__ = ["House", "allow_many_files", "leave_no_cores", "live", "loop_factory"]

# A member that has not signed on by then does so later; the house serves without it.
LINK_PATIENCE = 10.0
LOOK_AGAIN = 0.02

Heard = Callable[[str, str, str, Mapping[str, Any]], None]


class House:
    """Parties by name, in the order of starting."""

    def __init__(
        self,
        directories: Sequence[Path],
        environment: Mapping[str, str],
        flags: Mapping[str, Mapping[str, str]],
        heard: Heard | None = None,
    ) -> None:
        self.residents: list[Resident] = []
        self._directories = directories
        self._environment = environment
        self._flags = flags
        self._heard = heard
        self._closing = False

    async def open(self) -> None:
        """Open all parties; raises RuntimeFault, with none left open, when one cannot serve."""
        alone = len(self._directories) == 1
        try:
            for directory in self._directories:
                flags = self._flags.get(directory.name, {})
                party, log = open_party(directory, self._environment, flags, self._hear, alone=alone)
                resident = Resident(party.configuration, party, log)
                self.residents.append(resident)
                await resident.open()
        except BaseException:
            await self.close()
            raise

    async def unlinked(self) -> list[str]:
        """Wait until the members of the house's switch have signed on; return who has not in time."""
        switches = [resident for resident in self.residents if resident.configuration.kind.name == "switch"]
        missing: list[str] = []
        if len(self.residents) > len(switches):
            with suppress(TimeoutError):
                async with asyncio.timeout(LINK_PATIENCE):
                    for switch in switches:
                        missing = await _absent(switch)
                        while missing:
                            await asyncio.sleep(LOOK_AGAIN)
                            missing = await _absent(switch)
        return missing

    def _hear(self, party: str, level: str, message: str, arguments: Mapping[str, Any]) -> None:
        if self._heard is not None and not self._closing:
            self._heard(party, level, message, arguments)

    async def close(self) -> None:
        """Close all parties, the last opened first; that neighbours miss each other meanwhile is no news."""
        self._closing = True
        while self.residents:
            await self.residents.pop().close()


async def _absent(switch: Resident) -> list[str]:
    members = (await switch.status()).get("members", [])
    return [member["english_name"] for member in members if not member["signed_on"]]


def live(house: House, opened: Callable[[House, list[str]], Awaitable[None]]) -> None:
    """Keep a house until SIGTERM or SIGINT; `opened` is awaited once it serves, with the parties that stand alone.

    Raises RuntimeFault when it cannot be opened.
    """
    allow_many_files()
    leave_no_cores()

    async def run() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
        await house.open()
        try:
            linking, stopping = loop.create_task(house.unlinked()), loop.create_task(stop.wait())
            await asyncio.wait({linking, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if linking.done():
                await opened(house, linking.result())
                keep_what_is_loaded()
            linking.cancel()
            await stopping
        finally:
            await house.close()

    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(run())


def loop_factory() -> Callable[[], asyncio.AbstractEventLoop]:
    """Return what makes event loops: the faster kind where it is installed."""
    try:
        import uvloop  # noqa: PLC0415 - faster where it is installed, never needed
    except ImportError:
        return asyncio.new_event_loop
    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory


def allow_many_files() -> None:
    """Let this process open as many files and lines as the system allows it."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def leave_no_cores() -> None:
    """Let the system write no image of this process's memory, or of its children's, when one dies: keys are in it."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

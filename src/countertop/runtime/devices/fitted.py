"""The devices of a terminal: drawn ones, and real ones in the place of those for which somebody chose one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from countertop.runtime.devices.card_reader import CardReader
from countertop.runtime.devices.choices import PAPERS, Choices
from countertop.runtime.devices.drawn import DrawnDevices
from countertop.runtime.devices.printer import RealPrinter
from countertop.runtime.devices.wedge import Burst, burst_of, first_characters, is_unmarked
from countertop.slips import PaperRow
from countertop.stage import Condition, Device, Finding
from countertop.words import Language, say

__all__ = ["FittedDevices"]


class FittedDevices:
    """Made in a running loop; `changed` is called whenever something else is chosen or seen."""

    def __init__(self, directory: Path) -> None:
        self.changed: Callable[[], None] = lambda: None
        self.drawn = DrawnDevices(directory)
        self.choices = Choices.kept_in(directory)
        self._directory = directory
        self._fit()

    def try_device(self, device: Device) -> Finding | Awaitable[Finding]:
        """Have a device do its least; of a real printer it is known later."""
        if device is Device.PRINTER and self.printer is not None:
            return self.printer.try_out()
        drawn = self.drawn.try_device(device)
        if device is Device.CARD_READER and self.choices.card_reader.name and drawn.condition is Condition.OK:
            return self._card_reader.finding()
        return drawn

    def works(self, device: Device) -> bool:
        """Tell whether a drawn device does its work now."""
        return self.drawn.works(device)

    def set_fault(self, device: str, condition: str) -> None:
        """Let a drawn device be so; raises as it does."""
        self.drawn.set_fault(device, condition)

    def burst(self, keys: str) -> Burst:
        """Return what a keyboard wedge typed."""
        return burst_of(keys, self.choices.wedge)

    def choose(self, part: str, options: Mapping[str, Any]) -> None:
        """Take other devices for a part from now on; raises ChoiceFault, KeyError or DirectoryFault."""
        choices = self.choices.with_choice(part, options)
        choices.keep_in(self._directory)
        self.choices = choices
        self.close()
        self._fit()
        self.changed()

    async def look(self) -> dict[str, Any]:
        """Return what is chosen and how it is, as plain data."""
        seen = await self._card_reader.look()
        printer = self.printer
        if printer is not None:
            printer.look_soon()
        condition = None if printer is None else printer.condition
        return {
            "choices": self.choices.plain(),
            "printer": {
                "condition": "" if condition is None else condition.value,
                "problem": None if printer is None else _told(printer.problem),
            },
            "card_reader": {
                "readers": list(seen.names),
                "state": seen.state,
                "atr": seen.atr,
                "problem": _told(seen.problem),
            },
        }

    async def print_test(self) -> bool:
        """Print a page that shows Chinese, Latin letters and the width; tell whether it is printed."""
        if self.printer is None:
            return False
        columns = PAPERS[self.choices.printer.paper]
        lines = [say(language, "device.test_page") for language in Language]
        rows = [PaperRow("Countertop", large=True), *(PaperRow(line, large=False) for line in lines)]
        return await self.printer.print_rows([*rows, PaperRow("-" * columns, large=False)])

    def told_to_pages(self) -> dict[str, Any]:
        """Return what a page of the machine goes by: how bursts are known, and what the chip reader sees."""
        wedge = self.choices.wedge
        return {
            "wedge": {
                "listens": wedge.scanner or wedge.stripe,
                "begins": first_characters(wedge),
                "pause": wedge.pause,
                "unmarked": is_unmarked(wedge),
            },
            "chip": self._card_reader.seen.state,
        }

    def close(self) -> None:
        """Let go of the real ones."""
        self._card_reader.close()
        if self.printer is not None:
            self.printer.close()

    def _notice(self) -> None:
        self.changed()  # whoever it is then

    def _fit(self) -> None:
        choice = self.choices.printer
        self.printer = RealPrinter(choice) if choice.place else None
        self._card_reader = CardReader(self.choices.card_reader.name, self._notice)


def _told(problem: tuple[str, dict[str, Any]] | None) -> dict[str, Any] | None:
    return None if problem is None else {"message": problem[0], "arguments": problem[1]}

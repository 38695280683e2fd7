"""Which real devices somebody chose in the place of the drawn ones, and the file that keeps it.

    printer       where it is, as `printing.transport` reads it (nothing: the drawn one), and how wide its paper is
    card_reader   the name that PC/SC gives it (nothing: the drawn one)
    wedge         devices that type what they read as a keyboard would: a scanner, a stripe reader, what each puts
                  before and behind it, and how long at most they pause between two characters

They lie in one small file of the terminal's directory. What cannot be read in it is as if nobody had chosen: a terminal
begins its day without its devices rather than not at all.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from stat import S_ISCHR
from types import MappingProxyType
from typing import Any, Final, Self

from countertop.printing.errors import PlaceError
from countertop.printing.transport import verify_place
from countertop.runtime.errors import ChoiceFault, DirectoryFault

__all__ = ["PAPERS", "CardReaderChoice", "Choices", "PrinterChoice", "WedgeChoice"]

FILE: Final = "devices.json"

PAPERS: Final[Mapping[int, int]] = MappingProxyType({58: 32, 80: 48})
"""Width of paper in millimetres -> characters in a line."""

_JOBS: Final = ".escpos"
"""How the name of a file ends that may be printed into: no other file of this machine is written by a choice."""

_LONGEST_NAME: Final = 128
"""Characters of a reader's name (pcsc-lite's MAX_READERNAME)."""

_LONGEST_AFFIX: Final = 8
_SHORTEST_PAUSE, _LONGEST_PAUSE = 10, 1000


@dataclass(frozen=True, slots=True)
class PrinterChoice:
    """`place` of a printer, `paper` in millimetres."""

    place: str = ""
    paper: int = 58

    def verify(self) -> None:
        """Raise ChoiceFault for what cannot be chosen."""
        if self.paper not in PAPERS:
            raise ChoiceFault("device.bad_paper")
        if not self.place:
            return
        try:
            verify_place(self.place)
        except PlaceError:
            raise ChoiceFault("device.bad_place") from None
        kind, _, where = self.place.partition(":")
        if kind == "file" and not _may_be_printed_into(Path(where)):
            raise ChoiceFault("device.bad_file", suffix=_JOBS)


@dataclass(frozen=True, slots=True)
class CardReaderChoice:
    """`name` of a reader as PC/SC lists it."""

    name: str = ""

    def verify(self) -> None:
        """Raise ChoiceFault for what cannot be chosen."""
        if len(self.name) > _LONGEST_NAME or not self.name.isprintable():
            raise ChoiceFault("device.bad_reader")


@dataclass(frozen=True, slots=True)
class WedgeChoice:
    """What types here; a prefix and a suffix are what the device puts around what it read, Enter aside.

    `pause` is the longest between two of its characters, in milliseconds.
    """

    scanner: bool = False
    stripe: bool = False
    scanner_prefix: str = ""
    scanner_suffix: str = ""
    stripe_prefix: str = ""
    stripe_suffix: str = ""
    pause: int = 60

    def verify(self) -> None:
        """Raise ChoiceFault for what cannot be chosen."""
        for affix in (self.scanner_prefix, self.scanner_suffix, self.stripe_prefix, self.stripe_suffix):
            if len(affix) > _LONGEST_AFFIX or not affix.isascii() or not affix.isprintable():
                raise ChoiceFault("device.bad_affix", most=_LONGEST_AFFIX)
        if not _SHORTEST_PAUSE <= self.pause <= _LONGEST_PAUSE:
            raise ChoiceFault("device.bad_pause", least=_SHORTEST_PAUSE, most=_LONGEST_PAUSE)


_Choice = PrinterChoice | CardReaderChoice | WedgeChoice


@dataclass(frozen=True, slots=True)
class Choices:
    """What is chosen, part by part; as it is made, everything is drawn."""

    printer: PrinterChoice = field(default_factory=PrinterChoice)
    card_reader: CardReaderChoice = field(default_factory=CardReaderChoice)
    wedge: WedgeChoice = field(default_factory=WedgeChoice)

    @classmethod
    def kept_in(cls, directory: Path) -> Self:
        """Return what is kept in a terminal's directory."""
        choices = cls()
        try:
            kept = json.loads((directory / FILE).read_text("utf-8"))
        except (OSError, ValueError):
            return choices
        for part in (each.name for each in fields(cls)):
            with suppress(ChoiceFault, KeyError, TypeError, AttributeError):
                choices = choices.with_choice(part, kept[part])
        return choices

    def with_choice(self, part: str, options: Mapping[str, Any]) -> Self:
        """Return these with another choice for a part; raises ChoiceFault, KeyError for a part that there is not."""
        kind = {each.name: type(getattr(self, each.name)) for each in fields(self)}[part]
        known = {each.name: type(each.default) for each in fields(kind)}
        if not options.keys() <= known.keys() or any(type(options[name]) is not known[name] for name in options):
            raise ChoiceFault("device.bad_choice")
        choice: _Choice = kind(**options)
        choice.verify()
        fitting: dict[str, Any] = {part: choice}
        return replace(self, **fitting)

    def keep_in(self, directory: Path) -> None:
        """Keep them over every restart; raises DirectoryFault."""
        path = directory / FILE
        fresh = path.with_suffix(".new")
        try:
            with fresh.open("w", encoding="utf-8") as file:
                json.dump(self.plain(), file, indent=2)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)
        except OSError as fault:
            reason = fault.strerror or type(fault).__name__
            raise DirectoryFault("run.not-writable", path=str(directory), reason=reason) from None

    def plain(self) -> dict[str, Any]:
        """Return them as plain data."""
        return asdict(self)


def _may_be_printed_into(path: Path) -> bool:
    if not path.is_absolute():
        return False
    try:
        place = path.resolve()
        return S_ISCHR(place.stat().st_mode) or (place.suffix == _JOBS and place.is_file())
    except FileNotFoundError:
        return place.suffix == _JOBS and place.parent.is_dir()
    except OSError:
        return False

"""What can go wrong with paper.

PrintingError
├── PrinterError            bytes that the virtual printer does not understand
├── PlaceError              a printer's place that is written in no form we know
└── UnreachableError        no printer answers at a place
    ├── NotInstalledError   the library that would reach it is not there
    ├── PaperOutError       it answers that it has no paper
    ├── PrinterStoppedError it answers that it prints nothing now: its cover is open, its cutter hangs, it is off line
    └── UnfinishedError     it took a job and does not say that it printed it
"""

from __future__ import annotations

__all__ = [
    "NotInstalledError",
    "PaperOutError",
    "PlaceError",
    "PrinterError",
    "PrinterStoppedError",
    "PrintingError",
    "UnfinishedError",
    "UnreachableError",
]


class PrintingError(Exception):
    """Something cannot be printed."""


class PrinterError(PrintingError):
    """A byte that belongs to no command we send: `place` is where it is, `why` what was found."""

    def __init__(self, place: int, why: str) -> None:
        super().__init__(f"byte {place}: {why}")
        self.place = place
        self.why = why


class PlaceError(PrintingError):
    """Write a printer's place as tcp:HOST:PORT, usb:VENDOR:PRODUCT or file:PATH."""

    def __init__(self, place: str) -> None:
        super().__init__(f"{place!r} is no tcp:HOST:PORT, usb:VENDOR:PRODUCT or file:PATH")


class UnreachableError(PrintingError):
    """No printer answers: look at its cable, its power and its address; `why` is what the system says."""

    def __init__(self, place: str, why: str) -> None:
        super().__init__(f"no printer at {place}: {why}")
        self.place = place
        self.why = why


class NotInstalledError(UnreachableError):
    """Run `command`, which installs the library that reaches printers of this kind."""

    def __init__(self, place: str, command: str) -> None:
        super().__init__(place, f"run: {command}")
        self.command = command


class PaperOutError(UnreachableError):
    """Load paper."""

    def __init__(self, place: str) -> None:
        super().__init__(place, "it has no paper")


class PrinterStoppedError(UnreachableError):
    """Close its cover, free its cutter, or press its feed key."""

    def __init__(self, place: str) -> None:
        super().__init__(place, "it is stopped")


class UnfinishedError(UnreachableError):
    """Look at the paper: the job may be printed in part, or whole."""

    def __init__(self, place: str) -> None:
        super().__init__(place, "it took the job and does not say that it printed it")

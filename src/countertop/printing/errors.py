"""What can go wrong with paper.

PrintingError
├── PrinterError        bytes that the virtual printer does not understand
├── PlaceError          a printer's place that is written in no form we know
└── UnreachableError    no printer answers at a place
"""

from __future__ import annotations

__all__ = ["PlaceError", "PrinterError", "PrintingError", "UnreachableError"]


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

"""What can go wrong with paper.

PrintingError
└── PrinterError        bytes that the virtual printer does not understand
"""

from __future__ import annotations

__all__ = ["PrinterError", "PrintingError"]


class PrintingError(Exception):
    """Something cannot be printed."""


class PrinterError(PrintingError):
    """A byte that belongs to no command we send: `place` is where it is, `why` what was found."""

    def __init__(self, place: int, why: str) -> None:
        super().__init__(f"byte {place}: {why}")
        self.place = place
        self.why = why

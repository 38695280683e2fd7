"""Slips on paper: the bytes that receipt printers take, a printer that draws them, pictures and PDF."""

from countertop.printing.errors import (
    NotInstalledError,
    PaperOutError,
    PlaceError,
    PrinterError,
    PrinterStoppedError,
    PrintingError,
    UnfinishedError,
    UnreachableError,
)
from countertop.printing.escpos import escpos
from countertop.printing.sheet import Cell, PrintedRow, Sheet
from countertop.printing.virtual_printer import VirtualPrinter

__all__ = [
    "Cell",
    "NotInstalledError",
    "PaperOutError",
    "PlaceError",
    "PrintedRow",
    "PrinterError",
    "PrinterStoppedError",
    "PrintingError",
    "Sheet",
    "UnfinishedError",
    "UnreachableError",
    "VirtualPrinter",
    "escpos",
]

"""Slips for the tests of printing: real ones of a counter, as rows."""

from countertop.printing import VirtualPrinter, escpos
from countertop.slips import Writing
from tests.terminal.test_slips import SLIPS

KINDS = tuple(SLIPS)


def rows_of(kind, columns=32, writing=Writing.BOTH):
    return SLIPS[kind].rows(columns, writing)


def torn_off(kind, columns=32, writing=Writing.BOTH):
    """Return the sheet that a printer makes of a slip."""
    printer = VirtualPrinter(columns)
    printer.print(escpos(rows_of(kind, columns, writing)))
    (sheet,) = printer.torn_off
    return sheet

"""Slips as documents: their lines, the values on them, their layout. Terminals print them, hosts make them again."""

from countertop.slips.document import (
    CARDHOLDER,
    DUPLICATE,
    MERCHANT,
    PaperRow,
    Slip,
    SlipLine,
    Style,
    Writing,
    width_of,
)

__all__ = ["CARDHOLDER", "DUPLICATE", "MERCHANT", "PaperRow", "Slip", "SlipLine", "Style", "Writing", "width_of"]

"""The ESC/POS commands that we send, and no others (Epson's command reference; Chinese models take GBK).

ESC @         begin anew: plain size, nothing in the line
FS &          Chinese: two bytes from 0x81 on are a character two columns wide
GS ! n        size of characters: 0 plain, 1 double height
LF            print the line and feed it
ESC d n       feed n lines
GS v 0 m ..   a picture: m 0 its plain size; bytes of a row and rows, two bytes each, the low one first; the rows
GS V 66 n     feed n dots further than the cutter, and cut
DLE EOT n     tell at once how you are (n 2: why you print nothing; n 4: paper); answered by a byte 0xx1xx10
GS r 1        tell it when you come to this, behind all that was to be printed; answered by a byte 0xx0xxxx
"""

from __future__ import annotations

from typing import Final

__all__ = [
    "ASK_AT_ONCE",
    "ASK_PAPER",
    "ASK_WHEN_THERE",
    "ASK_WHY_STOPPED",
    "BEGIN",
    "CHINESE",
    "CUT",
    "DOUBLE_HEIGHT",
    "ENCODING",
    "FEED",
    "LINE_FEED",
    "PLAIN",
    "RASTER",
    "SIZE",
]

BEGIN: Final = b"\x1b@"
CHINESE: Final = b"\x1c&"
SIZE: Final = b"\x1d!"
LINE_FEED: Final = b"\n"
RASTER: Final = b"\x1dv0"
FEED: Final = b"\x1bd"
CUT: Final = b"\x1dVB"
ASK_AT_ONCE: Final = b"\x10\x04"
ASK_WHY_STOPPED: Final = ASK_AT_ONCE + b"\x02"
ASK_PAPER: Final = ASK_AT_ONCE + b"\x04"
ASK_WHEN_THERE: Final = b"\x1dr\x01"

PLAIN, DOUBLE_HEIGHT = 0, 1
ENCODING: Final = "gbk"

"""A code on the machine's screen is drawn module for module, with its white border."""

import re
from urllib.parse import unquote

from countertop.qr.symbol import LONGEST, symbol
from countertop.web.terminal.code_picture import picture

TEXT = "https://wallet.example/pay/123456"


def test_every_dark_module_is_drawn_and_no_other():
    drawn = unquote(picture(TEXT))
    dark = set()
    for left, top, length in re.findall(r"M(\d+) (\d+)h(\d+)v1", drawn):
        dark |= {(int(top) - 4, int(left) - 4 + place) for place in range(int(length))}
    rows = symbol(TEXT)
    assert dark == {(row, column) for row, line in enumerate(rows) for column, module in enumerate(line) if module}
    assert f'viewBox="0 0 {len(rows) + 8} {len(rows) + 8}"' in drawn


def test_what_is_too_long_has_no_picture():
    assert picture("x" * (LONGEST + 1)) is None

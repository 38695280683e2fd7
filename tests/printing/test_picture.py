"""Pictures of slips beside those that somebody has looked at: python -m tests.printing.test_picture draws them anew."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from countertop.printing import VirtualPrinter, escpos
from countertop.printing.geometry import CELL_WIDTH, PAPER
from countertop.printing.picture import picture, png
from countertop.slips import PaperRow, Writing
from tests.printing.slips import torn_off

GOLDEN = Path(__file__).parent / "golden"
DRAWN = [
    ("sale-merchant", 32, Writing.BOTH),
    ("sale-merchant", 48, Writing.BOTH),
    ("small-sale", 32, Writing.CHINESE),
    ("duplicate", 48, Writing.ENGLISH),
]


def golden_file(kind, columns, writing):
    return GOLDEN / f"{kind}-{columns}-{writing.value}.png"


@pytest.mark.parametrize(("kind", "columns", "writing"), DRAWN)
def test_the_picture_is_as_it_was(kind, columns, writing):
    drawn = picture(torn_off(kind, columns, writing))
    with Image.open(golden_file(kind, columns, writing)) as golden:
        assert drawn.size == golden.size
        assert ImageChops.difference(drawn.convert("L"), golden.convert("L")).getbbox() is None


def ink(drawn):
    """Return the box of what is black."""
    return ImageChops.invert(drawn.convert("L")).getbbox()


def sheet_of(*rows):
    printer = VirtualPrinter(32)
    printer.print(escpos(rows))
    return printer.torn_off[0]


@pytest.mark.parametrize("text", ["MMMM", "WWWW", "iiii", "消费消费", "，：（〓"])
def test_every_character_stays_within_its_cell(text):
    left = (PAPER[32] - 32 * CELL_WIDTH) // 2
    for place, character in enumerate(text):
        filled = " " * (place * (2 if ord(character) > 127 else 1)) + character
        box = ink(picture(sheet_of(PaperRow(filled, large=False))))
        width = CELL_WIDTH * (2 if ord(character) > 127 else 1)
        assert left + place * width <= box[0] < box[2] <= left + (place + 1) * width, character


def test_double_height_is_twice_as_high_and_as_wide_as_before():
    plain, large = (ink(picture(sheet_of(PaperRow("消费 SALE", large=large)))) for large in (False, True))
    assert (large[0], large[2]) == (plain[0], plain[2])
    assert large[3] - large[1] == 2 * (plain[3] - plain[1])


def test_the_sheets_of_a_roll_are_one_file():
    sheets = [torn_off("sale-merchant"), torn_off("sale-cardholder")]
    with Image.open(BytesIO(png(sheets))) as roll:
        assert roll.format == "PNG"
        assert roll.size == (PAPER[32], sum(picture(sheet).height for sheet in sheets))


if __name__ == "__main__":
    for drawn in DRAWN:
        golden_file(*drawn).write_bytes(png([torn_off(*drawn)]))

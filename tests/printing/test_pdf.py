"""Slips as PDF: a page a sheet, as wide as its paper, with its font in it, and always the same bytes."""

import re

import pytest

from countertop.printing.geometry import PAPER, height_of
from countertop.printing.pdf import pdf
from tests.printing.slips import torn_off


@pytest.mark.parametrize("columns", [32, 48])
def test_a_sheet_is_a_page_of_its_size(columns):
    sheets = [torn_off("sale-merchant", columns), torn_off("sale-cardholder", columns)]
    file = pdf(sheets, "000002")
    boxes = re.findall(rb"/MediaBox \[ 0 0 ([0-9.]+) ([0-9.]+) \]", file)
    for sheet, box in zip(sheets, boxes, strict=True):
        millimetres = [float(side) / 72 * 25.4 for side in box]
        assert millimetres == pytest.approx([PAPER[columns] / 8, height_of(sheet) / 8], abs=0.01)
    assert b"WenQuanYiMicroHeiMono" in file
    assert file == pdf(sheets, "000002")

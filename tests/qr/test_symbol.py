"""Our QR symbols are module for module those of another maker's program, under every mask."""

import pytest
import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import MODE_8BIT_BYTE, QRData

from countertop.qr.symbol import LONGEST, symbol

TEXTS = ("A", "请付款", *("h" * longest for longest in (14, 26, 42, 62, 84, 106, 122, 152, 180)))


def theirs(text, mask):
    made = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0, mask_pattern=mask)
    made.add_data(QRData(text.encode(), MODE_8BIT_BYTE), optimize=0)
    made.make(fit=True)
    return tuple(tuple(row) for row in made.modules)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: str(len(text)))
@pytest.mark.parametrize("mask", range(8))
def test_a_symbol_is_that_of_another_maker(text, mask):
    assert symbol(text, mask) == theirs(text, mask)


def test_the_texts_above_need_every_version():
    assert {len(symbol(text, 0)) for text in TEXTS} == {17 + 4 * version for version in range(1, 10)}


def test_the_mask_that_is_taken_is_one_of_the_eight():
    assert symbol(TEXTS[3]) in [symbol(TEXTS[3], mask) for mask in range(8)]


def test_the_longest_text_fits_and_one_byte_more_does_not():
    assert len(symbol("x" * LONGEST)) == 53
    with pytest.raises(ValueError, match="180"):
        symbol("x" * (LONGEST + 1))

"""A signature on paper: a raster that the strict printer takes, the same dots in picture, PDF and plain data."""

from pathlib import Path

import pytest
from PIL import Image, ImageChops

from countertop.printing import VirtualPrinter, escpos
from countertop.printing.commands import RASTER
from countertop.printing.errors import PrinterError
from countertop.printing.pdf import pdf
from countertop.printing.picture import picture, png
from countertop.runtime.papers import lay_out, rows_of
from countertop.signature import drawn, marked, read_strokes
from countertop.slips import PaperRow, Slip, Writing
from countertop.slips.facts import transaction_facts
from tests.printing.slips import SLIPS
from tests.signature.signed import signature

GOLDEN = Path(__file__).parent / "golden"
SIGNED = marked(drawn(read_strokes(signature())), "1A2B3C4D")


class Style:
    slip_columns, slip_chinese, slip_english, demo = 32, True, True, True


def slip(copy="merchant", columns=32):
    """The slip of a sale, signed on the pad."""
    style = Style()
    style.slip_columns = columns
    facts = SLIPS["sale-merchant"]._facts
    assert facts.func is transaction_facts
    return Slip("transaction", facts, copy, style, signature=lambda: SIGNED)


def torn_off(columns):
    printer = VirtualPrinter(columns)
    printer.print(escpos(slip(columns=columns).rows()))
    (sheet,) = printer.torn_off
    return sheet


def golden_file(columns):
    return GOLDEN / f"signed-{columns}-both.png"


@pytest.mark.parametrize("columns", [32, 48])
def test_the_picture_is_as_it_was(columns):
    printed = picture(torn_off(columns))
    with Image.open(golden_file(columns)) as golden:
        assert printed.size == golden.size
        assert ImageChops.difference(printed.convert("L"), golden.convert("L")).getbbox() is None


@pytest.mark.parametrize(("columns", "shown"), [(32, SIGNED.halved()), (48, SIGNED)])
def test_the_printer_prints_its_dots_as_large_as_they_fit(columns, shown):
    (row,) = [row for row in torn_off(columns).rows if row.picture is not None]

    assert (row.picture.packed, row.picture.height) == (shown.packed, shown.height)


def test_text_says_it_and_has_no_line_to_sign_on():
    for writing, told in ((Writing.BOTH, "[已电子签名]"), (Writing.ENGLISH, "[electronically signed]")):
        text = slip().text(32, writing)
        assert told in text
        assert "_" * 32 not in text
    assert "[已电子签名]" not in slip("cardholder").text()


def test_plain_data_makes_the_same_rows_again():
    whole = slip()

    assert rows_of(lay_out(whole)) == whole.rows()
    assert "picture" not in lay_out(slip("cardholder"))


def test_a_pdf_draws_it_in_the_same_bytes_every_time():
    first, again = (pdf([torn_off(48)], "slip") for _ in range(2))
    without = pdf([SHEET], "slip")

    assert first == again
    assert len(first) > len(without)


PLAIN = VirtualPrinter(48)
PLAIN.print(escpos(SLIPS["sale-merchant"].rows(48)))
SHEET = PLAIN.torn_off[0]


@pytest.mark.parametrize(
    "job",
    [
        RASTER + bytes((1, 1, 0, 1, 0, 255)),
        RASTER + bytes((0, 0, 0, 1, 0)),
        RASTER + bytes((0, 49, 0, 1, 0)) + bytes(49),
        RASTER + bytes((0, 2, 0, 2, 0)) + bytes(3),
        RASTER + bytes((0, 1)),
        b"A" + RASTER + bytes((0, 1, 0, 1, 0, 255)),
    ],
    ids=["another size", "no width", "too wide", "cut", "no sizes", "inside a line"],
)
def test_the_printer_refuses_a_raster_that_does_not_fit(job):
    with pytest.raises(PrinterError):
        VirtualPrinter(32).print(job)


def test_a_halved_picture_keeps_every_line():
    half = SIGNED.halved()

    assert (half.width, half.height) == (237, 79)
    lines, halved = [list(line) for line in SIGNED.lines()], [list(line) for line in half.lines()]
    for down in range(79):
        for across in range(237):
            four = [lines[2 * down + below][2 * across + right] for below in (0, 1) for right in (0, 1)]
            assert halved[down][across] == any(four)


def test_a_row_with_a_picture_is_printed_without_its_text():
    job = escpos([PaperRow("[signed]", large=False, picture=SIGNED.halved())])

    assert b"signed" not in job


if __name__ == "__main__":
    for width in (32, 48):
        golden_file(width).write_bytes(png([torn_off(width)]))

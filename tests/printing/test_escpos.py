"""Slips as bytes, and a printer that takes these bytes and no others."""

import pytest

from countertop.printing import PrinterError, VirtualPrinter, escpos
from countertop.slips import PaperRow, Writing
from tests.printing.slips import KINDS, rows_of, torn_off

HEAD, TAIL = b"\x1b@\x1c&", b"\x1bd\x03\x1dVB\x00"


@pytest.mark.parametrize(
    ("rows", "body"),
    [
        ([], b""),
        ([PaperRow("a b", large=False)], b"a b\n"),
        ([PaperRow("消费", large=False)], "消费\n".encode("gbk")),
        ([PaperRow("x", large=True), PaperRow("y", large=True)], b"\x1d!\x01x\ny\n\x1d!\x00"),
        ([PaperRow("x", large=True), PaperRow("y", large=False)], b"\x1d!\x01x\n\x1d!\x00y\n"),
        ([PaperRow("😀é", large=False)], "〓é\n".encode("gbk")),
        # A control character in a name must never reach the printer as a command.
        ([PaperRow("\x1b\x7f\n", large=False)], "〓〓〓\n".encode("gbk")),
    ],
)
def test_rows_are_text_in_gbk_with_their_size(rows, body):
    assert escpos(rows) == HEAD + body + TAIL


@pytest.mark.parametrize("columns", [32, 48])
@pytest.mark.parametrize("writing", Writing)
@pytest.mark.parametrize("kind", KINDS)
def test_the_paper_says_what_the_slip_says(kind, columns, writing):
    sheet, rows = torn_off(kind, columns, writing), rows_of(kind, columns, writing)
    assert [row.text() for row in sheet.rows[: len(rows)]] == [row.text for row in rows]
    assert [row.height for row in sheet.rows[: len(rows)]] == [2 if row.large else 1 for row in rows]
    assert not any(row.cells for row in sheet.rows[len(rows) :])
    assert max(row.width for row in sheet.rows) <= columns
    assert sheet.is_cut


def test_a_chinese_character_takes_two_columns_and_a_full_line_goes_on_in_the_next():
    printer = VirtualPrinter(32)
    printer.print(HEAD + ("a" * 31 + "中b").encode("gbk") + b"\n")
    first, second = printer.sheets[0].rows
    assert (first.text(), second.text()) == ("a" * 31, "中b")
    assert [(cell.column, cell.width) for cell in second.cells] == [(0, 2), (2, 1)]


def test_jobs_follow_each_other_on_the_roll():
    printer = VirtualPrinter(32)
    for text in ("one", "two"):
        printer.print(escpos([PaperRow(text, large=False)]))
    assert [sheet.rows[0].text() for sheet in printer.torn_off] == ["one", "two"]
    assert printer.sheets[-1].rows == []


@pytest.mark.parametrize(
    ("job", "place"),
    [
        (b"\x1bE\x01", 0),
        (b"ok\n\x07", 3),
        (b"\xd6\xd0", 0),  # Chinese, and nobody said so
        (HEAD + b"\x80", 4),
        (HEAD + b"\xd6", 4),
        (HEAD + b"\xff\xff", 4),
        (b"\x1d!\x11", 2),
        (b"a\x1d!\x01", 3),
        (b"\x1d!", 2),
        (b"\x1bd", 2),
        (b"a\x1dVB\x00", 4),
        (b"\x1dVA\x00", 0),
        (b"\t", 0),
        (b"\x00", 0),
    ],
)
def test_what_we_do_not_send_is_a_fault_at_its_place(job, place):
    with pytest.raises(PrinterError) as fault:
        VirtualPrinter(32).print(job)
    assert fault.value.place == place

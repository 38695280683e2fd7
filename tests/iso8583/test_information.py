"""Field 46 of our dialect: what a slip says and no other field tells."""

import pytest

from countertop.iso8583.private import TerminalInformation, read_information

EVERYTHING = TerminalInformation("01", "00", "credit", "signature", 30_000, "20240715100102")


@pytest.mark.parametrize(
    ("told", "text"),
    [
        (TerminalInformation("01"), "OP00201"),
        (TerminalInformation("01", "00"), "OP00201SV00200"),
        (TerminalInformation("01", waived="pin", waived_limit=1000), "OP00201WP0041000"),
        (EVERYTHING, "OP00201SV00200AC006creditWS00530000TM01420240715100102"),
        (TerminalInformation(), ""),
    ],
)
def test_it_is_written_as_records_and_read_again(told, text):
    assert told.text() == text
    assert read_information(text) == told


@pytest.mark.parametrize(
    "text",
    [
        *("AC005other", "WP001x", "WP000", "WP0131234567890123", "TM00420240", "TM01420240715 00102", "WS003１23"),
        *("OP002", "OP-0201", "SV", "0", "XX00"),
    ],
)
def test_what_no_terminal_would_say_is_left_out(text):
    assert read_information(text) == TerminalInformation()


def test_nothing_tells_nothing():
    assert read_information(None) == TerminalInformation()

"""Jobs brought to printers: on the network, as a file, out of order, dying in mid-slip, and not there at all."""

import pytest

from countertop.printing import (
    PaperOutError,
    PlaceError,
    PrinterStoppedError,
    UnreachableError,
    escpos,
)
from countertop.printing.transport import look, send, verify_place
from tests.printing.network_printer import NetworkPrinter
from tests.printing.slips import rows_of

JOB = escpos(rows_of("sale-merchant"))


@pytest.mark.parametrize("answers", [True, False])
def test_a_printer_on_the_network_gets_the_job_whole(answers):
    with NetworkPrinter(answers=answers) as printer:
        send(printer.place, JOB, ask=answers)
        (text,) = printer.texts()
    assert "消费/SALE" in text


def test_a_printer_is_asked_how_it_is():
    with NetworkPrinter() as printer:
        assert look(printer.place) is True
        printer.has_paper = False
        with pytest.raises(PaperOutError):
            look(printer.place)
        printer.has_paper, printer.is_open = True, True
        with pytest.raises(PrinterStoppedError):
            look(printer.place)


def test_a_printer_that_never_answers_is_called_and_believed():
    with NetworkPrinter(answers=False) as printer:
        assert look(printer.place) is False


def test_a_printer_without_paper_gets_no_job():
    with NetworkPrinter() as printer:
        printer.has_paper = False
        with pytest.raises(PaperOutError):
            send(printer.place, JOB)
        assert printer.drawn() == []


@pytest.mark.parametrize("answers", [True, False])
def test_a_printer_that_dies_in_mid_slip_is_told(answers):
    with NetworkPrinter(answers=answers) as printer:
        printer.dies_after = len(JOB) // 2
        with pytest.raises(UnreachableError):
            send(printer.place, JOB * 40, ask=answers)


def test_a_device_file_gets_the_jobs_whole_one_behind_the_other(tmp_path):
    device = tmp_path / "lp0"
    send(f"file:{device}", JOB)
    send(f"file:{device}", JOB)
    assert device.read_bytes() == JOB + JOB


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")  # the library leaves a socket that failed to itself
@pytest.mark.parametrize("place", ["tcp:127.0.0.1:1", "usb:ffff:fffe", "file:/no/such/lp0"])
def test_where_no_printer_is_that_is_told(place):
    with pytest.raises(UnreachableError):
        send(place, JOB)


@pytest.mark.parametrize(
    "place", ["", "lp0", "tcp:", "tcp:host:port", "tcp:host:70000", "usb:1:2", "usb:04b8", "file:"]
)
def test_a_place_of_another_form_is_refused(place):
    for reached in (lambda: send(place, JOB), lambda: verify_place(place)):
        with pytest.raises(PlaceError):
            reached()

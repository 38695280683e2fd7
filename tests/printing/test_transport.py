"""Jobs brought to printers: one that listens on the network, one that is a file, and those that are not there."""

import socket
from threading import Thread

import pytest

from countertop.printing import PlaceError, UnreachableError, VirtualPrinter, escpos
from countertop.printing.transport import send
from tests.printing.slips import rows_of

JOB = escpos(rows_of("sale-merchant"))


def test_a_printer_on_the_network_gets_the_job_whole():
    taken = bytearray()

    def take(listener):
        line, _ = listener.accept()
        with line:
            while piece := line.recv(4096):
                taken.extend(piece)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        printer = Thread(target=take, args=(listener,))
        printer.start()
        send(f"tcp:127.0.0.1:{listener.getsockname()[1]}", JOB)
        printer.join(10)
    paper = VirtualPrinter(32)
    paper.print(bytes(taken))
    assert "消费/SALE" in "".join(row.text() for row in paper.torn_off[0].rows)


def test_a_device_file_gets_the_job_whole(tmp_path):
    device = tmp_path / "lp0"
    send(f"file:{device}", JOB)
    assert device.read_bytes() == JOB


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")  # the library leaves a socket that failed to itself
@pytest.mark.parametrize("place", ["tcp:127.0.0.1:1", "usb:ffff:fffe", "file:/no/such/lp0"])
def test_where_no_printer_is_that_is_told(place):
    with pytest.raises(UnreachableError):
        send(place, JOB)


@pytest.mark.parametrize("place", ["", "lp0", "tcp:", "tcp:host:port", "usb:1:2", "usb:04b8", "file:"])
def test_a_place_of_another_form_is_refused(place):
    with pytest.raises(PlaceError):
        send(place, JOB)

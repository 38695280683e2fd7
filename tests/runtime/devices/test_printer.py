"""A real printer in the terminal's process: it prints, or what keeps it from printing is told, and nobody waits for ever."""

import asyncio
import os
import sys
from subprocess import run
from threading import Event

import pytest

from countertop.runtime.devices import printer as room
from countertop.runtime.devices.choices import PrinterChoice
from countertop.runtime.devices.printer import RealPrinter
from countertop.slips import PaperRow
from countertop.stage import Condition
from tests.printing.network_printer import NetworkPrinter

ROWS = [PaperRow("样例鲜生超市", large=True), PaperRow("x" * 40, large=False)]


def used(place, *steps):
    """Do steps with one printer; return it."""

    async def doing():
        printer = RealPrinter(PrinterChoice(place, 80))
        for step in steps:
            await step(printer)
        return printer

    return asyncio.run(doing())


def print_rows(printer):
    return printer.print_rows(ROWS)


def try_out(printer):
    return printer.try_out()


def test_it_prints_and_says_so():
    with NetworkPrinter() as network:
        printer = used(network.place, try_out, print_rows)
        assert printer.condition is Condition.OK
        assert printer.problem is None
        (text,) = network.texts(48)
    assert text.startswith("样例鲜生超市\n" + "x" * 40)


def test_no_paper_is_no_paper_and_afterwards_it_prints_again():
    async def load(_):
        network.has_paper = True

    with NetworkPrinter() as network:
        network.has_paper = False
        out = used(network.place, print_rows)
        assert (out.condition, out.problem[0]) == (Condition.PAPER_OUT, "device.paper_out")
        assert used(network.place, print_rows, load, print_rows).condition is Condition.OK
        assert len(network.drawn(48)) == 1


def test_an_open_lid_is_told():
    with NetworkPrinter() as network:
        network.is_open = True
        printer = used(network.place, try_out)
    assert (printer.condition, printer.problem[0]) == (Condition.SILENT, "device.stopped")


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")  # the library leaves a socket that failed to itself
def test_a_printer_that_is_not_there_is_told_with_its_place():
    printer = used("tcp:127.0.0.1:1", print_rows)
    assert (printer.condition, printer.problem[0]) == (Condition.SILENT, "device.unreachable")
    assert printer.problem[1]["place"] == "tcp:127.0.0.1:1"
    assert printer.problem[1]["reason"] == "Connection refused"


def test_one_that_dies_in_mid_slip_has_not_printed():
    with NetworkPrinter() as network:
        network.dies_after = 30
        printer = used(network.place, print_rows)
    assert (printer.condition, printer.problem[0]) == (Condition.SILENT, "device.unreachable")


def test_one_that_never_answers_is_asked_once():
    with NetworkPrinter(answers=False) as network:
        printer = used(network.place, try_out, print_rows, print_rows)
        assert printer.condition is Condition.OK
        assert len(network.drawn(48)) == 2
        asked = [call for call in network.calls if b"\x10\x04" in call]
    assert len(asked) == 1


def test_one_that_holds_on_to_a_job_keeps_nobody(tmp_path, monkeypatch):
    released = Event()
    pipe = tmp_path / "stuck"
    os.mkfifo(pipe)  # opening it waits until somebody reads
    monkeypatch.setattr(room, "LONGEST_JOB", 0.2)

    async def free(_):
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        released.wait(0.01)
        os.close(reader)

    printer = used(f"file:{pipe}", print_rows, print_rows, try_out, free)
    assert (printer.condition, printer.problem[0]) == (Condition.SILENT, "device.busy")


def test_without_the_library_the_command_is_told_that_installs_it():
    program = (
        "import sys; sys.modules['escpos'] = sys.modules['escpos.printer'] = None\n"
        "import asyncio\n"
        "from countertop.runtime.devices.choices import PrinterChoice\n"
        "from countertop.runtime.devices.printer import RealPrinter\n"
        "async def use():\n"
        "    printer = RealPrinter(PrinterChoice('tcp:127.0.0.1:1'))\n"
        "    await printer.try_out()\n"
        "    print(printer.problem[0], printer.problem[1]['command'])\n"
        "asyncio.run(use())"
    )
    told = run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=True).stdout
    assert told == "device.not_installed pip install 'countertop[devices]'\n"

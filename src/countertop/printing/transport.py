"""Real printers, reached by python-escpos: over the network, over USB, or as a device file.

    tcp:192.168.1.50:9100      a printer with a network plug; 9100 where no port is named
    usb:04b8:0202              vendor and product, as `lsusb` shows them
    file:/dev/usb/lp0          a device file, or any file: a job is put behind what is in it

The library carries the bytes and nothing else: what is printed is ours (`escpos`). A printer that answers is asked how
it is, and behind a job whether it came to its end; one that never answers, as a device file, is believed when it took
the bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from socket import SHUT_WR
from typing import Any, Final

from countertop.printing.commands import ASK_PAPER, ASK_WHEN_THERE, ASK_WHY_STOPPED
from countertop.printing.errors import (
    NotInstalledError,
    PaperOutError,
    PlaceError,
    PrinterStoppedError,
    PrintingError,
    UnfinishedError,
    UnreachableError,
)

__all__ = ["look", "send", "verify_place"]

_TCP: Final = re.compile(r"tcp:([^:\s]+)(?::([0-9]{1,5}))?", re.ASCII)
_USB: Final = re.compile(r"usb:([0-9a-fA-F]{4}):([0-9a-fA-F]{4})", re.ASCII)
_FILE: Final = re.compile(r"file:(.+)")
_PORT: Final = "9100"

_CALLING: Final = 5.0
_ANSWERING: Final = 1.5
_PRINTING: Final = 20.0
"""Seconds for a printer to take the call, to say how it is, and to bring a job to its end."""

_LIBRARY: Final = "pip install 'countertop[devices]'"
_USB_LIBRARY: Final = "apt-get install libusb-1.0-0"

_NO_PAPER: Final = 0x60
_STOPPED: Final = 0x04 | 0x08 | 0x20 | 0x40
"""Bits of the answers to DLE EOT 4 and 2: paper's end; cover open, feed key held, stopped by paper's end, an error."""


def verify_place(place: str) -> None:
    """Raise PlaceError for a place that is written in no form we know."""
    tcp = _TCP.fullmatch(place)
    if not (_USB.fullmatch(place) or _FILE.fullmatch(place) or (tcp and 0 < int(tcp[2] or _PORT) < 1 << 16)):
        raise PlaceError(place)


def look(place: str, *, ask: bool = True) -> bool:
    """Ask a printer how it is; tell whether it is one that answers. Without `ask` it is called and asked nothing.

    Raises PlaceError for a place of another form, UnreachableError, or what is under it, when nothing can be printed.
    """
    with _opened(place) as printer:
        return ask and _answers(place, printer)


def send(place: str, job: bytes, *, ask: bool = True) -> None:
    """Bring a job to a printer; raises as `look` does, and UnfinishedError when it does not say that it is done."""
    with _opened(place) as printer:
        answers = ask and _answers(place, printer)
        printer._raw(job)  # noqa: SLF001 - the library's way to send bytes as they are
        if answers:
            _await_end(place, printer)
        else:
            _let_go(printer)


def _answers(place: str, printer: Any) -> bool:
    """Tell whether the printer answers; raises when it answers that it cannot print."""
    paper = _asked(printer, ASK_PAPER, _is_at_once, _ANSWERING)
    if paper is None:
        return False
    if paper & _NO_PAPER:
        raise PaperOutError(place)
    stopped = _asked(printer, ASK_WHY_STOPPED, _is_at_once, _ANSWERING)
    if stopped is not None and stopped & _STOPPED:
        raise PrinterStoppedError(place)
    return True


def _await_end(place: str, printer: Any) -> None:
    if _asked(printer, ASK_WHEN_THERE, lambda byte: not byte & 0x90, _PRINTING) is None:
        _answers(place, printer)
        raise UnfinishedError(place)


def _is_at_once(byte: int) -> bool:
    return byte & 0x93 == 0x12


def _asked(printer: Any, question: bytes, fits: Callable[[int], bool], patience: float) -> int | None:
    """Return the answer of its form; None where none comes in time, and of a device file, which is not read."""
    if _is_file(printer):
        return None
    printer._raw(question)  # noqa: SLF001 - as in `send`
    for piece in _read(printer, patience):
        for byte in piece:
            if fits(byte):
                return byte
    return None


def _read(printer: Any, patience: float) -> Iterator[bytes]:
    """Yield what a printer says until it says nothing for so long; raises ConnectionError when it hangs up."""
    is_network = hasattr(printer, "host")
    if is_network:
        printer.device.settimeout(patience)
    try:
        while piece := bytes(printer._read()):  # noqa: SLF001 - as in `send`
            yield piece
    except OSError as fault:
        if isinstance(fault, TimeoutError) or type(fault).__name__ == "USBTimeoutError":
            return
        raise
    if is_network:
        raise ConnectionAbortedError("it hung up")


def _let_go(printer: Any) -> None:
    """Hang up first and see whether the printer broke off instead: the only sign that a silent one can give."""
    if hasattr(printer, "host"):
        printer.device.shutdown(SHUT_WR)
        with suppress(ConnectionAbortedError):
            for _ in _read(printer, _ANSWERING):
                pass


def _is_file(printer: Any) -> bool:
    return hasattr(printer, "devfile")


@contextmanager
def _opened(place: str) -> Iterator[Any]:
    """Give the library's printer with its line open; raises as `look` does."""
    try:
        printer = _printer(place)
        try:
            yield printer
        finally:
            with suppress(Exception):  # what ended the line is told already
                printer.close()
    except PrintingError:
        raise
    except ImportError:
        raise NotInstalledError(place, _LIBRARY) from None
    except Exception as fault:  # noqa: BLE001 - each transport of the library raises errors of its own
        if type(fault).__name__ == "NoBackendError":
            raise NotInstalledError(place, _USB_LIBRARY) from None
        raise UnreachableError(place, _why(fault)) from None


def _why(fault: BaseException) -> str:
    """Return what the system says, which the library wraps in words of its own."""
    for each in (fault, fault.__context__):
        if isinstance(each, OSError) and each.strerror:
            return each.strerror
    return str(fault)


def _printer(place: str) -> Any:
    verify_place(place)
    if match := _TCP.fullmatch(place):
        from escpos.printer import Network  # noqa: PLC0415 - an extra that few need

        printer = Network(match[1], int(match[2] or _PORT), timeout=_CALLING)
    elif match := _USB.fullmatch(place):
        from escpos.printer import Usb  # noqa: PLC0415 - as above

        printer = Usb(int(match[1], 16), int(match[2], 16))
    else:
        from escpos.printer import File  # noqa: PLC0415 - as above

        path = Path(place.partition(":")[2])
        printer = File(str(path))
        if path.is_file():
            printer.device = path.open("ab")  # the library would begin the file anew with each job
            return printer
    printer.open()
    return printer

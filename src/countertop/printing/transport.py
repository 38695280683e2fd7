"""Real printers, reached by python-escpos: over the network, over USB, or as a device file.

    tcp:192.168.1.50:9100      a printer with a network plug; 9100 where no port is named
    usb:04b8:0202              vendor and product, as `lsusb` shows them
    file:/dev/usb/lp0          a device file, or any file

The library carries the bytes and nothing else: what is printed is ours (`escpos`).
"""

from __future__ import annotations

import re
from typing import Any, Final

from countertop.printing.errors import PlaceError, UnreachableError

__all__ = ["send"]

_TCP: Final = re.compile(r"tcp:([^:\s]+)(?::([0-9]{1,5}))?", re.ASCII)
_USB: Final = re.compile(r"usb:([0-9a-fA-F]{4}):([0-9a-fA-F]{4})", re.ASCII)
_FILE: Final = re.compile(r"file:(.+)")
_PORT: Final = "9100"
_PATIENCE: Final = 10
"""Seconds for a printer to take the call."""


def send(place: str, job: bytes) -> None:
    """Bring a job to a printer; raises PlaceError for a place of another form, UnreachableError when none is there."""
    try:
        printer = _printer(place)
        printer.open()
        try:
            printer._raw(job)  # noqa: SLF001 - the library's way to send bytes as they are
        finally:
            printer.close()
    except ImportError:
        raise UnreachableError(place, "install countertop[printers]") from None
    except PlaceError:
        raise
    except Exception as fault:  # noqa: BLE001 - each transport of the library raises errors of its own
        raise UnreachableError(place, str(fault)) from None


def _printer(place: str) -> Any:
    if match := _TCP.fullmatch(place):
        from escpos.printer import Network  # noqa: PLC0415 - an extra that few need

        return Network(match[1], int(match[2] or _PORT), timeout=_PATIENCE)
    if match := _USB.fullmatch(place):
        from escpos.printer import Usb  # noqa: PLC0415 - as above

        return Usb(int(match[1], 16), int(match[2], 16))
    if match := _FILE.fullmatch(place):
        from escpos.printer import File  # noqa: PLC0415 - as above

        return File(match[1])
    raise PlaceError(place)

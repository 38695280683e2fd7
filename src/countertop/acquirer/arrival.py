"""A request of a registered terminal, and the gate that every one of them passes first."""

from __future__ import annotations

from countertop.acquirer.registry import Terminal
from countertop.iso8583 import Message, PosHeader

__all__ = ["Arrival", "registration_fault", "session_fault"]


class Arrival:
    """A request: from which terminal, on which line, when (`utc`, microseconds).

    `opening` is its MTI and bitmap as they came. Its answer echoes its header. `gate_fault` is the response code of
    the gate for something new that may not begin now, to be kept with it: a refusal that were forgotten would let a
    late copy pass once the gate is open again.
    """

    __slots__ = ("gate_fault", "line", "opening", "request", "terminal", "utc")

    def __init__(self, request: Message, opening: bytes, terminal: Terminal, line: int, utc: int) -> None:
        self.request = request
        self.opening = opening
        self.terminal = terminal
        self.line = line
        self.utc = utc
        self.gate_fault = ""

    def ask(self, requirement: str | None) -> None:
        """Have the answer's header ask the terminal for something (digit 6), or for nothing."""
        header = self.request.header
        if isinstance(header, str):
            self.request.header = PosHeader(header).requiring(requirement or "0")


def registration_fault(terminal: Terminal, request: Message) -> str:
    """Return the response code for a terminal that may not call, or nothing: 03 its merchant, 58 itself."""
    merchant = terminal.merchant
    if request.merchant_id != merchant.merchant_id or not merchant.is_open:
        return "03"
    return "" if terminal.is_open else "58"


def session_fault(terminal: Terminal, request: Message) -> str:
    """Return 77 for a terminal that is not signed in, works in another batch than the host, or is settling it.

    Nothing for any other.
    """
    info = request.transaction_info
    if terminal.session is None or terminal.is_frozen or info is None:
        return "77"
    return "" if info[2:8] == terminal.batch_number else "77"

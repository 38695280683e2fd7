"""The console of a merchant among its terminals: opened when it is first needed, numbering its own vouchers."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, Final

from countertop.acquirer.memory import HostMemory
from countertop.acquirer.refunding.records import ConsoleOpened
from countertop.acquirer.registry import Console, Merchant
from countertop.acquirer.settlement.rows import attempts_of
from countertop.acquirer.tables import NEWEST_OF_TERMINAL
from countertop.stage import Append, Effect, KeyTaken, Note, Read

__all__ = ["console_of", "next_voucher"]

HEAD: Final = "C"
"""What the id of a console begins with; behind it stand seven digits."""

_DIGITS: Final = 10**7
_VOUCHERS: Final = 999_999


def console_of(memory: HostMemory, merchant: Merchant) -> Generator[Effect, Any, Console]:
    """Return the console of a merchant, and open it if there is none."""
    registry, merchant_id = memory.registry, merchant.merchant_id
    while (console := registry.consoles.get(merchant_id)) is None:
        opened = ConsoleOpened(_free_id(memory, merchant_id), merchant_id)
        written = yield Append(opened.terminal_id, opened)
        if isinstance(written, KeyTaken):
            continue  # another console was opened meanwhile, this merchant's perhaps
        seated = registry.seat_console({"terminal_id": opened.terminal_id, "merchant_id": merchant_id})
        seated.open_batch(memory.acquirer_id, opened.batch_instance, opened.batch_number, memory.planted)
        yield Note("info", "acquirer.console-opened", merchant_id=merchant_id, terminal_id=opened.terminal_id)
    return console


def _free_id(memory: HostMemory, merchant_id: str) -> str:
    """Return an id that nobody has: it ends as the merchant's does where it can."""
    digits = "".join(sign for sign in merchant_id if sign in "0123456789")[-7:] or "0"
    number = int(digits)
    while memory.registry.place_of(f"{HEAD}{number:07d}") is not None:
        number = (number + 1) % _DIGITS
    return f"{HEAD}{number:07d}"


def next_voucher(console: Console) -> Generator[Effect, Any, str]:
    """Return the next voucher number (F11, six digits); it goes on from the newest that left a trace."""
    if console.newest_stan is None:
        newest = yield from _newest_voucher(console)
        if console.newest_stan is None:  # nobody was faster
            console.newest_stan = newest
    console.newest_stan = console.newest_stan % _VOUCHERS + 1
    return f"{console.newest_stan:06d}"


def _newest_voucher(console: Console) -> Generator[Effect, Any, int]:
    """Return the newest voucher number of the open batch; only if it is empty, one of the batch before, or 0.

    Serials tell which one is the newest: a clock may have been set back, and after 999999 comes 000001.
    """
    rows = yield from attempts_of(console.key_head)
    if not rows:
        rows = yield Read(NEWEST_OF_TERMINAL, console.terminal_id)
    newest = max(rows, key=lambda row: row["serial"], default=None)
    return 0 if newest is None else int(newest["stan"])

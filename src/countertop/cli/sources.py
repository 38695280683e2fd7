"""Where the messages of a command come from, and what of them may be shown in clear."""

from __future__ import annotations

import sys
from pathlib import Path

from countertop.demo import TEST_BINS
from countertop.iso8583 import Message
from countertop.iso8583.doctor import read_dump
from countertop.runtime.errors import RuntimeFault
from countertop.values import Pan

__all__ = ["content_of", "dump_of", "holds_test_cards_only", "is_file"]


def is_file(source: str) -> bool:
    """Tell whether an argument names a file."""
    try:
        return Path(source).is_file()
    except (OSError, ValueError):  # too long for a name, or none at all
        return False


def content_of(source: str) -> bytes:
    """Return the bytes of a file, or of the input for `-`; raises RuntimeFault."""
    if source == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(source).read_bytes()
    except (OSError, ValueError) as fault:
        raise RuntimeFault("run.unreadable", path=source, reason=getattr(fault, "strerror", "") or "") from None


def dump_of(source: str) -> bytes:
    """Return a dump: the argument itself when hexadecimal can be found in it, else what lies in the file it names."""
    if not is_file(source) and source != "-":
        given = source.encode("utf-8", "replace")
        if read_dump(given)[0].data != given:
            return given
    return content_of(source)


def holds_test_cards_only(message: Message) -> bool:
    """Tell whether every card number in a message is a test card's; other cards are masked by every tool."""
    numbers: list[Pan] = [pan for pan in (message.pan, message.account_from, message.account_to) if pan is not None]
    if message.track2 is not None:
        numbers.append(message.track2.pan)
    known = all(any(pan.starts_with(prefix) for prefix in TEST_BINS) for pan in numbers)
    return known and (bool(numbers) or (message.track3 is None and message.track1 is None))

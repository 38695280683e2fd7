"""Bytes out of whatever somebody pasted: hexadecimal in any dress, hexdump and tshark listings, log lines, raw bytes.

A text may be understood in more than one way; every way is returned, and whoever examines them sees which one makes a
message.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from countertop.iso8583.doctor.findings import Finding, fault, hint

__all__ = ["LONGEST", "Dump", "read_dump"]

LONGEST = 64 << 10
"""Bytes of the longest dump that is looked at; what comes behind them is left out."""


@dataclass(frozen=True, slots=True)
class Dump:
    """Bytes, and what had to be understood to get them."""

    data: bytes
    findings: tuple[Finding, ...] = ()


_HEX = frozenset("0123456789abcdefABCDEF")
_DRESS = re.compile(r"\\x|0x|[\s,;:{}\[\]()<>\"'-]", re.ASCII | re.IGNORECASE)
_LISTED = re.compile(r"\s*([0-9A-Fa-f]{4,8})(:?)(?:\s{1,4}(\S.*?))?\s*", re.ASCII)
_WORDS = re.compile(r"(?:[0-9A-Fa-f]{2})+", re.ASCII)
_RUN = re.compile(r"(?<![0-9A-Za-z])(?:[0-9A-Fa-f]{2}[ \t:,-]?){8,}(?![0-9A-Za-z])", re.ASCII)
_SOLID = re.compile(r"(?<![0-9A-Za-z])[0-9A-Fa-f]{16,}(?![0-9A-Za-z])", re.ASCII)


def read_dump(source: bytes) -> list[Dump]:
    """Return the ways to understand what was given, the likeliest first; one without bytes when there is nothing."""
    source = source[:LONGEST]
    text = _text(source)
    if text is None:
        return [Dump(source)]
    found = [*_plain(text), *_listing(text), *_logged(text)]
    found += [again for dump in found for again in _twice(dump)]
    if not found:  # an ASCII message that was logged raw, or nothing of the kind
        return [Dump(source if text.strip() else b"")]
    ways: dict[bytes, Dump] = {}
    for dump in found:
        ways.setdefault(dump.data, dump)
    return [*ways.values()]


def _text(source: bytes) -> str | None:
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if any(character < " " and character not in "\t\r\n\f" for character in text) else text


def _plain(text: str) -> list[Dump]:
    """Return what is nothing but hexadecimal, however it is dressed: blanks, colons, commas, 0x, backslash x."""
    digits = _DRESS.sub("", text)
    return [_dump(digits)] if digits and _HEX.issuperset(digits) else []


def _dump(digits: str, *findings: Finding) -> Dump:
    if len(digits) % 2 == 0:
        return Dump(bytes.fromhex(digits), findings)
    odd = fault("dump.odd-digits", len(digits) // 2, count=len(digits))
    return Dump(bytes.fromhex(digits[:-1]), (*findings, odd))


def _listing(text: str) -> list[Dump]:
    """Lines that begin with their offset, as hexdump, xxd, od and tshark write them."""
    data, swapped = b"", b""
    offsets: list[tuple[str, int]] = []
    paired = True
    for line in filter(str.strip, text.splitlines()):
        match = _LISTED.fullmatch(line)
        if match is None:
            continue
        words = _words(match[3] or "")
        piece = bytes.fromhex("".join(words))
        offsets.append((match[1], len(data)))
        data += piece
        paired = paired and not match[2] and all(len(word) == 4 for word in words)
        swapped += b"".join(bytes.fromhex(word)[::-1] for word in words)
    if not data or not (_count(offsets, 16) or _count(offsets, 8)):
        return []
    if paired:
        return [Dump(data), Dump(swapped, (hint("dump.words-swapped"),))]
    return [Dump(data)]


def _words(text: str) -> list[str]:
    """Return the words of bytes in front of the column of characters."""
    words: list[str] = []
    gap = 0
    for piece in re.split(r"( +)", text.partition("|")[0]):
        if not piece.strip():
            gap = len(piece)
            continue
        size = sum(map(len, words)) // 2
        ended = size >= 16 or gap > 2 or (gap == 2 and size not in (0, 8))
        if ended or not _WORDS.fullmatch(piece) or len(piece) > 32:
            break
        words.append(piece)
    return words


def _count(offsets: Iterable[tuple[str, int]], base: int) -> bool:
    """Tell whether every line's offset is the count of bytes before it."""
    try:
        return all(int(text, base) == so_far for text, so_far in offsets)
    except ValueError:
        return False


def _logged(text: str) -> list[Dump]:
    """Lines of a log: the longest run of hexadecimal of each, together and alone."""
    found: list[Dump] = []
    for pattern in (_SOLID, _RUN):
        runs = [max(matches, key=len) for line in text.splitlines() if (matches := pattern.findall(line))]
        digits = [_DRESS.sub("", run) for run in runs]
        found += [_dump(each) for each in ("".join(digits),) if each]
        if len(digits) > 1:
            found += [_dump(each, hint("dump.one-of-many", None, count=len(digits))) for each in digits]
    return found


def _twice(dump: Dump) -> list[Dump]:
    """Return what is hexadecimal text once more: the text was sent instead of the bytes."""
    text = dump.data.decode("latin-1")
    if len(text) < 32 or len(text) % 2 or not _HEX.issuperset(text):
        return []
    return [Dump(bytes.fromhex(text), (*dump.findings, fault("dump.hex-twice", 0)))]

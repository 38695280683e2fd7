"""BER-TLV as EMV book 3 annex B uses it: field 55, card records, key and parameter tables.

Tags are written as upper-case hex (`9F26`). Every length is checked against the bytes that are left before
anything is cut out; a tag has at most `MAX_TAG` bytes, a length at most four after its first, and data objects
lie at most `MAX_DEPTH` levels deep.
"""

from __future__ import annotations

from collections.abc import Iterable

from countertop.codec.errors import TlvError

__all__ = ["MAX_DEPTH", "MAX_TAG", "Tlv", "build", "is_constructed", "parse", "read"]

MAX_DEPTH = 8
MAX_TAG = 4
_MAX_LENGTH_BYTES = 4


class Tlv:
    """One data object: `tag` in hex, `value`, `children` when it was opened, and where it stood.

    `offset` is the tag's first byte, counted from the start of the parsed data; `size` covers tag, length and value.
    """

    __slots__ = ("children", "offset", "size", "tag", "value")

    def __init__(self, tag: str, value: bytes, offset: int, size: int, children: tuple[Tlv, ...] = ()) -> None:
        self.tag = tag
        self.value = value
        self.offset = offset
        self.size = size
        self.children = children

    def __repr__(self) -> str:
        return f"Tlv({self.tag}, {len(self.value)} bytes)"


def is_constructed(tag: str) -> bool:
    """Tell whether a tag says that its value is made of data objects (bit 6 of its first byte)."""
    return int(tag[:2], 16) & 0x20 != 0


def parse(data: bytes, *, nested: bool = False) -> list[Tlv]:
    """Return the data objects in order; with `nested`, constructed ones are opened into `children`.

    Private tags such as FF00 say constructed and hold plain text, so nothing is opened unless asked.
    Raises TlvError.
    """
    return _parse(data, 0, len(data), nested, 1)


def read(data: bytes) -> dict[str, bytes]:
    """Return tag -> value of the top level; raises TlvError, also when a tag appears twice."""
    found: dict[str, bytes] = {}
    for item in _parse(data, 0, len(data), nested=False, depth=1):
        if item.tag in found:
            raise TlvError(item.tag, item.offset, "the tag appears twice")
        found[item.tag] = item.value
    return found


def build(items: Iterable[tuple[str, bytes]]) -> bytes:
    """Return tags and values as bytes, lengths in their shortest form; raises TlvError for a tag that is none."""
    parts: list[bytes] = []
    for tag, value in items:
        try:
            head = bytes.fromhex(tag)
        except ValueError:
            head = b""
        if not head or _tag_end(head, 0, len(head)) != len(head):
            raise TlvError("tag", 0, "this is not the hex form of one BER tag")
        parts += (head, _length_bytes(len(value)), value)
    return b"".join(parts)


def _parse(data: bytes, start: int, end: int, nested: bool, depth: int) -> list[Tlv]:
    if depth > MAX_DEPTH and start < end:
        raise TlvError("tlv", start, f"data objects are nested deeper than {MAX_DEPTH}")
    items: list[Tlv] = []
    at = start
    while at < end:
        value_at = _tag_end(data, at, end)
        tag = data[at:value_at].hex().upper()
        size, value_at = _length(data, value_at, end, tag)
        stop = value_at + size
        if stop > end:
            raise TlvError(tag, value_at, f"the value should have {size} bytes, {end - value_at} are left")
        children: tuple[Tlv, ...] = ()
        if nested and data[at] & 0x20:
            children = tuple(_parse(data, value_at, stop, nested, depth + 1))
        items.append(Tlv(tag, data[value_at:stop], at, stop - at, children))
        at = stop
    return items


def _tag_end(data: bytes, at: int, end: int) -> int:
    if data[at] & 0x1F != 0x1F:
        if data[at] == 0:
            raise TlvError("tag", at, "a tag cannot be 00")
        return at + 1
    stop = at + 1
    while stop < end:
        if not data[stop] & 0x80:
            return stop + 1
        stop += 1
        if stop - at == MAX_TAG:
            raise TlvError("tag", at, f"the tag is longer than {MAX_TAG} bytes")
    raise TlvError("tag", at, "the tag is cut off")


def _length(data: bytes, at: int, end: int, tag: str) -> tuple[int, int]:
    if at >= end:
        raise TlvError(tag, at, "the length is missing")
    first = data[at]
    if first < 0x80:
        return first, at + 1
    count = first & 0x7F
    if not 1 <= count <= _MAX_LENGTH_BYTES:
        raise TlvError(tag, at, f"a length takes 1 to {_MAX_LENGTH_BYTES} more bytes, not {count}")
    if at + 1 + count > end:
        raise TlvError(tag, at, "the length is cut off")
    return int.from_bytes(data[at + 1 : at + 1 + count], "big"), at + 1 + count


def _length_bytes(size: int) -> bytes:
    if size < 0x80:
        return bytes((size,))
    digits = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((0x80 | len(digits),)) + digits

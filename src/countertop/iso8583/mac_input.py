"""What a MAC covers: the encoded bytes themselves at a terminal, the text of chosen fields between institutions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from countertop.iso8583.message import Message
from countertop.iso8583.names import FIELD_NAMES

__all__ = ["MAC_SIZE", "EncodedBytes", "FieldText", "MacRule"]

MAC_SIZE = 8


class MacRule:
    """Which field carries the MAC, and which bytes it covers."""

    __slots__ = ("field",)

    def __init__(self, field: int) -> None:
        self.field = field

    def covered(self, message: Message, payload: bytes, start: int, end: int) -> bytes:
        """Return the bytes covered in a message whose ISO part is `payload[start:end]`, the MAC itself left out."""
        raise NotImplementedError


class EncodedBytes(MacRule):
    """From the MTI to the end of the field before the MAC, as transmitted, the bitmap's MAC bit set (POS, F64)."""

    __slots__ = ()

    def covered(self, message: Message, payload: bytes, start: int, end: int) -> bytes:  # noqa: ARG002 - see MacRule
        """Return the slice."""
        return payload[start:end]


class FieldText(MacRule):
    """The MTI and chosen fields that are present, as text, joined by one space, upper-cased (interbank, F128).

    Of field 90 only the first 20 characters count: MTI, trace, date and time of the original.
    """

    __slots__ = ("_text",)

    def __init__(self, field: int, numbers: tuple[int, ...]) -> None:
        super().__init__(field)
        self._text = _compiled_text(numbers)

    def covered(self, message: Message, payload: bytes, start: int, end: int) -> bytes:  # noqa: ARG002 - see MacRule
        """Return the text in GBK, the encoding of the message."""
        text = self._text(message).upper()
        return text.encode() if text.isascii() else text.encode("gbk")


def _compiled_text(numbers: tuple[int, ...]) -> Callable[[Message], str]:
    # Straight-line code, as in `masking`: every interbank message pays it twice.
    lines = ["def text(message):", "    parts = [message.mti]"]
    for number in numbers:
        lines += (
            f"    value = message.{FIELD_NAMES[number]}",
            f"    if value is not None: parts.append({'value[:20]' if number == 90 else _CLEAR})",
        )
    lines.append('    return " ".join(parts)')
    scope: dict[str, Any] = {}
    exec("\n".join(lines), scope)  # noqa: S102 - the source is made of the dialect's table
    text: Callable[[Message], str] = scope["text"]
    return text


_CLEAR = "value if type(value) is str else value.reveal()"

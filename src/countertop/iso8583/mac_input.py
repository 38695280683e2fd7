"""What a MAC covers: the encoded bytes themselves at a terminal, the text of chosen fields between institutions."""

from __future__ import annotations

from countertop.iso8583.field_text import FieldText
from countertop.iso8583.message import Message
from countertop.iso8583.names import FIELD_NAMES

__all__ = ["MAC_SIZE", "ChosenFields", "EncodedBytes", "MacRule"]

MAC_SIZE = 8

_COVERED = dict.fromkeys((2, 102, 103), "value.reveal()")
"""Field number -> what of it is covered, where that is not the value as it stands."""


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


class ChosenFields(MacRule):
    """The MTI and chosen fields that are present, as text, joined by one space, upper-cased (interbank, F128)."""

    __slots__ = ("_write",)

    def __init__(self, field: int, numbers: tuple[int, ...]) -> None:
        super().__init__(field)
        self._write = FieldText({FIELD_NAMES[number]: _COVERED.get(number, "value") for number in numbers}, " ").write

    def covered(self, message: Message, payload: bytes, start: int, end: int) -> bytes:  # noqa: ARG002 - see MacRule
        """Return the text in GBK, the encoding of the message."""
        text = self._write(message).upper()
        return text.encode() if text.isascii() else text.encode("gbk")

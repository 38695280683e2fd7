"""What can be wrong with a message.

    CodecError (room codec)
    └── MessageError
        ├── DecodeError     bytes that are no message of the dialect; carries what was read before the fault
        ├── EncodeError     a message whose values the dialect cannot carry
        ├── SubfieldError   a field whose inside breaks its layout (F48, F53, F54, F59, F60, F61, F62, F63)
        ├── MatrixError     a whole message that lacks or must not have a field
        ├── MismatchError   an answer that does not belong to its request
        ├── TextFormError   a JSON object that is no message
        └── LinkFullError   too many requests wait on a line

A declined payment is no error; it is a response code.
"""

from __future__ import annotations

from countertop.codec.errors import CodecError
from countertop.iso8583.message import Message

__all__ = [
    "DecodeError",
    "EncodeError",
    "LinkFullError",
    "MatrixError",
    "MessageError",
    "MismatchError",
    "SubfieldError",
    "TextFormError",
]


class MessageError(CodecError):
    """Something about a message; `field` is its number, or `tpdu`, `header`, `mti`, `bitmap`, `message`."""


class DecodeError(MessageError):
    """Bytes that are no message of the dialect; `partial` holds what was read before byte `offset`."""

    def __init__(self, field: int | str, offset: int, reason: str, partial: Message) -> None:
        super().__init__(field, offset, reason)
        self.partial = partial


class EncodeError(MessageError):
    """A message the dialect cannot carry; give `field` a value of the form its table row asks for."""

    def __init__(self, field: int | str, reason: str) -> None:
        super().__init__(field, 0, reason)

    def __str__(self) -> str:
        return f"field {self.field}: {self.reason}"


class SubfieldError(MessageError):
    """A field whose inside breaks its layout; `offset` counts digits or bytes of the field's own value."""


class MatrixError(MessageError):
    """A message that lacks a field it must have, has one it must not have, or is of no known kind."""

    def __init__(self, field: int | str, reason: str) -> None:
        super().__init__(field, 0, reason)

    def __str__(self) -> str:
        return f"field {self.field}: {self.reason}"


class MismatchError(MessageError):
    """An answer that does not belong to its request: `field` is the first that differs."""

    def __init__(self, field: int | str, reason: str) -> None:
        super().__init__(field, 0, reason)


class TextFormError(MessageError):
    """A JSON object that is no message; `field` is the key at fault."""

    def __init__(self, field: int | str, reason: str) -> None:
        super().__init__(field, 0, reason)


class LinkFullError(MessageError):
    """Too many requests wait for answers on a line; refuse new work until some are answered or run out."""

    def __init__(self, reason: str) -> None:
        super().__init__("message", 0, reason)

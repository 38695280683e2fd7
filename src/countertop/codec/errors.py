"""What can be wrong with bytes: each parser raises exactly one of these, whatever it is fed.

    CodecError
    ├── BcdError      bcd.py
    ├── TlvError      tlv.py
    ├── FrameError    frames.py: the connection is out of step and must be closed
    ├── TpduError     tpdu.py
    └── MessageError  the room iso8583 draws its own branch

The reason names lengths, positions and rules, never the content: content may be a card number.
"""

from __future__ import annotations

__all__ = ["BcdError", "CodecError", "FrameError", "TlvError", "TpduError"]


class CodecError(Exception):
    """Bytes or values that break the format.

    `field` is a field number or the name of a part; `offset` counts bytes from the start of what was given to
    the parser (0 when a value was refused before it became bytes); `reason` is a sentence without content.
    """

    def __init__(self, field: int | str, offset: int, reason: str) -> None:
        super().__init__(field, offset, reason)
        self.field = field
        self.offset = offset
        self.reason = reason

    def __str__(self) -> str:
        where = f"field {self.field}" if isinstance(self.field, int) else self.field
        return f"{where} at byte {self.offset}: {self.reason}"


class BcdError(CodecError):
    """Digits that cannot be packed, or nibbles that are no digits."""


class TlvError(CodecError):
    """A tag, length or value that breaks BER-TLV or exceeds its limits."""


class FrameError(CodecError):
    """A length prefix that cannot be right; nothing after it can be trusted, so the connection must be closed.

    `payloads` are the whole frames that stood before the fault in the same piece of data.
    """

    def __init__(self, field: int | str, offset: int, reason: str, payloads: list[bytes] | None = None) -> None:
        super().__init__(field, offset, reason)
        self.payloads = payloads or []


class TpduError(CodecError):
    """Five bytes that are no TPDU."""

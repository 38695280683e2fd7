"""The TPDU in front of every POS message: five bytes that say which host and which terminal concentrator.

One byte of identifier, always 60, then destination and source address of four BCD digits each; an answer swaps
them. Captured pairs swap, some hosts echo, so nobody may
refuse an answer for its TPDU alone.
"""

from __future__ import annotations

from countertop.codec.errors import TpduError

__all__ = ["SIZE", "Tpdu", "swapped"]

SIZE = 5
_IDENTIFIER = 0x60


class Tpdu:
    """A TPDU: `destination` and `source`, each four digits."""

    __slots__ = ("destination", "source")

    def __init__(self, destination: str = "0000", source: str = "0000") -> None:
        self.destination = destination
        self.source = source

    @classmethod
    def decode(cls, data: bytes) -> Tpdu:
        """Read five bytes; raises TpduError when they are not 60 and eight digits."""
        if len(data) != SIZE:
            raise TpduError("tpdu", 0, f"a TPDU has {SIZE} bytes, not {len(data)}")
        if data[0] != _IDENTIFIER:
            raise TpduError("tpdu", 0, "a TPDU begins with 60")
        text = data.hex()
        if not text.isdigit():
            raise TpduError("tpdu", 1, "a TPDU address has a nibble above 9")
        return cls(text[2:6], text[6:])

    def encode(self) -> bytes:
        """Return the five bytes; raises TpduError when an address is not four digits."""
        for name, address in (("destination", self.destination), ("source", self.source)):
            if len(address) != 4 or not (address.isascii() and address.isdigit()):
                raise TpduError(name, 0, "a TPDU address is four digits")
        return bytes.fromhex(f"60{self.destination}{self.source}")

    def swapped(self) -> Tpdu:
        """Return the TPDU of the answer: destination and source change places."""
        return Tpdu(self.source, self.destination)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Tpdu):
            return NotImplemented
        return self.destination == other.destination and self.source == other.source

    def __hash__(self) -> int:
        return hash((self.destination, self.source))

    def __repr__(self) -> str:
        return f"Tpdu({self.destination!r}, {self.source!r})"


def swapped(data: bytes) -> bytes:
    """Return five TPDU bytes with the addresses swapped, unchecked: the hot path of an answer."""
    return data[:1] + data[3:5] + data[1:3]

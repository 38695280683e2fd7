"""What a message says in front of its MTI: twelve digits at a terminal, 46 bytes between institutions."""

from __future__ import annotations

from typing import NamedTuple

from countertop.codec.bcd import is_digits

__all__ = ["INTERBANK_SIZE", "POS_SIZE", "InterbankHeader", "PosHeader"]

POS_SIZE = 11
"""Bytes of TPDU and header."""

INTERBANK_SIZE = 46
"""Bytes of the interbank header, which also says so in its first byte (0x2E)."""


class PosHeader(str):
    """The twelve digits of the POS header (报文头), with names for their places."""

    __slots__ = ()

    @property
    def application_class(self) -> str:
        """Digits 1-2: 60 stripe, 61 chip, 62 and 63 their value-added kinds."""
        return self[0:2]

    @property
    def software_version(self) -> str:
        """Digits 3-4: 31 is the unified version of 2010."""
        return self[2:4]

    @property
    def terminal_status(self) -> str:
        """Digit 5: 0 is normal trading."""
        return self[4:5]

    @property
    def processing_requirement(self) -> str:
        """Digit 6 of an answer: what the terminal must do when the transaction is over; 0 is nothing."""
        return self[5:6]

    @property
    def software_subversion(self) -> str:
        """Digits 7-12: specification version and the maker's build."""
        return self[6:12]

    def requiring(self, requirement: str) -> str:
        """Return the header of an answer that asks the terminal for something (digit 6)."""
        return f"{self[:5]}{requirement}{self[6:]}"


class InterbankHeader(NamedTuple):
    """The interbank header but for its lengths, which encoding computes; immutable, so that messages may share one.

    `destination` and `source` are institution ids of up to 11 characters, held without their trailing spaces;
    `flag` is 0x02, or 0x82 in test operation; `reject_code` is five digits, 00000 when nothing is wrong.
    """

    destination: str = ""
    source: str = ""
    flag: int = 0x02
    reserved: str = "000"
    batch: int = 0
    transaction_info: str = "00000000"
    user_info: str = "0"
    reject_code: str = "00000"

    def swapped(self) -> InterbankHeader:
        """Return the header of the answer: destination and source change places, the rest is echoed."""
        return self._replace(destination=self.source, source=self.destination)

    def fault(self) -> str:
        """Say which part does not fit its place, or nothing when all do."""
        places = (
            ("destination", self.destination, 11, False),
            ("source", self.source, 11, False),
            ("reserved", self.reserved, 3, True),
            ("transaction_info", self.transaction_info, 8, True),
            ("user_info", self.user_info, 1, True),
            ("reject_code", self.reject_code, 5, True),
        )
        for name, text, size, full in places:
            if not (text.isascii() and text.isprintable()) or len(text) > size or (full and len(text) != size):
                return f"{name} is not {'' if full else 'up to '}{size} ASCII characters"
        if not is_digits(self.reject_code):
            return "reject_code is not five digits"
        if not (0 <= self.flag <= 255 and 0 <= self.batch <= 255):
            return "flag and batch are one byte each"
        return ""

    def write(self, total: int) -> bytes:
        """Return the 46 bytes for a message of `total` bytes, header included; the parts must be without `fault`."""
        text = f"{total:04d}{self.destination:<11}{self.source:<11}{self.reserved}"
        tail = f"{self.transaction_info}{self.user_info}{self.reject_code}"
        return bytes((INTERBANK_SIZE, self.flag)) + text.encode("ascii") + bytes((self.batch,)) + tail.encode("ascii")

    @classmethod
    def read(cls, data: bytes) -> InterbankHeader:
        """Read the first 46 bytes; raises ValueError, with a sentence, for anything the layout does not allow."""
        if len(data) < INTERBANK_SIZE:
            raise ValueError(f"an interbank header has {INTERBANK_SIZE} bytes, {len(data)} came")
        if data[0] != INTERBANK_SIZE:
            raise ValueError(f"the header length byte is not {INTERBANK_SIZE}")
        text = data[2:INTERBANK_SIZE].decode("latin-1")
        if text[:4] != f"{len(data):04d}":
            raise ValueError("the total length is not the length of the message")
        header = cls(
            text[4:15].rstrip(" "),
            text[15:26].rstrip(" "),
            flag=data[1],
            reserved=text[26:29],
            batch=data[31],
            transaction_info=text[30:38],
            user_info=text[38],
            reject_code=text[39:44],
        )
        if fault := header.fault():
            raise ValueError(fault)
        return header

    def __repr__(self) -> str:
        return f"InterbankHeader({self.destination!r} <- {self.source!r}, reject {self.reject_code})"

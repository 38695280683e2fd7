"""A picture of black and white dots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Bitmap"]


@dataclass(frozen=True, slots=True, repr=False)
class Bitmap:
    """`rows` from the top, each an integer of `width` bits, the leftmost dot its highest; 1 is black."""

    width: int
    rows: tuple[int, ...]

    def __post_init__(self) -> None:
        assert self.width > 0, "a picture has a width"
        assert all(0 <= row < 1 << self.width for row in self.rows), "a row is as wide as its picture"

    def __repr__(self) -> str:
        return f"Bitmap({self.width} x {self.height})"

    @property
    def height(self) -> int:
        """Rows."""
        return len(self.rows)

    @property
    def row_bytes(self) -> int:
        """Bytes of a packed row."""
        return (self.width + 7) // 8

    @property
    def packed(self) -> bytes:
        """The rows one behind the other, eight dots a byte, the leftmost the highest bit; a row ends with its byte."""
        padding = self.row_bytes * 8 - self.width
        return b"".join((row << padding).to_bytes(self.row_bytes, "big") for row in self.rows)

    @classmethod
    def unpacked(cls, width: int, packed: bytes) -> Bitmap:
        """Return the picture of packed rows; raises ValueError where they are no whole rows of that width."""
        size = (width + 7) // 8
        if width < 1 or len(packed) % size:
            raise ValueError("packed rows are whole rows")
        padding = size * 8 - width
        rows = (int.from_bytes(packed[at : at + size], "big") for at in range(0, len(packed), size))
        return cls(width, tuple(row >> padding for row in rows))

    def halved(self) -> Bitmap:
        """Return the picture half as wide and high; a dot is black where one of the four was."""
        width = (self.width + 1) // 2
        rows = []
        for at in range(0, self.height, 2):
            both = self.rows[at] | (self.rows[at + 1] if at + 1 < self.height else 0)
            dots = f"{both << (2 * width - self.width):0{2 * width}b}"
            rows.append(int("".join("01"["1" in dots[place : place + 2]] for place in range(0, 2 * width, 2)), 2))
        return Bitmap(width, tuple(rows))

    def over(self, other: Bitmap) -> Bitmap:
        """Return both, one drawn over the other; they have the same size."""
        assert (self.width, self.height) == (other.width, other.height), "drawings of one size"
        return Bitmap(self.width, tuple(one | two for one, two in zip(self.rows, other.rows, strict=True)))

    def covers(self, other: Bitmap) -> bool:
        """Tell whether every black dot of the other is black here."""
        if (self.width, self.height) != (other.width, other.height):
            return False
        return all(two & ~one == 0 for one, two in zip(self.rows, other.rows, strict=True))

    def lines(self) -> Iterator[list[int]]:
        """Give the rows as lists of dots."""
        form = f"0{self.width}b"
        for row in self.rows:
            yield [dot == "1" for dot in format(row, form)]

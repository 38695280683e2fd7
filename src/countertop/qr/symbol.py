"""A text as a QR code: ISO/IEC 18004, byte mode, error correction level M, versions 1 to 9.

    text ──bits──► data codewords ──Reed-Solomon──► blocks, interleaved ──► modules, masked

A symbol is a tuple of rows, True where it is dark; the quiet zone of four modules is whoever draws it to leave.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import product
from typing import Final, NamedTuple

__all__ = ["LONGEST", "Symbol", "symbol"]

Symbol = tuple[tuple[bool, ...], ...]

LONGEST: Final = 180
"""Bytes of the longest text."""


class _Version(NamedTuple):
    """Correction codewords of a block, data codewords of each block, centres of the alignment patterns."""

    correction: int
    blocks: tuple[int, ...]
    centres: tuple[int, ...]


_VERSIONS: Final = (
    _Version(10, (16,), ()),
    _Version(16, (28,), (6, 18)),
    _Version(26, (44,), (6, 22)),
    _Version(18, (32,) * 2, (6, 26)),
    _Version(24, (43,) * 2, (6, 30)),
    _Version(16, (27,) * 4, (6, 34)),
    _Version(18, (31,) * 4, (6, 22, 38)),
    _Version(22, (38, 38, 39, 39), (6, 24, 42)),
    _Version(22, (36, 36, 36, 37, 37), (6, 26, 46)),
)
_BYTE_MODE: Final = 0b0100
_PADDING: Final = (0xEC, 0x11)
_FORMAT_MASK: Final = 0b101010000010010
_MASKS: Final[tuple[Callable[[int, int], bool], ...]] = (
    lambda row, column: (row + column) % 2 == 0,
    lambda row, _: row % 2 == 0,
    lambda _, column: column % 3 == 0,
    lambda row, column: (row + column) % 3 == 0,
    lambda row, column: (row // 2 + column // 3) % 2 == 0,
    lambda row, column: row * column % 2 + row * column % 3 == 0,
    lambda row, column: (row * column % 2 + row * column % 3) % 2 == 0,
    lambda row, column: ((row + column) % 2 + row * column % 3) % 2 == 0,
)


def symbol(text: str, mask: int | None = None) -> Symbol:
    """Return the symbol of a text; raises ValueError when it is too long.

    `mask` is one of 0 to 7; every one can be read, and by default the evenest is taken.
    """
    data = text.encode()
    number = next((place for place, each in enumerate(_VERSIONS, 1) if len(data) + 2 <= sum(each.blocks)), None)
    if number is None:
        raise ValueError(f"a code holds {LONGEST} bytes at most")
    codewords = _interleaved(_VERSIONS[number - 1], _codewords(data, sum(_VERSIONS[number - 1].blocks)))
    drawn = [_drawn(number, codewords, each) for each in (range(8) if mask is None else (mask,))]
    return min(drawn, key=_unevenness)


def _codewords(data: bytes, room: int) -> bytes:
    """Return mode, length, data and terminator (7.4), padded to the room there is."""
    bits = (_BYTE_MODE << 8 | len(data)) << 8 * len(data) | int.from_bytes(data)
    words = (bits << 4).to_bytes(len(data) + 2)
    return words + bytes(_PADDING[place % 2] for place in range(room - len(words)))


def _interleaved(version: _Version, words: bytes) -> bytes:
    """Return the blocks with their corrections, codeword by codeword (7.6)."""
    blocks, begin = [], 0
    for length in version.blocks:
        blocks.append(words[begin : begin + length])
        begin += length
    corrections = [_correction(block, version.correction) for block in blocks]
    return bytes(
        block[place]
        for group in (blocks, corrections)
        for place in range(max(map(len, group)))
        for block in group
        if place < len(block)
    )


@cache
def _powers() -> tuple[list[int], list[int]]:
    """Return the powers of 2 in GF(256) modulo x^8 + x^4 + x^3 + x^2 + 1, and their logarithms."""
    powers, logarithms, value = [0] * 255, [0] * 256, 1
    for exponent in range(255):
        powers[exponent], logarithms[value] = value, exponent
        value = value << 1 ^ (0x11D if value & 0x80 else 0)
    return powers, logarithms


def _product(left: int, right: int) -> int:
    powers, logarithms = _powers()
    return powers[(logarithms[left] + logarithms[right]) % 255] if left and right else 0


def _correction(block: bytes, length: int) -> bytes:
    """Return the remainder by the generator polynomial of a degree (7.5)."""
    powers, _ = _powers()
    generator = [1]
    for exponent in range(length):
        shifted = [*generator, 0]
        for place, factor in enumerate(generator):
            shifted[place + 1] ^= _product(factor, powers[exponent])
        generator = shifted
    rest = [*block, *bytes(length)]
    for place in range(len(block)):
        for step, factor in enumerate(generator):
            rest[place + step] ^= _product(factor, rest[place]) if step else 0
    return bytes(rest[len(block) :])


def _drawn(number: int, codewords: bytes, mask: int) -> Symbol:
    modules = _patterns(number)
    size = len(modules)
    bits = (word >> shift & 1 for word in codewords for shift in range(7, -1, -1))
    for row, column in _path(size):
        if modules[row][column] is None:
            modules[row][column] = bool(next(bits, 0)) ^ _MASKS[mask](row, column)
    _put_format(modules, mask)
    return tuple(tuple(bool(module) for module in row) for row in modules)


def _path(size: int) -> Iterator[tuple[int, int]]:
    """Yield the places of the data: two columns at a time from the right, up and down in turn (7.7.3)."""
    upwards = True
    for right in (*range(size - 1, 6, -2), *range(5, 0, -2)):
        for step in range(size):
            row = size - 1 - step if upwards else step
            yield row, right
            yield row, right - 1
        upwards = not upwards


def _patterns(number: int) -> list[list[bool | None]]:
    """Return the modules with all that is no data (6.3), None where data go."""
    size = 17 + 4 * number
    modules: list[list[bool | None]] = [[None] * size for _ in range(size)]
    for top, left in ((0, 0), (0, size - 7), (size - 7, 0)):
        for row in range(max(top - 1, 0), min(top + 8, size)):
            for column in range(max(left - 1, 0), min(left + 8, size)):
                modules[row][column] = max(abs(row - top - 3), abs(column - left - 3)) in (0, 1, 3)
    _put_alignment(modules, _VERSIONS[number - 1].centres)
    for place in range(8, size - 8):
        modules[6][place] = modules[place][6] = place % 2 == 0
    _put_format(modules, 0)
    if number >= 7:
        told = number << 12 | _remainder(number << 12, 0b1111100100101)
        for bit in range(18):
            row, column = bit // 3, size - 11 + bit % 3
            modules[row][column] = modules[column][row] = bool(told >> bit & 1)
    return modules


def _put_alignment(modules: list[list[bool | None]], centres: tuple[int, ...]) -> None:
    """Draw the small squares (6.3.6), but where a corner's large one stands."""
    for down, across in product(centres, centres):
        if modules[down][across] is None:
            for row, column in product(range(down - 2, down + 3), range(across - 2, across + 3)):
                modules[row][column] = max(abs(row - down), abs(column - across)) != 1


def _put_format(modules: list[list[bool | None]], mask: int) -> None:
    """Write level and mask, twice, and the one module that is always dark (7.9)."""
    size = len(modules)
    told = (mask << 10 | _remainder(mask << 10, 0b10100110111)) ^ _FORMAT_MASK
    down = (*range(6), 7, 8, *range(size - 7, size))
    across = (*range(size - 1, size - 9, -1), 7, *range(5, -1, -1))
    for bit in range(15):
        dark = bool(told >> bit & 1)
        modules[down[bit]][8] = modules[8][across[bit]] = dark
    modules[size - 8][8] = True


def _remainder(value: int, divisor: int) -> int:
    while value.bit_length() >= divisor.bit_length():
        value ^= divisor << value.bit_length() - divisor.bit_length()
    return value


def _unevenness(modules: Symbol) -> int:
    """Return how uneven a symbol looks: modules in long runs, and how far it is from half dark (7.8.3, abridged)."""
    found = 0
    for line in (*modules, *zip(*modules, strict=True)):
        run = 0
        for place, module in enumerate(line):
            run = run + 1 if place and module is line[place - 1] else 1
            found += run >= 5
    dark = sum(map(sum, modules)) * 100 // len(modules) ** 2
    return found + abs(dark - 50) * 2

"""Pictures as JBIG (ITU-T T.82, ISO/IEC 11544), in the one form that our terminals send.

One plane and one layer, one stripe, the three-line template, typical prediction in the bottom layer: what profile T.85
allows. Whatever says anything else is refused before a dot of it is decoded: another size could be a bomb.

    20 bytes   layers from 0 to 0, 1 plane, 0; width, height, lines of a stripe (4 bytes each); 0 0 3 8
    the code   with 00 behind each FF
    FF 02      the end of the stripe
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from countertop.signature.arithmetic import Decoder, Encoder
from countertop.signature.bitmap import Bitmap
from countertop.signature.errors import PictureError
from countertop.signature.strokes import HEIGHT, WIDTH

__all__ = ["compress", "expand"]

_END: Final = b"\xff\x02"
_TYPICAL: Final = 0x0E5
"""The context of the pseudo-dot that says whether a line is as the one above (three-line template)."""


def _header(width: int, height: int) -> bytes:
    sizes = b"".join(size.to_bytes(4, "big") for size in (width, height, height))
    return bytes((0, 0, 1, 0)) + sizes + bytes((0, 0, 3, 8))


_HEADER: Final = _header(WIDTH, HEIGHT)


def compress(picture: Bitmap) -> bytes:
    """Return a picture of any size as bytes."""
    encoder = Encoder()
    highest, above = [0] * picture.width, [0] * picture.width
    was_typical = False
    for line in picture.lines():
        is_typical = line == above
        encoder.encode((_TYPICAL,), (is_typical == was_typical,), 0)
        if not is_typical:
            encoder.encode(_places(highest, above), line)
        highest, above, was_typical = above, line, is_typical
    code = encoder.code.replace(b"\xff", b"\xff\x00")
    return _header(picture.width, picture.height) + code + _END


def expand(data: bytes) -> Bitmap:
    """Return the picture of a signature's bytes; raises PictureError."""
    if not data.startswith(_HEADER):
        raise PictureError("the header is not that of a signature")
    decoder = Decoder(_code_of(data))
    highest, above = [0] * WIDTH, [0] * WIDTH
    was_typical, rows = False, []
    for _ in range(HEIGHT):
        (differs,) = decoder.decode((_TYPICAL,), 0)
        is_typical = was_typical if differs else not was_typical
        line = above if is_typical else decoder.decode(_places(highest, above))
        rows.append(int("".join(map(str, line)), 2))
        highest, above, was_typical = above, line, is_typical
    if not decoder.is_spent:
        raise PictureError("bytes are left behind the last line")
    return Bitmap(WIDTH, tuple(rows))


def _code_of(data: bytes) -> bytes:
    """Return the arithmetic code, without what was stuffed into it."""
    if not data.endswith(_END):
        raise PictureError("the stripe has no end")
    stuffed = data[len(_HEADER) : -len(_END)]
    code = stuffed.replace(b"\xff\x00", b"\xff")
    if stuffed.count(b"\xff") != len(stuffed) - len(code):
        raise PictureError("a marker stands inside the stripe")
    return code


def _places(highest: Sequence[int], above: Sequence[int]) -> list[int]:
    """Return for each dot what the two lines above say: three dots of the higher one, five of the one above."""
    h, a = (0, *highest, 0), (0, 0, *above, 0, 0)
    return [
        h0 << 9 | h1 << 8 | h2 << 7 | a0 << 6 | a1 << 5 | a2 << 4 | a3 << 3 | a4 << 2
        for h0, h1, h2, a0, a1, a2, a3, a4 in zip(h, h[1:], h[2:], a, a[1:], a[2:], a[3:], a[4:], strict=False)
    ]

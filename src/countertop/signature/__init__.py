"""Signatures written on a pad: strokes become a bitmap that bears the code of its transaction, and few bytes."""

from countertop.signature.bitmap import Bitmap
from countertop.signature.code import bears, marked, transaction_code
from countertop.signature.errors import PictureError, SignatureError, StrokesError
from countertop.signature.jbig import compress, expand
from countertop.signature.strokes import HEIGHT, WIDTH, Strokes, drawn, read_strokes

__all__ = [
    "HEIGHT",
    "MOST_BYTES",
    "WIDTH",
    "Bitmap",
    "PictureError",
    "SignatureError",
    "Strokes",
    "StrokesError",
    "bears",
    "compress",
    "drawn",
    "expand",
    "marked",
    "read_strokes",
    "transaction_code",
]

MOST_BYTES = 999
"""Of a compressed picture, as many as field 62 takes; whoever signs with more ink signs again."""

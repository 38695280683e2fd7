"""What can be wrong with a signature.

SignatureError
├── StrokesError     what the pad gave is no signature: sign again
└── PictureError     bytes that are no compressed picture of ours: do not keep them
"""

from __future__ import annotations

__all__ = ["PictureError", "SignatureError", "StrokesError"]


class SignatureError(ValueError):
    """Of a signature; its text never tells what it looks like."""


class StrokesError(SignatureError):
    """Strokes outside the box, too many of them, or none."""


class PictureError(SignatureError):
    """A compressed picture with a wrong header, a wrong size, or bytes that are too few or too many."""

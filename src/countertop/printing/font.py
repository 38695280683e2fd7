"""The font of pictures and PDF: WenQuanYi Micro Hei Mono (Apache-2.0), which the package paperang-p2-fonts-cjk carries.

Its Chinese characters are as wide as high, its Latin ones 0.6 of that.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Final

__all__ = ["FACE", "font_path"]

FACE: Final = 1
"""The monospaced face of the collection."""


def font_path() -> str:
    """Return where the font lies."""
    return str(files("paperang_p2_fonts_cjk") / "fonts" / "wqy-microhei.ttc")

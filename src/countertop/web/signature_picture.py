"""What was signed on a pad, as a picture in an address (`data:`), which a page shows and asks nobody for."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any
from urllib.parse import quote

from countertop.slips.plain import read_picture

__all__ = ["signature_address"]


def signature_address(told: Mapping[str, Any]) -> str:
    """Return the address of the picture that a desk tells: its width and its packed rows in base64."""
    picture = read_picture(told)
    strokes = "".join(_stroke(line, down) for down, line in enumerate(picture.lines()))
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {picture.width} {picture.height}">'
        f'<path fill="#fff" d="M0 0h{picture.width}v{picture.height}H0z"/><path d="{strokes}"/></svg>'
    )
    return f"data:image/svg+xml,{quote(drawn)}"


def _stroke(line: list[int], down: int) -> str:
    """Return the black runs of a row as paths."""
    across, strokes = 0, []
    for is_black, run in groupby(line):
        length = sum(1 for _ in run)
        if is_black:
            strokes.append(f"M{across} {down}h{length}v1h-{length}z")
        across += length
    return "".join(strokes)

"""Slips as plain data, for whoever is not in the program that composed them."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any

from countertop.signature import Bitmap
from countertop.slips.document import Slip, Writing

__all__ = ["lay_out", "read_picture", "told_picture"]


def lay_out(slip: Slip) -> dict[str, Any]:
    """Return the rows in Chinese (`zh`), English (`en`) and both, which of each are `large`, and the paper's columns.

    `script` names the one of these that the shop has its slips written in. A slip that was signed on a pad has a
    `picture`, its width and its packed rows in base64; `drawn` are the rows in whose place it is printed.
    """
    rows = {writing.value: slip.rows(script=writing) for writing in Writing}
    pictures = [(name, place, row.picture) for name, each in rows.items() for place, row in enumerate(each)]
    drawn = {name: place for name, place, picture in pictures if picture is not None}
    signature = next((picture for *_, picture in pictures if picture is not None), None)
    return {
        "columns": slip.columns,
        "script": slip.script.value,
        "large": {name: [place for place, row in enumerate(each) if row.large] for name, each in rows.items()},
        **{name: [row.text for row in each] for name, each in rows.items()},
        **({} if signature is None else {"drawn": drawn, "picture": told_picture(signature)}),
    }


def told_picture(picture: Bitmap) -> dict[str, Any]:
    """Return a picture as plain data: its width, and its packed rows in base64."""
    return {"width": picture.width, "rows": b64encode(picture.packed).decode("ascii")}


def read_picture(told: Mapping[str, Any]) -> Bitmap:
    """Return a picture from plain data; raises ValueError or KeyError for what is none."""
    return Bitmap.unpacked(told["width"], b64decode(told["rows"], validate=True))

"""Slips as plain data, and such data as rows on paper again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from countertop.slips import PaperRow
from countertop.slips.plain import lay_out, read_picture

__all__ = ["lay_out", "rows_of"]


def rows_of(document: Mapping[str, Any]) -> list[PaperRow]:
    """Return the rows of a document in the writing of its shop."""
    script = document["script"]
    large = frozenset(document["large"][script])
    rows = [PaperRow(text, place in large) for place, text in enumerate(document[script])]
    if "picture" in document:
        place = document["drawn"][script]
        rows[place] = rows[place]._replace(picture=read_picture(document["picture"]))
    return rows

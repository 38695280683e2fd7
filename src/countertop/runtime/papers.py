"""Slips as plain data: the rows on the paper, in each writing that a shop may choose; and such data as rows again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from countertop.slips import PaperRow, Slip, Writing

__all__ = ["lay_out", "rows_of"]


def lay_out(slip: Slip) -> dict[str, Any]:
    """Return the rows in Chinese (`zh`), English (`en`) and both, which of each are `large`, and the paper's columns.

    `script` names the one of these that the shop has its slips written in.
    """
    rows = {writing.value: slip.rows(script=writing) for writing in Writing}
    return {
        "columns": slip.columns,
        "script": slip.script.value,
        "large": {name: [place for place, row in enumerate(each) if row.large] for name, each in rows.items()},
        **{name: [row.text for row in each] for name, each in rows.items()},
    }


def rows_of(document: Mapping[str, Any]) -> list[PaperRow]:
    """Return the rows of a document in the writing of its shop."""
    script = document["script"]
    large = frozenset(document["large"][script])
    return [PaperRow(text, place in large) for place, text in enumerate(document[script])]

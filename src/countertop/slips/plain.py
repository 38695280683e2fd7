"""Slips as plain data, for whoever is not in the program that composed them."""

from __future__ import annotations

from typing import Any

from countertop.slips.document import Slip, Writing

__all__ = ["lay_out"]


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

"""Slips as plain data: the rows on the paper, in each writing that a shop may choose."""

from __future__ import annotations

from typing import Any

from countertop.slips import Slip, Writing

__all__ = ["lay_out"]


def lay_out(slip: Slip) -> dict[str, Any]:
    """Return the rows in Chinese (`zh`), English (`en`) and both, and the paper's columns."""
    return {"columns": slip.columns, **{writing.value: slip.text(script=writing) for writing in Writing}}

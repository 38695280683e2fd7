"""`countertop simulate` and `countertop audit`: the made-up world by seed, and every invariant on the real data."""

from __future__ import annotations

import typer

__all__ = ["attach"]


def attach(app: typer.Typer) -> None:
    """Add the commands."""

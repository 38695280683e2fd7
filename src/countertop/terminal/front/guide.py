"""The initialisation, walked step by step: its reply names what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from countertop.terminal.front.outputs import Begin

__all__ = ["next_step"]

_GUIDE: Final = "initialisation"


def next_step(verb: str, body: Mapping[str, Any], *, guided: bool) -> Begin | None:
    """Return what the next key begins after a verb: a step of the guide, or, after a `guided` one, the guide again."""
    if verb != _GUIDE:
        return Begin(_GUIDE) if guided else None
    following = body.get("next_verb")
    return None if following is None else Begin(following, dict(body["next_arguments"]))

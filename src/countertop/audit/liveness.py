"""Liveness: at rest nothing is pending and nothing is owed (I16)."""

from __future__ import annotations

from collections.abc import Iterator

from countertop.audit.findings import Finding
from countertop.audit.stories import Story

__all__ = ["check_liveness"]


def check_liveness(story: Story) -> Iterator[Finding]:
    """Check that every side of an attempt has come to an end."""
    for side in story.sides.values():
        if side.stands is None:
            told_later = side.stood_in and side.obligation is None
            what = "audit.still_untold" if told_later else "audit.still_owed"
            what = "audit.still_pending" if side.outcome is None else what
            yield Finding("I16", (side.party,), story.key, what)

"""Order: whoever asks has written down that it asks, and whoever answers has written down what it answers (I9).

So what a party has done by another's word is found in that other's books too, at any moment. A switch that stands in
for a bank acts by nobody's word.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from countertop.audit.findings import Finding
from countertop.audit.stories import KINDS, Side, Story

__all__ = ["check_order"]


def check_order(story: Story) -> Iterator[Finding]:
    """Check intents from the issuer to the shop, and approvals from the shop to the issuer."""
    for near, far in pairwise(KINDS):
        side = story.sides.get(far)
        if side is not None and not side.unproven and story.missing(near):
            told = {"knows": side.party, "lacks": near}
            yield Finding("I9", (side.party,), story.key, "audit.asked_without_record", told)
        side = story.sides.get(near)
        if side is not None and _was_approved(side) and not side.stood_in and not _has_approved(story, far):
            told = {"took": side.party, "gave": far}
            yield Finding("I9", (side.party,), story.key, "audit.answered_without_record", told)


def _was_approved(side: Side) -> bool:
    """Return whether the party decided by an approval that it was told."""
    if side.outcome is None:
        return False
    return side.outcome.get("state") == "completed" or side.outcome.get("outcome") == "approved"


def _has_approved(story: Story, kind: str) -> bool:
    if kind not in story.expected:
        return True
    side = story.sides.get(kind)
    if side is None or side.outcome is None:
        return False
    return side.outcome.get("outcome") == "approved" or side.outcome.get("response_code") == "00"

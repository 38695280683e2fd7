"""Agreement: one attempt is the same thing, and has come to the same end, wherever it is known (I1, I2, I4, I5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from countertop.audit.findings import Finding
from countertop.audit.stories import Side, Story

__all__ = ["check_agreement", "check_identity", "check_keys"]

_TOMBSTONE = "tombstone"
_INQUIRY = "balance"


def check_identity(story: Story) -> Iterator[Finding]:
    """Check that neighbours mean the same by one key: kind and amount, reference and approval code once approved."""
    for near, far in story.pairs():
        parties = (near.party, far.party)
        if _TOMBSTONE not in (near.kind, far.kind) and not far.unproven:
            for what in ("kind", "amount"):
                one, other = getattr(near, what), getattr(far, what)
                if one != other:
                    told = {"what": what, "one": one, "other": other}
                    yield Finding("I5", parties, story.key, "audit.content_differs", told)
        if _approved(near) and _approved(far):
            for what in ("approval_code", "rrn"):
                one, other = getattr(near, what), getattr(far, what)
                # A bank that approves too late for the switch, which stood in for it, has given a code of its own.
                own = what == "approval_code" and near.stood_in and far.row.get("effect") == "approved"
                if one != other and other is not None and not own:
                    told = {"what": what, "one": one, "other": other}
                    yield Finding("I4", parties, story.key, "audit.answer_differs", told)


def _approved(side: Side) -> bool:
    return side.approval_code is not None


def check_agreement(story: Story) -> Iterator[Finding]:
    """Check, at rest, that an attempt stands everywhere or nowhere; a side that knows nothing counts as nowhere.

    A balance inquiry moves nothing, so nobody undoes one whose answer was lost.
    """
    if story.kind == _INQUIRY:
        return
    host = story.sides.get("acquirer")
    by_people = host is not None and host.by_people  # then it stands everywhere but at its terminal
    seen = [side for kind, side in story.sides.items() if not (by_people and kind == "terminal")]
    views = {side.party: side.stands for side in seen}
    for kind in story.expected - set(story.sides):
        views[f"({kind})"] = False
    if None in views.values() or len(set(views.values())) == 1:
        return
    told = {"stands": ", ".join(sorted(party for party, stands in views.items() if stands))}
    told["falls"] = ", ".join(sorted(party for party, stands in views.items() if not stands))
    yield Finding("I1", tuple(views), story.key, "audit.not_agreed", told)


def check_keys(stories: Iterable[Story]) -> Iterator[Finding]:
    """Check that no two attempts of a host go under one transit key: each could be taken for the other."""
    seen: dict[tuple[str, str], str] = {}
    for story in stories:
        host = story.sides.get("acquirer")
        if host is None or not host.row["transit_key"]:
            continue
        other = seen.setdefault((host.party, host.row["transit_key"]), story.key)
        if other != story.key:
            yield Finding("I2", (host.party,), story.key, "audit.key_shared", {"other": other})

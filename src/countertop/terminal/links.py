"""The ways to the host: ordered, each with its own patience and its own faults.

A way is chosen before a transaction begins to leave; the next is tried only while no byte has left. Once one may have,
whatever happens is a loss or a time-out, and the transaction is never said again on another way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from countertop.values import MINUTE, SECOND

__all__ = ["LINKS", "LINK_REST", "Link", "is_hopeless", "read_links"]

LINK_REST: Final = MINUTE
"""So long after a failure a link is tried behind the others."""


@dataclass(frozen=True, slots=True)
class Link:
    """A way to the host; its name is that of its route.

    `patience` is for one call, microseconds; `redials` further calls follow one that failed. `faults` are the reasons
    that only this kind of way can give.
    """

    name: str
    patience: int
    redials: int
    faults: frozenset[str] = frozenset()


LINKS: Final = {
    link.name: link
    for link in (
        Link("acquirer", 5 * SECOND, 0),
        Link("ethernet", 5 * SECOND, 1, frozenset({"no-carrier"})),
        Link("wifi", 8 * SECOND, 1, frozenset({"no-network"})),
        Link("mobile", 20 * SECOND, 1, frozenset({"no-signal", "service-refused"})),
        Link("dial_up", 45 * SECOND, 2, frozenset({"no-tone", "busy"})),
    )
}
"""The kinds of way there are; `acquirer` is one of no particular kind, where a machine has only one."""

_HOPELESS: Final = frozenset({"no-carrier", "no-network", "no-signal", "service-refused", "no-tone"})
"""What another call a moment later finds unchanged."""

_WRITTEN = re.compile(r"([a-z_]+)(?: ([0-9]{1,3})s(?: ([0-9]{1,2}))?)?", re.ASCII)


def is_hopeless(reason: str) -> bool:
    """Tell whether there is no use in redialling after this reason."""
    return reason in _HOPELESS or reason.startswith("certificate-")


def read_links(texts: Iterable[str]) -> tuple[Link, ...]:
    """Return links in order from texts such as `mobile`, `mobile 30s` or `mobile 30s 2`: name, patience, redials.

    Raises ValueError for what is written otherwise, an unknown kind, one named twice, or none at all.
    """
    links = tuple(map(_read, texts))
    if not links or len({link.name for link in links}) < len(links):
        raise ValueError("name at least one link, and none twice")
    return links


def _read(text: str) -> Link:
    match = _WRITTEN.fullmatch(text)
    link = LINKS.get(match[1]) if match else None
    if match is None or link is None:
        raise ValueError(f"a link is one of {', '.join(LINKS)}, such as `mobile 30s 2`")
    patience = int(match[2]) * SECOND if match[2] else link.patience
    if not patience:
        raise ValueError("a link needs some seconds to answer")
    return replace(link, patience=patience, redials=int(match[3]) if match[3] else link.redials)

"""Where everything is: the console's navigation in groups, and the pages that are made of listings alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from countertop.web.accounts.console import Section
from countertop.web.accounts.roles import Permission

__all__ = ["GROUPS", "LIST_PAGES", "SECTIONS", "ListPage"]

_P = Permission


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of listings, one below the other; `deeds` can be done from its head."""

    path: str
    listings: tuple[str, ...]
    deeds: tuple[str, ...] = ()

    @property
    def message(self) -> str:
        """Return the message id of its title; `host.about.NAME` says what it is for."""
        return f"host.page.{self.path[1:]}"


def _section(name: str, permission: Permission = _P.HOST_LOOK) -> Section:
    return Section(f"/{name}" if name != "overview" else "/", f"host.page.{name}", permission)


GROUPS: Final[Mapping[str, tuple[Section, ...]]] = {
    "host.group.now": (
        _section("overview"),
        _section("live", _P.HOST_TRAFFIC),
        _section("unknown"),
        _section("inspector", _P.HOST_TRAFFIC),
    ),
    "host.group.registered": (_section("merchants"), _section("terminals"), _section("blacklist"), _section("rulings")),
    "host.group.work": (
        _section("approvals"),
        _section("batches"),
        _section("cases"),
        _section("exceptions"),
        _section("retrievals"),
        _section("slips", _P.HOST_RETRIEVALS),
    ),
    "host.group.house": (
        _section("links"),
        _section("keys"),
        _section("banks"),
        _section("wallet"),
        Section("/people", "accounts.people", _P.HOST_PEOPLE),
        _section("trail", _P.HOST_TRAIL),
        _section("api"),
    ),
}
"""Message id of a group -> its sections."""

SECTIONS: Final = tuple(section for sections in GROUPS.values() for section in sections)

LIST_PAGES: Final = (
    ListPage("/merchants", ("merchants",), ("limit-merchant", "permit", "forbid")),
    ListPage("/terminals", ("terminals",), ("command", "set-parameters", "bind", "relocate")),
    ListPage("/unknown", ("unknown", "switch-reversals", "advices")),
    ListPage(
        "/batches",
        ("batch-proposals", "batches", "batches-left-open", "closed-batches", "dispositions"),
        ("day-close",),
    ),
    ListPage("/cases", ("cases", "closed-cases")),
    ListPage("/exceptions", ("exceptions", "closed-exceptions")),
    ListPage("/retrievals", ("retrievals",), ("open-retrieval", "voice-approve")),
    ListPage("/blacklist", ("blacklist",), ("block-card", "block-prefix", "unblock-card")),
    ListPage("/rulings", ("rulings",)),
    ListPage("/banks", ("accounts", "cards", "holds", "voice-approvals", "postings")),
    ListPage("/wallet", ("orders", "customers", "bill")),
)

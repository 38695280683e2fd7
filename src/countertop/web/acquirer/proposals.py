"""What a second person is about to agree to where a desk keeps it: what was proposed, by whom, and how much of money.

It is read once more when the page is drawn that asks whether they are sure. What they see there is what they agree to:
`seen`, or the number, goes on to the desk, which refuses if it is another by then.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from countertop.web.acquirer.cells import columns_of, shown
from countertop.web.acquirer.console import Console, rows_of
from countertop.web.acquirer.desks import NotDone
from countertop.web.acquirer.lists import LISTINGS, Act, Listing
from countertop.words import Language

__all__ = ["as_proposed"]

_MOVES: Final = Listing(
    "moves-proposed",
    "acquirer",
    "place",
    lambda place: [{**place["proposal"], "address": place["binding"]["address"]}] if place["proposal"] else [],
    columns_of("address proposed_address proposed_position:code proposed_by proposed_at:moment proposed_reason"),
    acts=(Act("approve-relocation", {"terminal_id": "terminal_id", "number": "relocation_number"}),),
)

_KEPT: Final[Mapping[str, tuple[Listing, Act]]] = {
    act.deed: (listing, act)
    for listing in (*LISTINGS.values(), _MOVES)
    for act in listing.acts
    if listing is _MOVES or "seen" in act.filled
}
"""Deed -> where its proposal is listed, and which of its fields a row fills in."""


async def as_proposed(
    console: Console, name: str, values: Mapping[str, Any], now: int, language: Language
) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Return the values of a deed with what its proposal adds to them, and the proposal as (message id, text).

    A deed that agrees to nothing has no such rows. Raises NotDone where nobody proposed that, or something else now.
    """
    if name not in _KEPT:
        return dict(values), []
    listing, act = _KEPT[name]
    named = {"terminal_id": values["terminal_id"]} if "terminal_id" in values else {}
    rows, _ = await rows_of(console, listing, named, now)
    for row in filter(act.when, rows):
        filled = {field: row[source] for field, source in act.filled.items()}
        if all(values[field] in (None, value) for field, value in filled.items()):
            more = [column for column in listing.columns if column.name not in act.filled.values()]
            return {**values, **filled}, [(column.message, shown(column, row, language).text) for column in more]
    raise NotDone("host.proposal-gone", {}, status=12)

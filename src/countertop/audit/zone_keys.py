"""Zone keys: at rest no exchange is half done, and what the switch uses is what the member took last (I16)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from countertop.audit.books import Books
from countertop.audit.findings import Finding

__all__ = ["check_zone_keys"]

# Kind of a member -> where its own id is.
_OWN_ID = {"acquirer": ("acquirer", "acquirer_id"), "issuer": ("bank", "bank_id")}


def check_zone_keys(switch: Books, parties: Iterable[Books], *, at_rest: bool) -> Iterator[Finding]:
    """Check the links of a switch to the members whose books are at hand, if no work is left."""
    if not at_rest:
        return
    confirmed, refused = switch.by_key("zone_keys"), switch.by_key("zone_refusal")
    at_hand = {_id_of(member): member for member in parties if member.kind in _OWN_ID}
    for institution_id, offer in switch.by_key("zone_offer").items():
        ends = [rows[institution_id]["generation"] for rows in (confirmed, refused) if institution_id in rows]
        if offer["generation"] not in ends:
            yield Finding("I16", (switch.name,), institution_id, "audit.keys_still_offered")
            continue
        member = at_hand.get(institution_id)
        if member is None or confirmed.get(institution_id, {}).get("generation") != offer["generation"]:
            continue
        taken = [row["exchange"] for row in member.rows("zone_keys_taken")]
        if taken != [f"{offer['transmission_time']}{offer['stan']}"]:
            yield Finding("I16", (switch.name, member.name), institution_id, "audit.keys_differ")


def _id_of(member: Books) -> str:
    table, column = _OWN_ID[member.kind]
    return str(next(iter(member.rows(table)), {column: ""})[column])

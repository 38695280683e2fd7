"""The desk's verb for the zone keys of the line to the switch."""

from __future__ import annotations

from countertop.hsm import DescribeKey
from countertop.issuer import queries
from countertop.issuer.flows.exchanging import ask_for_keys
from countertop.issuer.office import LineState, Office
from countertop.stage import AskHsm, DeskRequest, Reply, Script
from countertop.values import Instant

__all__ = ["zone_keys"]

# Exit statuses of the command line's table.
_DONE, _REFUSED = 0, 12


def zone_keys(office: Office, request: DeskRequest, now: Instant) -> Script:
    """Say the keys by their check values; with `ask`, ask the switch for new ones first."""
    if request.arguments.get("ask") is True:
        if office.line.state is not LineState.UP:
            told = {"message": "issuer.zone_keys_no_line", "arguments": {"line": office.line.state}}
            yield Reply(request.number, _REFUSED, told)
            return
        yield from ask_for_keys(office, now)
    described = yield AskHsm(*map(DescribeKey, office.bank.keys.in_use))
    yield Reply(request.number, _DONE, {"link": queries.link_view(office, described)})

"""The audit: every invariant that books can show, checked on any set of them.

Some must hold at every moment; agreement and liveness hold when nothing is under way any more. Books that are read
while their parties work are read one after the other, so a finding counts only if a second audit repeats it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from countertop.audit.agreement import check_agreement, check_identity, check_keys
from countertop.audit.batches import check_batches, check_settlements
from countertop.audit.books import Books, Kept, of_kind
from countertop.audit.budgets import check_budgets
from countertop.audit.cases import check_exceptions
from countertop.audit.chain import check_chain
from countertop.audit.findings import Finding
from countertop.audit.ledger import check_ledger
from countertop.audit.liveness import check_liveness
from countertop.audit.order import check_order
from countertop.audit.queue import check_queue
from countertop.audit.standing_in import check_stand_ins
from countertop.audit.stories import Stories, Story
from countertop.audit.undoing import check_obligations, check_reversals, check_undone
from countertop.audit.wallet_books import check_wallet
from countertop.audit.wallet_payments import check_wallet_payments
from countertop.audit.zone_keys import check_zone_keys

__all__ = ["audit"]

_ALWAYS = (check_identity, check_order, check_undone, check_obligations)
_AT_REST = (check_agreement, check_liveness)


def audit(parties: Mapping[str, Kept], *, at_rest: bool, chains: bool = True) -> list[Finding]:
    """Return what is wrong in these parties' books, nothing when all is well.

    `at_rest` says that no work is left: lines up, parties up, time enough. `chains` may be left out where the caller
    follows them itself.
    """
    books = [Books(name, kept) for name, kept in parties.items()]
    return list(_findings(books, at_rest=at_rest, chains=chains))


def _findings(books: Iterable[Books], *, at_rest: bool, chains: bool) -> Iterator[Finding]:
    books = list(books)
    for party in books:
        if chains:
            yield from check_chain(party)
        yield from check_reversals(party)
    for bank in of_kind(books, "issuer"):
        yield from check_ledger(bank)
        yield from check_exceptions(bank)
    for switch in of_kind(books, "switch"):
        yield from check_stand_ins(switch, of_kind(books, "issuer"))
        yield from check_zone_keys(switch, books, at_rest=at_rest)
    for wallet in of_kind(books, "wallet"):
        yield from check_wallet(wallet, at_rest=at_rest)
    hosts = of_kind(books, "acquirer")
    for host in hosts:
        yield from check_batches(host)
        for wallet in of_kind(books, "wallet"):
            yield from check_wallet_payments(host, wallet)
        yield from check_budgets(host)
    yield from check_settlements(of_kind(books, "terminal"), hosts)
    yield from check_queue(of_kind(books, "terminal"), hosts)
    stories: list[Story] = Stories(books).all
    yield from check_keys(stories)
    checks = (*_ALWAYS, *_AT_REST) if at_rest else _ALWAYS
    for story in stories:
        for check in checks:
            yield from check(story)

"""The bank opens: who it is, and where its numbers go on. It has no open work: a request is decided in one append.

Holds that expired meanwhile are given back at once.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from countertop.issuer import tables
from countertop.issuer.faults import FaultRules
from countertop.issuer.office import Bank, Office
from countertop.issuer.records import SETTLEMENT, SUSPENSE
from countertop.issuer.settings import IssuerSettings
from countertop.stage import Effect, Note, Read, SetTimer

__all__ = ["open_office"]


def open_office(settings: IssuerSettings) -> Generator[Effect, Any, Office]:
    """Return this life's office, about to dial the switch; raises NotFounded."""
    bank = Bank((yield Read(tables.EVERY_BANK)))
    dropped = yield Read(tables.EVERY_ZONE_KEYS_DROPPED)
    for taken in (yield Read(tables.EVERY_ZONE_KEYS_TAKEN)):
        bank.keys.take_up(taken, dropped[0]["exchange"] if dropped else None)
    office = Office(settings, bank, FaultRules((yield Read(tables.EVERY_FAULT_RULE))))
    for row in (yield Read(tables.NEWEST_ATTEMPT)):
        office.books.number = row["number"]
    for row in (yield Read(tables.NEWEST_POSTING, SETTLEMENT)):
        office.books.settlement_sequence = row["sequence"]
    for row in (yield Read(tables.NEWEST_POSTING, SUSPENSE)):
        office.books.suspense_sequence = row["sequence"]
    if office.faults:
        yield Note("alarm", "issuer.faults_on", bank=bank.bank_id)
    yield SetTimer(("dial", ""), 0)
    yield SetTimer(("holds", ""), 0)
    return office

"""A bank that issues cards: it decides, posts what it decides, and undoes what it is told to, in any order."""

from countertop.issuer.actor import Issuer
from countertop.issuer.errors import IssuerError, NotFounded
from countertop.issuer.records import CASH, SETTLEMENT, SUSPENSE, AccountOpened, BankOpened, CardIssued, FaultRuleSet
from countertop.issuer.settings import PLANTABLE, IssuerSettings
from countertop.issuer.tables import SCHEMA

__all__ = [
    "CASH",
    "PLANTABLE",
    "SCHEMA",
    "SETTLEMENT",
    "SUSPENSE",
    "AccountOpened",
    "BankOpened",
    "CardIssued",
    "FaultRuleSet",
    "Issuer",
    "IssuerError",
    "IssuerSettings",
    "NotFounded",
]

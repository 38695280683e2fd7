"""The acquirer's host (POSP): terminals call it, it calls the switch, and it owes what it does not know."""

from countertop.acquirer.host import Acquirer
from countertop.acquirer.settings import AcquirerSettings
from countertop.acquirer.tables import SCHEMA

__all__ = ["SCHEMA", "Acquirer", "AcquirerSettings"]

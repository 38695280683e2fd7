"""The POS terminal: cashier, keypad, card and paper on one side, the acquirer's host on the other."""

from countertop.terminal.actor import Terminal
from countertop.terminal.errors import NotInstalled, TerminalError
from countertop.terminal.permissions import Role
from countertop.terminal.records import MasterKeyLoaded, OperatorAdded, TerminalInstalled
from countertop.terminal.settings import NEVER_SETTLED, PLANTABLE, TerminalSettings
from countertop.terminal.slips import Slip
from countertop.terminal.tables import SCHEMA

__all__ = [
    "NEVER_SETTLED",
    "PLANTABLE",
    "SCHEMA",
    "MasterKeyLoaded",
    "NotInstalled",
    "OperatorAdded",
    "Role",
    "Slip",
    "Terminal",
    "TerminalError",
    "TerminalInstalled",
    "TerminalSettings",
]

"""The switch between acquirers and issuers: routes by BIN, and keeps at what it owes until it is acknowledged."""

from countertop.switch.actor import Switch
from countertop.switch.errors import NotFounded, SwitchError
from countertop.switch.records import InstitutionRegistered, RouteSet, StandInRuleSet, SwitchOpened
from countertop.switch.settings import PLANTABLE, SwitchSettings
from countertop.switch.tables import SCHEMA

__all__ = [
    "PLANTABLE",
    "SCHEMA",
    "InstitutionRegistered",
    "NotFounded",
    "RouteSet",
    "StandInRuleSet",
    "Switch",
    "SwitchError",
    "SwitchOpened",
    "SwitchSettings",
]

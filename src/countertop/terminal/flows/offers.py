"""What this terminal does not offer at present: kinds that a setting, or the acquirer's parameters, switch off."""

from __future__ import annotations

from countertop.terminal.kinds import KINDS, Kind
from countertop.terminal.machine import Machine
from countertop.terminal.management.parameters import TRANSACTION_BITS

__all__ = ["switched_off"]


def switched_off(machine: Machine) -> list[str]:
    """Return the names of the kinds that the gate would refuse to everybody."""
    return [kind.name for kind in KINDS.values() if not _is_offered(machine, kind)]


def _is_offered(machine: Machine, kind: Kind) -> bool:
    if kind.switch is not None and not getattr(machine.settings, kind.switch):
        return False
    offered = machine.standing.offered
    return offered is None or kind.name not in TRANSACTION_BITS or kind.name in offered

"""How the management of terminals is taken up at the start of a host."""

from __future__ import annotations

from countertop.acquirer.management import tables
from countertop.acquirer.memory import HostMemory
from countertop.stage import Read, Script

__all__ = ["take_up"]


def take_up(memory: HostMemory) -> Script:
    """Load everything, and let the registry know what bindings and next master keys say of its terminals."""
    management, terminals = memory.management, memory.registry.terminals
    yield from management.load()
    for terminal_id, binding in management.bindings.items():
        if terminal_id in terminals:
            terminals[terminal_id].serial_number = binding.serial_number
    for terminal_id, key in list(management.next_keys.items()):
        if terminal_id not in terminals or terminals[terminal_id].tmk != key.old_tmk:
            del management.next_keys[terminal_id]  # a key ceremony was held meanwhile
    for row in (yield Read(tables.EVERY_MASTER_KEY_TRIAL)):
        terminal, next_key = terminals.get(row["terminal_id"]), management.next_keys.get(row["terminal_id"])
        if terminal is not None and terminal.session is not None and next_key is not None:
            tried = (row["tried_rrn"], row["tried_kcv"])  # the key tried may be one that was proven long ago
            terminal.session.is_trial = (terminal.session.rrn, next_key.kcv) == tried

"""Whether terminals are as their host wants them, once everything is quiet: parameters, barred prefixes, locks.

What came with a MAC must be what the host gave, whatever the network did to it. What came without one, before there was
a key, may be anything until the next sign-in; so it is not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from countertop.acquirer.management import tables as host
from countertop.acquirer.management.memory import Management
from countertop.acquirer.management.parameters import parameters_of, values_of
from countertop.iso8583.private.parameters import read_parameters, write_parameters
from countertop.simulation.world import World
from countertop.storage import MemoryStore
from countertop.terminal.management import tables as terminal

__all__ = ["disagreements"]


def disagreements(world: World, terminals: Mapping[str, str]) -> Iterator[str]:
    """Say how terminals (party -> terminal id) differ from what the host has given them and they have acknowledged.

    A terminal that is not in this world, which may be a small one, differs from nothing.
    """
    at_host = world.nodes["acquirer"].store()
    management = Management()
    for row in at_host.read(host.EVERY_PARAMETERS, ()):
        management.set(row)
    for row in at_host.read(host.EVERY_TERMINAL_GROUP, ()):
        management.groups[row["terminal_id"]] = row["terminal_group"]
    downloaded = {row["terminal_id"]: row["downloaded_version"] for row in at_host.read(host.EVERY_DOWNLOAD, ())}
    standing = {(row["terminal_id"], row["instructed_verb"]) for row in at_host.read(host.OPEN_INSTRUCTIONS, ())}
    locked = {row["terminal_id"] for row in at_host.read(host.EVERY_LOCK, ()) if row["locked_at"] != host.UNLOCKED}
    for party in sorted(terminals.keys() & world.nodes.keys()):
        store, terminal_id = world.nodes[party].store(), terminals[party]
        given = parameters_of(management, terminal_id)
        if downloaded.get(terminal_id) == given.version and (terminal_id, "download") not in standing:
            yield from _other_parameters(party, store, terminal_id, given.values)
        if not {(terminal_id, "lock"), (terminal_id, "unlock")} & standing:
            yield from _other_lock(party, store, terminal_id, is_locked=terminal_id in locked)


def _other_parameters(party: str, store: MemoryStore, terminal_id: str, values: dict[str, str]) -> Iterator[str]:
    given = read_parameters(write_parameters(values))
    for row in store.read(terminal.PARAMETERS_OF, (terminal_id,)):
        held = values_of(row["parameter_values"])
        if row["is_proven"] and held != given:
            yield f"I16 {party} works by the parameters {held}, and its host gave it {given}"


def _other_lock(party: str, store: MemoryStore, terminal_id: str, *, is_locked: bool) -> Iterator[str]:
    for row in store.read(terminal.LOCK_OF, (terminal_id,)):
        if bool(row["locked"]) is not is_locked:
            yield f"I16 {party} is {'' if row['locked'] else 'not '}locked, and its host thinks otherwise"

"""Terminals and host compared once everything is quiet: parameters that came sealed, and locks."""

from types import SimpleNamespace

import pytest

from countertop.acquirer import SCHEMA as HOST
from countertop.acquirer.management.records import InstructionGiven, ParametersDownloaded, ParametersSet
from countertop.simulation.instructed import disagreements
from countertop.storage import Entry, MemoryStore
from countertop.terminal import SCHEMA as TERMINAL
from countertop.terminal.management.records import LockSet, ParametersApplied

NUMBER = "80000101"
GIVEN = (ParametersSet("all", 1, "resend_count=3", "duty", 0), ParametersDownloaded(NUMBER, 1, 0))
LOCKED = InstructionGiven(1, NUMBER, "lock", "", "duty", 5)


def applied(values, *, is_proven=True):
    return ParametersApplied(NUMBER, values, is_proven, 0)


def found(at_host, at_terminal):
    stores = {"acquirer": MemoryStore(HOST), "terminal-1": MemoryStore(TERMINAL)}
    for store, records in zip(stores.values(), (at_host, at_terminal), strict=True):
        store.perform([Entry(NUMBER, (record,), at=0) for record in records])
    nodes = {name: SimpleNamespace(store=lambda store=store: store) for name, store in stores.items()}
    return list(disagreements(SimpleNamespace(nodes=nodes), {"terminal-1": NUMBER}))


@pytest.mark.parametrize(
    ("at_host", "at_terminal", "count"),
    [
        ((), (), 0),
        (GIVEN, (applied("resend_count=3"),), 0),
        (GIVEN, (applied("resend_count=2"),), 1),
        (GIVEN, (applied("resend_count=2", is_proven=False),), 0),
        ((*GIVEN, ParametersSet(NUMBER, 2, "resend_count=4", "duty", 0)), (applied("resend_count=3"),), 0),
        ((), (LockSet(NUMBER, locked=True),), 1),
        ((LOCKED,), (LockSet(NUMBER, locked=False),), 0),
    ],
)
def test_what_the_host_gave_and_a_terminal_acknowledged_is_what_it_has(at_host, at_terminal, count):
    assert len(found(at_host, at_terminal)) == count

"""Parameters of terminals: set for all, for a group, for one; downloaded as one set (3.17 of the POS specification).

What is set for one terminal goes before what is set for its group, and that before what is set for all. Each setting
has a version of its own, from one count; the version of a terminal's set is the newest of those it is made of.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from countertop.acquirer.arrival import Arrival
from countertop.acquirer.flows.managed import DONE, answer_managed, drawn_rrn
from countertop.acquirer.management.ending import end_all, seen
from countertop.acquirer.management.memory import Management
from countertop.acquirer.management.proving import may_ask, may_move
from countertop.acquirer.management.records import ParametersDownloaded
from countertop.acquirer.memory import HostMemory
from countertop.iso8583.private.parameters import write_parameters
from countertop.iso8583.private.taken import parameters_taken
from countertop.stage import Append, Note, Script

__all__ = [
    "ALL",
    "Parameters",
    "parameters_of",
    "receive_download_end",
    "receive_download_request",
    "text_of",
    "values_of",
]

ALL = "all"
"""The scope of what holds for every terminal; a group is `group:NAME`, a terminal its number."""


class Parameters(NamedTuple):
    """A terminal's set: its version (0: nothing was ever set) and its values by name."""

    version: int
    values: dict[str, str]


def text_of(values: Mapping[str, str]) -> str:
    """Return values as a record keeps them: a line each, `name=value`."""
    return "\n".join(f"{name}={value}" for name, value in sorted(values.items()))


def values_of(text: str) -> dict[str, str]:
    """Return the values of a record's text."""
    return dict(line.split("=", 1) for line in text.splitlines())


def receive_download_request(memory: HostMemory, arrival: Arrival) -> Script:
    """Send the whole set (0800 / 360); which version it was is known until its end comes."""
    if not (yield from may_ask(memory, arrival)):
        return
    yield from seen(memory, arrival)
    terminal_id = arrival.terminal.terminal_id
    found = parameters_of(memory.management, terminal_id)
    field_62, rrn = write_parameters(found.values), drawn_rrn(memory, arrival.utc)
    memory.management.sending[terminal_id] = found.version, parameters_taken(field_62)
    yield from answer_managed(memory, arrival, DONE, rrn=rrn, field_62=field_62 or None)


def receive_download_end(memory: HostMemory, arrival: Arrival) -> Script:
    """Write down which version the terminal has (0800 / 361).

    An end without a beginning ends nothing, and neither does one that tells of other parameters: it is a late copy.
    """
    if not (yield from may_move(memory, arrival)):
        return
    terminal_id = arrival.terminal.terminal_id
    sending, told = memory.management.sending, arrival.request.extended_data
    version, taken = sending.get(terminal_id, (None, b""))
    if version is not None and told in (None, taken):
        del sending[terminal_id]
        yield Append(terminal_id, ParametersDownloaded(terminal_id, version, arrival.utc))
        memory.management.downloaded[terminal_id] = version
        yield Note("info", "acquirer.parameters-downloaded", terminal_id=terminal_id, version=version)
        if version == parameters_of(memory.management, terminal_id).version:
            yield from end_all(memory, terminal_id, "download", arrival.utc)
    arrival.ask(memory.management.asked.get(terminal_id))
    yield from answer_managed(memory, arrival, DONE, rrn=drawn_rrn(memory, arrival.utc))


def parameters_of(management: Management, terminal_id: str) -> Parameters:
    """Return a terminal's set."""
    version, values = 0, dict[str, str]()
    for row in management.layers_of(terminal_id):
        if row is not None:
            version = max(version, row["parameter_version"])
            values |= values_of(row["parameter_values"])
    return Parameters(version, values)

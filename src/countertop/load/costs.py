"""What processes have spent: the processor's time of a process and of those it started, as Linux counts it.

Time spent is the figure that keeps its meaning on a machine which others use too.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path

__all__ = ["Costs", "spent"]

_PROCESSES = Path("/proc")
_TICKS = os.sysconf("SC_CLK_TCK")


def spent(process: int, without: Collection[int] = ()) -> float | None:
    """Return the seconds of processor time of a process and of its living children; None where nobody tells.

    Children in `without` are counted by somebody else.
    """
    try:
        fields = (_PROCESSES / str(process) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    seconds = (int(fields[11]) + int(fields[12])) / _TICKS
    for task in (_PROCESSES / str(process) / "task").iterdir():
        with suppress(OSError):
            children = [int(child) for child in (task / "children").read_text().split()]
            seconds += sum(spent(child, without) or 0.0 for child in children if child not in without)
    return seconds


class Costs:
    """Processor time by party, from the moment this is made."""

    def __init__(self, processes: Mapping[str, int]) -> None:
        self._processes = processes
        self._before = self._spent()

    def seconds(self) -> dict[str, float]:
        """Return what each party has spent since; parties of which nothing can be known are left out."""
        told = {}
        for party, now in self._spent().items():
            before = self._before[party]
            if before is not None and now is not None:
                told[party] = now - before
        return told

    def _spent(self) -> dict[str, float | None]:
        apart = frozenset(self._processes.values())
        return {party: spent(process, apart) for party, process in self._processes.items()}

"""A base of ports for each house of the tests, which is its own for as long as the tests run.

A house that is founded on free ports opens them later, and a neighbour may draw the same in between. So each gets a
base, of those below the ports that are drawn; who listens at the base itself, where no house does, has it: among the
workers of a run, and among runs.
"""

import socket
from itertools import chain

from countertop.runtime.ports import DRAWN_PORTS, HOST, is_free

__all__ = ["BASES", "PORTS", "port_base"]

PORTS = 20
"""Of a house, its base among them."""
BASES = range(DRAWN_PORTS.start - 10_000, DRAWN_PORTS.start, PORTS)

_held = []


def port_base():
    """Return a base for the next house of this process, as `--port-base` takes it."""
    next_one = BASES.index(_held[-1].getsockname()[1]) + 1 if _held else 0
    for base in chain(BASES[next_one:], BASES[:next_one]):
        if _hold(base):
            return str(base)
    raise AssertionError(f"no {PORTS} ports are free anywhere from {BASES.start} to {BASES.stop}")


def _hold(base):
    try:
        door = socket.create_server((HOST, base))
    except OSError:
        return False
    if not all(is_free(HOST, base + place) for place in range(1, PORTS)):
        door.close()
        return False
    _held.append(door)
    return True

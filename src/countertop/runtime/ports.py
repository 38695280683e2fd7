"""The ports of a house: a base and a fixed place above it for each name, or whatever is free."""

from __future__ import annotations

import socket
from collections.abc import Iterable

__all__ = ["PORT_BASE", "PORT_PLACES", "choose_ports", "is_free"]

PORT_BASE = 5100
PORT_PLACES = {"acquirer": 1, "switch": 2}


def choose_ports(base: int, names: Iterable[str]) -> dict[str, int]:
    """Return a port for each name: `base` plus its place, or free ones when `base` is 0."""
    if base:
        return {name: base + PORT_PLACES[name] for name in names}
    drawn = [(name, socket.create_server(("127.0.0.1", 0))) for name in names]
    ports = {name: held.getsockname()[1] for name, held in drawn}
    for _, held in drawn:
        held.close()
    return ports


def is_free(host: str, port: int) -> bool:
    """Tell whether a listener could be opened there now."""
    try:
        socket.create_server((host, port)).close()
    except OSError:
        return False
    return True

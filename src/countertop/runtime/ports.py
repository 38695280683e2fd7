"""The ports of a house: a base and a fixed place above it for each name, or whatever is free."""

from __future__ import annotations

import socket
from collections.abc import Iterable

from countertop.runtime.entropy import draw
from countertop.runtime.errors import RuntimeFault

__all__ = ["HOST", "PORT_BASE", "PORT_PLACES", "SITE_PLACES", "WALLET_PORTS", "choose_ports", "is_free"]

HOST = "127.0.0.1"
PORT_BASE = 5100
SITE_PLACES = {"terminal": 10, "pin-pad": 11, "merchant": 12, "acquirer": 13, "till": 14}
PORT_PLACES = {"acquirer": 1, "switch": 2, "wallet": 3, "wallet-notices": 4} | {
    f"site-{site}": place for site, place in SITE_PLACES.items()
}

WALLET_PORTS = frozenset({"wallet", "wallet-notices"})
"""Those between an acquirer and a wallet, where HTTP is spoken."""

# Below the ports that systems give to outgoing connections: one of those may be taken when the house starts again.
DRAWN_PORTS = range(20_000, 32_000)
MOST_DRAWS = 1000


def choose_ports(base: int, names: Iterable[str]) -> dict[str, int]:
    """Return a port for each name: `base` plus its place, or free ones when `base` is 0."""
    if base:
        return {name: base + PORT_PLACES[name] for name in names}
    ports: dict[str, int] = {}
    for name in names:
        ports[name] = _drawn(ports.values())
    return ports


def is_free(host: str, port: int) -> bool:
    """Tell whether a listener could be opened there now."""
    try:
        socket.create_server((host, port)).close()
    except OSError:
        return False
    return True


def _drawn(taken: Iterable[int]) -> int:
    for _ in range(MOST_DRAWS):
        port = DRAWN_PORTS[int.from_bytes(draw(4), "big") % len(DRAWN_PORTS)]
        if port not in taken and is_free(HOST, port):
            return port
    raise RuntimeFault("run.no-port", first=DRAWN_PORTS.start, last=DRAWN_PORTS.stop - 1)

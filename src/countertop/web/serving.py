"""All sites of a house in one program and one event loop, each behind its gate at its own address."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request

from countertop.runtime.premises import wallet_of
from countertop.web.callers import MOST, Caller
from countertop.web.consoles import consoles_of
from countertop.web.desk import PageDesk
from countertop.web.errors import SiteFault
from countertop.web.gate import Gate
from countertop.web.pin_pad.app import make_pin_pad_site
from countertop.web.site_tls import context_of
from countertop.web.sites import Address, Premises, bracketed
from countertop.web.terminal.app import make_terminal_site
from countertop.web.terminal.machine import Machine
from countertop.web.till.opening import till_of

__all__ = ["serve"]

_LOCAL_NAMES = {"127.0.0.1": ("localhost",), "localhost": ("127.0.0.1",), "::1": ("localhost",)}
"""Address of this machine -> what else a browser calls it."""

CLOSING_PATIENCE = 2
LOOK_AGAIN = 0.005


class _Server(uvicorn.Server):
    """A server that leaves signals to the program."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


async def serve(
    premises: Premises,
    ready: Callable[[], None],
    failed: Callable[[str, str], None],
    until: Callable[[], Awaitable[None]] | None = None,
) -> None:
    """Serve until SIGINT or SIGTERM, or until `until` is done; `ready` is called when every site answers.

    `failed` is told the path of each request that could not be answered, and where. Raises SiteFault.
    """
    sites = premises.sites
    context = None if premises.certified is None else context_of(premises.certified)
    sockets = {site: _listen(premises.addresses[site]) for site in sites}
    machine = Machine(premises.party_of("terminal"), failed) if "terminal" in premises.parties else None
    apps = _applications(premises, machine)
    servers = {
        site: _Server(
            uvicorn.Config(
                _gated(premises, site, apps[site], failed),
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,  # else whoever calls may say from where
                lifespan="off",
                http=Caller,
                limit_concurrency=MOST,
                ws="websockets-sansio",
                ws_max_size=1 << 16,
                timeout_graceful_shutdown=CLOSING_PATIENCE,
                ssl_context_factory=None if context is None else lambda *_: context,
            )
        )
        for site in sites
        if site in apps
    }
    running = [asyncio.create_task(server.serve([sockets[site]])) for site, server in servers.items()]
    loop, stopping = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    while not all(server.started for server in servers.values()):  # noqa: ASYNC110 - as below
        await asyncio.sleep(LOOK_AGAIN)  # the library tells it in no other way
    ready()
    waiting = [asyncio.ensure_future(wait()) for wait in (stopping.wait, *(() if until is None else (until,)))]
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for wait in waiting:
        wait.cancel()
    if machine is not None:
        await machine.close()
    for server in servers.values():
        server.should_exit = True
    await asyncio.gather(*running)


def _applications(premises: Premises, machine: Machine | None) -> dict[str, Starlette]:
    apps: dict[str, Starlette] = consoles_of(premises)
    if machine is not None:

        def seen() -> Machine:
            return machine

        cards = wallet_of(premises.directory) if premises.is_demo else {}
        desks = {kind: PageDesk(directory) for kind, directory in premises.parties.items()}
        apps["terminal"] = make_terminal_site(
            seen, cards, lambda request: _origin(premises, "pin-pad", request), desks, is_demo=premises.is_demo
        )
        apps["pin-pad"] = make_pin_pad_site(seen, cards.values())
        apps["till"] = till_of(premises, seen)
    return apps


def _gated(premises: Premises, site: str, app: Starlette, failed: Callable[[str, str], None]) -> Gate:
    frames = _framed(_origins(premises, "pin-pad")) if site == "terminal" else ()
    framed_by = _framed(_origins(premises, "terminal")) if site == "pin-pad" else ()
    hosts = [origin.partition("://")[2] for origin in _origins(premises, site)]
    return Gate(app, failed, hosts=hosts, frames=frames, framed_by=framed_by)


def _origins(premises: Premises, site: str) -> list[str]:
    """Return the origins by which a site may be called: its address, this machine's own names, the house's names."""
    address = premises.addresses[site]
    names = dict.fromkeys((address.host, *_LOCAL_NAMES.get(address.host, ()), *premises.names))
    return [premises.origin_of(site, name) for name in names]


def _framed(origins: list[str]) -> list[str]:
    """Return those that a policy about frames can name: no IPv6 address is among its sources (CSP Level 3, 2.3.1)."""
    return [origin for origin in origins if "[" not in origin]


def _origin(premises: Premises, site: str, request: Request) -> str:
    """Return the origin of a neighbouring site under the name by which this one was called."""
    return premises.origin_of(site, request.url.hostname or "")


def _listen(address: Address) -> socket.socket:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        return socket.create_server((address.host, address.port), family=family, reuse_port=False)
    except OSError as fault:
        where = {"host": bracketed(address.host), "port": address.port}
        raise SiteFault("web.taken", **where, reason=fault.strerror or "") from None

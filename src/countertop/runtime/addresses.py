"""How the configuration names the places of lines: `host:port`, and in front of it what the line looks like.

A listener or a route has one look for all its addresses. `tls://` and `https://` ask for certificates; `http://` and
`https://` are the second form of the terminals' wire (POS specification 1.5), and the only form of a wallet's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from countertop.codec import Framing
from countertop.runtime.errors import ConfigurationFault
from countertop.runtime.places import Address
from countertop.runtime.settings import read_address, shown
from countertop.runtime.tls import Tls
from countertop.runtime.wires import HTTP_FORMS, Http

__all__ = ["Place", "read_places"]

_SCHEMES = {"": (False, False), "tls": (False, True), "http": (True, False), "https": (True, True)}
"""Scheme -> whether it is HTTP, whether it is under TLS."""

Secured = Callable[[], Tls | None]


@dataclass(frozen=True, slots=True)
class Place:
    """Addresses of one look."""

    addresses: list[Address]
    framing: Framing | Http
    tls: Tls | None


def read_places(value: Any, framing: Framing | Http, secured: Secured, where: str) -> Place:
    """Return what a text, a text with commas, or a list of texts names; raises ConfigurationFault."""
    listed = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else [value]
    found = [_read(text, where) for text in listed]
    if not found or len({scheme for scheme, _ in found}) > 1:
        raise ConfigurationFault("run.bad-scheme", value=shown(value), where=where)
    scheme = found[0][0]
    is_http, is_secured = _SCHEMES[scheme]
    look = HTTP_FORMS.get(framing, framing) if is_http and isinstance(framing, Framing) else framing
    if isinstance(look, Http) is not (is_http or (isinstance(framing, Http) and not scheme)):
        raise ConfigurationFault("run.bad-scheme", value=shown(value), where=where)
    tls = secured() if is_secured else None
    if is_secured and tls is None:
        raise ConfigurationFault("run.no-tls", value=shown(value), where=where)
    return Place([address for _, address in found], look, tls)


def _read(value: Any, where: str) -> tuple[str, Address]:
    text = value.strip() if isinstance(value, str) else value
    scheme = ""
    if isinstance(text, str) and "://" in text:
        scheme, _, text = text.partition("://")
        if scheme not in _SCHEMES or not scheme:
            raise ConfigurationFault("run.bad-scheme", value=shown(value), where=where)
    return scheme, read_address(text, where)

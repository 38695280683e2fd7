"""Which sites there are, where they are served, and the party behind each."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv6Address
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from countertop.runtime.ports import HOST, PORT_BASE, SITE_PLACES
from countertop.runtime.premises import FILE, parties_in
from countertop.web.errors import SiteFault

__all__ = ["HTTP", "PARTY_BEHIND", "Address", "Premises", "bracketed", "netloc_of", "read_premises"]

HTTP: Final = 80
"""The port that a browser leaves out."""

_ADDRESS: Final = re.compile(r"(?:\[(?P<ipv6>[0-9A-Fa-f:.]+)\]|(?P<name>[^\[\]:]+)):(?P<port>[0-9]{1,5})")

PARTY_BEHIND: Final[Mapping[str, str]] = MappingProxyType(
    {
        "terminal": "terminal",
        "pin-pad": "terminal",
        "merchant": "acquirer",
        "acquirer": "acquirer",
        "till": "terminal",
    }
)
"""The kind of party whose desk a site speaks with."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a site is served; the host of an IPv6 address is without brackets."""

    host: str
    port: int

    @property
    def netloc(self) -> str:
        """Return it as a browser writes it in an origin: HTTP's own port is left out (RFC 6454, section 6.2)."""
        return netloc_of(self.host, self.port)


def netloc_of(host: str, port: int) -> str:
    """Return host and port as a browser writes them in `Host` and in an origin over HTTP."""
    return bracketed(host) if port == HTTP else f"{bracketed(host)}:{port}"


def bracketed(host: str) -> str:
    """Return a host as it stands in a URL (RFC 3986, section 3.2.2)."""
    return f"[{host}]" if ":" in host else host


@dataclass(frozen=True, slots=True)
class Premises:
    """A house as its pages need it: its directory, its parties by kind, the address of each site."""

    directory: Path
    parties: Mapping[str, Path]
    addresses: Mapping[str, Address]
    is_demo: bool

    @property
    def sites(self) -> list[str]:
        """The sites that have a party here, in the order of the table."""
        return [site for site, kind in PARTY_BEHIND.items() if kind in self.parties]

    def party_of(self, site: str) -> Path:
        """Return the directory of the party behind a site."""
        return self.parties[PARTY_BEHIND[site]]


def read_premises(house: Path) -> Premises:
    """Return the sites of a house; raises DirectoryFault where there is none, SiteFault where its file is wrong."""
    parties: dict[str, Path] = {}
    modes = set()
    for directory in parties_in(house):
        told = _read(directory / FILE)
        parties.setdefault(str(told.get("party")), directory)
        modes.add(told.get("mode"))
    given = _read(house / FILE).get("sites", {})
    try:
        addresses = {
            site: _address(given.get(site, f"{HOST}:{PORT_BASE + SITE_PLACES[site]}")) for site in PARTY_BEHIND
        }
    except (ValueError, AttributeError, TypeError):
        raise SiteFault("web.bad-address", path=str(house / FILE)) from None
    return Premises(house, parties, addresses, is_demo=modes <= {"demo"})


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as fault:
        raise SiteFault("run.unreadable", path=str(path), reason=str(fault)) from None


def _address(text: str) -> Address:
    """Return what `HOST:PORT` or `[IPV6]:PORT` names; raises ValueError."""
    found = _ADDRESS.fullmatch(text)
    if found is None or not 0 < int(found["port"]) < 1 << 16:
        raise ValueError("an address is HOST:PORT")
    # As browsers write it (RFC 5952), however it is spelt here.
    host = found["name"] or str(IPv6Address(found["ipv6"]))
    return Address(host, int(found["port"]))

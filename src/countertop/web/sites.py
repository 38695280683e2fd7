"""Which sites there are, where they are served, and the party behind each."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv6Address
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from countertop.runtime.ports import HOST, PORT_BASE, SITE_PLACES
from countertop.runtime.premises import FILE, parties_in
from countertop.web.errors import SiteFault

__all__ = ["PARTY_BEHIND", "Address", "Certified", "Premises", "bracketed", "netloc_of", "read_premises"]

_USUAL_PORTS: Final = {"http": 80, "https": 443}
"""The ports that a browser leaves out (RFC 6454, section 6.2)."""

_ADDRESS: Final = re.compile(r"(?:\[(?P<ipv6>[0-9A-Fa-f:.]+)\]|(?P<name>[^\[\]:]+)):(?P<port>[0-9]{1,5})")

_NAME: Final = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z.-]{0,251}[0-9A-Za-z])?")

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


class Certified(NamedTuple):
    """The files, PEM, of the certificate that the sites show, with those that lead to its authority, and of its key."""

    certificate: Path
    key: Path


def netloc_of(host: str, port: int | None, scheme: str = "http") -> str:
    """Return host and port as a browser writes them in `Host` and in an origin."""
    return bracketed(host) if port in (None, _USUAL_PORTS[scheme]) else f"{bracketed(host)}:{port}"


def bracketed(host: str) -> str:
    """Return a host as it stands in a URL (RFC 3986, section 3.2.2)."""
    return f"[{host}]" if ":" in host else host


@dataclass(frozen=True, slots=True)
class Premises:
    """A house as its pages need it: its directory, its parties by kind, the address of each site.

    `names` are what browsers call all sites beside their addresses. Without a certificate they speak HTTP.
    """

    directory: Path
    parties: Mapping[str, Path]
    addresses: Mapping[str, Address]
    is_demo: bool
    names: tuple[str, ...] = ()
    certified: Certified | None = None

    @property
    def scheme(self) -> str:
        """What stands before an address."""
        return "http" if self.certified is None else "https"

    def origin_of(self, site: str, name: str | None = None) -> str:
        """Return the origin of a site (RFC 6454) under a name; under the one that people are told where none is."""
        address = self.addresses[site]
        host = next(iter(self.names), address.host) if name is None else name
        return f"{self.scheme}://{netloc_of(host, address.port, self.scheme)}"

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
        names = tuple(map(_name, given.get("names", ())))
        certified = _certified(house, given)
    except (ValueError, AttributeError, TypeError):
        raise SiteFault("web.bad-address", path=str(house / FILE)) from None
    return Premises(house, parties, addresses, modes <= {"demo"}, names, certified)


def _certified(house: Path, given: Mapping[str, Any]) -> Certified | None:
    """Return the files that a house names for its sites, from its directory; raises ValueError for one alone."""
    named = [given[name] for name in Certified._fields if name in given]
    if not named:
        return None
    if len(named) != len(Certified._fields):
        raise ValueError("a certificate goes with its key")
    return Certified(*(house / name for name in named))


def _name(text: str) -> str:
    if not _NAME.fullmatch(text):
        raise ValueError("a host's name")
    return text.lower()  # as browsers write it


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

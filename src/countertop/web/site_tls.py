"""TLS in front of the sites, where the house names a certificate for them: TLS 1.2 or later."""

from __future__ import annotations

import ssl

from countertop.web.errors import SiteFault
from countertop.web.sites import Certified

__all__ = ["context_of"]


def context_of(certified: Certified) -> ssl.SSLContext:
    """Return how the sites answer calls; raises SiteFault for files that are no certificate with its key."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        # A key under a password is refused here: nobody is there to be asked.
        context.load_cert_chain(certified.certificate, certified.key, password=lambda: "")
    except (OSError, ValueError) as fault:
        told = {"certificate": str(certified.certificate), "key": str(certified.key)}
        raise SiteFault("web.bad-certificate", **told, reason=str(fault)) from None
    return context

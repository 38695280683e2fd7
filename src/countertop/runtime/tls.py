"""TLS on a line: both ends show a certificate of one private authority, and what goes wrong has a word.

A party has one certificate for all its lines. Its key is a file that only this user may read. Sessions are never
resumed: a certificate is looked at on every call, so one that has expired or was revoked opens no line.
"""

from __future__ import annotations

import ssl
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from countertop.runtime.errors import KeyMissing

__all__ = ["Tls", "TlsSettings", "identity_of", "word_of"]

_REASONS: Final = {
    "PEER_DID_NOT_RETURN_A_CERTIFICATE": "no-certificate",
    "UNSUPPORTED_PROTOCOL": "old-tls",
    "UNSUPPORTED_SSL_VERSION": "old-tls",
    "TLSV1_ALERT_PROTOCOL_VERSION": "old-tls",
    "NO_PROTOCOLS_AVAILABLE": "old-tls",
    "WRONG_VERSION_NUMBER": "no-tls",
    "HTTP_REQUEST": "no-tls",
    "RECORD_LAYER_FAILURE": "no-tls",
    "PACKET_LENGTH_TOO_LONG": "no-tls",
    "TLSV13_ALERT_CERTIFICATE_REQUIRED": "certificate-refused",
    "TLSV1_ALERT_UNKNOWN_CA": "certificate-refused",
    "SSLV3_ALERT_CERTIFICATE_EXPIRED": "certificate-refused",
    "SSLV3_ALERT_CERTIFICATE_REVOKED": "certificate-refused",
    "SSLV3_ALERT_BAD_CERTIFICATE": "certificate-refused",
    "SSLV3_ALERT_UNSUPPORTED_CERTIFICATE": "certificate-refused",
    "SSLV3_ALERT_CERTIFICATE_UNKNOWN": "certificate-refused",
    "SSLV3_ALERT_HANDSHAKE_FAILURE": "certificate-refused",
}
"""What OpenSSL calls it -> our word."""

_VERDICTS: Final = {
    9: "certificate-not-yet",
    10: "certificate-expired",
    23: "certificate-revoked",
    26: "certificate-of-other-use",
    62: "certificate-of-another",
    64: "certificate-of-another",
}
"""Verification results (X509_V_ERR of OpenSSL's x509_vfy.h) -> our word; all others are foreign certificates."""


@dataclass(slots=True)
class TlsSettings:
    """Files in PEM form, beside or relative to the party's directory; `revocations` is a list of the authority."""

    certificate: str
    key: str
    authority: str
    revocations: str = ""


class Tls:
    """The two contexts of a party, for calls that it answers and for those that it makes.

    Raises KeyMissing when a file is not there, does not fit, or is a key that others may read.
    """

    __slots__ = ("answering", "calling")

    def __init__(self, party: str, directory: Path, settings: TlsSettings) -> None:
        _verify_private(party, directory / settings.key)
        self.answering = _context(ssl.PROTOCOL_TLS_SERVER, party, directory, settings)
        self.calling = _context(ssl.PROTOCOL_TLS_CLIENT, party, directory, settings)


def _context(side: int, party: str, directory: Path, settings: TlsSettings) -> ssl.SSLContext:
    context = ssl.SSLContext(side)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.verify_mode = ssl.CERT_REQUIRED
    try:
        context.load_verify_locations(directory / settings.authority)
        if settings.revocations:
            context.load_verify_locations(directory / settings.revocations)
            context.verify_flags |= ssl.VERIFY_CRL_CHECK_LEAF
        context.load_cert_chain(directory / settings.certificate, directory / settings.key)
    except OSError as fault:  # ssl.SSLError is one
        reason = getattr(fault, "reason", None) or fault.strerror or type(fault).__name__
        raise KeyMissing("run.tls-files", party=party, reason=reason) from None
    return context


def _verify_private(party: str, key: Path) -> None:
    try:
        mode = key.stat().st_mode
    except OSError as fault:
        raise KeyMissing("run.tls-files", party=party, reason=f"{key}: {fault.strerror}") from None
    if stat.S_IMODE(mode) & 0o077:
        raise KeyMissing("run.key-open", party=party, path=str(key))


def identity_of(certificate: Mapping[str, Any] | None) -> str | None:
    """Return whom a certificate names, as `getpeercert` shows it: its common name, or its first DNS name.

    None where no certificate was shown.
    """
    if not certificate:
        return None
    subject = {name: value for part in certificate.get("subject", ()) for name, value in part}
    others = (value for kind, value in certificate.get("subjectAltName", ()) if kind == "DNS")
    return subject.get("commonName") or next(others, "")


def word_of(fault: Exception) -> str:
    """Return our word for what ended a handshake, or a line under TLS."""
    if isinstance(fault, ssl.SSLCertVerificationError):
        return _VERDICTS.get(fault.verify_code, "certificate-foreign")
    if isinstance(fault, ssl.SSLError):
        return _REASONS.get(fault.reason or "", "handshake-failed")
    return "handshake-failed"

"""A private certificate authority for a house: X.509 (RFC 5280) certificates for its parties, on P-256 keys."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

__all__ = ["Authority", "Issued"]

LIFETIME = timedelta(days=3650)
# Clocks of parties that are a little behind still find a new certificate valid.
ALLOWANCE = timedelta(minutes=5)

_USES = {True: ExtendedKeyUsageOID.SERVER_AUTH, False: ExtendedKeyUsageOID.CLIENT_AUTH}


class Issued(NamedTuple):
    """A certificate and its private key, PEM; `serial` is what a revocation names."""

    certificate: bytes
    key: bytes
    serial: int


class Authority:
    """Issues certificates that nobody else can; `now` is UTC."""

    def __init__(self, name: str, now: datetime | None = None) -> None:
        self._now = now or datetime.now(UTC)
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _named(name)
        usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
        self._certificate = (
            self._begun(self._name, self._key.public_key(), LIFETIME)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(usage, critical=True)
            .sign(self._key, SHA256())
        )

    @property
    def certificate(self) -> bytes:
        """PEM."""
        return self._certificate.public_bytes(Encoding.PEM)

    @property
    def key(self) -> bytes:
        """PEM; who has it can be anybody."""
        return _pem(self._key)

    def issue(
        self, name: str, *, answers: bool, calls: bool, places: Iterable[str] = (), lifetime: timedelta = LIFETIME
    ) -> Issued:
        """Return a certificate for whoever is called `name`, good to answer calls at the `places`, to call, or both.

        A place is an IP address or a host's name.
        """
        key = ec.generate_private_key(ec.SECP256R1())
        uses = [_USES[answering] for answering, wanted in ((True, answers), (False, calls)) if wanted]
        builder = (
            self._begun(_named(name), key.public_key(), lifetime)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.ExtendedKeyUsage(uses), critical=False)
        )
        names = [_place(place) for place in places]
        if names:
            builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
        certificate = builder.sign(self._key, SHA256())
        return Issued(certificate.public_bytes(Encoding.PEM), _pem(key), certificate.serial_number)

    def revocations(self, serials: Iterable[int] = ()) -> bytes:
        """Return the list of certificates that are good no more, PEM."""
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self._name)
            .last_update(self._now - ALLOWANCE)
            .next_update(self._now + LIFETIME)
        )
        for serial in serials:
            entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(self._now - ALLOWANCE)
            builder = builder.add_revoked_certificate(entry.build())
        return builder.sign(self._key, SHA256()).public_bytes(Encoding.PEM)

    def _begun(self, name: x509.Name, key: ec.EllipticCurvePublicKey, lifetime: timedelta) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(self._now - max(ALLOWANCE, -2 * lifetime))
            .not_valid_after(self._now + lifetime)
        )


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _place(place: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(place))
    except ValueError:
        return x509.DNSName(place)


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

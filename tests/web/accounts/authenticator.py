"""A device that keeps passkeys, as browsers show it to a page: P-256, no attestation (WebAuthn Level 3, sections 6.1 and 6.5)."""

import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256

import cbor2
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def text(raw):
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def raw(told):
    return urlsafe_b64decode(told + "=" * (-len(told) % 4))


class Authenticator:
    """One passkey; `flags` is what it claims about who is before it."""

    def __init__(self, origin, flags=PRESENT | VERIFIED):
        self.origin = origin
        self.flags = flags
        self.count = 0
        self.key = generate_private_key(SECP256R1())
        self.id = secrets.token_bytes(32)

    def make(self, options, origin=None):
        """Answer the options of a registration."""
        self.rp_id, self.handle = options["rp"]["id"], raw(options["user"]["id"])
        point = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)}
        about = bytes(16) + len(self.id).to_bytes(2) + self.id + cbor2.dumps(public)
        attested = {"fmt": "none", "attStmt": {}, "authData": self._data(self.flags | ATTESTED) + about}
        client = self._client("webauthn.create", options["challenge"], origin)
        return self._told({"attestationObject": text(cbor2.dumps(attested)), "clientDataJSON": text(client)})

    def show(self, options, origin=None, *, counting=1, handle=None):
        """Answer the options of a log-in."""
        self.count += counting
        client = self._client("webauthn.get", options["challenge"], origin)
        data = self._data(self.flags)
        response = {
            "authenticatorData": text(data),
            "clientDataJSON": text(client),
            "signature": text(self.key.sign(data + sha256(client).digest(), ECDSA(SHA256()))),
            "userHandle": text(handle or self.handle),
        }
        return self._told(response)

    def _data(self, flags):
        return sha256(self.rp_id.encode()).digest() + bytes([flags]) + self.count.to_bytes(4)

    def _client(self, kind, challenge, origin):
        told = {"type": kind, "challenge": challenge, "origin": origin or self.origin, "crossOrigin": False}
        return json.dumps(told).encode()

    def _told(self, response):
        told = {"id": text(self.id), "rawId": text(self.id), "type": "public-key", "clientExtensionResults": {}}
        return {**told, "response": response}

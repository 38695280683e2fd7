"""The two ceremonies of a passkey (WebAuthn Level 3, sections 7.1 and 7.2), checked by the library `webauthn`.

What a device signs holds a challenge of ours, which is good once, for five minutes and for one visitor, and the origin
of the page, which must be ours. The device must have recognised its owner (PIN, finger, face), and its count of
signatures must grow. Where a page has no name that a passkey can be made for, such as 127.0.0.1, there are none.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from binascii import Error as NotBase64
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, Final

from fastapi import Request

from countertop.values import MINUTE
from countertop.web.accounts.passkeys import Passkey
from countertop.web.sites import netloc_of

__all__ = [
    "Challenges",
    "Place",
    "Refused",
    "asked_for",
    "asked_to_make",
    "credential_id_of",
    "made",
    "place_of",
    "proven",
]

PATIENCE: Final = 5 * MINUTE
SIZE: Final = 32
MOST: Final = 10_000
"""Challenges that are open at once; the oldest are forgotten first."""

# The library takes a third of a second to be imported, which the pages need not wait for when they start.


class Refused(Exception):  # noqa: N818 - an answer, not a fault of the program
    """What a device sent proves nothing."""


class Challenges:
    """The open challenges, each for a visitor and a purpose; `draw` gives so many random bytes."""

    def __init__(self, draw: Callable[[int], bytes]) -> None:
        self._draw = draw
        self._open: OrderedDict[tuple[str, str], tuple[bytes, int]] = OrderedDict()

    def draw(self, purpose: str, visitor: str, now: int) -> bytes:
        """Return a new challenge; the visitor's former one is good no more."""
        self._open.pop((purpose, visitor), None)
        challenge = self._draw(SIZE)
        self._open[purpose, visitor] = (challenge, now + PATIENCE)
        if len(self._open) > MOST:
            self._open.popitem(last=False)
        return challenge

    def take(self, purpose: str, visitor: str, now: int) -> bytes:
        """Return the visitor's challenge, this once; raises Refused when there is none, or no more."""
        challenge, ends_at = self._open.pop((purpose, visitor), (b"", 0))
        if ends_at <= now:
            raise Refused
        return challenge


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page is: its origin, and the name that passkeys are made for, empty where there can be none.

    `better` is the origin of the same site under a name that can carry them, empty where there is none.
    """

    origin: str
    rp_id: str
    better: str = ""


def place_of(request: Request) -> Place:
    """Return where a page is, as its browser called it."""
    url = request.url
    name = url.hostname or ""
    is_local = name == "localhost" or name.endswith(".localhost")
    if is_local or (url.scheme == "https" and not _is_number(name)):
        return Place(f"{url.scheme}://{url.netloc}", name)
    local = netloc_of("localhost", url.port, url.scheme)
    better = f"{url.scheme}://{local}" if local in request.scope.get("hosts", ()) else ""
    return Place(f"{url.scheme}://{url.netloc}", "", better)


def asked_to_make(
    place: Place, challenge: bytes, handle: bytes, name: str, shown: str, known: list[Passkey]
) -> dict[str, Any]:
    """Return what a browser is asked for a new passkey, none of a device that has one already."""
    from webauthn import generate_registration_options, options_to_json  # noqa: PLC0415 - see above
    from webauthn.helpers import structs  # noqa: PLC0415

    options = generate_registration_options(
        rp_id=place.rp_id,
        rp_name="Countertop",
        user_id=handle,
        user_name=name,
        user_display_name=shown,
        challenge=challenge,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[structs.PublicKeyCredentialDescriptor(id=each.credential_id) for each in known],
    )
    told: dict[str, Any] = json.loads(options_to_json(options))
    return told


def made(place: Place, challenge: bytes, credential: Mapping[str, Any]) -> tuple[bytes, bytes, int]:
    """Return credential id, public key and signature count of a new passkey; raises Refused."""
    from webauthn import verify_registration_response  # noqa: PLC0415 - see above

    try:
        verified = verify_registration_response(
            credential=dict(credential),
            expected_challenge=challenge,
            expected_rp_id=place.rp_id,
            expected_origin=place.origin,
            require_user_verification=True,
        )
    except Exception as fault:  # what comes from outside is wrong in many ways, and the library has a word for each
        raise Refused from fault
    return verified.credential_id, verified.credential_public_key, verified.sign_count


def asked_for(place: Place, challenge: bytes) -> dict[str, Any]:
    """Return what a browser is asked for a log-in by any passkey of this place."""
    from webauthn import generate_authentication_options, options_to_json  # noqa: PLC0415 - see above
    from webauthn.helpers import structs  # noqa: PLC0415

    options = generate_authentication_options(
        rp_id=place.rp_id, challenge=challenge, user_verification=structs.UserVerificationRequirement.REQUIRED
    )
    told: dict[str, Any] = json.loads(options_to_json(options))
    return told


def credential_id_of(credential: Mapping[str, Any]) -> bytes:
    """Return which passkey a device says it used; raises Refused."""
    return _decoded(credential.get("rawId"))


def proven(place: Place, challenge: bytes, credential: Mapping[str, Any], passkey: Passkey, handle: bytes) -> int:
    """Return the signature count of who has proven to hold a passkey; raises Refused."""
    from webauthn import verify_authentication_response  # noqa: PLC0415 - see above

    response = credential.get("response")
    if not isinstance(response, Mapping) or _decoded(response.get("userHandle")) != handle:
        raise Refused
    try:
        verified = verify_authentication_response(
            credential=dict(credential),
            expected_challenge=challenge,
            expected_rp_id=passkey.rp_id,
            expected_origin=place.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except Exception as fault:  # as in `made`
        raise Refused from fault
    return verified.new_sign_count


def _decoded(text: object) -> bytes:
    if not isinstance(text, str):
        raise Refused
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (NotBase64, ValueError) as fault:
        raise Refused from fault


def _is_number(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True

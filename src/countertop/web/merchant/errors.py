"""What keeps the merchant console from an answer.

ShopFault
├── HostGone      the host does not run, or went away in the middle
├── NotTheirs     there is no such thing, or it is another merchant's
├── NotUnderstood  what is asked for has another form
├── NotApproved   nobody who may has approved it
└── RefundFault   a refund did not begin, or nobody knows whether it did
    ├── NotNow        it did not: the host cannot take it at this moment
    ├── IdUsed        it did not: its request id belongs to another one
    └── Unanswered    nobody knows; asked again under its request id, it is the same one
"""

from __future__ import annotations

from typing import Any

__all__ = [
    "HostGone",
    "IdUsed",
    "NotApproved",
    "NotNow",
    "NotTheirs",
    "NotUnderstood",
    "RefundFault",
    "ShopFault",
    "Unanswered",
]


class ShopFault(Exception):  # noqa: N818 - each is answered with a page of its own
    """A question that the host did not answer; `status` is that of HTTP, `message` of the catalogue."""

    status = 500
    message = "shop.wrong"


class HostGone(ShopFault):
    """Nobody answers at the host's desk."""

    status = 503
    message = "console.gone"


class NotTheirs(ShopFault):
    """Nothing of that name belongs to this merchant."""

    status = 404
    message = "shop.not-found"


class NotUnderstood(ShopFault):
    """A filter is of another form."""

    status = 422
    message = "shop.not-understood"


class NotApproved(ShopFault):
    """A name or a password is wrong, or its role does not approve; `arguments` are those of the message."""

    status = 403

    def __init__(self, message: str, **arguments: Any) -> None:
        super().__init__(message)
        self.message = message
        self.arguments = arguments


class RefundFault(ShopFault):
    """A refund that the host has not said yes or no to."""

    status = 409


class NotNow(RefundFault):
    """The host cannot take it at this moment; nothing was refunded."""

    message = "shop.refund-not-now"


class IdUsed(RefundFault):
    """The request id began another refund."""

    message = "shop.refund-id-used"


class Unanswered(RefundFault):
    """The host went away before it answered."""

    status = 503
    message = "shop.refund-unanswered"

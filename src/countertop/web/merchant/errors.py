"""What keeps the merchant console from an answer.

ShopFault
├── HostGone      the host does not run, or went away in the middle
├── NotTheirs     there is no such thing, or it is another merchant's
└── NotUnderstood  what is asked for has another form
"""

from __future__ import annotations

__all__ = ["HostGone", "NotTheirs", "NotUnderstood", "ShopFault"]


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

"""What keeps a person from a page, or an account from being changed.

RuntimeFault (room runtime)
└── AccountFault   an account cannot be made or changed so

Turned        a request is answered with a way to log in, or with a refusal
"""

from __future__ import annotations

from countertop.runtime.errors import RuntimeFault

__all__ = ["AccountFault", "Turned"]


class AccountFault(RuntimeFault):
    """There is such an account already or none at all, the role does not exist, or the merchant is missing."""


class Turned(Exception):  # noqa: N818 - an answer, not a fault of the program
    """401: nobody is logged in. 403: they may not, or the request did not come from a page of ours.

    404, 405: nothing is there. 422: what was sent has another form.
    """

    def __init__(self, status: int, message: str) -> None:
        super().__init__(status, message)
        self.status = status
        self.message = message

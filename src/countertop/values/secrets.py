"""Values that print masked, cannot be serialised by accident, and compare in constant time.

A secret is opened only by `reveal()`, so that every place where clear text appears can be found by searching
for that word. Masking fails closed: what is not understood prints as stars alone.
"""

from __future__ import annotations

import hmac
from typing import Generic, NoReturn, TypeVar

__all__ = ["Clear", "Pin", "Secret"]

Clear = TypeVar("Clear", str, bytes)


class Secret(Generic[Clear]):
    """Text or bytes that must never reach a log, a trace, an error, a page or a store."""

    __slots__ = ("_clear",)

    def __init__(self, clear: Clear) -> None:
        self._clear: Clear = clear

    def reveal(self) -> Clear:
        """Return the clear value; the caller answers for where it goes."""
        return self._clear

    def masked(self) -> str:
        """Return what may be printed; a kind of secret with a printable part overrides this."""
        return "****"

    def __str__(self) -> str:
        return self.masked()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.masked()})"

    def __format__(self, spec: str) -> str:
        return format(self.masked(), spec)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        mine, theirs = self._clear, other._clear
        return hmac.compare_digest(
            mine.encode() if isinstance(mine, str) else mine,
            theirs.encode() if isinstance(theirs, str) else theirs,
        )

    def __hash__(self) -> int:
        return hash((type(self), self._clear))

    def __reduce__(self) -> NoReturn:
        raise TypeError(f"{type(self).__name__} is a secret and is never serialised; encrypt or tokenise it")


class Pin(Secret[str]):
    """A cardholder's PIN as keyed, 4 to 12 digits (ISO 9564-1); lives in the PIN pad and the HSM only.

    Raises ValueError for anything but 4 to 12 ASCII digits; the message does not repeat them.
    """

    __slots__ = ()

    def __init__(self, digits: str) -> None:
        if not (4 <= len(digits) <= 12 and digits.isascii() and digits.isdigit()):
            raise ValueError("a PIN has 4 to 12 digits")
        self._clear = digits

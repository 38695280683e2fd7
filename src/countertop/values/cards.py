"""Card numbers, tracks and PIN blocks: the card data that prints masked.

These wrappers are made for every message on the hot path, so their constructors do not check: whoever decodes
or keys a value checks it (`Pan.check`), and masking fails closed for whatever it does not understand.
"""

from __future__ import annotations

from countertop.values.secrets import Secret

__all__ = ["Pan", "PinBlock", "Track2", "Track3", "luhn_digit"]

_STARS = tuple("*" * (length - 10) for length in range(20))
"""By length of a card number: what stands between its first six and its last four."""

# By code of the digit: its value, and the digits of its double added up.
_PLAIN = bytes(code - 48 if 48 <= code <= 57 else 0 for code in range(256))
_DOUBLED = bytes(sum(divmod(2 * (code - 48), 10)) if 48 <= code <= 57 else 0 for code in range(256))


def luhn_digit(body: str) -> str:
    """Return the check digit that completes the digits of `body` (ISO/IEC 7812-1 annex B)."""
    codes = body.encode("ascii")
    return str(-(sum(codes[-1::-2].translate(_DOUBLED)) + sum(codes[-2::-2].translate(_PLAIN))) % 10)


class Pan(Secret[str]):
    """A card number, 13 to 19 digits; prints as its first six and last four (PCI DSS 3.4's form)."""

    __slots__ = ()

    def masked(self) -> str:
        """Return first six, stars, last four; stars alone when it is not 13 to 19 digits."""
        clear = self._clear
        if not (13 <= len(clear) <= 19 and clear.isascii() and clear.isdigit()):
            return "****"
        return clear[:6] + _STARS[len(clear)] + clear[-4:]

    def check(self) -> None:
        """Raise ValueError, without the digits, when this cannot be a card number."""
        clear = self._clear
        if not (13 <= len(clear) <= 19 and clear.isascii() and clear.isdigit()):
            raise ValueError("a card number has 13 to 19 digits")
        codes = clear.encode()
        if (sum(codes[-2::-2].translate(_DOUBLED)) + sum(codes[-1::-2].translate(_PLAIN))) % 10:
            raise ValueError("the card number's check digit is wrong")

    def starts_with(self, prefix: str) -> bool:
        """Tell whether the number lies under a BIN; a BIN is public."""
        return self._clear.startswith(prefix)


class Track2(Secret[str]):
    """Track 2 without sentinels and LRC, its separator written `D` (ISO/IEC 7813; sent in field 35)."""

    __slots__ = ()

    @property
    def pan(self) -> Pan:
        """The card number: the digits before the separator."""
        return Pan(self._clear.partition("D")[0])

    def is_of(self, pan: Pan) -> bool:
        """Tell whether this is the track of that card."""
        return self._clear.partition("D")[0] == pan.reveal()

    @property
    def expiry(self) -> str:
        """The expiry date, YYMM; empty when the track ends before it."""
        return self._clear.partition("D")[2][:4]

    @property
    def service_code(self) -> str:
        """The three digits that tell how the card may be used; `2` or `6` first means it has a chip."""
        return self._clear.partition("D")[2][4:7]


class Track3(Secret[str]):
    """Track 3 without sentinels and LRC, its separators written `D` (ISO/IEC 4909; sent in field 36)."""

    __slots__ = ()


class PinBlock(Secret[bytes]):
    """An encrypted PIN block, 8 bytes (DES) or 16 bytes (SM4); not kept after authorisation."""

    __slots__ = ()

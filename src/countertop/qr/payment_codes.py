"""Payment codes that customers show (付款码): digits whose beginning says whose wallet it is.

A code works once, even after a failure, and for a minute or so; it is money in somebody's hand, so it prints masked
and is never stored or logged whole. The prefixes are data: providers announce new ones.
Sources: WeChat Pay and Alipay developer documentation of payment by code, UnionPay QR code specification.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from countertop.values import Secret

__all__ = ["PAYMENT_CODE_STYLES", "PaymentCode", "PaymentCodeStyle", "style_of"]


@dataclass(frozen=True, slots=True)
class PaymentCodeStyle:
    """How one provider's codes look: the first of the two-digit `prefixes`, then digits up to one of the `lengths`."""

    name: str
    prefixes: tuple[str, ...]
    lengths: range

    @property
    def pattern(self) -> re.Pattern[str]:
        """What a whole code matches."""
        shortest, longest = self.lengths[0] - 2, self.lengths[-1] - 2
        return re.compile(rf"(?:{'|'.join(self.prefixes)})[0-9]{{{shortest},{longest}}}")

    def draw(self, entropy: bytes) -> PaymentCode:
        """Return a code of the greatest length made of random bytes: at least 12, so that no code is likelier."""
        assert len(entropy) >= 12
        prefix = self.prefixes[entropy[0] % len(self.prefixes)]
        size = self.lengths[-1] - 2
        return PaymentCode(f"{prefix}{int.from_bytes(entropy[1:], 'big') % 10**size:0{size}d}")


PAYMENT_CODE_STYLES: Final = (
    PaymentCodeStyle("wechat", tuple(map(str, range(10, 16))), range(18, 19)),
    PaymentCodeStyle("alipay", tuple(map(str, range(25, 31))), range(16, 25)),
    PaymentCodeStyle("unionpay", ("62",), range(19, 20)),
)
"""First match wins; no two styles share a prefix."""

_PATTERNS: Final = [(style, style.pattern) for style in PAYMENT_CODE_STYLES]


def style_of(text: str) -> PaymentCodeStyle | None:
    """Return the style that a text has, None when it is no payment code."""
    for style, pattern in _PATTERNS:
        if pattern.fullmatch(text):
            return style
    return None


class PaymentCode(Secret[str]):
    """A payment code; prints as its first two and last four digits."""

    __slots__ = ()

    def masked(self) -> str:
        """Return the printable form; stars alone when it is no payment code."""
        clear = self._clear
        return f"{clear[:2]}{'*' * (len(clear) - 6)}{clear[-4:]}" if style_of(clear) is not None else "****"

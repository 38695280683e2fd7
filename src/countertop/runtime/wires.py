"""How a line marks where a message ends, beside the length prefixes of `codec.Framing`: as the body of HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

__all__ = ["WALLET", "Http"]


@dataclass(frozen=True, slots=True)
class Http:
    """HTTP/1.1 (RFC 9112): each message is posted to `path`, and its answer is the body of the response."""

    path: str

    @property
    def line_kind(self) -> Any:
        """The class of lines that speak it; only who has such a line loads its parser."""
        from countertop.runtime.http_lines import HttpLine  # noqa: PLC0415 - as it says

        return HttpLine


WALLET: Final = Http("/wallet/v1")
"""Between an acquirer and a wallet, either way."""

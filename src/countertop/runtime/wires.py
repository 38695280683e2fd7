"""How a line marks where a message ends, beside the length prefixes of `codec.Framing`: as the body of HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from countertop.codec import Framing

__all__ = ["HTTP_FORMS", "TERMINALS", "WALLET", "Http"]


@dataclass(frozen=True, slots=True)
class Http:
    """HTTP/1.1 (RFC 9112): each message is posted to `path`, and its answer is the body of the response.

    With a `framing`, bodies are frames with their length prefix, and who posts one more before the last is answered
    has given up on the answer; without, what is posted waits its turn. `headers` go with every request.
    """

    path: str
    content_type: str = "application/json"
    framing: Framing | None = None
    headers: tuple[tuple[str, str], ...] = ()


WALLET: Final = Http("/wallet/v1")
"""Between an acquirer and a wallet, either way."""

TERMINALS: Final = Http(
    "/mjc/webtrans/VPB_lb",
    "x-ISO-TPDU/x-auth",
    Framing.BINARY2,
    (("User-Agent", "Donjin Http 0.1"), ("Cache-Control", "no-cache"), ("Accept", "*/*")),
)
"""Between a terminal and its acquirer, in place of TCP frames (POS specification 1.5)."""

HTTP_FORMS: Final = {Framing.BINARY2: TERMINALS}
"""Framings of a line -> their other form."""

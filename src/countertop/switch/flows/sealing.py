"""Putting the right MAC on what leaves."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from countertop.hsm import MakeMac
from countertop.iso8583 import INTERBANK, Message
from countertop.stage import AskHsm, Effect, Send
from countertop.switch.registry import Institution

__all__ = ["send_sealed", "verified_mac"]


def verified_mac(mac: Any) -> bytes:
    """Return the HSM's MAC; an assertion fails when it refused, for then a founding key is not what it must be."""
    assert isinstance(mac, bytes), f"the HSM made no MAC: {mac!r}; found the member's zone keys again"
    return mac


def send_sealed(message: Message, to: Institution, line: int | None = None) -> Generator[Effect, Any, None]:
    """Seal a message for a member and send it over its line (or the given one); without a line it is dropped."""
    message.header = to.header
    payload, covered = INTERBANK.seal_parts(message)
    (mac,) = yield AskHsm(MakeMac(to.keys.in_use.zak, covered))
    if line is None:
        line = to.line
    if line is not None:
        yield Send(line, INTERBANK.sealed(payload, verified_mac(mac)))

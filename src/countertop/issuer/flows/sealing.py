"""Putting the right MAC on what leaves of the bank's own accord."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from countertop.hsm import MakeMac
from countertop.iso8583 import INTERBANK, Message
from countertop.issuer.office import Office
from countertop.stage import AskHsm, Effect, Send

__all__ = ["send_sealed"]


def send_sealed(office: Office, message: Message) -> Generator[Effect, Any, None]:
    """Seal a message for the switch and send it; without a line it is dropped."""
    message.header = office.bank.header
    payload, covered = INTERBANK.seal_parts(message)
    (mac,) = yield AskHsm(MakeMac(office.bank.keys.in_use.zak, covered))
    assert isinstance(mac, bytes), f"the HSM made no MAC: {mac!r}; found the bank's zone keys again"
    if office.line.number is not None:
        yield Send(office.line.number, INTERBANK.sealed(payload, mac))

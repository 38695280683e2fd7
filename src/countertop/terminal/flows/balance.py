"""The balance (余额): shown once to the person at the screen, and kept nowhere."""

from __future__ import annotations

from countertop.iso8583 import Message
from countertop.iso8583.errors import SubfieldError
from countertop.iso8583.private.additional import Balance
from countertop.stage import Script, Show
from countertop.values import Amount, Secret

__all__ = ["balance_shown"]


def balance_shown(answer: Message) -> Script:
    """Show what F54 tells: a program gets stars, as of every secret."""
    try:
        balance = Balance.read(answer.balance or "")
    except SubfieldError:
        yield Show("screen.balance_untold")
        return
    yield Show("screen.balance", sensitive=True, amount=Secret(str(Amount(balance.minor))))

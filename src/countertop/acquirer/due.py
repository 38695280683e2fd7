"""The names of timers that several flows set: each a pair, what is due and for which attempt."""

from __future__ import annotations

from typing import Final

__all__ = ["REVERSAL_DUE", "WALLET_DUE", "reversal_due", "wallet_due"]

REVERSAL_DUE: Final = "reversal-due"
WALLET_DUE: Final = "wallet-due"


def reversal_due(attempt_key: str) -> tuple[str, str]:
    """Return the timer of an owed reversal's next try."""
    return (REVERSAL_DUE, attempt_key)


def wallet_due(attempt_key: str) -> tuple[str, str]:
    """Return the timer after which the wallet is asked again about an attempt."""
    return (WALLET_DUE, attempt_key)

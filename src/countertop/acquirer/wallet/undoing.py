"""A payment undone because nobody knows what became of it: reversed at the wallet, for ever, until that is answered.

The reversal may overtake the payment: then the wallet keeps it from being paid.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from countertop.acquirer.due import reversal_due
from countertop.acquirer.memory import HostMemory, Obligation
from countertop.acquirer.records import LateAnswerReceived, ReversalAcknowledged
from countertop.acquirer.wallet.asking import ask
from countertop.acquirer.wallet.requests import hop_of, reverse
from countertop.qr.wallet_messages import Message, OrderAnswer, Refusal
from countertop.stage import Append, CancelTimer, KeyTaken, Note, Script, SetTimer

__all__ = ["acknowledged", "late", "undo"]

DONE: Final = "00"

_OVER: Final = frozenset({"REVERSED", "CLOSED", "FAIL"})
"""States of an order after which no money stays with us."""


def undo(memory: HostMemory, obligation: Obligation, attempt: Mapping[str, Any]) -> Script:
    """Ask the wallet to reverse a payment (its row); set the timer of the next try first."""
    settings, key = memory.settings, obligation.attempt_key
    obligation.tries += 1
    obligation.sent = f"mti=reverse\norder_number={attempt['rrn']}"
    quick = obligation.tries < settings.first_reversal_tries
    yield SetTimer(reversal_due(key), settings.quick_reversal_cadence if quick else settings.slow_reversal_cadence)
    yield from ask(memory, key, reverse(attempt["rrn"]))
    if obligation.tries > settings.first_reversal_tries:
        if "acquirer.reversal-expires" in memory.planted:
            memory.discharge(obligation)
        yield Note("alarm", "acquirer.wallet-unanswered", rrn=attempt["rrn"])


def acknowledged(memory: HostMemory, obligation: Obligation, answer: Message, utc: int) -> Script:
    """End an obligation by the wallet's word that the order is over; anything else leaves it owed."""
    if not isinstance(answer, OrderAnswer) or answer.state not in _OVER:
        fault = answer.fault if isinstance(answer, Refusal) else getattr(answer, "state", "")
        yield Note("alarm", "acquirer.wallet-reversal-refused", key=obligation.attempt_key, fault=fault)
        return
    entry = ReversalAcknowledged(obligation.attempt_key, DONE, obligation.tries, utc, obligation.sent, hop_of(answer))
    written = yield Append(obligation.terminal_id, entry)
    if isinstance(written, KeyTaken):
        return
    memory.discharge(obligation)
    memory.counts["reversal-acknowledged"] += 1
    yield CancelTimer(reversal_due(obligation.attempt_key))


def late(memory: HostMemory, obligation: Obligation, answer: OrderAnswer, utc: int) -> Script:
    """Record what the wallet says of a payment that was given up; its reversal is owed already."""
    entry = LateAnswerReceived(obligation.attempt_key, answer.state, None, utc, hop_of(answer))
    if not isinstance((yield Append(obligation.terminal_id, entry)), KeyTaken):
        memory.counts["late-answer"] += 1
        yield Note("warning", "acquirer.late-answer", rrn=answer.order_number, response_code=answer.state)

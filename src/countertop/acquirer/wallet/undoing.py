"""A payment undone because nobody knows what became of it: reversed at the wallet, for ever, until that is answered.

The reversal may overtake the payment: then the wallet keeps it from being paid. What it reverses no more is refunded
(see `repaying`), and that is repeated under one number until it is answered.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any, Final

from countertop.acquirer.due import reversal_due
from countertop.acquirer.memory import HostMemory, Obligation
from countertop.acquirer.records import LateAnswerReceived, ReversalAcknowledged
from countertop.acquirer.tables import WALLET_REFUND_BY_KEY
from countertop.acquirer.wallet.asking import ask
from countertop.acquirer.wallet.repaying import REVERSED_NO_MORE, repay
from countertop.acquirer.wallet.requests import hop_of, refund, reverse
from countertop.qr.wallet_messages import Message, OrderAnswer, RefundAnswer, Refusal
from countertop.stage import Append, CancelTimer, Effect, KeyTaken, Note, Read, Script, SetTimer

__all__ = ["acknowledged", "late", "undo"]

DONE: Final = "00"
REVERSE: Final = "reverse"

_OVER: Final = frozenset({"REVERSED", "CLOSED", "FAIL"})
"""States of an order after which no money stays with us."""


def undo(memory: HostMemory, obligation: Obligation, attempt: Mapping[str, Any]) -> Script:
    """Ask the wallet to reverse a payment (its row), or to refund it; set the timer of the next try first."""
    settings, key = memory.settings, obligation.attempt_key
    obligation.tries += 1
    quick = obligation.tries < settings.first_reversal_tries
    yield SetTimer(reversal_due(key), settings.quick_reversal_cadence if quick else settings.slow_reversal_cadence)
    order_number, owed = attempt["rrn"], (yield Read(WALLET_REFUND_BY_KEY, key))
    obligation.sent = f"mti=reverse\norder_number={order_number}"
    build = reverse(order_number)
    if owed:
        number, amount = owed[0]["refund_number"], owed[0]["refund_amount"]
        obligation.sent = f"mti=refund\norder_number={order_number}\nrefund_number={number}\nrefund_amount={amount}"
        build = refund(order_number, number, amount, attempt["currency"])
    yield from ask(memory, key, build)
    if obligation.tries > settings.first_reversal_tries:
        if "acquirer.reversal-expires" in memory.planted:
            memory.discharge(obligation)
        yield Note("alarm", "acquirer.wallet-unanswered", rrn=order_number)


def acknowledged(memory: HostMemory, obligation: Obligation, answer: Message, utc: int) -> Script:
    """End an obligation by the wallet's word that the order is over, or refunded; anything else leaves it owed."""
    ends = answer.state in _OVER if isinstance(answer, OrderAnswer) else (yield from _is_refunded(obligation, answer))
    if isinstance(answer, Refusal) and answer.fault in REVERSED_NO_MORE and answer.verb == REVERSE:
        ends = yield from repay(memory, obligation, answer, utc)
    elif not ends:
        fault = answer.fault if isinstance(answer, Refusal) else getattr(answer, "state", "")
        yield Note("alarm", "acquirer.wallet-reversal-refused", key=obligation.attempt_key, fault=fault)
    if not ends:
        return
    entry = ReversalAcknowledged(obligation.attempt_key, DONE, obligation.tries, utc, obligation.sent, hop_of(answer))
    written = yield Append(obligation.terminal_id, entry)
    if isinstance(written, KeyTaken):
        return
    memory.discharge(obligation)
    memory.counts["reversal-acknowledged"] += 1
    yield CancelTimer(reversal_due(obligation.attempt_key))


def _is_refunded(obligation: Obligation, answer: Message) -> Generator[Effect, Any, bool]:
    """Tell whether the wallet has accepted the refund that is owed; what it accepts it never takes back."""
    owed = yield Read(WALLET_REFUND_BY_KEY, obligation.attempt_key)
    if not isinstance(answer, RefundAnswer) or not owed:
        return False
    return (answer.refund_number, answer.refund_amount) == (owed[0]["refund_number"], owed[0]["refund_amount"])


def late(memory: HostMemory, obligation: Obligation, answer: OrderAnswer, utc: int) -> Script:
    """Record what the wallet says of a payment that was given up; its reversal is owed already."""
    entry = LateAnswerReceived(obligation.attempt_key, answer.state, None, utc, hop_of(answer))
    if not isinstance((yield Append(obligation.terminal_id, entry)), KeyTaken):
        memory.counts["late-answer"] += 1
        yield Note("warning", "acquirer.late-answer", rrn=answer.order_number, response_code=answer.state)

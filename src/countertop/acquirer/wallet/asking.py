"""Asking the wallet: the line dialled when there is something to ask, requests signed, answers believed or not.

Nothing here waits for an answer, and nothing is lost with a line: whoever asks sets a timer that asks again, and every
request may be repeated under its order number. So a line that goes, or on which nothing is said, is just forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, Final

from countertop.acquirer.memory import HostMemory
from countertop.acquirer.wallet.link import Asked
from countertop.hsm import MakeSignature, VerifySignature
from countertop.qr import ApiError
from countertop.qr.wallet_messages import Message, Request
from countertop.qr.wallet_wire import UnsignedRefusal, decode_answer, encode, signing_text
from countertop.stage import (
    AskHsm,
    CancelTimer,
    Dial,
    DialFailed,
    Draw,
    Effect,
    HangUp,
    LookAtClock,
    Note,
    Script,
    Send,
    SetTimer,
)
from countertop.values import MILLISECOND

__all__ = ["SILENT", "Head", "ask", "believed", "connected", "forget_line", "miss_answer"]

ROUTE: Final = "wallet"
SILENT: Final = "wallet-silent"
_NONCE_SIZE: Final = 16

Head = tuple[str, str, int]
"""What every request begins with: who asks, a new nonce, and the time in UTC milliseconds."""


def connected(memory: HostMemory) -> Generator[Effect, Any, bool]:
    """Have a line to the wallet; False when it cannot be reached, and no byte has left."""
    wallet = memory.wallet
    if wallet.line is not None:
        return True
    line = yield Dial(ROUTE)
    if isinstance(line, DialFailed):
        memory.counts["wallet-dial-failed"] += 1
        yield Note("warning", "acquirer.wallet-unreachable", reason=line.reason)
        return not _is_free(memory)
    if _is_free(memory):
        wallet.line = line
    else:  # two wanted it at once
        yield HangUp(line)
    return True


def _is_free(memory: HostMemory) -> bool:
    return memory.wallet.line is None


def ask(memory: HostMemory, attempt_key: str, build: Callable[[Head], Request]) -> Script:
    """Send a request about an attempt; its answer, if one comes, is another event."""
    wallet = memory.wallet
    assert wallet.provider is not None, "nobody asks a wallet that there is not"
    if not (yield from connected(memory)):
        return
    nonce = (yield Draw(_NONCE_SIZE)).hex()
    moment = yield LookAtClock()
    message = build((memory.acquirer_id, nonce, moment.utc // MILLISECOND))
    (signature,) = yield AskHsm(MakeSignature(wallet.provider.signing_key, signing_text(message)))
    if not isinstance(signature, bytes):
        yield Note("alarm", "acquirer.wallet-key-unusable")
        return
    if wallet.line is None:
        return
    wallet.asked.append(Asked(message.VERB, nonce, attempt_key))
    if len(wallet.asked) == 1:
        yield SetTimer(SILENT, memory.settings.wallet_timeout)
    yield Send(wallet.line, encode(message, signature))


def believed(memory: HostMemory, payload: bytes) -> Generator[Effect, Any, tuple[Asked, Message] | None]:
    """Return what was asked and its answer, None for one that is not to be believed: then the line is given up."""
    wallet = memory.wallet
    asked = wallet.asked.popleft() if wallet.asked else None
    answer = None if asked is None else (yield from _verified(memory, payload, asked))
    if asked is None or answer is None:
        memory.counts["wallet-answer-wrong"] += 1
        yield Note("alarm", "acquirer.wallet-answer-wrong")
        yield from _hang_up(memory)
        return None
    yield SetTimer(SILENT, memory.settings.wallet_timeout) if wallet.asked else CancelTimer(SILENT)
    return asked, answer


def _verified(memory: HostMemory, payload: bytes, asked: Asked) -> Generator[Effect, Any, Message | None]:
    assert memory.wallet.provider is not None
    try:
        received = decode_answer(payload, asked.verb)
    except ApiError:
        return None
    message = received.message
    if isinstance(message, UnsignedRefusal):
        yield Note("alarm", "acquirer.wallet-turned-away", fault=message.fault, field=message.fault_field or "")
        return None
    key = memory.wallet.provider.signing_key
    (right,) = yield AskHsm(VerifySignature(key, received.signed, received.signature))
    if right is not True or (message.nonce, message.acquirer_id) != (asked.nonce, memory.acquirer_id):
        return None
    answer: Message = message
    return answer


def miss_answer(memory: HostMemory) -> Script:
    """Give up a line on which nothing is said."""
    memory.counts["wallet-silent"] += 1
    yield Note("warning", "acquirer.wallet-silent")
    yield from _hang_up(memory)


def forget_line(memory: HostMemory) -> Script:
    """Take it that the line is gone, and with it the answers that were to come over it."""
    memory.wallet.line = None
    memory.wallet.asked.clear()
    yield CancelTimer(SILENT)


def _hang_up(memory: HostMemory) -> Script:
    line = memory.wallet.line
    if line is not None:
        yield HangUp(line)
    yield from forget_line(memory)

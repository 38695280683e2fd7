"""Asking the wallet: lines dialled when there is something to ask, requests signed, answers believed or not.

Nothing here waits for an answer, and nothing is lost with a line: whoever asks sets a timer that asks again, and every
request may be repeated under its order number. So a line that goes, or on which nothing is said, is just forgotten.

A line has one answer after the other, so a slow one would hold up all that are behind it: while every line waits for an
answer another is dialled, as many as the settings allow. Only then are requests queued, where least is waited for.
"""

from __future__ import annotations

from collections import deque
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

__all__ = ["SILENT", "Head", "ask", "believed", "connected", "forget_line", "miss_answer", "silence"]

ROUTE: Final = "wallet"
SILENT: Final = "wallet-silent"
_NONCE_SIZE: Final = 16

Head = tuple[str, str, int]
"""What every request begins with: who asks, a new nonce, and the time in UTC milliseconds."""


def connected(memory: HostMemory) -> Generator[Effect, Any, bool]:
    """Have a line to the wallet, a free one if there may be another; False when it cannot be reached."""
    wallet, most = memory.wallet, memory.settings.most_wallet_lines
    if wallet.lines and (not all(wallet.lines.values()) or len(wallet.lines) + wallet.calls >= most):
        return True
    wallet.calls += 1
    line = yield Dial(ROUTE)
    wallet.calls -= 1
    if isinstance(line, DialFailed):
        memory.counts["wallet-dial-failed"] += 1
        yield Note("warning", "acquirer.wallet-unreachable", reason=line.reason)
        return bool(wallet.lines)
    if len(wallet.lines) < most:
        wallet.lines[line] = deque()
    else:  # more wanted the first one at once than there may be
        yield HangUp(line)
    return True


def silence(line: int) -> tuple[str, int]:
    """Return the timer of a line after which it is given up."""
    return (SILENT, line)


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
    line = wallet.freest
    if line is None:
        return
    waiting = wallet.lines[line]
    waiting.append(Asked(message.VERB, nonce, attempt_key))
    if len(waiting) == 1:
        yield SetTimer(silence(line), memory.settings.wallet_timeout)
    yield Send(line, encode(message, signature))


def believed(memory: HostMemory, line: int, payload: bytes) -> Generator[Effect, Any, tuple[Asked, Message] | None]:
    """Return what was asked and its answer, None for one that is not to be believed: then the line is given up."""
    waiting = memory.wallet.lines[line]
    asked = waiting.popleft() if waiting else None
    answer = None if asked is None else (yield from _verified(memory, payload, asked))
    if asked is None or answer is None:
        memory.counts["wallet-answer-wrong"] += 1
        yield Note("alarm", "acquirer.wallet-answer-wrong")
        yield from _hang_up(memory, line)
        return None
    yield SetTimer(silence(line), memory.settings.wallet_timeout) if waiting else CancelTimer(silence(line))
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


def miss_answer(memory: HostMemory, line: int) -> Script:
    """Give up a line on which nothing is said."""
    memory.counts["wallet-silent"] += 1
    yield Note("warning", "acquirer.wallet-silent")
    yield from _hang_up(memory, line)


def forget_line(memory: HostMemory, line: int) -> Script:
    """Take it that a line is gone, and with it the answers that were to come over it."""
    memory.wallet.lines.pop(line, None)
    yield CancelTimer(silence(line))


def _hang_up(memory: HostMemory, line: int) -> Script:
    if line in memory.wallet.lines:
        yield HangUp(line)
    yield from forget_line(memory, line)

"""The line to the host: dialled when something is to be sent, kept until somebody hangs up."""

from __future__ import annotations

from countertop.hsm import HsmRefusal, MakeMac, VerifyMac
from countertop.iso8583 import UNIONPAY_POS, Message
from countertop.stage import AskHsm, Dial, DialFailed, HangUp, LookAtClock, Note, Script, Send, SetTimer, Show
from countertop.terminal.conversation import UNREACHABLE, Ending, Steps
from countertop.terminal.lifecycle import TransactionEvent
from countertop.terminal.links import Link, is_hopeless
from countertop.terminal.machine import Exchange, Machine
from countertop.words.terminal_links import TEXTS

__all__ = [
    "answer_timer",
    "connected",
    "dial_text",
    "dialled",
    "hang_up",
    "launched",
    "mac_is_right",
    "sealed",
    "unreachable",
]


def unreachable() -> Ending:
    """Return the ending for want of a line: nothing was sent."""
    return Ending(UNREACHABLE, "screen.unreachable", advice="advice.check_cable")


def answer_timer(exchange: Exchange) -> tuple[str, int]:
    """Return the name of an exchange's time-out."""
    return ("answer", exchange.number)


def dialled(machine: Machine, exchange: Exchange) -> Steps[bool]:
    """Have a line to the host, dialling when there is none; False when it cannot be reached."""
    if machine.line is None:
        yield from connected(machine)
    exchange.line = machine.line
    return exchange.line is not None


def connected(machine: Machine) -> Script:
    """Open the first link that can be opened; each is called as often as it is worth."""
    moment = yield LookAtClock()
    for link in machine.links_in_order(moment.monotonic):
        yield Show(f"dialling.{link.name}")
        reason = yield from _called(link)
        if not reason:
            machine.link_faults.pop(link.name, None)
            return
        moment = yield LookAtClock()
        machine.link_faults[link.name] = (reason, moment.monotonic)
        machine.counters[f"dial-{link.name}-{reason}"] += 1
        yield Note("warning", "terminal.unreachable", link=link.name, reason=reason)
        yield Show(dial_text(reason))


def _called(link: Link) -> Steps[str]:
    """Call over a link; return nothing, or why it stays closed."""
    reason = ""
    for _ in range(1 + link.redials):
        reply = yield Dial(link.name, link.patience)
        if type(reply) is not DialFailed:
            return ""
        reason = reply.reason
        if is_hopeless(reason):
            break
    return reason


def dial_text(reason: str) -> str:
    """Return the id of the sentence for a reason."""
    text = f"dial.{reason}"
    return text if text in TEXTS else "dial.other"


def launched(machine: Machine, exchange: Exchange, payload: bytes, patience: int | None = None) -> Steps[bool]:
    """Send a request whose record is durable; False when the line went meanwhile and no byte has left.

    `patience` is how long it waits for its answer, where that is not what the terminal always waits.
    """
    if (machine.line is None or machine.line != exchange.line) and not (yield from dialled(machine, exchange)):
        return False
    assert exchange.line is not None
    exchange.awaited = True
    if exchange.attempt is not None:
        exchange.attempt.state = exchange.attempt.after(TransactionEvent.SENDING)
    yield Send(exchange.line, payload)
    yield SetTimer(answer_timer(exchange), patience or machine.settings.answer_timeout)
    return True


def hang_up(machine: Machine) -> Script:
    """Close a line on which nobody answers, so that the next request dials."""
    line, machine.line = machine.line, None
    if line is not None:
        yield HangUp(line)


def sealed(machine: Machine, message: Message) -> Steps[bytes | HsmRefusal]:
    """Put the MAC under the present key into a message and return its payload, or why there is none."""
    assert machine.keys is not None, "a signed-in terminal has its keys"
    payload, covered = UNIONPAY_POS.seal_parts(message)
    (mac,) = yield AskHsm(MakeMac(machine.keys.tak, covered))
    if isinstance(mac, HsmRefusal):
        return mac
    message.mac = mac
    return UNIONPAY_POS.sealed(payload, mac)


def mac_is_right(machine: Machine, answer: Message) -> Steps[bool]:
    """Tell whether an answer carries a MAC, and the right one."""
    if answer.mac is None or answer.mac_input is None or machine.keys is None:
        return False
    (verdict,) = yield AskHsm(VerifyMac(machine.keys.tak, answer.mac_input, answer.mac))
    return verdict is True or machine.compares_no_macs

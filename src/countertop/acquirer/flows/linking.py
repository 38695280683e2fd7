"""The line to the switch: dialled, signed on over, tested when silent, hung up and dialled again."""

from __future__ import annotations

from countertop.acquirer.flows.believing import believed
from countertop.acquirer.flows.exchanging import hear_whether_keys_come
from countertop.acquirer.flows.owing import reversal_due
from countertop.acquirer.flows.repeating import repeat_all
from countertop.acquirer.interbank import line_request, mac_text
from countertop.acquirer.memory import HostMemory
from countertop.acquirer.numbers import stan_of
from countertop.acquirer.registry import ROUTE_TO_SWITCH
from countertop.acquirer.uplink import UplinkState
from countertop.hsm import MakeMac
from countertop.iso8583 import INTERBANK, Message
from countertop.iso8583.interbank_answers import management_answer
from countertop.iso8583.transit import CUT_OFF_BEGUN, CUT_OFF_OVER, ECHO, KEY_CHANGE, SIGN_OFF, SIGN_ON
from countertop.stage import AskHsm, CancelTimer, Dial, DialFailed, HangUp, Note, Script, Send, SetTimer
from countertop.values import Instant

__all__ = [
    "IDLE",
    "REDIAL",
    "TEST",
    "dial",
    "ignore_frame",
    "lose_line",
    "receive_line_answer",
    "receive_line_request",
    "sign_off",
    "sign_on_again",
    "test_if_idle",
    "test_unanswered",
]

REDIAL = "redial"
IDLE = "idle"
TEST = "test"

DONE = "00"
UNSUPPORTED = "40"

_UNDERSTOOD = frozenset({ECHO, CUT_OFF_BEGUN, CUT_OFF_OVER})


def dial(memory: HostMemory, now: Instant) -> Script:
    """Open the line and sign on."""
    uplink = memory.uplink
    if uplink.state is not UplinkState.DOWN:
        return
    uplink.become(UplinkState.DIALLING)
    line = yield Dial(ROUTE_TO_SWITCH)
    if isinstance(line, DialFailed):
        memory.counts["dial-failed"] += 1
        yield Note("warning", "acquirer.dial-failed", reason=line.reason)
        yield from _fall(memory)
        return
    uplink.line = line
    uplink.bad_frames = 0
    uplink.become(UplinkState.SIGNING_ON)
    yield from _ask_switch(memory, SIGN_ON, now)


def _ask_switch(memory: HostMemory, network_code: str, now: Instant) -> Script:
    """Send a 0820 and wait so long for its answer."""
    uplink, stan = memory.uplink, stan_of(memory.numbers.draw())
    message = line_request(memory, memory.clock.read(now.utc), stan, network_code)
    (message.mac,) = yield AskHsm(MakeMac(memory.registry.link.keys.in_use.zak, mac_text(message)))
    if uplink.line is None:
        return
    uplink.tested = stan
    yield SetTimer(TEST, memory.settings.echo_timeout)
    yield Send(uplink.line, INTERBANK.encode(message))


def receive_line_answer(memory: HostMemory, answer: Message) -> Script:
    """Take the answer to sign-on, echo or sign-off."""
    uplink = memory.uplink
    if not (yield from believed(memory, answer)):
        return
    if answer.network_code == KEY_CHANGE:
        yield from hear_whether_keys_come(memory, answer)
        return
    if uplink.tested is None or answer.stan != uplink.tested:
        memory.counts["answer-unknown"] += 1
        return
    uplink.tested = None
    yield CancelTimer(TEST)
    if uplink.state is UplinkState.SIGNING_ON:
        yield from _signed_on(memory, answer.response_code or "")
    elif uplink.state is UplinkState.SIGNING_OFF:
        yield from _signed_off(memory)


def _signed_on(memory: HostMemory, response_code: str) -> Script:
    uplink, settings = memory.uplink, memory.settings
    if response_code != DONE:
        yield Note("alarm", "acquirer.sign-on-refused", response_code=response_code)
        yield from _hang_up(memory)
        return
    uplink.become(UplinkState.UP)
    uplink.is_closing = False  # the switch says so anew, if it is
    uplink.redial_after = settings.shortest_redial
    yield SetTimer(IDLE, settings.echo_when_idle)
    yield Note("info", "acquirer.signed-on", owed=len(memory.obligations))
    for place, attempt_key in enumerate(list(memory.obligations)):
        yield SetTimer(reversal_due(attempt_key), place * settings.reversal_spacing)
    yield from repeat_all(memory)


def test_if_idle(memory: HostMemory, now: Instant) -> Script:
    """Send an echo when nothing was heard for so long; else look again when it could be so."""
    uplink, patience = memory.uplink, memory.settings.echo_when_idle
    if not uplink.is_up:
        return
    silent = now.monotonic - uplink.heard_at
    yield SetTimer(IDLE, patience if silent >= patience else patience - silent)
    if silent >= patience and uplink.tested is None:
        yield from _ask_switch(memory, ECHO, now)


def test_unanswered(memory: HostMemory) -> Script:
    """Give the line up: the switch is silent."""
    memory.counts["switch-silent"] += 1
    yield Note("warning", "acquirer.switch-silent")
    if memory.uplink.state is UplinkState.SIGNING_OFF:
        yield from _signed_off(memory)
    else:
        yield from _hang_up(memory)


def lose_line(memory: HostMemory, reason: str) -> Script:
    """Take note that the line is gone."""
    memory.counts["line-lost"] += 1
    yield Note("warning", "acquirer.line-lost", reason=reason)
    if memory.uplink.state is UplinkState.SIGNING_OFF:
        yield from _signed_off(memory)
    else:
        yield from _fall(memory)


def receive_line_request(memory: HostMemory, request: Message) -> Script:
    """Answer the switch's own echo, and note when it says that it closes its day, or has closed it."""
    if not (yield from believed(memory, request)):
        return
    code = DONE if request.network_code in _UNDERSTOOD else UNSUPPORTED
    answer = management_answer(request, code)
    (answer.mac,) = yield AskHsm(MakeMac(memory.registry.link.keys.in_use.zak, mac_text(answer)))
    if request.network_code == CUT_OFF_BEGUN:
        memory.uplink.hear_closing(request.transmission_time, request.stan)
    elif request.network_code == CUT_OFF_OVER:
        memory.uplink.is_closing = False
    if memory.uplink.line is not None:
        yield Send(memory.uplink.line, INTERBANK.encode(answer))


def ignore_frame(memory: HostMemory, what: str, field: int | str) -> Script:
    """Count a frame of which nothing can be made, and hang up when there are too many."""
    memory.counts[f"switch-{what}"] += 1
    memory.uplink.bad_frames += 1
    yield Note("warning", "acquirer.switch-ignored", what=what, field=str(field))
    if memory.uplink.bad_frames > memory.settings.most_bad_frames:
        yield from _hang_up(memory)


def sign_off(memory: HostMemory, now: Instant) -> Script:
    """Sign off at a person's wish, then hang up."""
    memory.uplink.become(UplinkState.SIGNING_OFF)
    yield CancelTimer(IDLE)
    yield from _ask_switch(memory, SIGN_OFF, now)


def sign_on_again(memory: HostMemory) -> Script:
    """Dial again at a person's wish; whoever is still signing off need not wait for the switch's leave."""
    line = memory.uplink.line
    memory.uplink.become(UplinkState.DOWN)
    memory.uplink.line = memory.uplink.tested = None
    yield CancelTimer(TEST)
    yield SetTimer(REDIAL, 0)
    if line is not None:
        yield HangUp(line)


def _signed_off(memory: HostMemory) -> Script:
    line = memory.uplink.line
    memory.uplink.become(UplinkState.SIGNED_OFF)
    memory.uplink.line = memory.uplink.tested = None
    yield CancelTimer(TEST)
    yield Note("info", "acquirer.signed-off")
    if line is not None:
        yield HangUp(line)


def _hang_up(memory: HostMemory) -> Script:
    line = memory.uplink.line
    if line is not None:
        yield HangUp(line)
    yield from _fall(memory)


def _fall(memory: HostMemory) -> Script:
    """Forget the line and dial again after a wait that doubles."""
    uplink, settings = memory.uplink, memory.settings
    uplink.become(UplinkState.DOWN)
    uplink.line = uplink.tested = None
    yield CancelTimer(TEST)
    yield CancelTimer(IDLE)
    yield SetTimer(REDIAL, uplink.redial_after)
    uplink.redial_after = min(2 * uplink.redial_after, settings.longest_redial)

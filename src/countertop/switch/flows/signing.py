"""Members call, sign on, are heard, sign off, and hang up.

    line opened ─► 0820 001 with a right MAC ─► 0830 00: the line is the member's; what it is owed goes out
                └─ nothing within 30 s ─► hung up
    silence for 30 s ─► 0820 301 ─► 0830, or hung up after 10 s

A member has one line: the newest it signed on over. The MAC of a sign-on covers its time and STAN, so one that was
recorded and is played on another line is recognised as long as this life of the switch lasts; so is a sign-off that
comes once more when its member is back.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from countertop.iso8583 import Message
from countertop.iso8583.interbank_answers import management_answer
from countertop.iso8583.transit import ECHO, KEY_CHANGE, SIGN_OFF, SIGN_ON
from countertop.stage import CancelTimer, Effect, HangUp, Note, Script, SetTimer
from countertop.switch.floor import Floor
from countertop.switch.flows.advices import tell
from countertop.switch.flows.cut_off import tell_newcomer
from countertop.switch.flows.exchanging import give_new_keys, tell_keys
from countertop.switch.flows.obligations import press_all
from countertop.switch.flows.proving import verified
from countertop.switch.flows.repetitions import ask_all_again
from countertop.switch.flows.sealing import send_sealed
from countertop.switch.registry import Institution
from countertop.values import Instant

__all__ = [
    "begin_line",
    "end_line",
    "greet",
    "hang_up_silent",
    "hang_up_unsigned",
    "look_whether_idle",
    "receive_echo_answer",
    "receive_management",
]


def begin_line(floor: Floor, line: int) -> Script:
    """Somebody called; give them time to say who they are."""
    floor.unsigned.add(line)
    yield SetTimer(("sign-on", line), floor.settings.sign_on_within)


def hang_up_unsigned(floor: Floor, line: int, now: Instant) -> Script:  # noqa: ARG001 - as every timer's script
    """Hang up a caller that has not signed on in time."""
    if line in floor.unsigned:
        floor.unsigned.discard(line)
        floor.bad_frames.pop(line, None)
        yield Note("warning", "switch.nobody_signed_on")
        yield HangUp(line)


def end_line(floor: Floor, line: int) -> Script:
    """Forget a line that is gone, and that its member is signed on."""
    floor.unsigned.discard(line)
    floor.bad_frames.pop(line, None)
    member = floor.registry.unseat(line)
    yield CancelTimer(("sign-on", line))
    if member is not None:
        yield CancelTimer(("echo", member.key))
        yield CancelTimer(("echo-answer", member.key))
        yield Note("warning", "switch.member_gone", member=member.institution_id)


def greet(floor: Floor, line: int, message: Message, now: Instant) -> Script:
    """Take the first frame of a line: only a sign-on counts."""
    member = floor.registry.find(message.forwarding_id)
    if member is None or message.mti != "0820" or message.network_code != SIGN_ON:
        yield Note("warning", "switch.stranger", claimed=message.forwarding_id or "")
        yield from _hang_up(floor, line)
        return
    right = yield from verified(floor, member, message, now)
    moment = (message.transmission_time, message.stan)
    if not right or (moment == member.last_sign_on and member.line != line):
        yield Note(
            "alarm", "switch.wrong_mac" if not right else "switch.replayed_sign_on", member=member.institution_id
        )
        yield from send_sealed(management_answer(message, "A0"), member, line)
        yield from _hang_up(floor, line)
        return
    if line not in floor.unsigned:
        return  # the line closed while the HSM looked at the MAC
    yield from _seat(floor, member, line, moment, now)
    yield from send_sealed(management_answer(message, "00"), member)
    yield from tell_newcomer(floor, member, now)
    yield from _send_owed(floor, member, now)


def _send_owed(floor: Floor, member: Institution, now: Instant) -> Generator[Effect, Any, None]:
    """Send all that a member is owed, and all that it has not answered."""
    yield from tell_keys(floor, member.key, now)
    yield from tell(floor, member.key, now)
    yield from press_all(floor, member, now)
    yield from ask_all_again(floor, member, now)


def _seat(
    floor: Floor, member: Institution, line: int, moment: tuple[str | None, str | None], now: Instant
) -> Generator[Effect, Any, None]:
    floor.unsigned.discard(line)
    member.last_sign_on = moment
    member.last_heard = now.monotonic
    left = floor.registry.seat(member, line)
    yield CancelTimer(("sign-on", line))
    if left is not None:
        yield HangUp(left)
        yield CancelTimer(("echo-answer", member.key))  # it was the old line that owed one
    yield SetTimer(("echo", member.key), floor.settings.echo_when_idle)
    yield Note("info", "switch.member_signed_on", member=member.institution_id)


def receive_management(floor: Floor, member: Institution, message: Message, now: Instant) -> Script:
    """Take a 0820 of a member that is signed on."""
    line = member.line
    right = yield from verified(floor, member, message, now)
    if not right:
        yield Note("alarm", "switch.wrong_mac", member=member.institution_id)
        return
    moment = (message.transmission_time, message.stan)
    if message.network_code == SIGN_OFF and line is not None and moment != member.last_sign_off:
        member.last_sign_off = moment
        floor.registry.unseat(line)
        floor.unsigned.add(line)
        yield CancelTimer(("echo", member.key))
        yield CancelTimer(("echo-answer", member.key))
        yield SetTimer(("sign-on", line), floor.settings.sign_on_within)
        yield Note("info", "switch.member_signed_off", member=member.institution_id)
        yield from send_sealed(management_answer(message, "00"), member, line)
    elif message.network_code in (SIGN_ON, ECHO, SIGN_OFF):  # a sign-off that comes again signs nobody off
        yield from send_sealed(management_answer(message, "00"), member, line)
        if message.network_code == SIGN_ON:
            yield from _send_owed(floor, member, now)
    elif message.network_code == KEY_CHANGE:
        yield from give_new_keys(floor, member, message, now)
    else:
        yield from send_sealed(management_answer(message, "30"), member, line)


def receive_echo_answer(floor: Floor, member: Institution, message: Message, now: Instant) -> Script:
    """Take a 0830: the member is there, or somebody who does not have its key."""
    right = yield from verified(floor, member, message, now)
    if right:
        yield CancelTimer(("echo-answer", member.key))
    else:
        yield Note("alarm", "switch.wrong_mac", member=member.institution_id)


def look_whether_idle(floor: Floor, key: str, now: Instant) -> Script:
    """Test a member's line when nothing has come over it for a while."""
    member = floor.registry.institutions[key]
    if member.line is None:
        return
    idle = now.monotonic - member.last_heard
    patience = floor.settings.echo_when_idle
    if idle < patience:
        yield SetTimer(("echo", key), patience - idle)
        return
    clock = floor.centre.clock
    echo = Message(
        "0820",
        transmission_time=clock.transmission_time(now.utc),
        stan=f"{now.utc // 1_000 % 999_999 + 1:06d}",
        forwarding_id=floor.centre.switch_id,
        network_code=ECHO,
    )
    yield SetTimer(("echo", key), patience)
    yield SetTimer(("echo-answer", key), floor.settings.echo_timeout)
    yield from send_sealed(echo, member)


def hang_up_silent(floor: Floor, key: str, now: Instant) -> Script:  # noqa: ARG001 - as every timer's script
    """Hang up a member that did not answer the test."""
    member = floor.registry.institutions[key]
    line = member.line
    if line is not None:
        floor.registry.unseat(line)
        floor.bad_frames.pop(line, None)
        yield CancelTimer(("echo", key))
        yield Note("warning", "switch.member_silent", member=member.institution_id)
        yield HangUp(line)


def _hang_up(floor: Floor, line: int) -> Generator[Effect, Any, None]:
    floor.unsigned.discard(line)
    floor.bad_frames.pop(line, None)
    yield CancelTimer(("sign-on", line))
    yield HangUp(line)

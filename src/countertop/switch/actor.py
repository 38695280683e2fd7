"""The switch as an actor: which event goes to which flow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from countertop.iso8583 import INTERBANK, DecodeError, Message
from countertop.stage import (
    DeskRequest,
    Event,
    FrameReceived,
    HangUp,
    LineClosed,
    LineOpened,
    Note,
    Script,
    TimerFired,
)
from countertop.switch.desk import answer_desk
from countertop.switch.floor import Floor
from countertop.switch.flows import (
    advices,
    answers,
    cut_off,
    exchanging,
    obligations,
    opening,
    repetitions,
    requests,
    reversals,
    signing,
)
from countertop.switch.registry import Institution
from countertop.switch.settings import SwitchSettings
from countertop.values import Instant

__all__ = ["Switch"]

Flow = Callable[[Floor, Institution, Message, Instant], Script]
Alarm = Callable[[Floor, Any, Instant], Script]

# (kind of member, MTI) -> flow; anything else from a member is a frame that cannot be used.
_FLOWS: dict[tuple[str, str], Flow] = {
    **{("acquirer", mti): requests.receive_request for mti in ("0100", "0200", "0220")},
    ("acquirer", "0420"): reversals.receive_reversal,
    **{("issuer", mti): answers.receive_answer for mti in ("0110", "0210", "0230")},
    ("issuer", "0430"): obligations.receive_acknowledgement,
    ("acquirer", "0820"): signing.receive_management,
    ("issuer", "0820"): signing.receive_management,
    ("acquirer", "0810"): exchanging.receive_verdict,
    ("issuer", "0810"): exchanging.receive_verdict,
    ("acquirer", "0830"): signing.receive_echo_answer,
    ("issuer", "0830"): signing.receive_echo_answer,
}

_ALARMS: dict[str, Alarm] = {
    "answer": answers.run_out_of_time,
    "repetition": repetitions.ask_again,
    "reversal": obligations.press,
    "advice": advices.tell,
    "day": cut_off.look_at_day,
    "sign-on": signing.hang_up_unsigned,
    "echo": signing.look_whether_idle,
    "echo-answer": signing.hang_up_silent,
    "zone-offer": exchanging.tell_keys,
    "former-keys": exchanging.drop_former,
    "key-age": exchanging.look_at_ages,
    "watermark": opening.move_watermark,
}


class Switch:
    """The centre between acquirers and issuers. Members call its listener `members`."""

    def __init__(self, settings: SwitchSettings | None = None) -> None:
        self.settings = settings or SwitchSettings()
        self.name = self.settings.name
        self._floor: Floor | None = None
        self._handlers: dict[type, Callable[[Any, Instant], Script | None]] = {
            FrameReceived: self._frame_received,
            TimerFired: self._timer_fired,
            LineOpened: self._line_opened,
            LineClosed: self._line_closed,
            DeskRequest: self._desk_asked,
        }

    @property
    def floor(self) -> Floor:
        """What is in hand; an assertion fails before the start script has ended."""
        assert self._floor is not None, "the switch has not started"
        return self._floor

    def start(self, now: Instant) -> Script:
        """Load what was founded and take up all open work; raises NotFounded."""
        self._floor = yield from opening.open_floor(self.settings, now)

    def handle(self, event: Event, now: Instant) -> Script | None:
        """Return what this event asks for."""
        return self._handlers[type(event)](event, now)

    def _frame_received(self, event: FrameReceived, now: Instant) -> Script | None:
        floor, line = self.floor, event.line
        if not event.payload:
            return None  # the heartbeat of an idle line
        member = floor.registry.by_line.get(line)
        try:
            message = INTERBANK.decode(event.payload)
        except DecodeError as fault:
            return self._unusable(line, str(fault))
        if member is None:
            return signing.greet(floor, line, message, now) if line in floor.unsigned else None
        member.last_heard = now.monotonic
        flow = _FLOWS.get((member.kind, message.mti))
        if flow is None:
            return self._unusable(line, f"no {message.mti} is expected from an {member.kind}")
        return flow(floor, member, message, now)

    def _unusable(self, line: int, reason: str) -> Script:
        """Count a frame that cannot be used; too many of them, and the line is hung up."""
        floor = self.floor
        count = floor.bad_frames[line] = floor.bad_frames.get(line, 0) + 1
        yield Note("warning", "switch.unusable_frame", reason=reason)
        if count > self.settings.most_bad_frames:
            yield from signing.end_line(floor, line)
            yield HangUp(line)

    def _timer_fired(self, event: TimerFired, now: Instant) -> Script:
        timer: Any = event.timer  # every timer of ours is named by a pair: what it is for, and whom it is about
        return _ALARMS[timer[0]](self.floor, timer[1], now)

    def _line_opened(self, event: LineOpened, now: Instant) -> Script:  # noqa: ARG002 - as every handler
        return signing.begin_line(self.floor, event.line)

    def _line_closed(self, event: LineClosed, now: Instant) -> Script:  # noqa: ARG002 - as every handler
        return signing.end_line(self.floor, event.line)

    def _desk_asked(self, event: DeskRequest, now: Instant) -> Script:
        return answer_desk(self.floor, event, now)

"""What may be chosen about a switch; durations in microseconds. The defaults are those of operation."""

from __future__ import annotations

import re
from dataclasses import dataclass

from countertop.values import MINUTE, SECOND

__all__ = ["PLANTABLE", "SwitchSettings"]

PLANTABLE = frozenset(
    {
        "switch.advice-expires",
        "switch.advice-forgotten-at-reboot",
        "switch.no-tombstone",
        "switch.reply-before-commit",
        "switch.stand-in-beyond-limits",
        "switch.timeout-without-reversal",
        "switch.zone-keys-dropped-unconfirmed",
    }
)
"""The faults that can be switched on, to prove that simulator and audit find them."""


_TIME_OF_DAY = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")


@dataclass(slots=True)
class SwitchSettings:
    """Settings of one switch.

    Time-outs must stay in order: issuer < switch < acquirer < terminal, or late approvals become the rule.
    """

    name: str = "switch"
    """The party's name in lists, traces and logs."""

    answer_timeout: int = 15 * SECOND
    """How long an issuer may take; after it the asker gets 68, and the issuer a reversal."""

    most_in_flight: int = 20_000
    """Transactions waiting for issuers; one more is declined (96) at once."""

    first_reversal_tries: int = 3
    """Tries of an owed reversal in quick succession; after them the slow cadence, with an alarm each time."""

    quick_reversal_cadence: int = 5 * SECOND
    slow_reversal_cadence: int = 60 * SECOND

    sign_on_within: int = 30 * SECOND
    """How long a caller may hold a line without signing on."""

    echo_when_idle: int = 30 * SECOND
    """Silence on a member's line after which it is tested."""

    echo_timeout: int = 10 * SECOND
    """How long the answer to that may take; after it the line is hung up."""

    cut_off: str = ""
    """Time of day at which its business day ends, `HH:MM` in its own zone; empty: as the switch was founded."""

    day_closing: int = 60 * SECOND
    """For so long after that new requests are answered 90; reversals and advices pass."""

    zone_key_age: int = 0
    """How old the zone keys of a link may become before new ones are drawn; 0: only when somebody orders it."""

    zone_key_overlap: int = 5 * MINUTE
    """For how long the former zone keys are accepted once a member uses the new ones; longer than anything takes."""

    watermark_every: int = MINUTE
    """How often the switch notes below which number everything is decided; a restart looks no further back."""

    most_bad_frames: int = 10
    """Frames of one line that could not be used; one more and the line is hung up."""

    planted: frozenset[str] = frozenset()
    """Faults switched on, of `PLANTABLE`."""

    def __post_init__(self) -> None:
        unknown = {bug for bug in self.planted if bug.startswith("switch.")} - PLANTABLE
        assert not unknown, f"no such planted fault: {', '.join(sorted(unknown))}"
        assert not self.cut_off or _TIME_OF_DAY.fullmatch(self.cut_off), "cut_off is a time of day: HH:MM"
        assert 0 <= self.day_closing < 24 * 60 * MINUTE, "day_closing is shorter than a day"

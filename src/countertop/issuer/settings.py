"""What may be chosen about a bank; durations in microseconds. The defaults are those of operation."""

from __future__ import annotations

from dataclasses import dataclass

from countertop.iso8583.interbank_forms import MOST_TIP_PERCENT
from countertop.values import MINUTE, SECOND

__all__ = ["PLANTABLE", "IssuerSettings"]

PLANTABLE = frozenset(
    {
        "issuer.advice-over-own-approval",
        "issuer.advice-posted-twice",
        "issuer.answer-before-commit",
        "issuer.completion-debits-twice",
        "issuer.credits-twice",
        "issuer.debits-duplicate",
        "issuer.expired-hold-completes",
        "issuer.hold-never-released",
        "issuer.no-tombstone",
        "issuer.two-completions-count",
        "issuer.voice-code-usable-twice",
        "issuer.void-and-reversal-both-credit",
    }
)
"""The faults that can be switched on, to prove that simulator and audit find them."""


@dataclass(slots=True)
class IssuerSettings:
    """Settings of one bank."""

    name: str = "issuer"
    """The party's name in lists, traces and logs."""

    most_wrong_pins: int = 3
    """Wrong PINs in a row (55); after them the PIN is not looked at any more (75)."""

    no_pin_limit: int = 1_000_00
    """Largest sale from a debit account without a PIN, in minor units; above it 55."""

    hold_days: int = 30
    """Days for which a pre-authorisation holds its amount, its own day the first."""

    voice_days: int = 30
    """Days for which an approval of the voice desk holds its amount, its own day the first."""

    completion_percent: int = 115
    """How much of a hold its completion may take, rounded down to the minor unit."""

    most_tip_percent: int = MOST_TIP_PERCENT
    """How much a tip may add to what was approved; a host that lets more through is declined here (61)."""

    look_for_expired_every: int = 60 * MINUTE
    """How often holds that have expired are given back; they count no more from the moment they expire."""

    most_kept: int = 50_000
    """Cards, and accounts, kept in memory; the least recently used makes room."""

    most_waiting: int = 200
    """Requests waiting for their turn at one account; one more is dropped, so its sender reverses it."""

    most_held_answers: int = 1_000
    """Answers held back on purpose by fault rules."""

    sign_on_timeout: int = 10 * SECOND
    """How long the answer to a sign-on may take; after it the line is hung up and dialled again."""

    echo_when_idle: int = 30 * SECOND
    """Silence on the line to the switch after which it is tested."""

    echo_timeout: int = 10 * SECOND
    """How long the answer to that may take."""

    zone_key_overlap: int = 5 * MINUTE
    """For how long the former zone keys are accepted once the switch uses the new ones; longer than anything takes."""

    shortest_redial: int = SECOND
    longest_redial: int = 30 * SECOND
    """The wait before dialling again doubles from the first to the second."""

    most_bad_frames: int = 10
    """Frames of one line that could not be used; one more and the line is hung up."""

    planted: frozenset[str] = frozenset()
    """Faults switched on, of `PLANTABLE`."""

    def __post_init__(self) -> None:
        unknown = {bug for bug in self.planted if bug.startswith("issuer.")} - PLANTABLE
        assert not unknown, f"no such planted fault: {', '.join(sorted(unknown))}"

"""What happened in managing terminals. Moments are UTC microseconds; `by` is the person at the host's desk."""

from __future__ import annotations

from countertop.journal import record

__all__ = ["InstructionEnded", "InstructionGiven", "TerminalSeen"]


@record("acquirer.instruction_given")
class InstructionGiven:
    """Somebody at the desk told a terminal to do something; it stands until an `InstructionEnded` of its number."""

    instruction_number: int
    terminal_id: str
    instructed_verb: str
    instructed_text: str
    given_by: str
    given_at: int


@record("acquirer.instruction_ended")
class InstructionEnded:
    """The terminal did it, or said why not: `ended_as` is `done`, or what it reported."""

    instruction_number: int
    terminal_id: str
    ended_verb: str
    ended_as: str
    ended_at: int


@record("acquirer.terminal_seen")
class TerminalSeen:
    """A terminal polled; `seen_at` is when. Of what else it sends other records tell."""

    terminal_id: str
    seen_at: int

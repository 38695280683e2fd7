"""What happened in managing terminals. Moments are UTC microseconds; `by` is the person at the host's desk."""

from __future__ import annotations

from countertop.journal import record

__all__ = [
    "InstructionEnded",
    "InstructionGiven",
    "ParametersDownloaded",
    "ParametersSet",
    "RetrievalAnswered",
    "RetrievalClosed",
    "RetrievalOpened",
    "TerminalGrouped",
    "TerminalSeen",
    "TerminalStateReported",
]


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


@record("acquirer.parameters_set")
class ParametersSet:
    """Somebody at the desk set parameters of a scope: `all`, `group:NAME` or a terminal's number.

    `parameter_values` is the whole of the scope, a line each, `name=value`, names as in `iso8583.private.parameters`.
    """

    parameter_scope: str
    parameter_version: int
    parameter_values: str
    set_by: str
    set_at: int


@record("acquirer.parameters_downloaded")
class ParametersDownloaded:
    """A terminal has taken over its whole set, of this version."""

    terminal_id: str
    downloaded_version: int
    downloaded_at: int


@record("acquirer.terminal_grouped")
class TerminalGrouped:
    """A terminal belongs to a group of terminals, and to no other."""

    terminal_id: str
    terminal_group: str
    grouped_by: str
    grouped_at: int


@record("acquirer.retrieval_opened")
class RetrievalOpened:
    """Somebody asks for a slip (调单); the answer is due at `due_at`."""

    retrieval_number: int
    retrieved_rrn: str
    asked_by: str
    asked_for: str
    opened_at: int
    due_at: int


@record("acquirer.retrieval_answered")
class RetrievalAnswered:
    """The slip was given, with the rows that are on it."""

    retrieval_number: int
    answered_by: str
    answered_at: int
    answer_slip: str


@record("acquirer.retrieval_closed")
class RetrievalClosed:
    """Who asked has what they need."""

    retrieval_number: int
    closed_by: str
    closed_at: int


@record("acquirer.terminal_state_reported")
class TerminalStateReported:
    """A terminal said which of its parts work: `broken_parts` are the tags of the status that do not, with blanks."""

    terminal_id: str
    broken_parts: str
    reported_at: int

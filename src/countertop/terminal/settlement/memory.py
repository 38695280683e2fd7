"""The settlement under way, as the terminal holds it in memory; all that matters of it is durable."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

from countertop.terminal.conversation import Conversation
from countertop.terminal.settlement.lifecycle import SettlementState
from countertop.terminal.settlement.reckoning import Counted

__all__ = ["Settlement", "Tempo"]


class Tempo(Enum):
    """What the next message waits for."""

    DUE = "the line"
    PAUSED = "the next try of its round"
    RESTING = "the next round"


class Settlement:
    """A settlement. `place` is how many messages of the upload the host has taken; `upload` they all, once needed.

    `conversation` is who waits for its end, None while the terminal does it by itself. `was_signed_out`: the terminal
    stood signed out when the host wanted it settled, and does so again afterwards.
    """

    __slots__ = (
        "answer",
        "batch_number",
        "begun_at",
        "conversation",
        "operator",
        "place",
        "state",
        "tempo",
        "totals",
        "tries",
        "upload",
        "was_signed_out",
    )

    def __init__(self, batch_number: str, totals: str, operator: str, begun_at: int) -> None:
        self.batch_number = batch_number
        self.state = SettlementState.FROZEN
        self.totals = totals
        self.answer: str | None = None
        self.operator = operator
        self.begun_at = begun_at
        self.place = 0
        self.upload: list[list[Counted]] | None = None
        self.conversation: Conversation | None = None
        self.tempo = Tempo.DUE
        self.tries = 0
        self.was_signed_out = False

    @classmethod
    def of_row(cls, row: Mapping[str, Any], place: int) -> Settlement:
        """Return the settlement that a row of the store holds."""
        found = cls(row["batch_number"], row["totals"], row["operator"], row["begun_at"])
        found.state = SettlementState(row["state"])
        found.answer, found.place = row["answer"], place
        return found

"""What happens to a batch at the end. Totals are the 62 digits of field 48; a place counts messages of the upload."""

from __future__ import annotations

from countertop.journal import record

__all__ = ["PlaceUploaded", "SettlementBegun", "SettlementCompared", "SettlementEnded", "SettlementOrdered"]


@record("terminal.settlement_ordered")
class SettlementOrdered:
    """The host wants the batch settled; that is due until the next settlement begins."""

    terminal_id: str


@record("terminal.settlement_begun")
class SettlementBegun:
    """The totals are frozen; from here on nothing enters the batch."""

    terminal_id: str
    batch_number: str
    totals: str
    operator: str
    at: int


@record("terminal.settlement_compared")
class SettlementCompared:
    """The host told its totals, results in them; `state` is where that leads."""

    terminal_id: str
    batch_number: str
    state: str
    totals: str
    answer: str
    operator: str
    begun_at: int
    at: int


@record("terminal.place_uploaded")
class PlaceUploaded:
    """The host took the messages of the upload before this place."""

    terminal_id: str
    batch_number: str
    place: int
    at: int


@record("terminal.settlement_ended")
class SettlementEnded:
    """The host closed the batch. The next one is open from the same step on."""

    terminal_id: str
    batch_number: str
    totals: str
    answer: str
    operator: str
    begun_at: int
    records: int
    next_batch_number: str
    machine_state: str
    clock_offset: int
    cause: str | None
    host_date: str
    host_time: str
    rrn: str | None
    at: int

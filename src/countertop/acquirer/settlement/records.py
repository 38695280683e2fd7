"""What happens to a batch at the host: compared, uploaded, closed, and cleared at the end of the merchant's day.

Totals are kept as the 62 digits of field 48. Where a record holds many of a kind, each is a list of its values, in the
order that the record names.
"""

from __future__ import annotations

from countertop.journal import record

__all__ = [
    "BatchCleared",
    "BatchClosed",
    "BatchCompared",
    "BatchDisposed",
    "BatchDispositionProposed",
    "CaseClosed",
    "CaseProposed",
    "DayCloseBegun",
    "DayClosed",
    "ReversalTooLate",
    "UploadReceived",
]


@record("acquirer.batch_compared")
class BatchCompared:
    """A terminal told its totals; from here on nothing new enters the batch. `counted` is the answer, results in it."""

    terminal_id: str
    batch_instance: int
    batch_number: str
    stan: str
    rrn: str
    claimed: str
    counted: str
    at: int


@record("acquirer.upload_received")
class UploadReceived:
    """Details that the terminal sent because totals differed, and what became of each.

    `disposed`: attempt key, STAN, disposition, the terminal's amount, the host's (None where it counts nothing). What
    the host had lost and now restores is written as an attempt and its decision in the same step.
    """

    terminal_id: str
    batch_instance: int
    stan: str
    disposed: list[list[str | int | None]]
    at: int


@record("acquirer.batch_closed")
class BatchClosed:
    """The batch is over and the next one open, in one step. `totals` is what the host counts in the end.

    `records` is how many details came. `host_only`: attempt key, STAN and amount of what the host counts and the
    terminal never told.
    """

    terminal_id: str
    merchant_id: str
    batch_instance: int
    batch_number: str
    next_number: str
    rrn: str
    claimed: str
    counted: str
    totals: str
    records: int
    host_only: list[list[str | int]]
    at: int


@record("acquirer.batch_disposition_proposed")
class BatchDispositionProposed:
    """Somebody at the desk wants a batch closed that its terminal will never settle; another must approve it."""

    terminal_id: str
    batch_instance: int
    reason: str
    proposed_by: str
    proposed_at: int


@record("acquirer.batch_disposed")
class BatchDisposed:
    """Two persons closed a batch with what the host has of it. `claimed` is what its terminal told, or nothing.

    `next_number` is that of the batch opened in the same step; empty for one that a replaced machine had left behind.
    """

    terminal_id: str
    merchant_id: str
    batch_instance: int
    batch_number: str
    next_number: str
    rrn: str
    claimed: str
    counted: str
    totals: str
    records: int
    reason: str
    proposed_by: str
    approved_by: str
    disposed_at: int


@record("acquirer.reversal_too_late")
class ReversalTooLate:
    """A terminal reverses what stands here, and two persons had closed its batch: refused, and a case is open.

    `reason` is what the terminal gave for it (F39 of the 0400).
    """

    attempt_key: str
    terminal_id: str
    batch_instance: int
    stan: str
    amount: int
    reason: str
    refused_at: int


@record("acquirer.refund_of_reversed")
class RefundOfReversed:
    """A payment was reversed of which this refund had given back a part: a case is open, for the bank nets the two.

    All but `original_key` and the moment are the refund's own.
    """

    attempt_key: str
    original_key: str
    terminal_id: str
    batch_instance: int
    stan: str
    amount: int
    reversed_at: int


@record("acquirer.case_proposed")
class CaseProposed:
    """Somebody at the desk says what is to come of a case; another person must approve it. Amount in minor units."""

    case_name: str
    proposed_outcome: str
    proposed_amount: int | None
    proposed_reason: str
    proposed_by: str
    proposed_at: int


@record("acquirer.case_closed")
class CaseClosed:
    """A case is closed, by one person or, where money or an obligation follows from it, by two.

    `case_amount` (minor units) is the money that people move by hand for it; None where none is moved.
    """

    case_name: str
    case_outcome: str
    case_amount: int | None
    case_reason: str
    closed_by: str
    approved_by: str | None
    closed_at: int


@record("acquirer.day_close_begun")
class DayCloseBegun:
    """The closing of a merchant's day has begun; it goes on after any cut until it is done."""

    merchant_id: str
    business_date: str
    at: int


@record("acquirer.batch_cleared")
class BatchCleared:
    """A closed batch went into clearing, whole. `cleared`: attempt key, kind, side, amount, RRN of each transaction."""

    merchant_id: str
    business_date: str
    terminal_id: str
    batch_instance: int
    debit_amount: int
    debit_count: int
    credit_amount: int
    credit_count: int
    cleared: list[list[str | int]]
    at: int


@record("acquirer.day_closed")
class DayClosed:
    """Every batch of the merchant that was closed has been cleared; amounts in minor units."""

    merchant_id: str
    business_date: str
    batches: int
    debit_amount: int
    debit_count: int
    credit_amount: int
    credit_count: int
    at: int

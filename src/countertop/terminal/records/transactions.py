"""A transaction from its intent to its outcome, and the reversal that it may owe."""

from __future__ import annotations

from countertop.journal import record

__all__ = [
    "AttemptDecided",
    "AttemptPrepared",
    "LateAnswerReceived",
    "ReversalAcknowledged",
    "ReversalTried",
]


@record("terminal.attempt_prepared")
class AttemptPrepared:
    """Everything a reversal needs, durable before the first byte leaves. Without an outcome it *is* a reversal owed.

    `kind` is `sale` or `void`. `transaction_info` and `original_info` are F60 and F61; `original_stan`, `original_rrn`
    and `original_approval_code` name what a void undoes.
    """

    terminal_id: str
    batch_number: str
    stan: str
    kind: str
    amount: int
    currency: str
    processing_code: str
    entry_mode: str
    condition_code: str
    transaction_info: str
    original_info: str | None
    original_stan: str | None
    original_rrn: str | None
    original_approval_code: str | None
    pan_token: str
    pan_cipher: str
    masked_pan: str
    operator: str
    supervisor: str | None
    prepared_at: int
    request: str


@record("terminal.attempt_decided")
class AttemptDecided:
    """What became of an attempt: `state` is `completed`, `declined`, `reversal_owed` or `not_sent`.

    `reason` is that of the reversal (F39 of a 0400) where one is owed. `host_date` is YYYY-MM-DD, its year added here;
    `institutions` is F44, `scheme` and `remark` the parts of F63.
    """

    terminal_id: str
    batch_number: str
    stan: str
    state: str
    reason: str | None
    response_code: str | None
    approval_code: str | None
    rrn: str | None
    host_date: str
    host_time: str
    settlement_date: str | None
    institutions: str | None
    scheme: str | None
    remark: str | None
    decided_at: int
    answer: str | None


@record("terminal.reversal_tried")
class ReversalTried:
    """A reversal is about to leave, for the `tries`-th time."""

    terminal_id: str
    batch_number: str
    stan: str
    tries: int
    tried_at: int
    reversal_request: str


@record("terminal.reversal_acknowledged")
class ReversalAcknowledged:
    """The host acknowledged the reversal: the obligation has ended."""

    terminal_id: str
    batch_number: str
    stan: str
    acknowledged_code: str
    acknowledged_at: int
    acknowledgement: str


@record("terminal.late_answer_received")
class LateAnswerReceived:
    """An answer came for an attempt that was decided already: written down, never acted upon."""

    terminal_id: str
    batch_number: str
    stan: str
    mti: str
    late_code: str | None
    mac_right: bool
    late_at: int
    late_answer: str

"""A transaction from its intent to its outcome, and what it may owe until then: a reversal, or itself again."""

from __future__ import annotations

from countertop.journal import record

__all__ = [
    "AttemptDecided",
    "AttemptPrepared",
    "AttemptStored",
    "LateAnswerReceived",
    "RepeatOwed",
    "RepeatTried",
    "ReversalAcknowledged",
    "ReversalSettled",
    "ReversalTried",
]


@record("terminal.attempt_prepared")
class AttemptPrepared:
    """Everything that a reversal or a repetition needs, durable before the first byte leaves.

    `kind` is a name of `countertop.terminal.kinds`; what an attempt without an outcome owes, its row says.
    `transaction_info` and `original_info` are F60 and F61; `original_stan`, `original_rrn`, `original_approval_code`
    and `original_date` (YYYY-MM-DD or MMDD, as it is known) name what it refers to. `tip` is the part of the amount
    that was added (F48); `target_*` the card that a transfer pays into; `account` is `debit` or `credit` where that
    was asked. `waived` says what a small amount went without, `pin` or `signature`, up to `waived_limit`.
    `till_request` is the id under which a till asked for it.
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
    original_date: str | None = None
    tip: int | None = None
    target_token: str | None = None
    target_cipher: str | None = None
    target_masked: str | None = None
    account: str | None = None
    waived: str | None = None
    waived_limit: int | None = None
    till_request: str | None = None


@record("terminal.attempt_decided")
class AttemptDecided:
    """What became of an attempt: `state` is `completed`, `declined`, `reversal_owed`, `not_sent` or `unanswered`.

    `reason` is that of the reversal (F39 of a 0400) where one is owed. `host_date` is YYYY-MM-DD, its year added here;
    `institutions` is F44, `scheme` and `remark` the parts of F63, `wallet_number` that of a payment by code.
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
    wallet_number: str | None = None


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


@record("terminal.reversal_settled")
class ReversalSettled:
    """What the host could not reverse any more was settled by people there; written beside the acknowledgement.

    `settled_as` is `repaid` (the cardholder has the money back) or `stands` (there is nothing to undo).
    """

    terminal_id: str
    batch_number: str
    stan: str
    settled_as: str
    settled_at: int


@record("terminal.repeat_owed")
class RepeatOwed:
    """Nobody knows what became of an attempt that is never reversed: the same request leaves until it is answered.

    `unsettled_answer` is one that settled nothing: with a wrong MAC, or saying that the host does not know either.
    """

    terminal_id: str
    batch_number: str
    stan: str
    why: str
    owed_since: int
    unsettled_answer: str | None


@record("terminal.attempt_stored")
class AttemptStored:
    """It counts here from now on, and the host is told later; `place` is its place in the queue, counted up.

    Date (YYYY-MM-DD) and time are those of its slip.
    """

    terminal_id: str
    batch_number: str
    stan: str
    place: int
    stored_date: str
    stored_time: str
    stored_at: int


@record("terminal.repeat_tried")
class RepeatTried:
    """A request is about to leave again, or a stored one leaves, for the `tries`-th time."""

    terminal_id: str
    batch_number: str
    stan: str
    tries: int
    tried_at: int
    repeat_request: str


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

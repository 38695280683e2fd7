"""What may be chosen about an acquirer host; durations in microseconds. The defaults are those of operation."""

from __future__ import annotations

from dataclasses import dataclass

from countertop.iso8583.interbank_forms import MOST_TIP_PERCENT
from countertop.values import MILLISECOND, MINUTE, SECOND

__all__ = ["PLANTABLE", "AcquirerSettings"]

PLANTABLE = frozenset(
    {
        "acquirer.batch-closed-over-a-sale-in-flight",
        "acquirer.totals-include-reversed",
        "acquirer.upload-posts-twice",
        "acquirer.advice-accepted-twice",
        "acquirer.completion-beyond-115",
        "acquirer.completion-day-31",
        "acquirer.decided-duplicate-reprocessed",
        "acquirer.fingerprint-not-compared",
        "acquirer.key-without-batch",
        "acquirer.no-tombstone",
        "acquirer.refund-cap-ignored",
        "acquirer.reply-before-commit",
        "acquirer.reversal-amount-not-compared",
        "acquirer.reversal-expires",
        "acquirer.reversal-ignored-in-flight",
    }
)
"""The faults that can be switched on, to prove that simulator and audit find them."""


@dataclass(slots=True)
class AcquirerSettings:
    """Settings of one host.

    Time-outs must stay in order: issuer < switch < acquirer < terminal, or late approvals become the rule.
    """

    name: str = "acquirer"
    """The party's name in lists, traces and logs."""

    answer_timeout: int = 25 * SECOND
    """How long the switch may take; after it the transaction is unknown, and its reversal owed."""

    most_in_flight: int = 20_000
    """Transactions waiting for the switch; one more is declined (91) at once."""

    largest_sale: int = 5_000_000_00
    """Largest amount of one request in minor units; above it 61."""

    card_day_count: int = 0
    """How often a card may spend at one merchant in a day; one time more 65. 0 is no limit."""

    card_day_amount: int = 0
    """How much a card may spend at one merchant in a day, in minor units; more 61. 0 is no limit."""

    blacklist_code: str = "04"
    """What a listed card is told, where its entry says nothing else: 04 keep it, 41 it was reported lost."""

    completion_percent: int = 115
    """What a completion may take of its pre-authorisation, rounded down to the minor unit; above it 64."""

    completion_days: int = 30
    """For how long a pre-authorisation may be completed, its own day included; later 22."""

    preauthorisation_void_days: int = 0
    """For how long a pre-authorisation may be voided, its own day included; later 22. 0 is for ever: the specification
    limits completions alone, and to release what is held harms nobody, whenever it is done."""

    refund_days: int = 180
    """For how long a payment may be refunded, its own day included; later 22."""

    retention_months: int = 24
    """For how long a slip can be made again."""

    retrieval_time: int = 10 * 24 * 60 * MINUTE
    """How long answering who asks for a slip may take; later it is late."""

    slip_columns: int = 32
    """Characters in a line of the paper of slips made again: 32 or 48."""

    demo: bool = True
    """Slips made again carry the demonstration's watermark, as those of the terminals do."""

    relocation_persons: str = "two-outside-demo"
    """How many persons a move of a terminal takes: `one`, `two`, or two but where slips carry the watermark."""

    largest_tip_percent: int = MOST_TIP_PERCENT
    """How far tips may raise an offline post above the amount it was posted with; above it 64. Banks have a limit too:
    a larger one here lets tips through that they decline."""

    single_length_sign_in: bool = False
    """Accept network code 001 (single-length DES keys), which old terminals need."""

    people_in_mac: bool = True
    """Field 46 names operator and supervisor, and both must be registered. Off for terminals of other makers,
    whose own supervisor check must then be trusted."""

    operators_from_terminals: bool = True
    """Follow what a terminal tells of cashiers that came or went; off: each is registered here, or refused with 58."""

    most_operators: int = 99
    """Operators at one terminal; a terminal that brings one more is refused."""

    zone_key_overlap: int = 5 * MINUTE
    """For how long the former zone keys are accepted once the switch uses the new ones; longer than anything takes."""

    void_doubt: int = 10 * MINUTE
    """How long a hold waits, after a completion's void, for the terminal that may not have heard of the void: nobody
    else completes or releases it meanwhile."""

    first_reversal_tries: int = 3
    """Tries of an owed reversal in quick succession; after them the slow cadence, with an alarm each time."""

    quick_reversal_cadence: int = 5 * SECOND
    slow_reversal_cadence: int = 60 * SECOND

    reversal_spacing: int = 2 * MILLISECOND
    """Between two owed reversals when many become due at once, so that sales pass between them."""

    echo_when_idle: int = 30 * SECOND
    """Silence on the line to the switch after which it is tested."""

    echo_timeout: int = 10 * SECOND
    """How long sign-on and echo may take; after it the line is hung up and dialled again."""

    shortest_redial: int = SECOND
    longest_redial: int = 30 * SECOND
    """The wait before dialling again doubles from the first to the second."""

    wallet_timeout: int = 8 * SECOND
    """How long the wallet may take to answer; after it the line is hung up and dialled again."""

    most_wallet_lines: int = 4
    """Lines to the wallet: a slow answer holds up what is behind it, so another is dialled while all of them wait."""

    wallet_query_every: int = 3 * SECOND
    """How often the wallet is asked where a payment by code stands, or told again what it has not answered."""

    wallet_patience: int = 240 * SECOND
    """How long a payment by code may stay open, longer than terminals wait; after it the order is reversed."""

    code_life: int = 180 * SECOND
    """How long the shop's code, which the customer scans, can be paid."""

    most_wallet_requests: int = 2000
    """Requests that the wallet has not answered; one more payment by code is declined (91) at once."""

    watermark_every: int = MINUTE
    """How often the host notes below which number everything is decided; a restart looks no further back."""

    most_bad_frames: int = 10
    """Frames of one terminal line that could not be used; one more and the line is hung up."""

    planted: frozenset[str] = frozenset()
    """Faults switched on, of `PLANTABLE`."""

    def __post_init__(self) -> None:
        unknown = {bug for bug in self.planted if bug.startswith("acquirer.")} - PLANTABLE
        assert not unknown, f"no such planted fault: {', '.join(sorted(unknown))}"
        known = ("one", "two", "two-outside-demo")
        assert self.relocation_persons in known, f"relocation_persons is one of {', '.join(known)}"

    @property
    def relocation_takes_two(self) -> bool:
        """Whether another person must approve a move of a terminal."""
        return self.relocation_persons == "two" or (self.relocation_persons == "two-outside-demo" and not self.demo)

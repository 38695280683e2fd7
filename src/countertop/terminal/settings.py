"""What may be chosen about a terminal; durations in microseconds. The defaults are those of operation.

What a terminal is (its ids, merchant, keys) is no setting: founding records in its store say so.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from countertop.terminal.links import read_links
from countertop.values import MINUTE, SECOND

__all__ = ["LOCK_AFTER", "NEVER_SETTLED", "PLANTABLE", "TerminalSettings"]

PLANTABLE = frozenset(
    {
        "terminal.advice-deleted-before-acknowledgement",
        "terminal.advice-out-of-order",
        "terminal.balance-kept",
        "terminal.duplicate-stan-after-reboot",
        "terminal.late-approval-accepted",
        "terminal.mac-not-compared",
        "terminal.old-answer-signs-in",
        "terminal.pending-dropped-at-reboot",
        "terminal.refund-forgotten-at-reboot",
        "terminal.send-before-persist",
        "terminal.settlement-forgotten-at-reboot",
    }
)
"""The faults that can be switched on, to prove that simulator and audit find them."""

NEVER_SETTLED = 900_000
"""The batch limit of a terminal whose batch is never settled, as those of a measured load."""

LOCK_AFTER = 5
"""Wrong passwords in a row after which an operator is locked, until somebody above unlocks."""


@dataclass(slots=True)
class TerminalSettings:
    """Settings of one terminal; its `answer_timeout` must be longer than the host's own, or approvals come too late."""

    terminal_id: str
    """F41; also the stream of its records and the first key of its rows, so that a fleet can share a store."""

    name: str = "terminal"
    """The party's name in lists, traces and logs."""

    links: list[str] = field(default_factory=lambda: ["acquirer"])
    """The ways to the host, the first that can be opened is taken: see `countertop.terminal.links`."""

    answer_timeout: int = 60 * SECOND
    """How long the host may take; after it the outcome is unknown and a reversal is owed."""

    question_timeout: int = 2 * MINUTE
    """How long a person may take over one question."""

    reversal_tries: int = 3
    """Tries of an owed reversal in one round; after a round the terminal alarms and waits."""

    reversal_pause: int = 5 * SECOND
    """Between two tries of a round."""

    reversal_cadence: int = MINUTE
    """Between two rounds, for ever."""

    batch_limit: int = 500
    """Transactions that a batch may hold, at most 999; then settlement is due. Loads: `NEVER_SETTLED`."""

    settle_at: str = ""
    """Settle by itself at this time of the day, hours and minutes as `2300`; empty: only when somebody asks."""

    auto_sign_out: bool = False
    """Sign out by itself when a batch has been settled (自动签退)."""

    settlement_mac: bool = True
    """Seal what is told of a batch with a MAC, and believe sealed answers alone. Off: the classic dialect."""

    management_mac: bool = True
    """Seal what is fetched and told beside transactions with a MAC once there is a key, and believe sealed answers
    alone. Off: the classic dialect."""

    settlement_tries: int = 3
    """Tries of one message of a settlement in one round; after a round the terminal alarms and waits."""

    settlement_pause: int = 5 * SECOND
    """Between two tries of a round."""

    settlement_cadence: int = MINUTE
    """Between two rounds, for ever."""

    poll_every: int = 0
    """Ask the host so often, while nobody is at the terminal, whether it wants anything; 0: only after transactions."""

    errand_pause: int = MINUTE
    """After which what the host wants is tried again, where it failed and the terminal does not poll."""

    auto_sign_in: bool = True
    """Sign in by itself where a sale, a reversal or the host needs it; else the operator is told to."""

    track_encryption: bool = True
    """Fetch a TDK at sign-in (60.3 = 004) and encrypt the end of tracks under it."""

    single_length_sign_in: bool = False
    """Sign in for single-length DES keys (60.3 = 001), for hosts that know nothing else; without track encryption."""

    people_in_mac: bool = True
    """Name operator and approving supervisor in F46, inside the MAC. Off for hosts that refuse field 46."""

    tells_whereabouts: bool = True
    """Name serial number and position in F59, inside the MAC where there is one. Off for hosts that refuse field 59."""

    tells_staff: bool = True
    """Tell the host, in our own message, who came to work here and who left. Off for hosts that do not know it."""

    card_first: bool = True
    """Read the card before the amount is keyed; off: the amount first."""

    fallback_allowed: bool = True
    """Let a chip card pay by its stripe, with a PIN and 60.5 = 2; off: such a card is refused."""

    void_with_card: bool = False
    """A void reads the card again; it must be the original's."""

    void_with_pin: bool = False
    """A void that reads the card also asks for the PIN."""

    keyed_cards: bool = False
    """A card number may be keyed by hand instead of swiped, with its expiry."""

    keyed_preauthorisations: bool = False
    """The same, where a pre-authorisation is completed or voided: the card may have left."""

    keyed_offline_posts: bool = True
    """The same, for what the bank approved by telephone."""

    asks_account: bool = False
    """A sale asks whether the card is debit or credit."""

    transfers: bool = False
    """Transfers from card to card are offered."""

    store_completion_advices: bool = True
    """A completion told as an advice counts at once and the host is told later; off: the host is asked at once."""

    refund_limit: int = 1_000_000
    """The largest refund, in minor units."""

    small_amount_limit: int = 0
    """Up to this amount, in minor units, neither PIN nor signature is asked for; 0: both always are."""

    no_signature_limit: int = 0
    """Up to this amount a customer who has keyed no PIN signs nothing; 0: everybody signs."""

    electronic_signature: bool = False
    """Who signs a slip is asked to sign on the pad; the picture is printed, and sent to the host."""

    paper_signature: bool = True
    """A customer who is asked to sign on the pad may sign on paper instead."""

    stored_item_limit: int = 100_000_000
    """The largest amount, in minor units, that may be stored instead of asked for."""

    stored_count_limit: int = 100
    stored_total_limit: int = 1_000_000_000
    stored_age_limit: int = 24 * 60 * MINUTE
    """How many may be stored at a time, their sum in minor units, and how old the oldest may be when one more is."""

    code_pause: int = SECOND
    """Before the host is asked again about a payment by code that is not decided."""

    code_patience: int = 150 * SECOND
    """How long a customer may take to pay by a code; after it the payment is given up and reversed."""

    card_reads: int = 3
    """Swipes and scans that may fail before the transaction is given up."""

    amount_tries: int = 3
    """Amounts that may be keyed wrongly before the transaction is given up."""

    cardholder_copy_first: bool = False
    """Print the cardholder's copy before the merchant's."""

    slip_columns: int = 32
    """Characters in a line of paper: 32 (58 mm) or 48 (80 mm); a Chinese character takes two."""

    slip_chinese: bool = True
    slip_english: bool = True
    """The languages of slips; at least one."""

    demo: bool = True
    """The demonstration: slips carry its watermark, and people may work with first passwords."""

    lock_after_idle: int = 0
    """Idle time after which a terminal with an operator logged in locks itself; 0: never."""

    lock_after_failures: int = 12
    """Wrong passwords, over all operators and not followed by right ones, after which the terminal locks itself."""

    sign_in_key: str = "1"
    """The key that signs in while the terminal is signed out: a digit, or `any`."""

    power_save_after: int = 30 * SECOND
    """Idle time after which the screen goes dark."""

    planted: frozenset[str] = frozenset()
    """Faults switched on, of `PLANTABLE`."""

    def __post_init__(self) -> None:
        unknown = {bug for bug in self.planted if bug.startswith("terminal.")} - PLANTABLE
        assert not unknown, f"no such planted fault: {', '.join(sorted(unknown))}"
        try:
            read_links(self.links)
        except ValueError as fault:
            raise AssertionError(str(fault)) from None
        assert self.slip_chinese or self.slip_english, "a slip is printed in Chinese, in English, or in both"
        assert self.sign_in_key == "any" or (len(self.sign_in_key) == 1 and self.sign_in_key in "0123456789"), (
            "the sign-in key is a digit, or any"
        )
        assert self.slip_columns in (32, 48), "paper has 32 or 48 columns"
        assert min(self.reversal_tries, self.card_reads, self.amount_tries, self.batch_limit) > 0, "limits are positive"
        assert self.lock_after_failures > 0, "limits are positive"
        assert not self.settle_at or (len(self.settle_at) == 4 and self.settle_at < "2400"), "a time such as 2300"
        assert self.settlement_tries > 0, "limits are positive"
        assert self.batch_limit in (NEVER_SETTLED, *range(1000)), "field 48 counts to 999"
        assert not (self.void_with_pin and not self.void_with_card), "a void takes a PIN only with the card"

    @property
    def routes(self) -> tuple[str, ...]:
        """The routes that the configuration must have."""
        return tuple(link.name for link in read_links(self.links))

    @property
    def network_code(self) -> str:
        """60.3 of the sign-in: which working keys to ask for."""
        if self.single_length_sign_in:
            return "001"
        return "004" if self.track_encryption else "003"

"""A bank's tables, its questions, and the rule from each record to its rows.

An `attempt` row is a request with its decision; its key guards against repetition, whether by a request or by a
tombstone. Postings are append-only and each set sums to zero. A cardholder's posting says the balance after it, so the
newest one of an account is its balance; the bank's own accounts take a posting with every transaction, many at a time,
so theirs carry none, and their balance is a sum (see `books`). What a family holds of an account stands in `hold`. An
`exception_posting` is an attempt that people are to look at, until its `exception_end`; an `exception_proposal` waits
for a second person.
"""

from __future__ import annotations

from countertop.issuer import records
from countertop.journal import Query, Row, Schema, Table, columns, rows_of

__all__ = ["SCHEMA", "AttemptKind", "HoldState"]

EVERYTHING = 1_000_000

LARGEST_FAMILY = 200
"""Requests about one sale that are looked at; a void is refused when there are more, a reversal never is."""

POSTINGS_A_PAGE = 1000


class AttemptKind:
    """The values of `attempt.kind`: those of `iso8583.interbank_forms`, and what has no form there."""

    SALE = "sale"
    VOID = "void"
    REFUND = "refund"
    PREAUTHORISATION = "preauthorisation"
    PREAUTHORISATION_VOID = "preauthorisation_void"
    COMPLETION = "completion"
    COMPLETION_ADVICE = "completion_advice"
    COMPLETION_VOID = "completion_void"
    BALANCE = "balance"
    TRANSFER = "transfer"
    OFFLINE_POST = "offline_post"
    ADJUSTMENT = "adjustment"
    TIP_ADJUSTMENT = "tip_adjustment"
    STAND_IN = "stand_in"
    REVERSAL = "reversal"
    OTHER = "other"
    TOMBSTONE = "tombstone"


class HoldState:
    """The values of `hold.state`: it stands, its family let it go, or its time was over first."""

    STANDING = "standing"
    RELEASED = "released"
    EXPIRED = "expired"


BANK = Table("bank", columns("bank_id name english_name switch_id zpk zak zone zmk"), ("bank_id",), replace=True)
ZONE_KEYS_TAKEN = Table(
    "zone_keys_taken",
    columns("bank_id exchange present_zpk present_zak former_zpk former_zak taken_at#"),
    ("bank_id",),
    replace=True,
)
ZONE_KEYS_DROPPED = Table("zone_keys_dropped", columns("bank_id exchange dropped_at#"), ("bank_id",), replace=True)
ACCOUNT = Table(
    "account",
    columns("account_id number# kind holder credit_limit# opened_at# currency"),
    ("account_id",),
    indexes=(("kind",), ("number",)),
)
CARD = Table(
    "card",
    columns(
        "pan_token pan_cipher masked_pan account_id expiry service_code pin_reference? status "
        "limit_per_sale#? limit_per_day#? sales_per_day#?"
    ),
    ("pan_token",),
    indexes=(("account_id",),),
    replace=True,
)
CARD_STATE = Table(
    "card_state", columns("pan_token wrong_pins# usage_date spent# sales#"), ("pan_token",), replace=True
)
FAULT_RULE = Table(
    "fault_rule",
    columns("rule act kind amount#? card_ending? response_code? delay#"),
    ("rule",),
    replace=True,
)
ATTEMPT = Table(
    "attempt",
    columns(
        "transit_key kind number# family_key original_key? pan_token? account_id? amount# currency processing_code "
        "fingerprint response_code approval_code? effect rrn terminal_id merchant_id business_date moved# expires_at#? "
        "decided_at# request answer"
    ),
    ("transit_key",),
    indexes=(("number",), ("family_key",), ("rrn",)),
)
POSTING = Table(
    "posting",
    columns("posting_set line# account_id sequence# amount# balance_after#? currency reason posted_at#"),
    ("posting_set", "line"),
    indexes=(("account_id", "sequence"),),
)
HOLD = Table(
    "hold",
    columns("family_key account_id amount# expires_at# state"),
    ("family_key",),
    indexes=(("account_id", "state"), ("state", "expires_at")),
    replace=True,
)
VOICE_APPROVAL = Table(
    "voice_approval",
    columns("pan_token approval_code family_key masked_pan account_id amount# currency given_at# expires_at#"),
    ("pan_token", "approval_code"),
    indexes=(("given_at",),),
)
VOICE_USE = Table("voice_use", columns("pan_token approval_code transit_key"), ("pan_token", "approval_code"))

EXCEPTION_POSTING = Table(
    "exception_posting",
    columns("transit_key account_id? amount# currency reason_code opened_at#"),
    ("transit_key",),
    indexes=(("opened_at",),),
)

EXCEPTION_PROPOSAL = Table(
    "exception_proposal",
    columns("transit_key proposed_outcome proposed_amount# proposed_reason proposed_by proposed_at#"),
    ("transit_key",),
    replace=True,
)
EXCEPTION_END = Table(
    "exception_end",
    columns("transit_key exception_outcome exception_amount#? exception_reason closed_by approved_by? closed_at#"),
    ("transit_key",),
    indexes=(("closed_at",),),
)

EVERY_BANK = Query("every_bank", "bank", limit=2)
EVERY_ZONE_KEYS_TAKEN = Query("every_zone_keys_taken", "zone_keys_taken", limit=2)
EVERY_ZONE_KEYS_DROPPED = Query("every_zone_keys_dropped", "zone_keys_dropped", limit=2)
EVERY_FAULT_RULE = Query("every_fault_rule", "fault_rule")
ACCOUNT_BY_ID = Query("account_by_id", "account", ("account_id",), limit=1)
FIRST_ACCOUNTS = Query("first_accounts", "account", order_by=("number",), limit=100)
CARD_BY_TOKEN = Query("card_by_token", "card", ("pan_token",), joined="card_state", limit=1)
CARDS_OF_ACCOUNT = Query("cards_of_account", "card", ("account_id",), joined="card_state", limit=100)
FIRST_CARDS = Query("first_cards", "card", joined="card_state", limit=100)
ATTEMPT_BY_KEY = Query("attempt_by_key", "attempt", ("transit_key",), limit=1)
ATTEMPTS_BY_RRN = Query("attempts_by_rrn", "attempt", ("rrn",), order_by=("number",), limit=50)
NEWEST_ATTEMPT = Query("newest_attempt", "attempt", order_by=("-number",), limit=1)
NEWEST_ATTEMPTS = Query("newest_attempts", "attempt", order_by=("-number",), limit=100)
FAMILY = Query("family", "attempt", ("family_key",), order_by=("number",), limit=LARGEST_FAMILY)
NEWEST_POSTING = Query("newest_posting", "posting", ("account_id",), order_by=("-sequence",), limit=1)
NEWEST_POSTINGS = Query("newest_postings", "posting", ("account_id",), order_by=("-sequence",), limit=100)
POSTINGS_FROM = Query(
    "postings_from", "posting", ("account_id",), at_least="sequence", order_by=("sequence",), limit=POSTINGS_A_PAGE
)
POSTINGS_OF_SET = Query("postings_of_set", "posting", ("posting_set",), limit=10)
HOLDS_OF_ACCOUNT = Query("holds_of_account", "hold", ("account_id", "state"), limit=EVERYTHING)
EARLIEST_HOLDS = Query("earliest_holds", "hold", ("state",), order_by=("expires_at",), limit=100)
VOICE_APPROVAL_OF = Query(
    "voice_approval_of", "voice_approval", ("pan_token", "approval_code"), joined="voice_use", limit=1
)
NEWEST_VOICE_APPROVALS = Query(
    "newest_voice_approvals", "voice_approval", joined="voice_use", order_by=("-given_at",), limit=100
)
NEWEST_EXCEPTIONS = Query(
    "newest_exceptions",
    "exception_posting",
    joined="exception_proposal",
    without="exception_end",
    order_by=("-opened_at",),
    limit=100,
)
CLOSED_EXCEPTIONS = Query(
    "closed_exceptions", "exception_end", joined="exception_posting", order_by=("-closed_at",), limit=100
)
EXCEPTION_BY_KEY = Query("exception_by_key", "exception_posting", ("transit_key",), joined="exception_end", limit=1)
EXCEPTION_PROPOSAL_OF = Query("exception_proposal_of", "exception_proposal", ("transit_key",), limit=1)


def _account_rows(entry: records.AccountOpened) -> tuple[Row, ...]:
    """Open the account, and post what was paid in against cash."""
    account, at = entry.account_id, entry.opened_at
    row = (account, entry.number, entry.kind, entry.holder, entry.credit_limit, at, entry.currency)
    if entry.balance == 0:
        return (("account", row),)
    key, tail = f"opening|{account}", (entry.currency, "opening", at)
    return (
        ("account", row),
        ("posting", (key, 1, account, 1, entry.balance, entry.balance, *tail)),
        ("posting", (key, 2, records.CASH, entry.number, -entry.balance, None, *tail)),
    )


_attempt_values = rows_of(ATTEMPT)


def _decided_rows(entry: records.RequestDecided) -> tuple[Row, ...]:
    rows = [*_attempt_values(entry)]
    for line, (account, sequence, amount, balance_after) in enumerate(entry.postings, 1):
        money = (amount, balance_after, entry.currency, entry.kind, entry.decided_at)
        rows.append(("posting", (entry.transit_key, line, account, sequence, *money)))
    rows += (_hold_row(*hold) for hold in entry.holds)
    if entry.card_state is not None:
        rows.append(("card_state", (entry.pan_token, *entry.card_state)))
    return tuple(rows)


def _hold_row(family_key: str, account_id: str, amount: int, expires_at: int) -> Row:
    state = HoldState.STANDING if amount > 0 else HoldState.RELEASED
    return ("hold", (family_key, account_id, amount, expires_at, state))


def _expired_rows(entry: records.HoldExpired) -> tuple[Row, ...]:
    return (("hold", (entry.family_key, entry.account_id, 0, entry.expires_at, HoldState.EXPIRED)),)


_voice_approval_values = rows_of(VOICE_APPROVAL)


def _voice_approval_rows(entry: records.VoiceApprovalGiven) -> tuple[Row, ...]:
    """Remember the code, and hold the amount."""
    hold = _hold_row(entry.family_key, entry.account_id, entry.amount, entry.expires_at)
    return (*_voice_approval_values(entry), hold)


def _tombstone_rows(entry: records.TombstoneLaid) -> tuple[Row, ...]:
    """Let the tombstone take the request's key, decided at once: 12, as if it had come too late."""
    key = entry.transit_key
    values = (
        *(key, AttemptKind.TOMBSTONE, entry.number, key, None, entry.pan_token, None, entry.amount, entry.currency),
        *(entry.processing_code, "", "12", None, "tombstone", entry.rrn, entry.terminal_id, entry.merchant_id),
        *(entry.business_date, 0, None, entry.laid_at, "", ""),
    )
    return (("attempt", values),)


SCHEMA = Schema(
    party="issuer",
    tables=(
        BANK,
        ZONE_KEYS_TAKEN,
        ZONE_KEYS_DROPPED,
        ACCOUNT,
        CARD,
        CARD_STATE,
        FAULT_RULE,
        ATTEMPT,
        POSTING,
        HOLD,
        VOICE_APPROVAL,
        VOICE_USE,
        EXCEPTION_POSTING,
        EXCEPTION_PROPOSAL,
        EXCEPTION_END,
    ),
    queries=(
        *(EVERY_BANK, EVERY_ZONE_KEYS_TAKEN, EVERY_ZONE_KEYS_DROPPED),
        *(EVERY_FAULT_RULE, ACCOUNT_BY_ID, FIRST_ACCOUNTS, CARD_BY_TOKEN, CARDS_OF_ACCOUNT, FIRST_CARDS),
        *(ATTEMPT_BY_KEY, ATTEMPTS_BY_RRN, NEWEST_ATTEMPT, NEWEST_ATTEMPTS, FAMILY),
        *(NEWEST_POSTING, NEWEST_POSTINGS, POSTINGS_FROM, POSTINGS_OF_SET),
        *(HOLDS_OF_ACCOUNT, EARLIEST_HOLDS, VOICE_APPROVAL_OF, NEWEST_VOICE_APPROVALS, NEWEST_EXCEPTIONS),
        *(CLOSED_EXCEPTIONS, EXCEPTION_BY_KEY, EXCEPTION_PROPOSAL_OF),
    ),
    rows={
        records.BankOpened: rows_of(BANK),
        records.ZoneKeysTaken: rows_of(ZONE_KEYS_TAKEN),
        records.FormerZoneKeysDropped: rows_of(ZONE_KEYS_DROPPED),
        records.AccountOpened: _account_rows,
        records.CardIssued: rows_of(CARD),
        records.FaultRuleSet: rows_of(FAULT_RULE),
        records.RequestDecided: _decided_rows,
        records.TombstoneLaid: _tombstone_rows,
        records.HoldExpired: _expired_rows,
        records.VoiceApprovalGiven: _voice_approval_rows,
        records.VoiceApprovalUsed: rows_of(VOICE_USE),
        records.ExceptionOpened: rows_of(EXCEPTION_POSTING),
        records.ExceptionProposed: rows_of(EXCEPTION_PROPOSAL),
        records.ExceptionClosed: rows_of(EXCEPTION_END),
    },
)
"""What a bank's store must know."""

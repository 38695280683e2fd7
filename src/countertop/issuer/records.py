"""What happened at a bank. The founding records make a store complete in itself; the others are its work.

Messages are kept as `iso8583.hops` text: masked, without tracks and PIN blocks. Moments are UTC microseconds, amounts
minor units, business dates `YYYYMMDD`. Keys are transit keys as text (`iso8583.transit`). Amounts of postings and of
`moved` are signed as the bank's customer sees them: what an account gives is negative.
"""

from __future__ import annotations

from countertop.journal import record

__all__ = [
    "CASH",
    "SETTLEMENT",
    "SUSPENSE",
    "AccountOpened",
    "BankOpened",
    "CardIssued",
    "ExceptionClosed",
    "ExceptionOpened",
    "ExceptionProposed",
    "FaultRuleSet",
    "FormerZoneKeysDropped",
    "HoldExpired",
    "RequestDecided",
    "TombstoneLaid",
    "VoiceApprovalGiven",
    "VoiceApprovalUsed",
    "ZoneKeysTaken",
]

SETTLEMENT = "settlement"
SUSPENSE = "suspense"
CASH = "cash"
"""Ids of the bank's own accounts: what it owes the switch, what nobody can place, and where deposits came from."""


@record("issuer.bank_opened")
class BankOpened:
    """The bank: its id (F100), its names, the switch it belongs to, and the zone keys of that link as key blocks.

    They are those of the ceremony; new ones come over the line where there is a `zmk`. Its own accounts come into being
    with it.
    """

    bank_id: str
    name: str
    english_name: str
    switch_id: str
    zpk: str
    zak: str
    zone: str = "Asia/Shanghai"
    zmk: str = ""


@record("issuer.zone_keys_taken")
class ZoneKeysTaken:
    """The switch has drawn new keys for the link and we have them: we send under them, and accept the former too.

    `exchange` is transmission time and STAN of the 0800 that brought them, the same whenever it comes again.
    """

    bank_id: str
    exchange: str
    present_zpk: str
    present_zak: str
    former_zpk: str
    former_zak: str
    taken_at: int


@record("issuer.former_zone_keys_dropped")
class FormerZoneKeysDropped:
    """What was in use before the keys of that exchange is accepted no more."""

    bank_id: str
    exchange: str
    dropped_at: int


@record("issuer.account_opened")
class AccountOpened:
    """A cardholder's account: `kind` is `debit` or `credit`; `number` counts accounts from 1 and is never used twice.

    `balance` was paid in at the opening (a posting against cash), `credit_limit` is how far below zero it may go.
    """

    account_id: str
    number: int
    kind: str
    holder: str
    balance: int
    credit_limit: int
    opened_at: int
    currency: str = "156"


@record("issuer.card_issued")
class CardIssued:
    """A card of an account: number as `ProtectPan` gave it, PIN as `MakePinReference` did (None: it has no PIN).

    `expiry` is YYMM; `status` is `normal`, `lost`, `stolen`, `restricted` or `closed`; None means no limit.
    """

    pan_token: str
    pan_cipher: str
    masked_pan: str
    account_id: str
    expiry: str
    service_code: str
    pin_reference: str | None
    status: str = "normal"
    limit_per_sale: int | None = None
    limit_per_day: int | None = None
    sales_per_day: int | None = None


@record("issuer.fault_rule_set")
class FaultRuleSet:
    """How the demo bank misbehaves on purpose: requests of a `kind` whose amount and card ending fit (None fits all).

    `act` is one of `issuer.faults.ACTS`; `response_code` is for `decline`, `delay` (microseconds) for `delay`. Setting
    a rule again replaces it; `none` switches it off.
    """

    rule: str
    act: str
    kind: str = "sale"
    amount: int | None = None
    card_ending: str | None = None
    response_code: str | None = None
    delay: int = 0


@record("issuer.request_decided")
class RequestDecided:
    """A request and its decision: durable together, with the money it moves, before anybody is answered.

    `family_key` is the key of the request that all of it began with. `moved` is its effect on the cardholder's account.
    `postings` are [account, sequence, amount, balance after it (None for the bank's own accounts)]; they sum to zero.
    Without an account of ours they are lines of suspense. `effect` is `stood-in` for what the switch approved.
    `holds` are [family key, account, amount held from now on, when that expires]. `expires_at` is said of a request
    that holds an amount itself. `card_state`, where it changes, is [wrong PINs, business date, spent on it, sales].
    """

    transit_key: str
    kind: str
    number: int
    family_key: str
    original_key: str | None
    pan_token: str | None
    account_id: str | None
    amount: int
    currency: str
    processing_code: str
    fingerprint: str
    response_code: str
    approval_code: str | None
    effect: str
    rrn: str
    terminal_id: str
    merchant_id: str
    business_date: str
    moved: int
    expires_at: int | None
    decided_at: int
    request: str
    answer: str
    postings: list[list[str | int | None]]
    holds: list[tuple[str, str, int, int]]
    card_state: list[int | str] | None


@record("issuer.tombstone_laid")
class TombstoneLaid:
    """The request of this key was reversed before it came: should it still come, its key is taken."""

    transit_key: str
    number: int
    pan_token: str | None
    amount: int
    currency: str
    processing_code: str
    rrn: str
    terminal_id: str
    merchant_id: str
    business_date: str
    laid_at: int


@record("issuer.exception_opened")
class ExceptionOpened:
    """Something was posted that the bank would have declined with this code; people look at it.

    `account_id` is None for a card that the bank has not issued: then the amount is in suspense.
    """

    transit_key: str
    account_id: str | None
    amount: int
    currency: str
    reason_code: str
    opened_at: int


@record("issuer.exception_proposed")
class ExceptionProposed:
    """Somebody at the desk says what is to come of an exception; another person must approve it."""

    transit_key: str
    proposed_outcome: str
    proposed_amount: int
    proposed_reason: str
    proposed_by: str
    proposed_at: int


@record("issuer.exception_closed")
class ExceptionClosed:
    """An exception is closed, by one person or, where money follows from it, by two.

    `exception_amount` (minor units) is the money that people move by hand for it; None where none is moved.
    """

    transit_key: str
    exception_outcome: str
    exception_amount: int | None
    exception_reason: str
    closed_by: str
    approved_by: str | None
    closed_at: int


@record("issuer.hold_expired")
class HoldExpired:
    """Nobody completed what was held; the cardholder may spend it again. Its family and account, as in `holds`."""

    family_key: str
    account_id: str
    expires_at: int
    expired_at: int


@record("issuer.voice_approval_given")
class VoiceApprovalGiven:
    """The voice desk approved a payment of this amount with this card, and holds it until then.

    `family_key` is the key of the hold. The code is good once, for this card and this amount.
    """

    pan_token: str
    approval_code: str
    family_key: str
    masked_pan: str
    account_id: str
    amount: int
    currency: str
    given_at: int
    expires_at: int


@record("issuer.voice_approval_used")
class VoiceApprovalUsed:
    """The payment that the code was given for was posted, under this key."""

    pan_token: str
    approval_code: str
    transit_key: str

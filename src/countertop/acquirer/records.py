"""What happened at the host. The founding records make a store complete in itself; the others are its work.

Messages received and sent are kept as `iso8583.hops` text: masked, without tracks and PIN blocks. Moments are UTC
microseconds, amounts minor units. An attempt key is `acquirer|merchant|terminal|batch instance|STAN`, never used again.
"""

from __future__ import annotations

from countertop.journal import record

__all__ = [
    "AcquirerOpened",
    "AttemptDecided",
    "AttemptReceived",
    "BinRouteSet",
    "BlacklistSet",
    "FormerZoneKeysDropped",
    "LateAnswerReceived",
    "MerchantLimitsSet",
    "MerchantRegistered",
    "OperatorRegistered",
    "PermissionSet",
    "ReversalAcknowledged",
    "ReversalOwed",
    "ReversalReceived",
    "TerminalRegistered",
    "TerminalSignedIn",
    "TerminalSignedOut",
    "TombstoneLaid",
    "TransferTargeted",
    "WalletLinked",
    "WalletNoticed",
    "WalletRefundOwed",
    "WatermarkSet",
    "ZoneKeysLoaded",
    "ZoneKeysTaken",
]


@record("acquirer.opened")
class AcquirerOpened:
    """The institution: `acquirer_id` (F32, up to 11 digits), its zone, and the minute of the day its business ends."""

    acquirer_id: str
    name: str
    zone: str = "Asia/Shanghai"
    cutoff_minute: int = 23 * 60


@record("acquirer.merchant_registered")
class MerchantRegistered:
    """A merchant: 15 characters, name for slips, category code (F18, 4 digits), `open` or `closed`.

    English name and city are for customers of wallets to read: printable ASCII.
    """

    merchant_id: str
    name: str
    category: str
    status: str = "open"
    name_en: str = ""
    city: str = "Shanghai"


@record("acquirer.terminal_registered")
class TerminalRegistered:
    """A terminal at a merchant, with its master key (a key block) and its open batch."""

    terminal_id: str
    merchant_id: str
    serial_number: str
    tmk: str
    status: str = "open"
    batch_instance: int = 1
    batch_number: str = "000001"


@record("acquirer.operator_registered")
class OperatorRegistered:
    """A person who may work at a terminal; `role` is `cashier`, `supervisor` or `manager`."""

    terminal_id: str
    operator: str
    role: str


@record("acquirer.bin_route_set")
class BinRouteSet:
    """Where cards under a prefix go; `length` is that of the whole number, `card_kind` `debit` or `credit`."""

    prefix: str
    length: int
    route: str = "switch"
    card_kind: str = "debit"
    scheme: str = "CUP"


@record("acquirer.permission_set")
class PermissionSet:
    """A terminal, or all terminals of a merchant, may ask for a kind of request, or no more."""

    holder_id: str
    granted_kind: str
    is_granted: bool


@record("acquirer.blacklist_set")
class BlacklistSet:
    """A prefix of card numbers, or one card by its token, is served no more, or again; `refusal_code` as in F39."""

    entry_kind: str
    entry: str
    entry_masked: str
    refusal_code: str
    is_listed: bool


@record("acquirer.merchant_limits_set")
class MerchantLimitsSet:
    """What a merchant may take at once, and by what spends in a day; 0 is no limit."""

    merchant_id: str
    largest_amount: int
    day_amount: int


@record("acquirer.zone_keys_loaded")
class ZoneKeysLoaded:
    """The keys of the link by a route, as key blocks; `peer_id` is the institution at its other end.

    They are those of the ceremony; new ones come over the line where there is a `zmk`.
    `clock_zone` is the zone of field 7, which all members of a switch agree on.
    """

    route: str
    peer_id: str
    zpk: str
    zak: str
    clock_zone: str = "Asia/Shanghai"
    zmk: str = ""


@record("acquirer.zone_keys_taken")
class ZoneKeysTaken:
    """The switch has drawn new keys for the link and we have them: we send under them, and accept the former too.

    `exchange` is transmission time and STAN of the 0800 that brought them, the same whenever it comes again.
    """

    route: str
    exchange: str
    present_zpk: str
    present_zak: str
    former_zpk: str
    former_zak: str
    taken_at: int


@record("acquirer.former_zone_keys_dropped")
class FormerZoneKeysDropped:
    """What was in use before the keys of that exchange is accepted no more."""

    route: str
    exchange: str
    dropped_at: int


@record("acquirer.wallet_linked")
class WalletLinked:
    """The wallet at the end of a route: the key that both sign with (a block of our HSM), the style of its codes."""

    route: str
    wallet_id: str
    name: str
    code_style: str
    signing_key: str


@record("acquirer.wallet_noticed")
class WalletNoticed:
    """The wallet told by itself what came of an order; the same number again is the same notice."""

    notice_number: int
    attempt_key: str
    event: str
    noticed_state: str
    refunded: int
    noticed_at: int
    notice: str


@record("acquirer.signed_in")
class TerminalSignedIn:
    """A terminal fetched working keys (key blocks); `field_62` carries them under its TMK, hexadecimal.

    `seals`: it said that it seals management messages.
    """

    terminal_id: str
    network_code: str
    stan: str
    serial: int
    rrn: str
    tpk: str
    tak: str
    tdk: str | None
    field_62: str
    seals: bool
    at: int


@record("acquirer.signed_out")
class TerminalSignedOut:
    """A terminal gave up its session; until it signs in again it sells nothing."""

    terminal_id: str
    stan: str
    serial: int
    rrn: str
    at: int


@record("acquirer.attempt_received")
class AttemptReceived:
    """A terminal asked for money to move, under a verified MAC and a key not seen before.

    What goes to the switch, under `transit_key`, follows from this and from the registry, so it is not kept again.
    `original_key` is that of what it undoes or follows up, once it was found and the claim on it admitted.
    """

    attempt_key: str
    kind: str
    terminal_id: str
    merchant_id: str
    merchant_category: str
    batch_instance: int
    batch_number: str
    stan: str
    serial: int
    rrn: str
    transit_key: str
    amount: int
    currency: str
    processing_code: str
    entry_mode: str
    condition_code: str
    pan_token: str | None
    pan_cipher: str | None
    masked_pan: str | None
    operator: str | None
    supervisor: str | None
    original_key: str | None
    received_at: int
    request: str


@record("acquirer.transfer_targeted")
class TransferTargeted:
    """The card that a transfer pays into; protected as the attempt's own card is."""

    attempt_key: str
    target_token: str
    target_cipher: str
    target_masked: str


@record("acquirer.attempt_decided")
class AttemptDecided:
    """What the terminal is told, and may be told again: `outcome` is `approved`, `declined` or `unknown`.

    `answer` is what the switch or the wallet said, None where the host decided alone; what the terminal gets follows
    from both. `cause` is who or what decided: `switch`, `wallet`, `host`, `time-out`, `wrong-answer`, `reversal`,
    `restart`, `tombstone`; of a payment by code also `never-came`.
    """

    attempt_key: str
    outcome: str
    response_code: str
    approval_code: str | None
    settlement_date: str
    local_date: str
    local_time: str
    receiving_id: str | None
    cause: str
    decided_at: int
    answer: str | None


@record("acquirer.reversal_received")
class ReversalReceived:
    """The terminal reverses an attempt that the host knows; `effect` says which of the four cases it is."""

    attempt_key: str
    reason: str
    effect: str
    reversed_at: int
    reversal_request: str


@record("acquirer.tombstone_laid")
class TombstoneLaid:
    """The terminal reverses an attempt that never arrived; should it still come, its key is taken."""

    attempt_key: str
    terminal_id: str
    merchant_id: str
    merchant_category: str
    batch_instance: int
    batch_number: str
    stan: str
    serial: int
    rrn: str
    amount: int
    currency: str
    processing_code: str
    entry_mode: str
    condition_code: str
    settlement_date: str
    local_date: str
    local_time: str
    reason: str
    laid_at: int
    reversal_request: str


@record("acquirer.reversal_owed")
class ReversalOwed:
    """The switch must be told to undo an attempt, under this transit key, until it acknowledges."""

    attempt_key: str
    terminal_id: str
    obligation_serial: int
    reversal_key: str
    owed_cause: str
    owed_at: int


@record("acquirer.reversal_acknowledged")
class ReversalAcknowledged:
    """The switch acknowledged; nothing is owed for this attempt any more."""

    attempt_key: str
    acknowledged_code: str
    tries: int
    acknowledged_at: int
    reversal_sent: str
    acknowledgement: str


@record("acquirer.wallet_refund_owed")
class WalletRefundOwed:
    """The wallet reverses a payment no more (`refused_as`, its fault): the same obligation is a refund from now on."""

    attempt_key: str
    terminal_id: str
    refund_number: str
    refund_amount: int
    refused_as: str
    refund_owed_at: int
    refusal: str


@record("acquirer.late_answer")
class LateAnswerReceived:
    """The switch answered an attempt that was already given up; it approves nothing."""

    attempt_key: str
    late_code: str
    late_approval_code: str | None
    late_at: int
    late_answer: str


@record("acquirer.watermark_set")
class WatermarkSet:
    """Every attempt whose serial is below this one is decided."""

    acquirer_id: str
    watermark: int

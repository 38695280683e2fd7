"""The host's tables, its questions, and the rule from each record to its rows.

Hot tables are append-only: an `attempt` gets a `decision`, an `obligation` its `discharge`; a `reversal` is the
terminal's word that it gave an attempt up. The key of `attempt` guards against repetition, whether by a request or by
a tombstone; the key of `decision` lets exactly one of answer, time-out, restart and reversal decide.
"""

from __future__ import annotations

from countertop.acquirer import console_tables as console
from countertop.acquirer import records
from countertop.acquirer.management import tables as management
from countertop.acquirer.refunding import tables as refunding
from countertop.acquirer.settlement import tables as settlement
from countertop.journal import Query, Row, Schema, Table, columns, rows_of

__all__ = ["SCHEMA", "AttemptKind", "Outcome"]

EVERYTHING = 1_000_000


class AttemptKind:
    """The values of `attempt.kind` that tables know of; the others are the names of `kinds`."""

    PREAUTHORISATION = "preauthorisation"
    TOMBSTONE = "tombstone"


class Outcome:
    """The values of `decision.outcome`."""

    APPROVED = "approved"
    DECLINED = "declined"
    UNKNOWN = "unknown"


ACQUIRER = Table("acquirer", columns("acquirer_id name zone cutoff_minute#"), ("acquirer_id",), replace=True)
MERCHANT = Table("merchant", columns("merchant_id name category status name_en city"), ("merchant_id",), replace=True)
TERMINAL = Table(
    "terminal", columns("terminal_id merchant_id serial_number tmk status"), ("terminal_id",), replace=True
)
BATCH = Table("batch", columns("terminal_id batch_instance# batch_number"), ("terminal_id",), replace=True)
OPERATOR = Table("operator", columns("terminal_id operator role"), ("terminal_id", "operator"), replace=True)
BIN_ROUTE = Table("bin_route", columns("prefix length# route card_kind scheme"), ("prefix", "length"), replace=True)
ZONE_KEYS = Table("zone_keys", columns("route peer_id zpk zak clock_zone zmk"), ("route",), replace=True)
ZONE_KEYS_TAKEN = Table(
    "zone_keys_taken",
    columns("route exchange present_zpk present_zak former_zpk former_zak taken_at#"),
    ("route",),
    replace=True,
)
ZONE_KEYS_DROPPED = Table("zone_keys_dropped", columns("route exchange dropped_at#"), ("route",), replace=True)
PERMISSION = Table(
    "permission", columns("holder_id granted_kind is_granted#"), ("holder_id", "granted_kind"), replace=True
)
BLACKLIST = Table(
    "blacklist",
    columns("entry_kind entry entry_masked refusal_code is_listed#"),
    ("entry_kind", "entry"),
    replace=True,
)
MERCHANT_LIMITS = Table(
    "merchant_limits", columns("merchant_id largest_amount# day_amount#"), ("merchant_id",), replace=True
)
WALLET_LINK = Table("wallet_link", columns("route wallet_id name code_style signing_key"), ("route",), replace=True)
WALLET_NOTICE = Table(
    "wallet_notice",
    columns("notice_number# attempt_key event noticed_state refunded# noticed_at# notice"),
    ("notice_number",),
    indexes=(("attempt_key",),),
)
SESSION = Table(
    "session",
    columns("terminal_id state network_code stan serial# rrn tpk? tak? tdk? field_62 seals# session_at#"),
    ("terminal_id",),
    replace=True,
)
ATTEMPT = Table(
    "attempt",
    columns(
        "attempt_key kind terminal_id merchant_id merchant_category batch_instance# batch_number stan serial# rrn "
        "transit_key amount# currency processing_code entry_mode condition_code "
        "pan_token? pan_cipher? masked_pan? operator? supervisor? original_key? received_at# request"
    ),
    ("attempt_key",),
    indexes=(
        *(("serial",), ("rrn",), ("pan_token", "received_at"), ("stan", "received_at"), ("amount", "received_at")),
        *(("terminal_id", "received_at"), ("merchant_id", "received_at")),
    ),
)
CLAIM = Table(
    "claim",
    columns("attempt_key original_key claim_kind claim_amount#"),
    ("attempt_key",),
    indexes=(("original_key",),),
)
AUTHORISATION = Table(
    "authorisation", columns("attempt_key authorised_token"), ("attempt_key",), indexes=(("authorised_token",),)
)
TRANSFER_TARGET = Table(
    "transfer_target", columns("attempt_key target_token target_cipher target_masked"), ("attempt_key",)
)
DECISION = Table(
    "decision",
    columns(
        "attempt_key outcome response_code approval_code? settlement_date local_date local_time receiving_id? "
        "cause decided_at# answer?"
    ),
    ("attempt_key",),
)
REVERSAL = Table("reversal", columns("attempt_key reason effect reversed_at# reversal_request"), ("attempt_key",))
OBLIGATION = Table(
    "obligation",
    columns("attempt_key terminal_id obligation_serial# reversal_key owed_cause owed_at#"),
    ("attempt_key",),
    indexes=(("obligation_serial",),),
)
DISCHARGE = Table(
    "discharge",
    columns("attempt_key acknowledged_code tries# acknowledged_at# reversal_sent acknowledgement"),
    ("attempt_key",),
)
WALLET_REFUND = Table(
    "wallet_refund",
    columns("attempt_key terminal_id refund_number refund_amount# refused_as refund_owed_at# refusal"),
    ("attempt_key",),
)
LATE_ANSWER = Table(
    "late_answer", columns("attempt_key late_code late_approval_code? late_at# late_answer"), ("attempt_key",)
)
WATERMARK = Table("watermark", columns("acquirer_id watermark#"), ("acquirer_id",), replace=True)

EVERY_ACQUIRER = Query("every_acquirer", "acquirer", limit=2)
EVERY_MERCHANT = Query("every_merchant", "merchant", limit=EVERYTHING)
EVERY_TERMINAL = Query("every_terminal", "terminal", limit=EVERYTHING)
EVERY_BATCH = Query("every_batch", "batch", limit=EVERYTHING)
EVERY_OPERATOR = Query("every_operator", "operator", limit=EVERYTHING)
EVERY_BIN_ROUTE = Query("every_bin_route", "bin_route", limit=EVERYTHING)
EVERY_ZONE_KEYS = Query("every_zone_keys", "zone_keys", limit=10)
ZONE_KEYS_TAKEN_BY = Query("zone_keys_taken_by", "zone_keys_taken", ("route",), limit=1)
ZONE_KEYS_DROPPED_BY = Query("zone_keys_dropped_by", "zone_keys_dropped", ("route",), limit=1)
EVERY_PERMISSION = Query("every_permission", "permission", limit=EVERYTHING)
EVERY_BLACKLISTED = Query("every_blacklisted", "blacklist", limit=EVERYTHING)
EVERY_MERCHANT_LIMITS = Query("every_merchant_limits", "merchant_limits", limit=EVERYTHING)
EVERY_WALLET = Query("every_wallet", "wallet_link", limit=10)
EVERY_SESSION = Query("every_session", "session", limit=EVERYTHING)
EVERY_WATERMARK = Query("every_watermark", "watermark", limit=2)

ATTEMPT_BY_KEY = Query("attempt_by_key", "attempt", ("attempt_key",), joined="decision", limit=1)
ATTEMPT_BY_RRN = Query("attempt_by_rrn", "attempt", ("rrn",), joined="decision", limit=2)
ATTEMPTS_SINCE_RRN = Query(
    "attempts_since_rrn", "attempt", joined="decision", at_least="rrn", order_by=("rrn",), limit=EVERYTHING
)
NEWEST_OF_TERMINAL = Query("newest_of_terminal", "attempt", ("terminal_id",), order_by=("-received_at",), limit=20)
NEWEST_ATTEMPT = Query("newest_attempt", "attempt", order_by=("-serial",), limit=1)
NEWEST_ATTEMPTS = Query("newest_attempts", "attempt", joined="decision", order_by=("-serial",), limit=200)
UNDECIDED_ATTEMPTS = Query(
    "undecided_attempts", "attempt", without="decision", at_least="serial", order_by=("serial",), limit=EVERYTHING
)
CLAIMS_OF = Query("claims_of", "claim", ("original_key",), joined="decision", limit=EVERYTHING)
AUTHORISATIONS_OF = Query(
    "authorisations_of", "authorisation", ("authorised_token",), joined="decision", limit=EVERYTHING
)
TARGET_BY_KEY = Query("target_by_key", "transfer_target", ("attempt_key",), limit=1)
REVERSAL_BY_KEY = Query("reversal_by_key", "reversal", ("attempt_key",), limit=1)
OBLIGATION_BY_KEY = Query("obligation_by_key", "obligation", ("attempt_key",), joined="discharge", limit=1)
OPEN_OBLIGATIONS = Query(
    "open_obligations", "obligation", without="discharge", order_by=("obligation_serial",), limit=EVERYTHING
)
NEWEST_OBLIGATION = Query("newest_obligation", "obligation", order_by=("-obligation_serial",), limit=1)
NOTICES_OF = Query("notices_of", "wallet_notice", ("attempt_key",), order_by=("notice_number",), limit=200)
WALLET_REFUND_BY_KEY = Query("wallet_refund_by_key", "wallet_refund", ("attempt_key",), limit=1)
LATE_ANSWER_BY_KEY = Query("late_answer_by_key", "late_answer", ("attempt_key",), limit=1)


_attempt_row = rows_of(ATTEMPT)


def _attempt_rows(entry: records.AttemptReceived) -> tuple[Row, ...]:
    if entry.original_key is not None:
        claim = ("claim", (entry.attempt_key, entry.original_key, entry.kind, entry.amount))
        return (*_attempt_row(entry), claim)
    if entry.kind == AttemptKind.PREAUTHORISATION:
        return (*_attempt_row(entry), ("authorisation", (entry.attempt_key, entry.pan_token or "")))
    return _attempt_row(entry)


def _permission_rows(entry: records.PermissionSet) -> tuple[Row, ...]:
    return (("permission", (entry.holder_id, entry.granted_kind, int(entry.is_granted))),)


def _blacklist_rows(entry: records.BlacklistSet) -> tuple[Row, ...]:
    what = (entry.entry_kind, entry.entry, entry.entry_masked)
    return (("blacklist", (*what, entry.refusal_code, int(entry.is_listed))),)


def _terminal_rows(entry: records.TerminalRegistered) -> tuple[Row, ...]:
    """Return the terminal, signed out: the keys of a machine registered before are not this one's."""
    return (
        ("terminal", (entry.terminal_id, entry.merchant_id, entry.serial_number, entry.tmk, entry.status)),
        ("batch", (entry.terminal_id, entry.batch_instance, entry.batch_number)),
        management.no_session(entry.terminal_id, 0),
    )


def _signed_in_rows(entry: records.TerminalSignedIn) -> tuple[Row, ...]:
    numbers = (entry.stan, entry.serial, entry.rrn)
    keys = (entry.tpk, entry.tak, entry.tdk, entry.field_62, int(entry.seals))
    return (("session", (entry.terminal_id, "signed-in", entry.network_code, *numbers, *keys, entry.at)),)


def _signed_out_rows(entry: records.TerminalSignedOut) -> tuple[Row, ...]:
    numbers = (entry.stan, entry.serial, entry.rrn)
    return (("session", (entry.terminal_id, "signed-out", "002", *numbers, None, None, None, "", 0, entry.at)),)


def _tombstone_rows(entry: records.TombstoneLaid) -> tuple[Row, ...]:
    """Return an attempt under the original's key that is decided at once (12) and reversed already."""
    key = entry.attempt_key
    place = (entry.terminal_id, entry.merchant_id, entry.merchant_category, entry.batch_instance, entry.batch_number)
    money = (entry.amount, entry.currency, entry.processing_code, entry.entry_mode, entry.condition_code)
    moment = (entry.settlement_date, entry.local_date, entry.local_time)
    numbers = (entry.stan, entry.serial, entry.rrn, "")
    nobody = (None,) * 6
    request, at = entry.reversal_request, entry.laid_at
    return (
        ("attempt", (key, AttemptKind.TOMBSTONE, *place, *numbers, *money, *nobody, at, request)),
        ("decision", (key, Outcome.DECLINED, "12", None, *moment, None, "tombstone", at, None)),
        ("reversal", (key, entry.reason, "tombstone", at, request)),
    )


SCHEMA = Schema(
    party="acquirer",
    tables=(
        *(ACQUIRER, MERCHANT, TERMINAL, BATCH, OPERATOR, BIN_ROUTE, ZONE_KEYS, SESSION),
        *(ATTEMPT, CLAIM, AUTHORISATION, TRANSFER_TARGET, DECISION, REVERSAL, OBLIGATION, DISCHARGE),
        *(LATE_ANSWER, WATERMARK, PERMISSION, BLACKLIST, MERCHANT_LIMITS, WALLET_LINK, WALLET_NOTICE),
        *(WALLET_REFUND, ZONE_KEYS_TAKEN, ZONE_KEYS_DROPPED),
        *management.TABLES,
        *settlement.TABLES,
        *refunding.TABLES,
    ),
    queries=(
        *(EVERY_ACQUIRER, EVERY_MERCHANT, EVERY_TERMINAL, EVERY_BATCH, EVERY_OPERATOR, EVERY_BIN_ROUTE),
        *(EVERY_ZONE_KEYS, EVERY_WALLET, EVERY_SESSION, EVERY_WATERMARK, NOTICES_OF),
        *(ATTEMPT_BY_KEY, ATTEMPT_BY_RRN, NEWEST_OF_TERMINAL, NEWEST_ATTEMPT, NEWEST_ATTEMPTS, UNDECIDED_ATTEMPTS),
        *(CLAIMS_OF, AUTHORISATIONS_OF, TARGET_BY_KEY, EVERY_PERMISSION),
        *(EVERY_BLACKLISTED, EVERY_MERCHANT_LIMITS, ATTEMPTS_SINCE_RRN),
        *(WALLET_REFUND_BY_KEY, ZONE_KEYS_TAKEN_BY, ZONE_KEYS_DROPPED_BY),
        *(REVERSAL_BY_KEY, OBLIGATION_BY_KEY, OPEN_OBLIGATIONS, NEWEST_OBLIGATION, LATE_ANSWER_BY_KEY),
        *management.QUERIES,
        *settlement.QUERIES,
        *console.QUERIES,
        *refunding.QUERIES,
    ),
    rows={
        **management.ROWS,
        records.AcquirerOpened: rows_of(ACQUIRER),
        records.MerchantRegistered: rows_of(MERCHANT),
        records.TerminalRegistered: _terminal_rows,
        records.OperatorRegistered: rows_of(OPERATOR),
        records.BinRouteSet: rows_of(BIN_ROUTE),
        records.PermissionSet: _permission_rows,
        records.BlacklistSet: _blacklist_rows,
        records.MerchantLimitsSet: rows_of(MERCHANT_LIMITS),
        records.ZoneKeysLoaded: rows_of(ZONE_KEYS),
        records.ZoneKeysTaken: rows_of(ZONE_KEYS_TAKEN),
        records.FormerZoneKeysDropped: rows_of(ZONE_KEYS_DROPPED),
        records.WalletLinked: rows_of(WALLET_LINK),
        records.WalletNoticed: rows_of(WALLET_NOTICE),
        records.TerminalSignedIn: _signed_in_rows,
        records.TerminalSignedOut: _signed_out_rows,
        records.AttemptReceived: _attempt_rows,
        records.TransferTargeted: rows_of(TRANSFER_TARGET),
        records.AttemptDecided: rows_of(DECISION),
        records.ReversalReceived: rows_of(REVERSAL),
        records.TombstoneLaid: _tombstone_rows,
        records.ReversalOwed: rows_of(OBLIGATION),
        records.ReversalAcknowledged: rows_of(DISCHARGE),
        records.WalletRefundOwed: rows_of(WALLET_REFUND),
        records.LateAnswerReceived: rows_of(LATE_ANSWER),
        records.WatermarkSet: rows_of(WATERMARK),
        **settlement.ROWS,
        **refunding.ROWS,
    },
)

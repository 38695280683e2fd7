"""The switch's tables, its questions, and the rule from each record to its rows.

Hot tables are append-only: an `attempt` gets a `decision`, an `obligation` its `discharge`. The key of `attempt` guards
against repetition, whether by a request or by a tombstone; the key of `decision` lets exactly one of answer,
time-out, restart and reversal decide; the key of `obligation` is the attempt's, so an attempt is undone once. A
`repetition` is owed until its attempt has a decision; a `stand_in` is a decision of the switch's own that its issuer is
to be told, until there is an `advice_taken`.
"""

from __future__ import annotations

from countertop.journal import Query, Row, Schema, Table, columns, rows_of
from countertop.switch import records

__all__ = ["SCHEMA", "AttemptKind", "Outcome"]

EVERYTHING = 1_000_000


class AttemptKind:
    """The values of `attempt.kind` beside those of `iso8583.interbank_forms`."""

    OTHER = "other"
    TOMBSTONE = "tombstone"


class Outcome:
    """The values of `decision.outcome`."""

    APPROVED = "approved"
    DECLINED = "declined"
    UNKNOWN = "unknown"


SWITCH = Table("switch", columns("switch_id name zone cutoff_minute#"), ("switch_id",), replace=True)
INSTITUTION = Table(
    "institution", columns("institution_id kind name english_name zpk zak zmk"), ("institution_id",), replace=True
)
# Of every link the newest offer, the newest pair that was proven, and what became of the one before.
ZONE_OFFER = Table(
    "zone_offer",
    columns("institution_id generation# next_zpk next_zak carried transmission_time stan ordered_by offered_at#"),
    ("institution_id",),
    replace=True,
)
ZONE_KEYS = Table(
    "zone_keys",
    columns("institution_id generation# present_zpk present_zak former_zpk former_zak offer_tries# confirmed_at#"),
    ("institution_id",),
    replace=True,
)
ZONE_REFUSAL = Table(
    "zone_refusal", columns("institution_id generation# refusal_code refused_at#"), ("institution_id",), replace=True
)
ZONE_DROP = Table("zone_drop", columns("institution_id generation# dropped_at#"), ("institution_id",), replace=True)
ROUTE = Table("route", columns("prefix issuer_id"), ("prefix",), replace=True)
ATTEMPT = Table(
    "attempt",
    columns(
        "transit_key kind number# sender_id receiver_id? rrn amount# currency processing_code fingerprint "
        "pan_token? pan_cipher? target_cipher? original_key? settlement_date received_at# request"
    ),
    ("transit_key",),
    indexes=(("number",), ("rrn",)),
)
DECISION = Table(
    "decision",
    columns("transit_key outcome response_code approval_code? cause decided_at# answer?"),
    ("transit_key",),
)
REVERSAL = Table(
    "reversal",
    columns("reversal_key original_key sender_id rrn reversal_code effect reversed_at# reversal_request"),
    ("reversal_key",),
    indexes=(("rrn",), ("original_key",)),
)
OBLIGATION = Table(
    "obligation",
    columns("transit_key obligation_number# reversal_key debtor_id owed_cause owed_at#"),
    ("transit_key",),
    indexes=(("obligation_number",),),
)
DISCHARGE = Table(
    "discharge",
    columns("transit_key acknowledged_code tries# acknowledged_at# acknowledgement"),
    ("transit_key",),
)
REPETITION = Table(
    "repetition",
    columns("transit_key number# debtor_id owed_cause owed_at#"),
    ("transit_key",),
    indexes=(("number",),),
)
LATE_ANSWER = Table(
    "late_answer", columns("transit_key late_code late_approval_code? late_at# late_answer"), ("transit_key",)
)
STAND_IN_RULE = Table(
    "stand_in_rule",
    columns(
        "issuer_id kind entry_modes most_amount# card_count# card_total# issuer_count# issuer_total# no_pin_amount# "
        "pin_unchecked#"
    ),
    ("issuer_id", "kind"),
    replace=True,
)
STAND_IN = Table(
    "stand_in",
    columns(
        "transit_key stand_in_number# debtor_id kind original_key? pan_token amount# approval_code settlement_date "
        "stood_in_cause card_count# card_total# issuer_count# issuer_total# stood_in_at#"
    ),
    ("transit_key",),
    indexes=(("stand_in_number",), ("debtor_id", "settlement_date", "kind")),
)
ADVICE_TAKEN = Table(
    "advice_taken", columns("transit_key taken_code advice_tries# taken_at# advice_answer"), ("transit_key",)
)
WATERMARK = Table("watermark", columns("switch_id watermark#"), ("switch_id",), replace=True)

EVERY_SWITCH = Query("every_switch", "switch", limit=2)
EVERY_INSTITUTION = Query("every_institution", "institution", limit=EVERYTHING)
EVERY_ZONE_OFFER = Query("every_zone_offer", "zone_offer", limit=EVERYTHING)
EVERY_ZONE_KEYS = Query("every_zone_keys", "zone_keys", limit=EVERYTHING)
EVERY_ZONE_REFUSAL = Query("every_zone_refusal", "zone_refusal", limit=EVERYTHING)
EVERY_ZONE_DROP = Query("every_zone_drop", "zone_drop", limit=EVERYTHING)
EVERY_ROUTE = Query("every_route", "route", limit=EVERYTHING)
EVERY_WATERMARK = Query("every_watermark", "watermark", limit=2)

ATTEMPT_BY_KEY = Query("attempt_by_key", "attempt", ("transit_key",), joined="decision", limit=1)
ATTEMPTS_BY_RRN = Query("attempts_by_rrn", "attempt", ("rrn",), joined="decision", limit=50)
NEWEST_ATTEMPT = Query("newest_attempt", "attempt", order_by=("-number",), limit=1)
UNDECIDED_ATTEMPTS = Query(
    "undecided_attempts", "attempt", without="decision", at_least="number", order_by=("number",), limit=EVERYTHING
)
REVERSAL_BY_KEY = Query("reversal_by_key", "reversal", ("reversal_key",), limit=1)
REVERSALS_BY_RRN = Query("reversals_by_rrn", "reversal", ("rrn",), limit=50)
OBLIGATION_BY_KEY = Query("obligation_by_key", "obligation", ("transit_key",), joined="discharge", limit=1)
OPEN_OBLIGATIONS = Query(
    "open_obligations", "obligation", without="discharge", order_by=("obligation_number",), limit=EVERYTHING
)
OPEN_REPETITIONS = Query("open_repetitions", "repetition", without="decision", order_by=("number",), limit=EVERYTHING)
EVERY_STAND_IN_RULE = Query("every_stand_in_rule", "stand_in_rule", limit=EVERYTHING)
STAND_IN_BY_KEY = Query("stand_in_by_key", "stand_in", ("transit_key",), joined="advice_taken", limit=1)
STAND_INS_OF_DAY = Query("stand_ins_of_day", "stand_in", ("debtor_id", "settlement_date", "kind"), limit=EVERYTHING)
OPEN_STAND_INS = Query(
    "open_stand_ins", "stand_in", without="advice_taken", order_by=("stand_in_number",), limit=EVERYTHING
)
NEWEST_STAND_IN = Query("newest_stand_in", "stand_in", order_by=("-stand_in_number",), limit=1)
NEWEST_OBLIGATION = Query("newest_obligation", "obligation", order_by=("-obligation_number",), limit=1)
LATE_ANSWER_BY_KEY = Query("late_answer_by_key", "late_answer", ("transit_key",), limit=1)


def _tombstone_rows(entry: records.TombstoneLaid) -> tuple[Row, ...]:
    """Let the tombstone take the attempt's key, decided at once: 12, as if it had come too late."""
    key, at = entry.transit_key, entry.laid_at
    money = (entry.rrn, entry.amount, entry.currency, entry.processing_code)
    attempt = (
        *(key, AttemptKind.TOMBSTONE, entry.number, entry.sender_id, None, *money, "", entry.pan_token),
        *(None, None, None),
        *(entry.settlement_date, at, ""),
    )
    return ("attempt", attempt), ("decision", (key, Outcome.DECLINED, "12", None, "tombstone", at, None))


SCHEMA = Schema(
    party="switch",
    tables=(
        *(SWITCH, INSTITUTION, ROUTE, ATTEMPT, DECISION, REVERSAL),
        *(ZONE_OFFER, ZONE_KEYS, ZONE_REFUSAL, ZONE_DROP),
        *(OBLIGATION, DISCHARGE, REPETITION, LATE_ANSWER, WATERMARK),
        *(STAND_IN_RULE, STAND_IN, ADVICE_TAKEN),
    ),
    queries=(
        *(EVERY_SWITCH, EVERY_INSTITUTION, EVERY_ROUTE, EVERY_WATERMARK),
        *(EVERY_ZONE_OFFER, EVERY_ZONE_KEYS, EVERY_ZONE_REFUSAL, EVERY_ZONE_DROP),
        *(ATTEMPT_BY_KEY, ATTEMPTS_BY_RRN, NEWEST_ATTEMPT, UNDECIDED_ATTEMPTS, REVERSAL_BY_KEY, REVERSALS_BY_RRN),
        *(OBLIGATION_BY_KEY, OPEN_OBLIGATIONS, OPEN_REPETITIONS, NEWEST_OBLIGATION, LATE_ANSWER_BY_KEY),
        *(EVERY_STAND_IN_RULE, STAND_IN_BY_KEY, STAND_INS_OF_DAY, OPEN_STAND_INS, NEWEST_STAND_IN),
    ),
    rows={
        records.SwitchOpened: rows_of(SWITCH),
        records.InstitutionRegistered: rows_of(INSTITUTION),
        records.ZoneKeysOffered: rows_of(ZONE_OFFER),
        records.ZoneKeysConfirmed: rows_of(ZONE_KEYS),
        records.ZoneKeysRefused: rows_of(ZONE_REFUSAL),
        records.FormerZoneKeysDropped: rows_of(ZONE_DROP),
        records.RouteSet: rows_of(ROUTE),
        records.AttemptReceived: rows_of(ATTEMPT),
        records.AttemptDecided: rows_of(DECISION),
        records.ReversalReceived: rows_of(REVERSAL),
        records.TombstoneLaid: _tombstone_rows,
        records.ReversalOwed: rows_of(OBLIGATION),
        records.ReversalAcknowledged: rows_of(DISCHARGE),
        records.RepetitionOwed: rows_of(REPETITION),
        records.LateAnswerReceived: rows_of(LATE_ANSWER),
        records.WatermarkSet: rows_of(WATERMARK),
        records.StandInRuleSet: rows_of(STAND_IN_RULE),
        records.StoodIn: rows_of(STAND_IN),
        records.AdviceTaken: rows_of(ADVICE_TAKEN),
    },
)
"""What the switch's store must know."""

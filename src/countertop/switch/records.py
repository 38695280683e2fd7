"""What happened at the switch. The founding records make a store complete in itself; the others are its work.

Messages are kept as `iso8583.hops` text: masked, without tracks and PIN blocks. Moments are UTC microseconds, amounts
minor units, settlement dates `YYYYMMDD`. Keys are transit keys as text (`iso8583.transit`).
"""

from __future__ import annotations

from countertop.journal import record

__all__ = [
    "AdviceTaken",
    "AttemptDecided",
    "AttemptReceived",
    "FormerZoneKeysDropped",
    "InstitutionRegistered",
    "LateAnswerReceived",
    "RepetitionOwed",
    "ReversalAcknowledged",
    "ReversalOwed",
    "ReversalReceived",
    "RouteSet",
    "StandInRuleSet",
    "StoodIn",
    "SwitchOpened",
    "TombstoneLaid",
    "WatermarkSet",
    "ZoneKeysConfirmed",
    "ZoneKeysOffered",
    "ZoneKeysRefused",
]


@record("switch.opened")
class SwitchOpened:
    """The centre itself: its id (up to 11 digits), the zone of field 7, and the minute of the day its business ends."""

    switch_id: str
    name: str
    zone: str = "Asia/Shanghai"
    cutoff_minute: int = 23 * 60


@record("switch.institution_registered")
class InstitutionRegistered:
    """A member: `kind` is `acquirer` or `issuer`; the keys of its link are key blocks of the switch's HSM.

    `zpk` and `zak` are those of the ceremony; the member takes new ones over the line where there is a `zmk`.
    """

    institution_id: str
    kind: str
    name: str
    english_name: str
    zpk: str
    zak: str
    zmk: str = ""


@record("switch.zone_keys_offered")
class ZoneKeysOffered:
    """The next zone keys of a member are drawn; it is told them until it has them. `ordered_by`: a person, or why.

    `generation` counts the offers of a member from 1. Transmission time and STAN are those of every 0800 that carries
    them, `carried` is its field 48.
    """

    institution_id: str
    generation: int
    next_zpk: str
    next_zak: str
    carried: str
    transmission_time: str
    stan: str
    ordered_by: str
    offered_at: int


@record("switch.zone_keys_confirmed")
class ZoneKeysConfirmed:
    """The member has made a MAC with the keys of that offer: they are in use, the former ones accepted for a while."""

    institution_id: str
    generation: int
    present_zpk: str
    present_zak: str
    former_zpk: str
    former_zak: str
    offer_tries: int
    confirmed_at: int


@record("switch.zone_keys_refused")
class ZoneKeysRefused:
    """The member would not have the keys of that offer; those in use stay."""

    institution_id: str
    generation: int
    refusal_code: str
    refused_at: int


@record("switch.former_zone_keys_dropped")
class FormerZoneKeysDropped:
    """What was in use before that generation is accepted no more."""

    institution_id: str
    generation: int
    dropped_at: int


@record("switch.route_set")
class RouteSet:
    """Cards whose number begins with the prefix go to this issuer; the longest prefix decides."""

    prefix: str
    issuer_id: str


@record("switch.stand_in_rule_set")
class StandInRuleSet:
    """What the switch may decide while this issuer is silent or away (`stand_in.Rule`); set again, it is replaced.

    The settlement date of the switch is the day that counts and totals are about.
    """

    issuer_id: str
    kind: str
    entry_modes: str
    most_amount: int
    card_count: int
    card_total: int
    issuer_count: int
    issuer_total: int
    no_pin_amount: int
    pin_unchecked: int


@record("switch.attempt_received")
class AttemptReceived:
    """A member asked for money to move, under a key not seen before. Nothing has left yet.

    `receiver_id` is None when the switch itself declines. A card number is absent only in a message that lacks it;
    `target_cipher` is that of a transfer's other card.
    """

    transit_key: str
    kind: str
    number: int
    sender_id: str
    receiver_id: str | None
    rrn: str
    amount: int
    currency: str
    processing_code: str
    fingerprint: str
    pan_token: str | None
    pan_cipher: str | None
    target_cipher: str | None
    original_key: str | None
    settlement_date: str
    received_at: int
    request: str


@record("switch.repetition_owed")
class RepetitionOwed:
    """The receiver of an attempt must be asked again, by the same request, until it answers; the decision ends it."""

    transit_key: str
    number: int
    debtor_id: str
    owed_cause: str
    owed_at: int


@record("switch.attempt_decided")
class AttemptDecided:
    """What the asker is told, and may be told again: `outcome` is `approved`, `declined` or `unknown`.

    `cause` says who decided; `answer` is what the issuer said, None where the switch decided alone.
    """

    transit_key: str
    outcome: str
    response_code: str
    approval_code: str | None
    cause: str
    decided_at: int
    answer: str | None


@record("switch.stood_in")
class StoodIn:
    """The switch approved an attempt in its issuer's stead, and owes it to the issuer to say so.

    `stand_in_number` is the order in which issuers are told. The cause is `absent` when the request never left,
    `silent` when the issuer may know it. The limits are those that held at that moment; 0 for a void, which has none.
    """

    transit_key: str
    stand_in_number: int
    debtor_id: str
    kind: str
    original_key: str | None
    pan_token: str
    amount: int
    approval_code: str
    settlement_date: str
    stood_in_cause: str
    card_count: int
    card_total: int
    issuer_count: int
    issuer_total: int
    stood_in_at: int


@record("switch.advice_taken")
class AdviceTaken:
    """The issuer has posted what was decided in its stead; it is not told again."""

    transit_key: str
    taken_code: str
    advice_tries: int
    taken_at: int
    advice_answer: str


@record("switch.reversal_received")
class ReversalReceived:
    """A member reverses an attempt; `effect` says what became of it, and the code is what it was answered."""

    reversal_key: str
    original_key: str
    sender_id: str
    rrn: str
    reversal_code: str
    effect: str
    reversed_at: int
    reversal_request: str


@record("switch.tombstone_laid")
class TombstoneLaid:
    """The attempt of this key was reversed before it came: should it still come, its key is taken."""

    transit_key: str
    number: int
    sender_id: str
    rrn: str
    amount: int
    currency: str
    processing_code: str
    pan_token: str
    settlement_date: str
    laid_at: int


@record("switch.reversal_owed")
class ReversalOwed:
    """The receiver of an attempt must be told to undo it, under this key, until it acknowledges."""

    transit_key: str
    obligation_number: int
    reversal_key: str
    debtor_id: str
    owed_cause: str
    owed_at: int


@record("switch.reversal_acknowledged")
class ReversalAcknowledged:
    """The receiver acknowledged; nothing is owed for this attempt any more."""

    transit_key: str
    acknowledged_code: str
    tries: int
    acknowledged_at: int
    acknowledgement: str


@record("switch.late_answer")
class LateAnswerReceived:
    """An issuer answered an attempt that was already decided otherwise; it approves nothing."""

    transit_key: str
    late_code: str
    late_approval_code: str | None
    late_at: int
    late_answer: str


@record("switch.watermark_set")
class WatermarkSet:
    """Every attempt numbered below this one is decided."""

    switch_id: str
    watermark: int

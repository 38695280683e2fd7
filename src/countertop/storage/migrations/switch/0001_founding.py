"""Founding."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "switch_0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "advice_taken",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("transit_key", sa.Text(), nullable=False),
        sa.Column("taken_code", sa.Text(), nullable=False),
        sa.Column("advice_tries", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("taken_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("advice_answer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("transit_key", name="key_of_advice_taken"),
        sqlite_strict=True,
    )
    op.create_table(
        "attempt",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("transit_key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sender_id", sa.Text(), nullable=False),
        sa.Column("receiver_id", sa.Text(), nullable=True),
        sa.Column("rrn", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("processing_code", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("pan_token", sa.Text(), nullable=True),
        sa.Column("pan_cipher", sa.Text(), nullable=True),
        sa.Column("target_cipher", sa.Text(), nullable=True),
        sa.Column("original_key", sa.Text(), nullable=True),
        sa.Column("settlement_date", sa.Text(), nullable=False),
        sa.Column("received_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("transit_key", name="key_of_attempt"),
        sqlite_strict=True,
    )
    op.create_index("attempt_by_number", "attempt", ["number"], unique=False)
    op.create_index("attempt_by_rrn", "attempt", ["rrn"], unique=False)
    op.create_table(
        "decision",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("transit_key", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("response_code", sa.Text(), nullable=False),
        sa.Column("approval_code", sa.Text(), nullable=True),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("transit_key", name="key_of_decision"),
        sqlite_strict=True,
    )
    op.create_table(
        "discharge",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("transit_key", sa.Text(), nullable=False),
        sa.Column("acknowledged_code", sa.Text(), nullable=False),
        sa.Column("tries", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("acknowledged_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("acknowledgement", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("transit_key", name="key_of_discharge"),
        sqlite_strict=True,
    )
    op.create_table(
        "institution",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("institution_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("english_name", sa.Text(), nullable=False),
        sa.Column("zpk", sa.Text(), nullable=False),
        sa.Column("zak", sa.Text(), nullable=False),
        sa.Column("zmk", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("institution_id", name="key_of_institution"),
        sqlite_strict=True,
    )
    op.create_table(
        "late_answer",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("transit_key", sa.Text(), nullable=False),
        sa.Column("late_code", sa.Text(), nullable=False),
        sa.Column("late_approval_code", sa.Text(), nullable=True),
        sa.Column("late_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("late_answer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("transit_key", name="key_of_late_answer"),
        sqlite_strict=True,
    )
    op.create_table(
        "obligation",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("transit_key", sa.Text(), nullable=False),
        sa.Column("obligation_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reversal_key", sa.Text(), nullable=False),
        sa.Column("debtor_id", sa.Text(), nullable=False),
        sa.Column("owed_cause", sa.Text(), nullable=False),
        sa.Column("owed_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("transit_key", name="key_of_obligation"),
        sqlite_strict=True,
    )
    op.create_index("obligation_by_obligation_number", "obligation", ["obligation_number"], unique=False)
    op.create_table(
        "record",
        sa.Column(
            "sequence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sequence"),
        sqlite_strict=True,
    )
    op.create_table(
        "repetition",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("transit_key", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("debtor_id", sa.Text(), nullable=False),
        sa.Column("owed_cause", sa.Text(), nullable=False),
        sa.Column("owed_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("transit_key", name="key_of_repetition"),
        sqlite_strict=True,
    )
    op.create_index("repetition_by_number", "repetition", ["number"], unique=False)
    op.create_table(
        "reversal",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reversal_key", sa.Text(), nullable=False),
        sa.Column("original_key", sa.Text(), nullable=False),
        sa.Column("sender_id", sa.Text(), nullable=False),
        sa.Column("rrn", sa.Text(), nullable=False),
        sa.Column("reversal_code", sa.Text(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("reversed_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reversal_request", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("reversal_key", name="key_of_reversal"),
        sqlite_strict=True,
    )
    op.create_index("reversal_by_original_key", "reversal", ["original_key"], unique=False)
    op.create_index("reversal_by_rrn", "reversal", ["rrn"], unique=False)
    op.create_table(
        "route",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("issuer_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("prefix", name="key_of_route"),
        sqlite_strict=True,
    )
    op.create_table(
        "stand_in",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("transit_key", sa.Text(), nullable=False),
        sa.Column("stand_in_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("debtor_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("original_key", sa.Text(), nullable=True),
        sa.Column("pan_token", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("approval_code", sa.Text(), nullable=False),
        sa.Column("settlement_date", sa.Text(), nullable=False),
        sa.Column("stood_in_cause", sa.Text(), nullable=False),
        sa.Column("card_count", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("card_total", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("issuer_count", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("issuer_total", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stood_in_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("transit_key", name="key_of_stand_in"),
        sqlite_strict=True,
    )
    op.create_index(
        "stand_in_by_debtor_id_and_settlement_date_and_kind",
        "stand_in",
        ["debtor_id", "settlement_date", "kind"],
        unique=False,
    )
    op.create_index("stand_in_by_stand_in_number", "stand_in", ["stand_in_number"], unique=False)
    op.create_table(
        "stand_in_rule",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("issuer_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("entry_modes", sa.Text(), nullable=False),
        sa.Column("most_amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("card_count", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("card_total", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("issuer_count", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("issuer_total", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("no_pin_amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pin_unchecked", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("issuer_id", "kind", name="key_of_stand_in_rule"),
        sqlite_strict=True,
    )
    op.create_table(
        "switch",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("switch_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("cutoff_minute", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("switch_id", name="key_of_switch"),
        sqlite_strict=True,
    )
    op.create_table(
        "watermark",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("switch_id", sa.Text(), nullable=False),
        sa.Column("watermark", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("switch_id", name="key_of_watermark"),
        sqlite_strict=True,
    )
    op.create_table(
        "zone_drop",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("institution_id", sa.Text(), nullable=False),
        sa.Column("generation", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("dropped_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("institution_id", name="key_of_zone_drop"),
        sqlite_strict=True,
    )
    op.create_table(
        "zone_keys",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("institution_id", sa.Text(), nullable=False),
        sa.Column("generation", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("present_zpk", sa.Text(), nullable=False),
        sa.Column("present_zak", sa.Text(), nullable=False),
        sa.Column("former_zpk", sa.Text(), nullable=False),
        sa.Column("former_zak", sa.Text(), nullable=False),
        sa.Column("offer_tries", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("confirmed_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("institution_id", name="key_of_zone_keys"),
        sqlite_strict=True,
    )
    op.create_table(
        "zone_offer",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("institution_id", sa.Text(), nullable=False),
        sa.Column("generation", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("next_zpk", sa.Text(), nullable=False),
        sa.Column("next_zak", sa.Text(), nullable=False),
        sa.Column("carried", sa.Text(), nullable=False),
        sa.Column("transmission_time", sa.Text(), nullable=False),
        sa.Column("stan", sa.Text(), nullable=False),
        sa.Column("ordered_by", sa.Text(), nullable=False),
        sa.Column("offered_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("institution_id", name="key_of_zone_offer"),
        sqlite_strict=True,
    )
    op.create_table(
        "zone_refusal",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("institution_id", sa.Text(), nullable=False),
        sa.Column("generation", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("refusal_code", sa.Text(), nullable=False),
        sa.Column("refused_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("institution_id", name="key_of_zone_refusal"),
        sqlite_strict=True,
    )

"""Founding."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "acquirer_0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "acquirer",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("acquirer_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("cutoff_minute", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("acquirer_id", name="key_of_acquirer"),
        sqlite_strict=True,
    )
    op.create_table(
        "attempt",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("attempt_key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("terminal_id", sa.Text(), nullable=False),
        sa.Column("merchant_id", sa.Text(), nullable=False),
        sa.Column("merchant_category", sa.Text(), nullable=False),
        sa.Column("batch_instance", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("batch_number", sa.Text(), nullable=False),
        sa.Column("stan", sa.Text(), nullable=False),
        sa.Column("serial", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rrn", sa.Text(), nullable=False),
        sa.Column("transit_key", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("processing_code", sa.Text(), nullable=False),
        sa.Column("entry_mode", sa.Text(), nullable=False),
        sa.Column("condition_code", sa.Text(), nullable=False),
        sa.Column("pan_token", sa.Text(), nullable=True),
        sa.Column("pan_cipher", sa.Text(), nullable=True),
        sa.Column("masked_pan", sa.Text(), nullable=True),
        sa.Column("operator", sa.Text(), nullable=True),
        sa.Column("supervisor", sa.Text(), nullable=True),
        sa.Column("original_key", sa.Text(), nullable=True),
        sa.Column("received_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("attempt_key", name="key_of_attempt"),
        sqlite_strict=True,
    )
    op.create_index("attempt_by_rrn", "attempt", ["rrn"], unique=False)
    op.create_index("attempt_by_serial", "attempt", ["serial"], unique=False)
    op.create_table(
        "authorisation",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("attempt_key", sa.Text(), nullable=False),
        sa.Column("authorised_token", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("attempt_key", name="key_of_authorisation"),
        sqlite_strict=True,
    )
    op.create_index("authorisation_by_authorised_token", "authorisation", ["authorised_token"], unique=False)
    op.create_table(
        "batch",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("terminal_id", sa.Text(), nullable=False),
        sa.Column("batch_instance", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("batch_number", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("terminal_id", name="key_of_batch"),
        sqlite_strict=True,
    )
    op.create_table(
        "bin_route",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("length", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("card_kind", sa.Text(), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("prefix", "length", name="key_of_bin_route"),
        sqlite_strict=True,
    )
    op.create_table(
        "claim",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("attempt_key", sa.Text(), nullable=False),
        sa.Column("original_key", sa.Text(), nullable=False),
        sa.Column("claim_kind", sa.Text(), nullable=False),
        sa.Column("claim_amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("attempt_key", name="key_of_claim"),
        sqlite_strict=True,
    )
    op.create_index("claim_by_original_key", "claim", ["original_key"], unique=False)
    op.create_table(
        "decision",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("attempt_key", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("response_code", sa.Text(), nullable=False),
        sa.Column("approval_code", sa.Text(), nullable=True),
        sa.Column("settlement_date", sa.Text(), nullable=False),
        sa.Column("local_date", sa.Text(), nullable=False),
        sa.Column("local_time", sa.Text(), nullable=False),
        sa.Column("receiving_id", sa.Text(), nullable=True),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("attempt_key", name="key_of_decision"),
        sqlite_strict=True,
    )
    op.create_table(
        "discharge",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("attempt_key", sa.Text(), nullable=False),
        sa.Column("acknowledged_code", sa.Text(), nullable=False),
        sa.Column("tries", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("acknowledged_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reversal_sent", sa.Text(), nullable=False),
        sa.Column("acknowledgement", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("attempt_key", name="key_of_discharge"),
        sqlite_strict=True,
    )
    op.create_table(
        "heartbeat",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("terminal_id", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("terminal_id", name="key_of_heartbeat"),
        sqlite_strict=True,
    )
    op.create_table(
        "instruction",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("instruction_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("terminal_id", sa.Text(), nullable=False),
        sa.Column("instructed_verb", sa.Text(), nullable=False),
        sa.Column("instructed_text", sa.Text(), nullable=False),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.Column("given_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("instruction_number", name="key_of_instruction"),
        sqlite_strict=True,
    )
    op.create_index(
        "instruction_by_terminal_id_and_instruction_number",
        "instruction",
        ["terminal_id", "instruction_number"],
        unique=False,
    )
    op.create_table(
        "instruction_end",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("instruction_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ended_as", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("instruction_number", name="key_of_instruction_end"),
        sqlite_strict=True,
    )
    op.create_table(
        "late_answer",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("attempt_key", sa.Text(), nullable=False),
        sa.Column("late_code", sa.Text(), nullable=False),
        sa.Column("late_approval_code", sa.Text(), nullable=True),
        sa.Column("late_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("late_answer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("attempt_key", name="key_of_late_answer"),
        sqlite_strict=True,
    )
    op.create_table(
        "lock",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("terminal_id", sa.Text(), nullable=False),
        sa.Column("locked_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("terminal_id", name="key_of_lock"),
        sqlite_strict=True,
    )
    op.create_table(
        "merchant",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("merchant_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("merchant_id", name="key_of_merchant"),
        sqlite_strict=True,
    )
    op.create_table(
        "obligation",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("attempt_key", sa.Text(), nullable=False),
        sa.Column("terminal_id", sa.Text(), nullable=False),
        sa.Column("obligation_serial", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reversal_key", sa.Text(), nullable=False),
        sa.Column("owed_cause", sa.Text(), nullable=False),
        sa.Column("owed_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("attempt_key", name="key_of_obligation"),
        sqlite_strict=True,
    )
    op.create_index("obligation_by_obligation_serial", "obligation", ["obligation_serial"], unique=False)
    op.create_table(
        "operator",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("terminal_id", sa.Text(), nullable=False),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("terminal_id", "operator", name="key_of_operator"),
        sqlite_strict=True,
    )
    op.create_table(
        "permission",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("holder_id", sa.Text(), nullable=False),
        sa.Column("granted_kind", sa.Text(), nullable=False),
        sa.Column("is_granted", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("holder_id", "granted_kind", name="key_of_permission"),
        sqlite_strict=True,
    )
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
        "reversal",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("attempt_key", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("reversed_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reversal_request", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("attempt_key", name="key_of_reversal"),
        sqlite_strict=True,
    )
    op.create_table(
        "session",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("terminal_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("network_code", sa.Text(), nullable=False),
        sa.Column("stan", sa.Text(), nullable=False),
        sa.Column("serial", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rrn", sa.Text(), nullable=False),
        sa.Column("tpk", sa.Text(), nullable=True),
        sa.Column("tak", sa.Text(), nullable=True),
        sa.Column("tdk", sa.Text(), nullable=True),
        sa.Column("field_62", sa.Text(), nullable=False),
        sa.Column("session_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("terminal_id", name="key_of_session"),
        sqlite_strict=True,
    )
    op.create_table(
        "terminal",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("terminal_id", sa.Text(), nullable=False),
        sa.Column("merchant_id", sa.Text(), nullable=False),
        sa.Column("serial_number", sa.Text(), nullable=False),
        sa.Column("tmk", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("terminal_id", name="key_of_terminal"),
        sqlite_strict=True,
    )
    op.create_table(
        "transfer_target",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("attempt_key", sa.Text(), nullable=False),
        sa.Column("target_token", sa.Text(), nullable=False),
        sa.Column("target_cipher", sa.Text(), nullable=False),
        sa.Column("target_masked", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("attempt_key", name="key_of_transfer_target"),
        sqlite_strict=True,
    )
    op.create_table(
        "watermark",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("acquirer_id", sa.Text(), nullable=False),
        sa.Column("watermark", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("acquirer_id", name="key_of_watermark"),
        sqlite_strict=True,
    )
    op.create_table(
        "zone_keys",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("peer_id", sa.Text(), nullable=False),
        sa.Column("zpk", sa.Text(), nullable=False),
        sa.Column("zak", sa.Text(), nullable=False),
        sa.Column("clock_zone", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("route", name="key_of_zone_keys"),
        sqlite_strict=True,
    )

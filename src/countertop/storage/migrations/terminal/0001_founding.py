"""Founding."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "terminal_0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "attempt",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("terminal_id", sa.Text(), nullable=False),
        sa.Column("batch_number", sa.Text(), nullable=False),
        sa.Column("stan", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("processing_code", sa.Text(), nullable=False),
        sa.Column("entry_mode", sa.Text(), nullable=False),
        sa.Column("condition_code", sa.Text(), nullable=False),
        sa.Column("transaction_info", sa.Text(), nullable=False),
        sa.Column("original_info", sa.Text(), nullable=True),
        sa.Column("original_stan", sa.Text(), nullable=True),
        sa.Column("original_rrn", sa.Text(), nullable=True),
        sa.Column("original_approval_code", sa.Text(), nullable=True),
        sa.Column("pan_token", sa.Text(), nullable=False),
        sa.Column("pan_cipher", sa.Text(), nullable=False),
        sa.Column("masked_pan", sa.Text(), nullable=False),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("supervisor", sa.Text(), nullable=True),
        sa.Column("prepared_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("original_date", sa.Text(), nullable=True),
        sa.Column("tip", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("target_token", sa.Text(), nullable=True),
        sa.Column("target_cipher", sa.Text(), nullable=True),
        sa.Column("target_masked", sa.Text(), nullable=True),
        sa.Column("account", sa.Text(), nullable=True),
        sa.Column("waived", sa.Text(), nullable=True),
        sa.Column("waived_limit", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("terminal_id", "batch_number", "stan", name="key_of_attempt"),
        sqlite_strict=True,
    )
    op.create_index(
        "attempt_by_terminal_id_and_batch_number_and_original_stan",
        "attempt",
        ["terminal_id", "batch_number", "original_stan"],
        unique=False,
    )
    op.create_table(
        "blacklist",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("terminal_id", sa.Text(), nullable=False),
        sa.Column("prefixes", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("terminal_id", name="key_of_blacklist"),
        sqlite_strict=True,
    )
    op.create_table(
        "discharge",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("terminal_id", sa.Text(), nullable=False),
        sa.Column("batch_number", sa.Text(), nullable=False),
        sa.Column("stan", sa.Text(), nullable=False),
        sa.Column("acknowledged_code", sa.Text(), nullable=False),
        sa.Column("acknowledged_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("acknowledgement", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("terminal_id", "batch_number", "stan", name="key_of_discharge"),
        sqlite_strict=True,
    )
    op.create_table(
        "identity",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("terminal_id", sa.Text(), nullable=False),
        sa.Column("serial_number", sa.Text(), nullable=False),
        sa.Column("confirmed_by", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("terminal_id", name="key_of_identity"),
        sqlite_strict=True,
    )
    op.create_table(
        "installation",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("terminal_id", sa.Text(), nullable=False),
        sa.Column("merchant_id", sa.Text(), nullable=False),
        sa.Column("merchant_name_zh", sa.Text(), nullable=False),
        sa.Column("merchant_name_en", sa.Text(), nullable=False),
        sa.Column("tpdu", sa.Text(), nullable=False),
        sa.Column("header", sa.Text(), nullable=False),
        sa.Column("first_batch_number", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("licence", sa.Text(), nullable=False),
        sa.Column("serial_number", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("terminal_id", name="key_of_installation"),
        sqlite_strict=True,
    )
    op.create_table(
        "instruction",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("terminal_id", sa.Text(), nullable=False),
        sa.Column("instruction_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("done_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("terminal_id", "instruction_number", name="key_of_instruction"),
        sqlite_strict=True,
    )
    op.create_table(
        "instruction_report",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("terminal_id", sa.Text(), nullable=False),
        sa.Column("instruction_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("terminal_id", "instruction_number", name="key_of_instruction_report"),
        sqlite_strict=True,
    )
    op.create_table(
        "keypad_lock",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("terminal_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("locked_operator", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("terminal_id", name="key_of_keypad_lock"),
        sqlite_strict=True,
    )
    op.create_table(
        "last_stan",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("terminal_id", sa.Text(), nullable=False),
        sa.Column("stan", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("terminal_id", name="key_of_last_stan"),
        sqlite_strict=True,
    )
    op.create_table(
        "late_answer",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("terminal_id", sa.Text(), nullable=False),
        sa.Column("batch_number", sa.Text(), nullable=False),
        sa.Column("stan", sa.Text(), nullable=False),
        sa.Column("mti", sa.Text(), nullable=False),
        sa.Column("late_code", sa.Text(), nullable=True),
        sa.Column("mac_right", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("late_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("late_answer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("terminal_id", "batch_number", "stan", "mti", name="key_of_late_answer"),
        sqlite_strict=True,
    )
    op.create_table(
        "lock",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("terminal_id", sa.Text(), nullable=False),
        sa.Column("locked", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("terminal_id", name="key_of_lock"),
        sqlite_strict=True,
    )
    op.create_table(
        "machine",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("terminal_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("batch_number", sa.Text(), nullable=False),
        sa.Column("clock_offset", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("changed_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("terminal_id", name="key_of_machine"),
        sqlite_strict=True,
    )
    op.create_table(
        "master_key",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("terminal_id", sa.Text(), nullable=False),
        sa.Column("tmk", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("terminal_id", name="key_of_master_key"),
        sqlite_strict=True,
    )
    op.create_table(
        "operator",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("terminal_id", sa.Text(), nullable=False),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("first_password", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("removed", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("terminal_id", "operator", name="key_of_operator"),
        sqlite_strict=True,
    )
    op.create_table(
        "outcome",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("terminal_id", sa.Text(), nullable=False),
        sa.Column("batch_number", sa.Text(), nullable=False),
        sa.Column("stan", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("response_code", sa.Text(), nullable=True),
        sa.Column("approval_code", sa.Text(), nullable=True),
        sa.Column("rrn", sa.Text(), nullable=True),
        sa.Column("host_date", sa.Text(), nullable=False),
        sa.Column("host_time", sa.Text(), nullable=False),
        sa.Column("settlement_date", sa.Text(), nullable=True),
        sa.Column("institutions", sa.Text(), nullable=True),
        sa.Column("scheme", sa.Text(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("terminal_id", "batch_number", "stan", name="key_of_outcome"),
        sqlite_strict=True,
    )
    op.create_index(
        "outcome_by_terminal_id_and_batch_number_and_state",
        "outcome",
        ["terminal_id", "batch_number", "state"],
        unique=False,
    )
    op.create_index("outcome_by_terminal_id_and_rrn", "outcome", ["terminal_id", "rrn"], unique=False)
    op.create_index("outcome_by_terminal_id_and_state", "outcome", ["terminal_id", "state"], unique=False)
    op.create_table(
        "parameters",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("terminal_id", sa.Text(), nullable=False),
        sa.Column("parameter_values", sa.Text(), nullable=False),
        sa.Column("applied_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("terminal_id", name="key_of_parameters"),
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
        "repeat",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("terminal_id", sa.Text(), nullable=False),
        sa.Column("batch_number", sa.Text(), nullable=False),
        sa.Column("stan", sa.Text(), nullable=False),
        sa.Column("tries", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tried_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("repeat_request", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("terminal_id", "batch_number", "stan", name="key_of_repeat"),
        sqlite_strict=True,
    )
    op.create_table(
        "repeat_owed",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("terminal_id", sa.Text(), nullable=False),
        sa.Column("batch_number", sa.Text(), nullable=False),
        sa.Column("stan", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("owed_since", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unsettled_answer", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("terminal_id", "batch_number", "stan", name="key_of_repeat_owed"),
        sqlite_strict=True,
    )
    op.create_table(
        "requirement",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("terminal_id", sa.Text(), nullable=False),
        sa.Column("requirement", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("terminal_id", name="key_of_requirement"),
        sqlite_strict=True,
    )
    op.create_table(
        "reversal",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("terminal_id", sa.Text(), nullable=False),
        sa.Column("batch_number", sa.Text(), nullable=False),
        sa.Column("stan", sa.Text(), nullable=False),
        sa.Column("tries", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tried_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reversal_request", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("terminal_id", "batch_number", "stan", name="key_of_reversal"),
        sqlite_strict=True,
    )
    op.create_table(
        "self_test",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("terminal_id", sa.Text(), nullable=False),
        sa.Column("tested_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("failed_parts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("terminal_id", name="key_of_self_test"),
        sqlite_strict=True,
    )
    op.create_table(
        "settlement",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("terminal_id", sa.Text(), nullable=False),
        sa.Column("batch_number", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("totals", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("records", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("host_date", sa.Text(), nullable=True),
        sa.Column("host_time", sa.Text(), nullable=True),
        sa.Column("rrn", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("terminal_id", "batch_number", name="key_of_settlement"),
        sqlite_strict=True,
    )
    op.create_index("settlement_by_terminal_id_and_begun_at", "settlement", ["terminal_id", "begun_at"], unique=False)
    op.create_index("settlement_by_terminal_id_and_state", "settlement", ["terminal_id", "state"], unique=False)
    op.create_table(
        "settlement_order",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("terminal_id", sa.Text(), nullable=False),
        sa.Column("is_ordered", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("terminal_id", name="key_of_settlement_order"),
        sqlite_strict=True,
    )
    op.create_table(
        "standing",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("terminal_id", sa.Text(), nullable=False),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("failures", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("locked", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("terminal_id", "operator", name="key_of_standing"),
        sqlite_strict=True,
    )
    op.create_table(
        "stored",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("terminal_id", sa.Text(), nullable=False),
        sa.Column("batch_number", sa.Text(), nullable=False),
        sa.Column("stan", sa.Text(), nullable=False),
        sa.Column("place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stored_date", sa.Text(), nullable=False),
        sa.Column("stored_time", sa.Text(), nullable=False),
        sa.Column("stored_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("terminal_id", "batch_number", "stan", name="key_of_stored"),
        sqlite_strict=True,
    )
    op.create_table(
        "upload_place",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("terminal_id", sa.Text(), nullable=False),
        sa.Column("batch_number", sa.Text(), nullable=False),
        sa.Column("place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("terminal_id", "batch_number", name="key_of_upload_place"),
        sqlite_strict=True,
    )
    op.create_table(
        "working_keys",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("terminal_id", sa.Text(), nullable=False),
        sa.Column("tpk", sa.Text(), nullable=False),
        sa.Column("tak", sa.Text(), nullable=False),
        sa.Column("tdk", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("terminal_id", name="key_of_working_keys"),
        sqlite_strict=True,
    )

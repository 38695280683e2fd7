"""Founding."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "issuer_0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("credit_limit", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opened_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("account_id", name="key_of_account"),
        sqlite_strict=True,
    )
    op.create_index("account_by_kind", "account", ["kind"], unique=False)
    op.create_index("account_by_number", "account", ["number"], unique=False)
    op.create_table(
        "attempt",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("transit_key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("family_key", sa.Text(), nullable=False),
        sa.Column("original_key", sa.Text(), nullable=True),
        sa.Column("pan_token", sa.Text(), nullable=True),
        sa.Column("account_id", sa.Text(), nullable=True),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("processing_code", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("response_code", sa.Text(), nullable=False),
        sa.Column("approval_code", sa.Text(), nullable=True),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("rrn", sa.Text(), nullable=False),
        sa.Column("terminal_id", sa.Text(), nullable=False),
        sa.Column("merchant_id", sa.Text(), nullable=False),
        sa.Column("business_date", sa.Text(), nullable=False),
        sa.Column("moved", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("expires_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("transit_key", name="key_of_attempt"),
        sqlite_strict=True,
    )
    op.create_index("attempt_by_family_key", "attempt", ["family_key"], unique=False)
    op.create_index("attempt_by_number", "attempt", ["number"], unique=False)
    op.create_index("attempt_by_rrn", "attempt", ["rrn"], unique=False)
    op.create_table(
        "bank",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("bank_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("english_name", sa.Text(), nullable=False),
        sa.Column("switch_id", sa.Text(), nullable=False),
        sa.Column("zpk", sa.Text(), nullable=False),
        sa.Column("zak", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("zmk", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("bank_id", name="key_of_bank"),
        sqlite_strict=True,
    )
    op.create_table(
        "card",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pan_token", sa.Text(), nullable=False),
        sa.Column("pan_cipher", sa.Text(), nullable=False),
        sa.Column("masked_pan", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("expiry", sa.Text(), nullable=False),
        sa.Column("service_code", sa.Text(), nullable=False),
        sa.Column("pin_reference", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("limit_per_sale", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("limit_per_day", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("sales_per_day", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("pan_token", name="key_of_card"),
        sqlite_strict=True,
    )
    op.create_index("card_by_account_id", "card", ["account_id"], unique=False)
    op.create_table(
        "card_state",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pan_token", sa.Text(), nullable=False),
        sa.Column("wrong_pins", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("usage_date", sa.Text(), nullable=False),
        sa.Column("spent", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sales", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("pan_token", name="key_of_card_state"),
        sqlite_strict=True,
    )
    op.create_table(
        "exception_end",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("transit_key", sa.Text(), nullable=False),
        sa.Column("exception_outcome", sa.Text(), nullable=False),
        sa.Column("exception_amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("exception_reason", sa.Text(), nullable=False),
        sa.Column("closed_by", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("transit_key", name="key_of_exception_end"),
        sqlite_strict=True,
    )
    op.create_index("exception_end_by_closed_at", "exception_end", ["closed_at"], unique=False)
    op.create_table(
        "exception_posting",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("transit_key", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=True),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("reason_code", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("transit_key", name="key_of_exception_posting"),
        sqlite_strict=True,
    )
    op.create_index("exception_posting_by_opened_at", "exception_posting", ["opened_at"], unique=False)
    op.create_table(
        "exception_proposal",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("transit_key", sa.Text(), nullable=False),
        sa.Column("proposed_outcome", sa.Text(), nullable=False),
        sa.Column("proposed_amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("proposed_reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("transit_key", name="key_of_exception_proposal"),
        sqlite_strict=True,
    )
    op.create_table(
        "fault_rule",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("card_ending", sa.Text(), nullable=True),
        sa.Column("response_code", sa.Text(), nullable=True),
        sa.Column("delay", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("rule", name="key_of_fault_rule"),
        sqlite_strict=True,
    )
    op.create_table(
        "hold",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("family_key", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("expires_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("family_key", name="key_of_hold"),
        sqlite_strict=True,
    )
    op.create_index("hold_by_account_id_and_state", "hold", ["account_id", "state"], unique=False)
    op.create_index("hold_by_state_and_expires_at", "hold", ["state", "expires_at"], unique=False)
    op.create_table(
        "posting",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("posting_set", sa.Text(), nullable=False),
        sa.Column("line", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("sequence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("balance_after", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("posted_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("posting_set", "line", name="key_of_posting"),
        sqlite_strict=True,
    )
    op.create_index("posting_by_account_id_and_sequence", "posting", ["account_id", "sequence"], unique=False)
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
        "voice_approval",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pan_token", sa.Text(), nullable=False),
        sa.Column("approval_code", sa.Text(), nullable=False),
        sa.Column("family_key", sa.Text(), nullable=False),
        sa.Column("masked_pan", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("given_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("expires_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("pan_token", "approval_code", name="key_of_voice_approval"),
        sqlite_strict=True,
    )
    op.create_index("voice_approval_by_given_at", "voice_approval", ["given_at"], unique=False)
    op.create_table(
        "voice_use",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pan_token", sa.Text(), nullable=False),
        sa.Column("approval_code", sa.Text(), nullable=False),
        sa.Column("transit_key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("pan_token", "approval_code", name="key_of_voice_use"),
        sqlite_strict=True,
    )
    op.create_table(
        "zone_keys_dropped",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("bank_id", sa.Text(), nullable=False),
        sa.Column("exchange", sa.Text(), nullable=False),
        sa.Column("dropped_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("bank_id", name="key_of_zone_keys_dropped"),
        sqlite_strict=True,
    )
    op.create_table(
        "zone_keys_taken",
        sa.Column("row_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("bank_id", sa.Text(), nullable=False),
        sa.Column("exchange", sa.Text(), nullable=False),
        sa.Column("present_zpk", sa.Text(), nullable=False),
        sa.Column("present_zak", sa.Text(), nullable=False),
        sa.Column("former_zpk", sa.Text(), nullable=False),
        sa.Column("former_zak", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("row_number"),
        sa.UniqueConstraint("bank_id", name="key_of_zone_keys_taken"),
        sqlite_strict=True,
    )

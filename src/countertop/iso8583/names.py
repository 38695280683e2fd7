"""The names of the fields: the vocabulary of the project, by the numbers of ISO 8583."""

from __future__ import annotations

__all__ = ["FIELD_NAMES", "MAC_FIELDS", "MAC_NAME", "NUMBERS_BY_NAME"]

FIELD_NAMES = {
    2: "pan",
    3: "processing_code",
    4: "amount",
    7: "transmission_time",
    11: "stan",
    12: "local_time",
    13: "local_date",
    14: "expiry",
    15: "settlement_date",
    18: "merchant_category",
    22: "entry_mode",
    23: "pan_sequence",
    25: "condition_code",
    26: "pin_length",
    28: "fee",
    32: "acquirer_id",
    33: "forwarding_id",
    35: "track2",
    36: "track3",
    37: "rrn",
    38: "approval_code",
    39: "response_code",
    41: "terminal_id",
    42: "merchant_id",
    43: "merchant_name",
    44: "additional_response",
    45: "track1",
    46: "terminal_information",
    47: "acquirer_data",
    48: "private_data",
    49: "currency",
    52: "pin_block",
    53: "security_control",
    54: "balance",
    55: "icc_data",
    56: "response_text",
    57: "extension_data",
    58: "purse_data",
    59: "qr_data",
    60: "transaction_info",
    61: "original_info",
    62: "extended_data",
    63: "reserved_data",
    70: "network_code",
    90: "original",
    96: "message_security_code",
    100: "receiving_id",
    102: "account_from",
    103: "account_to",
    121: "national_data",
}
"""Field number -> attribute, without the MAC; ascending."""

MAC_FIELDS = (64, 128)
"""The MAC ends the message: field 64, or 128 when there is a second bitmap; both are the attribute `mac`."""

MAC_NAME = "mac"

NUMBERS_BY_NAME = {name: number for number, name in FIELD_NAMES.items()}
"""Attribute -> field number, without the MAC."""

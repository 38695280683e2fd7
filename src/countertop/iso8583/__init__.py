"""The message dialects: field tables, encoder and decoder, matching, explaining, the matrix of messages."""

from countertop.iso8583.dialect import Dialect
from countertop.iso8583.dialects.interbank import INTERBANK
from countertop.iso8583.dialects.unionpay_pos import UNIONPAY_POS
from countertop.iso8583.errors import DecodeError, EncodeError, MessageError
from countertop.iso8583.header import InterbankHeader, PosHeader
from countertop.iso8583.message import Message

__all__ = [
    "INTERBANK",
    "UNIONPAY_POS",
    "DecodeError",
    "Dialect",
    "EncodeError",
    "InterbankHeader",
    "Message",
    "MessageError",
    "PosHeader",
]

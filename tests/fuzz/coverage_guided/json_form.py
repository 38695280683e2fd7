"""The JSON form of a message: one error, and what can be encoded is decoded to the same message."""

import json

from countertop.codec import CodecError
from countertop.iso8583 import INTERBANK, UNIONPAY_POS
from countertop.iso8583.text_form import from_object, to_object
from tests.iso8583.published import MESSAGES, decoded, dialect_of, is_bare

SEEDS = tuple(
    json.dumps(
        to_object(dialect_of(each), decoded(each), masked=False, bare=is_bare(each)), ensure_ascii=False
    ).encode()
    for each in MESSAGES
)


def one(data):
    try:
        shown = json.loads(data)
    except (ValueError, RecursionError):
        return
    if not isinstance(shown, dict):
        return
    for dialect in (UNIONPAY_POS, INTERBANK):
        try:
            message = from_object(dialect, shown)
            payload = dialect.encode(message)
        except CodecError:
            continue
        assert dialect.encode(dialect.decode(payload)) == payload

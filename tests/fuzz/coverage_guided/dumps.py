"""The doctor for dumps: whatever is pasted, it raises nothing, and every place it names lies in the dump."""

import json

from countertop.iso8583.diff import compare
from countertop.iso8583.doctor import examine, read_dump
from countertop.words import Language, say
from tests.fuzz.coverage_guided.seeds import BAD, INTERBANK_PAYLOADS, POS_PAYLOADS

_SALE = POS_PAYLOADS[10]
SEEDS = (
    *(payload.hex().encode() for payload in POS_PAYLOADS[::4]),
    *(len(payload).to_bytes(2, "big") + payload for payload in (*POS_PAYLOADS[::4], *INTERBANK_PAYLOADS)),
    *(b"%04d" % len(payload) + payload for payload in INTERBANK_PAYLOADS),
    *BAD["unionpay-pos"][::20],
    *BAD["interbank"][::20],
    b"0000  60 00 03 00 00 60 31 00 31 07 30 08 20 00 20 00   `....`1.1.0. . .\n0010  00 00 c0 00 12  .....\n",
    f"18:14:29 SEND {_SALE.hex(' ')}".encode(),
    json.dumps([0x60, 0]).encode(),
)


def one(data):
    longest = max(len(dump.data) for dump in read_dump(data))
    diagnosis = examine(data)
    for finding in diagnosis.findings:
        assert finding.offset is None or 0 <= finding.offset <= longest
        for language in Language:
            assert say(language, finding.message, **finding.arguments)
    for row in diagnosis.rows:
        assert 0 <= row.offset <= longest
    if diagnosis.reading is not None:
        assert compare(diagnosis, diagnosis) == []
    assert diagnosis.is_healthy <= diagnosis.is_certain <= diagnosis.whole

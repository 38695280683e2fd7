"""What the hunts begin with: the published messages, and the corpus of bad bytes."""

import json
from pathlib import Path

from countertop.iso8583 import INTERBANK, UNIONPAY_POS
from tests.iso8583.published import MESSAGES, dialect_of, is_bare, payload_of

_CORPUS = json.loads((Path(__file__).parents[2] / "corpus" / "bad-bytes.json").read_text("ascii"))

BAD = {parser: [bytes.fromhex(row["hex"]) for row in _CORPUS if row["parser"] == parser] for parser in (
    "unionpay-pos", "interbank", "tlv", "matrix", "binary2", "ascii4",
)}  # fmt: skip
POS_PAYLOADS = [payload_of(each) for each in MESSAGES if dialect_of(each) is UNIONPAY_POS and not is_bare(each)]
INTERBANK_PAYLOADS = [payload_of(each) for each in MESSAGES if dialect_of(each) is INTERBANK]
CHIP_DATA = [bytes.fromhex(each["fields"]["55"]) for each in MESSAGES if "55" in each["fields"]]

DEEP = b"[" * 3000
"""What nests deeper than Python's own parsers go."""

"""The published vectors, as the tests of this room take them."""

import json
from pathlib import Path

from countertop.iso8583 import INTERBANK, UNIONPAY_POS

VECTORS = json.loads((Path(__file__).parent.parent / "vectors" / "unionpay-pos.json").read_text(encoding="utf-8"))
MESSAGES = [vector for vector in VECTORS if "hex" in vector]


def dialect_of(vector):
    return INTERBANK if "h4_dest" in vector["fields"] else UNIONPAY_POS


def is_bare(vector):
    return "tpdu" not in vector["fields"] and "h4_dest" not in vector["fields"]


def payload_of(vector):
    """Return the payload, or the bare ISO message of the vectors that come without envelope."""
    data = bytes.fromhex(vector["hex"])
    if "h4_dest" in vector["fields"]:
        return data[4:]
    return data if is_bare(vector) else data[2:]


def named(beginning):
    """Return the one vector whose name begins so."""
    (found,) = (vector for vector in MESSAGES if vector["name"].removeprefix("constructed: ").startswith(beginning))
    return found


def decoded(vector):
    dialect = dialect_of(vector)
    return dialect.decode_bare(payload_of(vector)) if is_bare(vector) else dialect.decode(payload_of(vector))


def message_of(beginning):
    return decoded(named(beginning))

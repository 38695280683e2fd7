"""Messages between institutions; their total length is made right, so that more than the length is tried."""

from countertop.iso8583 import INTERBANK
from tests.fuzz.coverage_guided.dialect_rules import verify
from tests.fuzz.coverage_guided.seeds import BAD, INTERBANK_PAYLOADS

SEEDS = (*INTERBANK_PAYLOADS, *BAD["interbank"])


def one(data):
    verify(INTERBANK, data[:2] + b"%04d" % (len(data) % 10_000) + data[6:])

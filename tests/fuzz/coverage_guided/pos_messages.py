"""Messages of the POS dialect, without their length prefix."""

from countertop.iso8583 import UNIONPAY_POS
from tests.fuzz.coverage_guided.dialect_rules import verify
from tests.fuzz.coverage_guided.seeds import BAD, POS_PAYLOADS

SEEDS = (*POS_PAYLOADS, *BAD["unionpay-pos"], *BAD["matrix"])


def one(data):
    verify(UNIONPAY_POS, data)

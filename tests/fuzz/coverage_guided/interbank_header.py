"""The header between institutions: one error, and what is accepted is written back byte by byte."""

from countertop.iso8583 import InterbankHeader
from tests.fuzz.coverage_guided.seeds import INTERBANK_PAYLOADS

SEEDS = (*INTERBANK_PAYLOADS, *(payload[:46] for payload in INTERBANK_PAYLOADS), b"\x2e" * 46)


def one(data):
    try:
        header = InterbankHeader.read(data)
    except ValueError as fault:
        assert type(fault) is ValueError, "a sentence, not what a codec says by itself"  # noqa: PT017
        return
    assert header.write(len(data)) == data[:46]
    assert header.swapped().swapped() == header

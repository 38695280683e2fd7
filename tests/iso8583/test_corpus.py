"""The corpus of bad bytes: every case is refused by its parser's one error, at the field at fault, in time and memory."""

import json
import time
import tracemalloc
from pathlib import Path

import pytest

from countertop.codec import FrameError, Framing, TlvError
from countertop.codec.tlv import read
from countertop.iso8583 import INTERBANK, UNIONPAY_POS, DecodeError
from countertop.iso8583.errors import MatrixError
from countertop.iso8583.matrix import Direction, check

CORPUS = json.loads((Path(__file__).parent.parent / "corpus" / "bad-bytes.json").read_text(encoding="ascii"))
TEN_MILLISECONDS = 0.010

PARSERS = {
    "unionpay-pos": (UNIONPAY_POS.decode, DecodeError),
    "interbank": (INTERBANK.decode, DecodeError),
    "tlv": (read, TlvError),
    "matrix": (lambda data: check(UNIONPAY_POS.decode(data), Direction.REQUEST), MatrixError),
    "binary2": (lambda data: Framing.BINARY2.splitter().feed(data), FrameError),
    "ascii4": (lambda data: Framing.ASCII4.splitter().feed(data), FrameError),
}


def test_the_corpus_is_large_enough():
    assert len(CORPUS) >= 300
    assert len({(row["parser"], row["name"]) for row in CORPUS}) == len(CORPUS)


@pytest.mark.parametrize("parser", PARSERS)
def test_every_case_is_refused_where_it_is_wrong(parser):
    parse, error = PARSERS[parser]
    for row in (row for row in CORPUS if row["parser"] == parser):
        with pytest.raises(error) as caught:
            parse(bytes.fromhex(row["hex"]))
        assert row["at"] is True or caught.value.field == row["at"], row["name"]


def test_no_case_takes_longer_than_ten_milliseconds():
    for row in CORPUS:
        parse, error = PARSERS[row["parser"]]
        data = bytes.fromhex(row["hex"])
        best = min(_seconds(parse, error, data) for _ in range(3))
        assert best < TEN_MILLISECONDS, row["name"]


def test_no_case_takes_memory_beyond_ten_times_its_bytes():
    for row in CORPUS[-60:] + CORPUS[:60]:
        parse, error = PARSERS[row["parser"]]
        data = bytes.fromhex(row["hex"])
        with pytest.raises(error):
            parse(data)
        tracemalloc.start()
        with pytest.raises(error):
            parse(data)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        # An exception with its traceback, and pytest's record of it, take some thousand bytes however short the input.
        assert peak < 10 * len(data) + 20_000, row["name"]


def test_reasons_never_repeat_what_came():
    for row in CORPUS:
        parse, error = PARSERS[row["parser"]]
        with pytest.raises(error) as caught:
            parse(bytes.fromhex(row["hex"]))
        assert "6200000000000013" not in str(caught.value), row["name"]
        assert "6224242300000069" not in repr(caught.value), row["name"]


def _seconds(parse, error, data):
    start = time.thread_time()
    with pytest.raises(error):
        parse(data)
    return time.thread_time() - start

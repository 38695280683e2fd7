"""Framing: however the network cuts or merges, the same payloads come out; a wrong prefix ends the connection."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countertop.codec import HEARTBEAT, MAX_PAYLOAD, FrameError, Framing

FRAMINGS = pytest.mark.parametrize("framing", list(Framing))


@given(
    st.sampled_from(Framing),
    st.lists(st.binary(min_size=1, max_size=300), max_size=6),
    st.lists(st.integers(1, 40), min_size=1, max_size=60),
)
def test_frames_survive_any_cutting(framing, payloads, cuts):
    stream = b"".join(framing.join(payload) for payload in payloads)
    splitter = framing.splitter()
    found, at = [], 0
    for cut in cuts:
        found += splitter.feed(stream[at : at + cut])
        at += cut
    found += splitter.feed(stream[at:])
    assert found == payloads
    assert splitter.waiting == 0


@FRAMINGS
def test_the_longest_payload_fits_and_one_byte_more_does_not(framing):
    longest = bytes(MAX_PAYLOAD)
    assert framing.splitter().feed(framing.join(longest)) == [longest]
    with pytest.raises(FrameError, match="8193 bytes"):
        framing.join(longest + b"x")


def test_a_heartbeat_is_an_empty_payload_between_institutions_only():
    assert Framing.ASCII4.splitter().feed(HEARTBEAT + b"0002AB" + HEARTBEAT) == [b"", b"AB", b""]
    assert Framing.ASCII4.join(b"") == HEARTBEAT
    with pytest.raises(FrameError, match="empty"):
        Framing.BINARY2.join(b"")


@pytest.mark.parametrize(
    ("framing", "prefix"),
    [
        (Framing.BINARY2, b"\x00\x00"),
        (Framing.BINARY2, b"\xff\xff"),
        (Framing.BINARY2, (MAX_PAYLOAD + 1).to_bytes(2, "big")),
        (Framing.ASCII4, b"9999"),
        (Framing.ASCII4, b"-001"),
        (Framing.ASCII4, b" 100"),
        (Framing.ASCII4, b"+100"),
        (Framing.ASCII4, b"1_00"),
        (Framing.ASCII4, b"\xb2\xb2\xb2\xb2"),
        (Framing.ASCII4, b"GET "),
    ],
)
def test_a_wrong_prefix_is_refused_at_once_and_for_good(framing, prefix):
    splitter = framing.splitter()
    with pytest.raises(FrameError) as caught:
        splitter.feed(framing.join(b"good") + prefix)
    assert caught.value.payloads == [b"good"]
    assert splitter.waiting == 0
    with pytest.raises(FrameError):
        splitter.feed(framing.join(b"good"))


@FRAMINGS
def test_no_memory_is_spent_on_an_announced_length(framing):
    splitter = framing.splitter()
    prefix = framing.join(bytes(MAX_PAYLOAD))[: framing.value]
    assert splitter.feed(prefix) == []
    assert splitter.waiting == framing.value


@given(st.sampled_from(Framing), st.binary(max_size=200))
def test_any_bytes_are_frames_or_the_one_error(framing, data):
    splitter = framing.splitter()
    try:
        payloads = splitter.feed(data)
    except FrameError as fault:
        payloads = fault.payloads
    assert sum(map(len, payloads)) <= len(data)


def test_a_byte_at_a_time_costs_no_more_than_its_bytes():
    frame = Framing.BINARY2.join(b"x" * 500)
    splitter = Framing.BINARY2.splitter()
    assert [splitter.feed(frame[at : at + 1]) for at in range(len(frame))][-1] == [b"x" * 500]

"""Frames: however the network cuts a stream, the same payloads come out of it, or the same one error."""

from countertop.codec import FrameError, Framing
from tests.fuzz.coverage_guided.seeds import INTERBANK_PAYLOADS, POS_PAYLOADS

SEEDS = (
    *(bytes((step << 1,)) + Framing.BINARY2.join(payload) * 2 for step, payload in enumerate(POS_PAYLOADS[:20])),
    *(b"\x0f" + b"0000" + Framing.ASCII4.join(payload) for payload in INTERBANK_PAYLOADS),
)


def one(data):
    """The first byte says which framing, and how long the pieces are that arrive."""
    if not data:
        return
    framing, step, stream = tuple(Framing)[data[0] & 1], (data[0] >> 1) + 1, data[1:]
    payloads, is_broken = outcome(framing, [stream])
    pieces = [stream[at : at + step] for at in range(0, len(stream), step)]
    assert outcome(framing, pieces or [b""]) == (payloads, is_broken)
    assert stream.startswith(b"".join(map(framing.join, payloads)))


def outcome(framing, pieces):
    splitter, payloads = framing.splitter(), []
    try:
        for piece in pieces:
            payloads += splitter.feed(piece)
    except FrameError as fault:
        assert splitter.waiting == 0
        return payloads + fault.payloads, True
    return payloads, False

"""Bytes and structure: BCD, BER-TLV, length-prefixed frames, TPDU; every error carries where it was found."""

from countertop.codec.errors import BcdError, CodecError, FrameError, TlvError, TpduError
from countertop.codec.frames import HEARTBEAT, MAX_PAYLOAD, Framing, Splitter
from countertop.codec.tpdu import Tpdu

__all__ = [
    "HEARTBEAT",
    "MAX_PAYLOAD",
    "BcdError",
    "CodecError",
    "FrameError",
    "Framing",
    "Splitter",
    "TlvError",
    "Tpdu",
    "TpduError",
]

"""What a dialect is made of: its table, its envelope, how digits are written, its MAC rule, its message types."""

from __future__ import annotations

from dataclasses import dataclass

from countertop.codec.frames import MAX_PAYLOAD
from countertop.iso8583.envelope import Envelope
from countertop.iso8583.mac_input import MacRule
from countertop.iso8583.spec import Encoding, Table

__all__ = ["Grammar"]


@dataclass(slots=True, eq=False, repr=False)
class Grammar:
    """The rules of one dialect of ISO 8583, as the interpreter and the compiler read them."""

    name: str
    table: Table
    envelope: Envelope
    mti_digits: Encoding
    second_bitmap: bool
    mac: MacRule
    mtis: frozenset[str]

    def __post_init__(self) -> None:
        longest = sum(spec.prefix_size + spec.size(spec.length) for spec in self.table.values())
        assert self.envelope.size + 20 + longest <= MAX_PAYLOAD, "the dialect's longest message is above the limit"

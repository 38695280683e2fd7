"""The zone keys of one link as one side holds them: under which it sends, and which it accepts.

A change never happens at both ends at once, so for a while each side accepts two pairs and sends under one:

    the side that draws     in use ──draw──► in use, next ──the other side proves the next──► next, former ──► next
    the side that receives  in use ──take──► next, former ──the other side proves the next──► next, former ──► next

Whoever draws goes on sending under the old pair until the other side has made a MAC with the new one. Whoever receives
may send under the new pair at once, because what was sent to it was durable there; but it keeps the old one for as long
as it takes until the other side has used the new one, for that may have heard nothing yet. Only then does the overlap
begin after which the old pair is dropped.

PIN key and MAC key change together: a PIN block opens under the pair whose MAC key the message was sealed with.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from countertop.hsm.replies import shown_block

__all__ = ["Keyring", "MemberKeyring", "ZonePair"]


class ZonePair(NamedTuple):
    """A ZPK and a ZAK that were drawn together, as key blocks of one HSM."""

    zpk: str
    zak: str

    def __repr__(self) -> str:
        return f"ZonePair({shown_block(self.zpk)}, {shown_block(self.zak)})"


class Keyring:
    """What one side sends under (`in_use`) and what it accepts, most likely first; `zmk` is empty where there is none.

    Whoever asks the HSM more than once about a message keeps the pair it began with: pairs change in between.
    """

    __slots__ = ("accepted", "in_use", "zmk")

    def __init__(self, in_use: ZonePair, zmk: str) -> None:
        self.zmk = zmk
        self.in_use = in_use
        self.accepted: tuple[ZonePair, ...] = (in_use,)

    def expect(self, pair: ZonePair) -> None:
        """Accept a pair that is not in use yet."""
        self.accepted = (self.in_use, pair)

    def change(self, pair: ZonePair, former: ZonePair | None = None) -> None:
        """Send under another pair from now on; what was in use until now (or `former`) is accepted still."""
        self.accepted = (pair, former or self.in_use)
        self.in_use = pair

    def settle(self) -> None:
        """Accept nothing but what is in use."""
        self.accepted = (self.in_use,)


class MemberKeyring(Keyring):
    """The keyring of a member, which takes what the switch draws.

    `taken` names the exchange of the pair in use, None for one that came from a ceremony: transmission time and STAN.
    `is_proven`: the switch has used that pair in this life.
    """

    __slots__ = ("is_proven", "taken")

    def __init__(self, in_use: ZonePair, zmk: str) -> None:
        super().__init__(in_use, zmk)
        self.taken: str | None = None
        self.is_proven = True

    @property
    def next_former(self) -> ZonePair:
        """What must be accepted beside a pair that is taken now: what the switch is known to use."""
        return self.in_use if self.is_proven else self.accepted[-1]

    def take(self, pair: ZonePair, former: ZonePair, exchange: str) -> None:
        """Send under a pair that is durable; the switch has not used it yet."""
        self.change(pair, former)
        self.taken = exchange
        self.is_proven = False

    def take_up(self, row: Mapping[str, Any], dropped: str | None) -> None:
        """Go on from the row of the exchange taken last; `dropped` is the one whose overlap is over."""
        self.take(
            ZonePair(row["present_zpk"], row["present_zak"]),
            ZonePair(row["former_zpk"], row["former_zak"]),
            row["exchange"],
        )
        if dropped == row["exchange"]:
            self.is_proven = True
            self.settle()

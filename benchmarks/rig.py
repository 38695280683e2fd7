"""What the processes of the host benchmark share: ids, and keys in the clear, drawn for each run and worth nothing.

The real host gets the same keys as key blocks under its own master key, by a ceremony; the naive host, the dummy switch
and the clients use them as they are.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from countertop.values.cards import luhn_digit

ACQUIRER_ID = "99992900"
SWITCH_ID = "00010000"
MERCHANT_ID = "999290054110001"
MERCHANT_CATEGORY = "5411"
BIN = "622500"
PAN_LENGTH = 16
EXPIRY = "3512"
SERVICE_CODE = "120"
PIN = "123456"
OPERATOR = "01"
TPDU = bytes.fromhex("6000030000")
HEADER = "603100310001"
NETWORK_CODE = "004"
"""Working keys with a track key, our default: tracks travel encrypted."""


@dataclass(frozen=True, slots=True)
class Rig:
    """Keys as hexadecimal: one master key for each terminal, the keys of the link to the switch."""

    tmks: list[str]
    zpk: str
    zak: str

    @classmethod
    def draw(cls, terminals: int) -> Rig:
        """Return a new one for so many terminals."""
        return cls([os.urandom(16).hex() for _ in range(terminals)], os.urandom(16).hex(), os.urandom(16).hex())

    @classmethod
    def load(cls, path: Path) -> Rig:
        """Return the one that `save` wrote."""
        return cls(**json.loads(path.read_text()))

    def save(self, path: Path) -> None:
        """Write it where the other processes find it."""
        path.write_text(json.dumps(asdict(self)))


def terminal_id(place: int) -> str:
    """Return the terminal's id (F41), 8 characters."""
    return f"{90000001 + place}"


def pan(place: int) -> str:
    """Return the number of the card that is swiped at this terminal."""
    body = f"{BIN}{place:09d}"
    return body + luhn_digit(body)

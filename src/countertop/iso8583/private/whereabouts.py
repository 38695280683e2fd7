"""Which machine speaks and where it stands: our record of field 59, in sign-in requests and what asks for money.

The answer to a sign-in gives the random number of its request back, and nothing else.

Published specifications name record A2 of field 59 for a terminal's data (type, serial number, licence) and leave its
inside open, so the inside here is ours: records of the same form (tag, three digits of length, value).

    02  serial number of the machine
    PO  its position: signed microdegrees of latitude and longitude, as `Position.text`; absent where it finds none
    KC  check value of the newest master key it holds, 8 hexadecimal digits, once the host has changed it
    SL  1: under the keys that this sign-in brings it seals management messages, too, and takes sealed answers alone
    RN  a random number of this sign-in, 16 hexadecimal digits: the answer to another one does not bear it
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from countertop.iso8583.errors import SubfieldError
from countertop.iso8583.private.additional import read_code_records, write_code_records
from countertop.values.positions import Position

__all__ = [
    "KEY_CHECK",
    "MACHINE",
    "NOWHERE",
    "POSITION",
    "RANDOM_NUMBER",
    "SEALS",
    "SERIAL",
    "Whereabouts",
    "account_of",
    "read_whereabouts",
]

MACHINE: Final = "A2"
SERIAL, POSITION, KEY_CHECK, SEALS, RANDOM_NUMBER = "02", "PO", "KC", "SL", "RN"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A machine's account of itself; what it does not say is empty, or None."""

    serial_number: str = ""
    position: Position | None = None
    key_check: str = ""
    seals: bool = False
    random_number: str = ""

    def record(self) -> dict[str, str]:
        """Return the record for field 59, by its tag; raises SubfieldError for a serial number that does not fit."""
        found = {
            SERIAL: self.serial_number,
            POSITION: "" if self.position is None else self.position.text(),
            KEY_CHECK: self.key_check,
            SEALS: "1" if self.seals else "",
            RANDOM_NUMBER: self.random_number,
        }
        return {MACHINE: write_code_records({tag: value for tag, value in found.items() if value})}

    def text(self) -> str:
        """Return field 59 with this record alone."""
        return write_code_records(self.record())


NOWHERE: Final = Whereabouts()


def account_of(text: str | None) -> str:
    """Return the record of field 59 that is ours, nothing when there is none; raises SubfieldError.

    What else is there may be a customer's payment code, of which nothing is to be kept.
    """
    inside = read_code_records(text or "").get(MACHINE)
    return "" if inside is None else write_code_records({MACHINE: inside})


def read_whereabouts(text: str | None) -> Whereabouts:
    """Read field 59; it says nothing of the machine when there is no such record. Raises SubfieldError."""
    inside = read_code_records(text or "").get(MACHINE)
    if inside is None:
        return NOWHERE
    found = read_code_records(inside)
    position = None
    if (told := found.get(POSITION)) is not None:
        try:
            position = Position.read(told)
        except ValueError as fault:
            raise SubfieldError(59, 0, str(fault)) from None
    seals, random_number = found.get(SEALS) == "1", found.get(RANDOM_NUMBER, "")
    return Whereabouts(found.get(SERIAL, ""), position, found.get(KEY_CHECK, ""), seals, random_number)

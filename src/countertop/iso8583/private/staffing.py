"""A change of who works at a terminal, field 62 of our 0820 / 366, which carries a MAC.

The published message sets leave operators to the terminal, so the message is ours: a status upload that says who was
added or removed. ASCII records as field 59 has them:

    NO  number of the change, 10 digits, counted at the terminal and never used again
    OP  operator, two digits
    RO  role: `cashier`, `supervisor` or `manager`
    CH  A added, R removed
    BY  the operator whose password allowed it
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from countertop.codec.bcd import is_digits
from countertop.iso8583.errors import SubfieldError
from countertop.iso8583.private.additional import read_code_records, write_code_records

__all__ = ["ROLES", "StaffChange"]

ROLES: Final = frozenset({"cashier", "supervisor", "manager"})

_ADDED, _REMOVED = "A", "R"
_NUMBER_SIZE = 10


@dataclass(frozen=True, slots=True)
class StaffChange:
    """One change, of the terminal's count of them."""

    number: int
    operator: str
    role: str
    is_added: bool
    by: str

    @classmethod
    def read(cls, data: bytes) -> StaffChange:
        """Read the field; raises SubfieldError."""
        found = read_code_records(data.decode("latin-1"))
        number, operator, by = (found.get(tag, "") for tag in ("NO", "OP", "BY"))
        if not (len(number) == _NUMBER_SIZE and is_digits(number)):
            raise SubfieldError(62, 0, f"the number of a change is {_NUMBER_SIZE} digits")
        if not all(len(each) == 2 and is_digits(each) for each in (operator, by)):
            raise SubfieldError(62, 0, "operators have two digits")
        if found.get("RO") not in ROLES or found.get("CH") not in (_ADDED, _REMOVED):
            raise SubfieldError(62, 0, "a change names a role, and whether somebody comes or goes")
        return cls(int(number), operator, found["RO"], found["CH"] == _ADDED, by)

    def data(self) -> bytes:
        """Return the field's bytes."""
        records = {
            "NO": f"{self.number:0{_NUMBER_SIZE}d}",
            "OP": self.operator,
            "RO": self.role,
            "CH": _ADDED if self.is_added else _REMOVED,
            "BY": self.by,
        }
        return write_code_records(records).encode("ascii")

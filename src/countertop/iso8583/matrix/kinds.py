"""What a row of the matrix is, and the sets of field numbers that rows share."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from countertop.iso8583.spec import Label

__all__ = [
    "ANSWER_EXTENSIONS",
    "CARD",
    "CODE",
    "COMMON",
    "DONE",
    "MANAGED",
    "PAID",
    "REQUEST_EXTENSIONS",
    "Mac",
    "MessageKind",
    "Totals",
    "numbers",
]


def numbers(*fields: int) -> frozenset[int]:
    """Return a set of field numbers."""
    return frozenset(fields)


CARD = numbers(2, 14, 23, 26, 35, 36, 52, 53, 55)
"""Card data beside field 22; which of it must be there depends on the entry mode."""

CODE = numbers(59)
COMMON = numbers(3, 4, 11, 22, 25, 41, 42, 49, 60)
MANAGED = numbers(41, 42, 60)
REQUEST_EXTENSIONS = numbers(46, 47, 57, 59, 62, 63)
ANSWER_EXTENSIONS = numbers(43, 44, 46, 47, 56, 57, 58, 59, 62, 63)

PAID = numbers(2, 3, 4, 11, 12, 13, 15, 25, 32, 37, 39, 41, 42, 49, 60)
"""Fields of an approved answer to a card payment."""

DONE = numbers(12, 13, 37, 39, 41, 42, 60)
"""Fields of a good answer to a management message."""


class Mac:
    """Whether a request carries field 64."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    FORBIDDEN = "forbidden"


class Totals(Enum):
    """The side of a batch's totals (field 48) on which an approved request that stands counts."""

    DEBIT = "debit"
    CREDIT = "credit"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class MessageKind:
    """One row. `None` in a selector (`processing_code` ... `entry`) means that it does not select.

    `required`, `optional`: fields of the request. `answered`, `answer_optional`: of an approved answer; a declined one
    may leave out all but `DECLINED`. `totals`: where it counts at settlement. `has_card`: the card rules apply.
    `chip_data`: a chip entry needs field 55.
    """

    name: str
    label: Label
    mtis: frozenset[str]
    message_types: frozenset[str]
    required: frozenset[int]
    optional: frozenset[int]
    answered: frozenset[int]
    answer_optional: frozenset[int] = frozenset()
    processing_code: str | None = None
    condition_code: str | None = None
    network_codes: frozenset[str] | None = None
    entry: str | None = None
    account_types: frozenset[str] | None = None
    mac: str = Mac.FORBIDDEN
    reversible: bool = False
    totals: Totals = Totals.NONE
    has_card: bool = False
    chip_data: bool = False
    supported: bool = True

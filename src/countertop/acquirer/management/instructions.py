"""The instructions of a host to its terminals, and which digit of a header calls a terminal to each.

    given                       header      the terminal then                               it has ended with
    lock unlock message         6           fetches it (0800 / 364), does it                its report (0800 / 365)
    settle                      6           the same; settles once nobody is there          the end of its batch
    status                      2           sends its state (0820 / 362)                    that message
    blacklist                   7           fetches the list of barred BINs (0800 / 390)    its end (0800 / 391)
    sign-in                     3           signs in again                                  the sign-in
    master-key                  8           fetches its next master key (0800 / 420)        a sign-in under that key
    download                    1           fetches its parameters (0800 / 360)             its end (0800 / 361)

What needs an empty batch comes last, so that it keeps nothing else waiting. Digit 8 is ours: the published sets use it
for currency rates and rural services, which this host has not, and have no digit for a master key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from countertop.iso8583.private.instructions import Deed

__all__ = ["NOTHING", "VERBS", "Open", "Verb", "requirement_of"]

NOTHING: Final = "0"


class Verb(NamedTuple):
    """How a terminal is called to do something; `deed` where it fetches an instruction that says what.

    `ends_later`: a good report says only that the terminal will do it, and does not call it again.
    """

    requirement: str
    deed: Deed | None = None
    ends_later: bool = False


VERBS: Final[dict[str, Verb]] = {
    "lock": Verb("6", Deed.LOCK),
    "unlock": Verb("6", Deed.UNLOCK),
    "message": Verb("6", Deed.MESSAGE),
    "settle": Verb("6", Deed.SETTLE, ends_later=True),
    "status": Verb("2"),
    "blacklist": Verb("7"),
    "sign-in": Verb("3"),
    "master-key": Verb("8"),
    "download": Verb("1"),
}
"""What may be commanded, what goes first first."""

_RANKS = {requirement: rank for rank, requirement in enumerate("627381")}


class Open(NamedTuple):
    """An instruction that has not ended."""

    number: int
    terminal_id: str
    verb: str
    text: str

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> Open:
        """Return the instruction that a row holds."""
        return cls(row["instruction_number"], row["terminal_id"], row["instructed_verb"], row["instructed_text"])


def requirement_of(instructions: Iterable[Open]) -> str:
    """Return the digit of the header that calls a terminal to the first of its instructions."""
    digits = (VERBS[instruction.verb].requirement for instruction in instructions)
    return min(digits, key=_RANKS.__getitem__, default=NOTHING)

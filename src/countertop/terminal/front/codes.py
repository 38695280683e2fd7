"""The editor for a payment code (付款码): a scanner that types answers it, or the digits under the code are keyed."""

from __future__ import annotations

from typing import Final

from countertop.terminal.front.entry import DigitsEntry
from countertop.values import Secret

__all__ = ["CodeEntry"]

_SHORTEST: Final = 16
_LONGEST: Final = 24
_LAST: Final = 4


class CodeEntry(DigitsEntry):
    """A payment code of 16 to 24 digits, answered as a secret; the screen shows the last four."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__(_SHORTEST, _LONGEST)

    @property
    def shown(self) -> str:
        """Stars, and the last four digits."""
        return "*" * (len(self._digits) - _LAST) + self._digits[-_LAST:]

    def _answer(self, digits: str) -> Secret[str]:
        return Secret(digits)

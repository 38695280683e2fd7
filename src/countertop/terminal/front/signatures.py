"""The editor for a signature: the pad answers it, and keys only leave it."""

from __future__ import annotations

from countertop.terminal.front.entry import EDITING, Editor, Pressed
from countertop.terminal.front.keys import Key

__all__ = ["SignatureEntry"]


class SignatureEntry(Editor):
    """Waits for what is written on the pad; Cancel leaves the question."""

    __slots__ = ()
    hints = ("front.hint_signature",)

    @property
    def shown(self) -> None:
        """Nothing of it is keyed."""

    def _taken(self, key: Key) -> Pressed:
        del key
        return EDITING

"""What is shown: message ids with their arguments, which every face renders in its own language."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from countertop.values import Secret

__all__ = ["DARK", "Line", "Screen"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line: a message of the catalogue, with the digit that chooses it where there is one.

    `sensitive` ones are for the machine's own screen and nothing else; `chosen` is what Confirm would take.
    """

    message: str
    arguments: dict[str, Any] = field(default_factory=dict)
    sensitive: bool = False
    digit: str = ""
    chosen: bool = False

    def plain(self) -> dict[str, Any]:
        """Return it as plain data; secrets in it stay wrapped."""
        return {
            "message": self.message,
            "arguments": self.arguments,
            "sensitive": self.sensitive,
            "digit": self.digit,
            "chosen": self.chosen,
        }


@dataclass(frozen=True, slots=True)
class Screen:
    """One picture. `state` names the front's state, for programs; `light` is off when the machine is dark.

    `entry` is what may be seen of what is being keyed, a secret where nothing but the machine's own screen may show it,
    None where nothing is keyed; `bar` is the line of the machine's own condition, `hints` what the keys do here.
    """

    state: str
    light: bool = True
    bar: tuple[Line, ...] = ()
    title: Line | None = None
    lines: tuple[Line, ...] = ()
    entry: str | Secret[str] | None = None
    hints: tuple[str, ...] = ()

    def plain(self) -> dict[str, Any]:
        """Return it as plain data; secrets in it stay wrapped."""
        return {
            "state": self.state,
            "light": self.light,
            "bar": [line.plain() for line in self.bar],
            "title": None if self.title is None else self.title.plain(),
            "lines": [line.plain() for line in self.lines],
            "entry": self.entry,
            "hints": list(self.hints),
        }


DARK = Screen("off", light=False)

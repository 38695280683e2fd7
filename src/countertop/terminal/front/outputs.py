"""What the front wants done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from countertop.stage import Document
from countertop.terminal.front.screen import Screen

__all__ = ["Answer", "Aside", "Begin", "Cancel", "Changed", "Look", "Output", "Paper", "SwitchOff", "SwitchOn"]


@dataclass(frozen=True, slots=True)
class Begin:
    """Bring a request to the terminal's desk; its questions, screens and slips come back to the front."""

    verb: str
    arguments: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Aside:
    """Ask the terminal something beside the request that is under way; nothing comes back."""

    verb: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Answer the open question."""

    value: Any


@dataclass(frozen=True, slots=True)
class Cancel:
    """Leave the open question."""


@dataclass(frozen=True, slots=True)
class Look:
    """Ask where the terminal stands; the answer comes back as `stands`."""


@dataclass(frozen=True, slots=True)
class Changed:
    """The screen shows this from now on."""

    screen: Screen


@dataclass(frozen=True, slots=True)
class Paper:
    """Paper comes out of the printer."""

    copy: str
    document: Document


@dataclass(frozen=True, slots=True)
class SwitchOn:
    """Let the terminal live; that it does comes back as `started`."""


@dataclass(frozen=True, slots=True)
class SwitchOff:
    """Let the terminal's life end: it forgets what it may forget, and takes no more requests."""


Output = SwitchOn | SwitchOff | Begin | Aside | Answer | Cancel | Look | Changed | Paper

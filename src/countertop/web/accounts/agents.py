"""Which program somebody looks at the consoles with, in two words, from what it says of itself."""

from __future__ import annotations

from typing import Final

__all__ = ["agent_text"]

_PROGRAMS: Final = (
    ("MicroMessenger", "WeChat"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS: Final = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
"""What a User-Agent contains -> what people call it; the first that is found."""


def agent_text(agent: str) -> str:
    """Return such as "Firefox · Linux", empty for a program that nobody knows."""
    found = (next((name for sign, name in table if sign in agent), "") for table in (_PROGRAMS, _SYSTEMS))
    return " · ".join(filter(None, found))

"""From what a person types, or a program sends, to what an actor is given: secrets are wrapped before anything else.

The name of a question or of an argument tells what it asks for: `ask.pin` a PIN, `ask.supervisor_password` a password.
Whatever is not in the table stays plain data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from countertop.values import Pin, Secret

__all__ = ["SECRET_NAMES", "accept", "accept_all"]


def _pin(value: Any) -> Pin | None:
    # A customer who presses Confirm without digits has no PIN to give.
    return Pin(str(value)) if value not in ("", None) else None


def _password(value: Any) -> Secret[str]:
    if not isinstance(value, str):
        raise ValueError("a password is text")  # noqa: TRY004 - all that does not fit is one kind of wrong answer
    return Secret(value)


_KINDS: dict[str, Callable[[Any], Any]] = {"pin": _pin, "password": _password}

SECRET_NAMES = frozenset(_KINDS)
"""Last words of names whose values must not be shown while they are typed."""


def last_word(name: str) -> str:
    """Return the part of a question's id or argument's name that tells its kind."""
    return name.rpartition(".")[2].rpartition("_")[2]


def accept(name: str, value: Any) -> Any:
    """Return a value as the actor takes it; raises ValueError, without the value, when it does not fit."""
    kind = _KINDS.get(last_word(name))
    return value if kind is None else kind(value)


def accept_all(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Accept the arguments of a request."""
    return {name: accept(name, value) for name, value in arguments.items()}

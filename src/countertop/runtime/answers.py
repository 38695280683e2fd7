"""From what a person types, or a program sends, to what an actor is given: secrets are wrapped before anything else.

The last word of a question's or an argument's name tells a secret: `ask.pin` a PIN, `ask.supervisor_password` a
password. A few questions want something else than text; whatever is in no table stays plain data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from countertop.values import Pin, Secret, Track2, Track3

__all__ = ["Swipe", "accept", "accept_all", "is_secret"]


class Swipe:
    """What a stripe reader gives: the tracks it read, or in `fault` why it did not (`unreadable`, `turned`)."""

    __slots__ = ("fault", "track2", "track3")

    def __init__(self, track2: Track2 | None, track3: Track3 | None = None, fault: str = "") -> None:
        self.track2 = track2
        self.track3 = track3
        self.fault = fault


def _pin(value: Any) -> Pin | None:
    # A customer who presses Confirm without digits has no PIN to give.
    return Pin(str(value)) if value not in ("", None) else None


def _password(value: Any) -> Secret[str]:
    if not isinstance(value, str):
        raise ValueError("a password is text")  # noqa: TRY004 - all that does not fit is one kind of wrong answer
    return Secret(value)


def _swipe(value: Any) -> Swipe:
    if not isinstance(value, Mapping) or not value.keys() <= {"track2", "track3", "fault"}:
        raise ValueError("a swipe has track2, track3, fault")
    track2, track3 = value.get("track2"), value.get("track3")
    if not all(track is None or isinstance(track, str) for track in (track2, track3)):
        raise ValueError("tracks are text")
    return Swipe(track2 and Track2(track2), track3 and Track3(track3), str(value.get("fault", "")))


def _yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("the answer is true or false")  # noqa: TRY004 - as above
    return value


_SECRETS: dict[str, Callable[[Any], Any]] = {"pin": _pin, "password": _password}
_OTHERS: dict[str, Callable[[Any], Any]] = {
    "ask.card": _swipe,
    "ask.confirm_card": _yes_or_no,
    "ask.print_next": _yes_or_no,
}


def _last_word(name: str) -> str:
    return name.rpartition(".")[2].rpartition("_")[2]


def is_secret(name: str) -> bool:
    """Tell whether what is typed for this question must not be seen."""
    return _last_word(name) in _SECRETS


def accept(name: str, value: Any) -> Any:
    """Return a value as the actor takes it; raises ValueError, without the value, when it does not fit."""
    kind = _OTHERS.get(name) or _SECRETS.get(_last_word(name))
    return value if kind is None else kind(value)


def accept_all(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Accept the arguments of a request."""
    return {name: accept(name, value) for name, value in arguments.items()}

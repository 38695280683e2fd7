"""From what a person types, or a program sends, to what an actor is given: secrets are wrapped before anything else.

The last word of a question's or an argument's name tells a secret: `ask.pin` a PIN, `ask.supervisor_password` a
password. A few questions want something else than text; whatever is in no table stays plain data. What the
machine's own face took in is wrapped already and stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from countertop.card import KeyedCard, StripeRead, Swipe, TurnedCard, Unreadable
from countertop.signature import Strokes, read_strokes
from countertop.values import Pan, Pin, Secret, Track2, Track3

__all__ = ["accept", "accept_all", "is_secret"]


def _pin(value: Any) -> Pin | None:
    # A customer who presses Confirm without digits has no PIN to give.
    if isinstance(value, Pin):
        return value
    return Pin(str(value)) if value not in ("", None) else None


def _pan(value: Any) -> Pan:
    if not isinstance(value, str):
        raise ValueError("a card number is text")  # noqa: TRY004 - as below
    return Pan(value)


def _password(value: Any) -> Secret[str]:
    if isinstance(value, Secret):
        return value
    if not isinstance(value, str):
        raise ValueError("a password is text")  # noqa: TRY004 - all that does not fit is one kind of wrong answer
    return Secret(value)


def _swipe(value: Any) -> Swipe:
    if isinstance(value, Swipe):
        return value
    if isinstance(value, Mapping) and "card_number" in value:
        return _keyed_card(value)
    if not isinstance(value, Mapping) or not value.keys() <= {"track2", "track3", "fault"}:
        raise ValueError("a swipe has track2 and track3, or a fault")
    if "fault" in value:
        if value["fault"] not in _FAULTS:
            raise ValueError(f"a swipe fails in one of these ways: {', '.join(_FAULTS)}")
        return _FAULTS[value["fault"]]()
    track2, track3 = value.get("track2"), value.get("track3")
    if not isinstance(track2, str) or not isinstance(track3, str | None):
        raise ValueError("tracks are text")  # noqa: TRY004 - as above
    return StripeRead(Track2(track2), None if track3 is None else Track3(track3))


def _keyed_card(value: Mapping[str, Any]) -> Swipe:
    number, expiry = value["card_number"], value.get("expiry")
    if not isinstance(number, str) or not isinstance(expiry, str | None) or value.keys() - {"card_number", "expiry"}:
        raise ValueError("a card that is keyed has card_number and expiry, both text")
    return KeyedCard(Pan(number), expiry)


def _yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("the answer is true or false")  # noqa: TRY004 - as above
    return value


def _signature(value: Any) -> Strokes | None:
    # Whoever has no pad at hand signs on the slip.
    return None if value in (None, "", _ON_PAPER) else read_strokes(value)


_ON_PAPER = "paper"
_FAULTS: dict[str, type[Swipe]] = {kind.fault: kind for kind in (Unreadable, TurnedCard)}
_SECRETS: dict[str, Callable[[Any], Any]] = {"pin": _pin, "password": _password}
_OTHERS: dict[str, Callable[[Any], Any]] = {
    "pan": _pan,
    "target_pan": _pan,
    "ask.target_pan": _pan,
    "ask.card": _swipe,
    "ask.payment_code": _password,
    "ask.confirm_card": _yes_or_no,
    "ask.confirm_identity": _yes_or_no,
    "ask.print_next": _yes_or_no,
    "ask.signature": _signature,
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

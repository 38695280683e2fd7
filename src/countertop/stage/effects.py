"""What an actor wants done. A script yields effects one by one; they are performed in that order.

Some effects come back with a reply and the script waits for it: `Append` (until its own records are durable),
`Read`, `AskHsm`, `Dial`, `Draw`, `LookAtClock`, `LookAtReserve`, and `Ask` and `Print` of `people`. The others are done
when yielded.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from countertop.journal import Query
from countertop.values import Instant

__all__ = [
    "Append",
    "AskHsm",
    "CancelTimer",
    "Committed",
    "Dial",
    "DialFailed",
    "Draw",
    "Effect",
    "HangUp",
    "KeyTaken",
    "LookAtClock",
    "LookAtReserve",
    "Note",
    "Read",
    "Send",
    "SetTimer",
]


class Effect:
    """Something to be done in the world."""

    __slots__ = ()


class Send(Effect):
    """Send a frame; `payload` goes behind a length prefix of the line's kind. A line that is gone swallows it."""

    __slots__ = ("line", "payload")

    def __init__(self, line: int, payload: bytes) -> None:
        self.line = line
        self.payload = payload

    def __repr__(self) -> str:
        return f"Send({self.line}, {len(self.payload)} bytes)"


class Dial(Effect):
    """Open a line by the route of that name. Reply: its number (`LineOpened` has been handled), or `DialFailed`.

    `patience` is how long each address may take, microseconds; None leaves it to the route.
    """

    __slots__ = ("patience", "route")

    def __init__(self, route: str, patience: int | None = None) -> None:
        self.route = route
        self.patience = patience

    def __repr__(self) -> str:
        return f"Dial({self.route})"


class DialFailed:
    """The route could not be opened, and no byte of ours has left. Every reason is a word `dial.` of the catalogue."""

    __slots__ = ("reason",)

    def __init__(self, reason: str) -> None:
        self.reason = reason


class HangUp(Effect):
    """Close a line; no `LineClosed` follows."""

    __slots__ = ("line",)

    def __init__(self, line: int) -> None:
        self.line = line

    def __repr__(self) -> str:
        return f"HangUp({self.line})"


class SetTimer(Effect):
    """Fire `timer` after so many microseconds; a timer of the same name is replaced."""

    __slots__ = ("after", "timer")

    def __init__(self, timer: Hashable, after: int) -> None:
        self.timer = timer
        self.after = after

    def __repr__(self) -> str:
        return f"SetTimer({self.timer!r}, {self.after} us)"


class CancelTimer(Effect):
    """Forget a timer; one that is not set is forgotten too."""

    __slots__ = ("timer",)

    def __init__(self, timer: Hashable) -> None:
        self.timer = timer

    def __repr__(self) -> str:
        return f"CancelTimer({self.timer!r})"


class Append(Effect):
    """Write records, and the rows they make, in one durable step. Reply: `Committed` or `KeyTaken`.

    Appends of one actor become durable, and are replied to, in the order in which they were yielded.
    """

    __slots__ = ("records", "stream")

    def __init__(self, stream: str, *records: Any) -> None:
        self.stream = stream
        self.records = records

    def __repr__(self) -> str:
        return f"Append({self.stream}, {', '.join(entry.KIND for entry in self.records)})"


class Committed:
    """The records are durable; `now` is when the stage learned it."""

    __slots__ = ("now",)

    def __init__(self, now: Instant) -> None:
        self.now = now


class KeyTaken:
    """A row of these records has a key that is taken: nothing was written. `existing` is the row that holds it."""

    __slots__ = ("existing", "now", "table")

    def __init__(self, table: str, existing: Mapping[str, Any], now: Instant) -> None:
        self.table = table
        self.existing = existing
        self.now = now


class Read(Effect):
    """Ask the store a declared question. Reply: a list of rows, each a mapping from column names.

    It sees every append yielded before it.
    """

    __slots__ = ("query", "values")

    def __init__(self, query: Query, *values: Any) -> None:
        self.query = query
        self.values = values

    def __repr__(self) -> str:
        return f"Read({self.query.name})"


class AskHsm(Effect):
    """Give the HSM commands of `countertop.hsm`. Reply: a list with the reply to each."""

    __slots__ = ("commands",)

    def __init__(self, *commands: Any) -> None:
        self.commands = commands

    def __repr__(self) -> str:
        return f"AskHsm({', '.join(type(command).__name__ for command in self.commands)})"


class Draw(Effect):
    """Draw so many random bytes. Reply: the bytes."""

    __slots__ = ("size",)

    def __init__(self, size: int) -> None:
        self.size = size


class LookAtClock(Effect):
    """Reply: the present `Instant`, for a script that has waited."""

    __slots__ = ()


class LookAtReserve(Effect):
    """Reply: whether the space put by for a full disk is there. Without it no new business begins, or it may not end.

    What is in hand can still be written. The store looks for room again now and then, whenever it is asked something.
    """

    __slots__ = ()


class Note(Effect):
    """A line for the log and its counter: a message id of the catalogue with plain, masked arguments."""

    __slots__ = ("arguments", "level", "message")

    def __init__(self, level: str, message: str, **arguments: Any) -> None:
        self.level = level
        self.message = message
        self.arguments = arguments

    def __repr__(self) -> str:
        return f"Note({self.level}, {self.message})"

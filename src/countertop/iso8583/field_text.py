"""Text made of a message's fields, by code written for exactly the fields that a kind of message has.

Every party pays this for every message it keeps or seals. Code that asks of each of fifty fields whether it is there
takes twice as long as code that knows, so it is written for each set of fields that keeps coming, as the dialects'
encoders are. It makes sure of the set; whatever else comes takes the code that asks. Nothing here changes a result.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from countertop.iso8583.message import Message
from countertop.iso8583.recurrence import Recurrence

__all__ = ["FieldText"]

_VALUE = re.compile(r"\bvalue\b")

MAX_KINDS = 1024
"""Kinds of message remembered; all are forgotten when there are more."""

Writer = Callable[[Message], str | None]


class FieldText:
    """Writes the MTI and the fields of a table that a message has, ascending, joined by a separator.

    `expressions` says for each attribute what is written of its `value`, which may look at the `message` too; with
    `labelled` every part begins with its name and `=`. `scope` holds what the expressions name.
    """

    __slots__ = ("_ask", "_expressions", "_join", "_kinds", "_labelled", "_recurrence", "_scope", "_writers")

    def __init__(
        self,
        expressions: Mapping[str, str],
        separator: str,
        *,
        labelled: bool = False,
        scope: Mapping[str, Any] | None = None,
    ) -> None:
        self._expressions = expressions
        self._join = separator.encode("unicode_escape").decode()
        self._labelled = labelled
        self._scope = dict(scope or {})
        self._kinds: dict[tuple[str | None, ...], Writer] = {}
        self._writers: dict[tuple[str, ...], Writer] = {}
        self._recurrence = Recurrence()
        self._ask: Callable[[Message], str] = self._compiled(self._asking())

    def write(self, message: Message) -> str:
        """Return the text."""
        # These values together nearly always tell which fields the message has.
        kind = (message.mti, message.processing_code, message.entry_mode, message.response_code)
        writer = self._kinds.get(kind)
        text = None if writer is None else writer(message)
        return self._meet(kind, message) if text is None else text

    def _meet(self, kind: tuple[str | None, ...], message: Message) -> str:
        present = tuple(name for name in self._expressions if getattr(message, name) is not None)
        writer = self._writers.get(present)
        if writer is None and self._recurrence.is_reached(present):
            writer = self._compiled(self._knowing(present))
            self._recurrence.keep(self._writers, present, writer)
        if writer is not None:
            if len(self._kinds) >= MAX_KINDS:
                self._kinds.clear()
            self._kinds[kind] = writer
        return self._ask(message)

    def _label(self, name: str) -> str:
        return f"{name}=" if self._labelled else ""

    def _hides(self, name: str) -> bool:
        """Tell whether a field may be written without a look at its value; then None would go unnoticed."""
        return any(word in self._expressions[name] for word in self._scope)

    def _asking(self) -> list[str]:
        """Return the lines of code that asks of each field whether it is there."""
        lines = [f"parts = ['{self._label('mti')}' + message.mti]"]
        for name, expression in self._expressions.items():
            lines += (
                f"value = message.{name}",
                f"if value is not None: parts.append('{self._label(name)}' + ({expression}))",
            )
        return [*lines, f"return '{self._join}'.join(parts)"]

    def _knowing(self, present: tuple[str, ...]) -> list[str]:
        """Return the lines of code for these fields and no others."""
        other = [f"message.{name} is not None" for name in self._expressions if name not in present]
        other += [f"message.{name} is None" for name in present if self._hides(name)]
        parts = [f"'{self._label('mti')}'", "message.mti"] if self._labelled else ["message.mti"]
        for name in present:
            if self._labelled:
                parts.append(f"'{self._join}{name}='")
            parts.append(_VALUE.sub(f"message.{name}", self._expressions[name]))
        between = "" if self._labelled else self._join
        return [
            f"if {' or '.join(other or ['False'])}: return None",
            # Whatever else is None after all makes this raise.
            f"try: return '{between}'.join(({', '.join(parts)},))",
            "except (AttributeError, TypeError): return None",
        ]

    def _compiled(self, lines: list[str]) -> Any:
        source = "\n".join(("def text(message):", *(f"    {line}" for line in lines)))
        scope = dict(self._scope)
        exec(source, scope)  # noqa: S102 - the source is made of the tables of this room
        return scope["text"]

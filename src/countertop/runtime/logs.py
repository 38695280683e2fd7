"""The log of a party: one JSON object a line, from the notes of its stage.

Masked by construction: a note carries a message id and plain arguments, and a secret prints masked wherever it is
written. A message that comes too often is written so many times in a while, then only counted; the count is written
when the while is over. The file is turned over at a size, and so many old ones are kept.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from countertop.values import SECOND, Instant

__all__ = ["Log"]

MOST_BYTES = 10 << 20
OLD_FILES = 5
# Of one message, in one while.
MOST_LINES = 50
WHILE = 10 * SECOND
# Message ids counted apart; there are fewer in the catalogue.
MOST_MESSAGES = 1000

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode


class Log:
    """Writes to `path`; `heard` is called with every line that is written, for a console."""

    def __init__(
        self,
        path: Path,
        party: str,
        *,
        most_bytes: int = MOST_BYTES,
        most_lines: int = MOST_LINES,
        heard: Callable[[str, str, str, Mapping[str, Any]], None] | None = None,
    ) -> None:
        self.counters: Counter[str] = Counter()
        self._path = path
        self._party = party
        self._most_bytes = most_bytes
        self._most_lines = most_lines
        self._heard = heard
        self._descriptor = -1
        self._size = 0
        self._open()
        self._since = 0
        self._lately: Counter[str] = Counter()

    def note(self, level: str, message: str, arguments: Mapping[str, Any], now: Instant) -> None:
        """Count a message and, unless it comes too often, write it."""
        self.counters[message] += 1
        if now.monotonic - self._since > WHILE:
            self._begin_while(now)
        self._lately[message] += 1
        if self._lately[message] > self._most_lines or len(self._lately) > MOST_MESSAGES:
            return
        self._write(level, message, arguments, now)

    def close(self) -> None:
        """Write what was held back, and close the file."""
        if self._descriptor >= 0:
            self._tell_suppressed(None)
            os.close(self._descriptor)
            self._descriptor = -1

    def _begin_while(self, now: Instant) -> None:
        self._tell_suppressed(now)
        self._since = now.monotonic
        self._lately.clear()

    def _tell_suppressed(self, now: Instant | None) -> None:
        for message, count in self._lately.items():
            if count > self._most_lines:
                more = {"of": message, "count": count - self._most_lines}
                self._write("warning", "log.suppressed", more, now)

    def _write(self, level: str, message: str, arguments: Mapping[str, Any], now: Instant | None) -> None:
        at = datetime.now(UTC) if now is None else datetime.fromtimestamp(now.utc / SECOND, UTC)
        head = {"at": at.isoformat(timespec="milliseconds"), "party": self._party, "level": level, "message": message}
        line = _encode({**head, "arguments": arguments}).encode("utf-8", "replace") + b"\n"
        if self._size + len(line) > self._most_bytes:
            self._turn_over()
        try:
            self._size += os.write(self._descriptor, line)
        except OSError:
            self.counters["log.lost"] += 1  # a full disk must not stop payments whose records still fit
        if self._heard is not None:
            with suppress(OSError):  # a console that went away must not stop a party
                self._heard(self._party, level, message, arguments)

    def _turn_over(self) -> None:
        os.close(self._descriptor)
        for age in range(OLD_FILES, 0, -1):
            newer = self._path if age == 1 else self._path.with_name(f"{self._path.name}.{age - 1}")
            if newer.exists():
                newer.replace(self._path.with_name(f"{self._path.name}.{age}"))
        self._open()

    def _open(self) -> None:
        self._descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._size = os.fstat(self._descriptor).st_size

"""The pages of a house as a program of its own, begun and ended with the parties: a page never holds up a payment."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from countertop.cli.language import LANGUAGE
from countertop.words import Language

__all__ = ["PagesBeside"]

CLOSING_PATIENCE: Final = 5.0


class PagesBeside:
    """Serves the pages of the house in a directory while it is entered, unless they are not wanted."""

    def __init__(self, data: Path, *, wanted: bool) -> None:
        self._data = data
        self._wanted = wanted
        self._program: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        if self._wanted:
            code = "en" if LANGUAGE is Language.ENGLISH else "zh"
            module = (sys.executable, "-m", "countertop.cli.main", "pages", "--data", str(self._data))
            # It stops when its input ends, so it outlives nobody who is killed.
            self._program = subprocess.Popen(  # noqa: S603 - this program itself
                (*module, "--beside", "--language", code), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._program is None:
            return
        assert self._program.stdin is not None, "it was begun with a pipe"
        assert self._program.stdout is not None, "it was begun with a pipe"
        self._program.stdin.close()
        try:
            self._program.wait(CLOSING_PATIENCE)
        except subprocess.TimeoutExpired:
            self._program.kill()
            self._program.wait()
        self._program.stdout.close()

    async def ready(self) -> list[str]:
        """Wait until the pages are served, or cannot be; return where they are, in the language of this run."""
        return await asyncio.to_thread(self._told)

    def _told(self) -> list[str]:
        if self._program is None:
            return []
        assert self._program.stdout is not None, "it was begun with a pipe"
        lines: list[str] = []
        for line in self._program.stdout:
            if line.startswith("ready"):
                break
            lines.append(line.rstrip("\n"))
        return lines

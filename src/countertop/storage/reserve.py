"""Space put by for a full disk: a file beside the store that is given up so that work in hand can still be written."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["RESERVE", "Reserve"]

# Bytes. One transaction takes some ten kilobytes of log at most; a checkpoint may add the log's size to the store.
RESERVE = 8 << 20


class Reserve:
    """While `kept`, so much space is surely there. Released, no new business may begin until it is refilled."""

    __slots__ = ("_path", "_size", "kept")

    def __init__(self, path: Path, size: int) -> None:
        self._path = path
        self._size = size
        self.kept = False
        self.refill()

    def refill(self) -> bool:
        """Put the space by if the disk has it; return whether it is kept."""
        if not self.kept:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                if self._size:
                    os.posix_fallocate(descriptor, 0, self._size)
                self.kept = True
            except OSError:
                os.truncate(descriptor, 0)
            finally:
                os.close(descriptor)
        return self.kept

    def release(self) -> bool:
        """Give the space up; return whether there was any."""
        had, self.kept = self.kept, False
        self._path.unlink(missing_ok=True)
        return had

"""One writer a store: an exclusive lock on a file beside it, held as long as the process lives."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from countertop.storage.errors import StoreLocked

__all__ = ["ProcessLock"]


class ProcessLock:
    """Taken when made, given back by `release` or by the end of the process; the file itself stays.

    Raises StoreLocked when another opener holds it, in this process or another, and OSError as `os.open` does.
    """

    __slots__ = ("_descriptor",)

    def __init__(self, path: Path) -> None:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as held:
            holder = os.read(descriptor, 20).decode("ascii", "replace").strip() or "unknown"
            os.close(descriptor)
            raise StoreLocked("store.locked", process=holder, store=str(path.with_suffix(""))) from held
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        self._descriptor: int | None = descriptor

    def release(self) -> None:
        """Let others open the store."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

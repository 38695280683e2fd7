"""What can go wrong with a store. Each says what to do, in two languages; none carries what a record holds.

StoreError
├── StoreFailed      a durable write failed: reload the actor from its store, never take the write for done
│   └── DiskFull     there was no space for it, nor in the reserve
├── StoreLocked      another process serves this store
├── StoreUnreachable the path cannot be read or written
├── StoreDamaged     the file or its chain is not what was written
├── StoreNewer       a newer release has written it
├── StoreOlder       it must be upgraded first, and was opened only to be read
├── StoreBusy        more waits to be written than the queue may hold
└── Refused          this entry or question alone cannot be executed; the answer in its place, not raised
"""

from __future__ import annotations

from typing import Any

from countertop.words import CATALOGUE, Language, say

__all__ = [
    "DiskFull",
    "Refused",
    "StoreBusy",
    "StoreDamaged",
    "StoreError",
    "StoreFailed",
    "StoreLocked",
    "StoreNewer",
    "StoreOlder",
    "StoreUnreachable",
]


class StoreError(Exception):
    """The store cannot do as asked.

    `message` is an id of the catalogue with its arguments; a fault of ours, which no person meets, is a sentence.
    """

    def __init__(self, message: str = "", **arguments: Any) -> None:
        super().__init__(message, arguments)
        self.message = message
        self.arguments = arguments

    def __str__(self) -> str:
        return self.said(Language.ENGLISH)

    def said(self, language: Language) -> str:
        """Return the sentence in a language."""
        return say(language, self.message, **self.arguments) if self.message in CATALOGUE else self.message


class StoreFailed(StoreError):  # noqa: N818 - named after what happened, as all of this tree
    """A durable write failed. What it held may or may not be there: close the store, open it, reload the actor."""


class DiskFull(StoreFailed):
    """No space is left, and the reserve is used up; nothing of the batch was written."""


class StoreLocked(StoreError):  # noqa: N818
    """Another process serves this store; a store has one writer."""


class StoreUnreachable(StoreError):  # noqa: N818
    """The store's path cannot be opened: not there, no right to it, or the directory cannot be written."""


class StoreDamaged(StoreError):  # noqa: N818
    """The file is no store of this party, or its content is not what was written."""


class StoreNewer(StoreError):  # noqa: N818
    """A newer release has written this store; this one must not touch it."""


class StoreOlder(StoreError):  # noqa: N818
    """An older release has written this store, and it was opened only to be read."""


class StoreBusy(StoreError):  # noqa: N818
    """The queue of entries to be written is full."""


class Refused(StoreError):  # noqa: N818
    """This entry or question cannot be executed as it stands; nothing of it was written, others were not hurt."""

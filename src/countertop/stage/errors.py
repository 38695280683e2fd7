"""What can go wrong on the stage.

StageError
└── StageStopped    a durable write failed: the actor must be reloaded from its store
"""

__all__ = ["StageError", "StageStopped"]


class StageError(Exception):
    """The stage cannot go on as asked."""


class StageStopped(StageError):  # noqa: N818 - it names a state, not a fault of the caller
    """The actor's memory may be ahead of its store, so it takes no more events; start a new one from the store."""

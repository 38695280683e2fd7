"""What can go wrong with a simulated world.

SimulationError
└── Broken    an actor broke one of its own invariants, or raised what it must not
"""

__all__ = ["Broken", "SimulationError"]


class SimulationError(Exception):
    """The simulation cannot go on as asked."""


class Broken(SimulationError):  # noqa: N818 - it names what the run found
    """An actor raised something other than a failed write: the seed shows a fault of ours."""

    def __init__(self, party: str, cause: BaseException) -> None:
        super().__init__(f"{party} broke: {type(cause).__name__}: {cause}")
        self.party = party
        self.cause = cause

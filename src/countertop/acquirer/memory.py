"""What the host holds in memory: the registry, what waits for the switch, what is owed. It all follows from the tables.

An attempt is here while it is undecided; its key in the database is the truth, these maps spare the look-up. An
obligation is here until it is discharged.
"""

from __future__ import annotations

from collections import Counter

from countertop.acquirer.attempt import Attempt
from countertop.acquirer.blacklist import Blacklist
from countertop.acquirer.clock_face import ClockFace
from countertop.acquirer.management.memory import Management
from countertop.acquirer.numbers import Numbers
from countertop.acquirer.registry import Registry
from countertop.acquirer.settings import AcquirerSettings
from countertop.acquirer.settlement.frozen import Frozen
from countertop.acquirer.shapes import Shapes
from countertop.acquirer.uplink import Uplink
from countertop.acquirer.velocity import Velocity
from countertop.acquirer.wallet.link import WalletLink
from countertop.iso8583 import InterbankHeader

__all__ = ["HostMemory", "Obligation", "TerminalLine"]


class TerminalLine:
    """A line on which terminals call; one with an `identity` belongs to the terminal of that id alone."""

    __slots__ = ("bad_frames", "identity", "number", "peer")

    def __init__(self, number: int, peer: str, identity: str | None = None) -> None:
        self.number = number
        self.peer = peer
        self.identity = identity
        self.bad_frames = 0


class Obligation:
    """A reversal that the switch has not acknowledged; `sent` is the text of its last try.

    `refused_with` is the response code of the last answer in this life that would not undo it.
    """

    __slots__ = (
        "attempt_key",
        "cause",
        "owed_at",
        "refused_with",
        "reversal_key",
        "sent",
        "switch_key",
        "terminal_id",
        "tries",
    )

    def __init__(
        self, attempt_key: str, terminal_id: str, reversal_key: str, switch_key: str, cause: str, owed_at: int
    ) -> None:
        self.attempt_key = attempt_key
        self.terminal_id = terminal_id
        self.reversal_key = reversal_key
        self.switch_key = switch_key
        self.cause = cause
        self.owed_at = owed_at
        self.tries = 0
        self.sent = ""
        self.refused_with: str | None = None


class HostMemory:
    """The memory of one host. `switch_key` in its maps is STAN and transmission time, as the switch echoes them."""

    def __init__(self, settings: AcquirerSettings, registry: Registry, numbers: Numbers, watermark: int) -> None:
        self.settings = settings
        self.registry = registry
        self.numbers = numbers
        self.clock = ClockFace(registry.zone, registry.link.clock_zone, registry.cutoff_minute)
        self.shapes = Shapes()
        self.uplink = Uplink(settings.shortest_redial)
        self.lines: dict[int, TerminalLine] = {}
        self.open: dict[str, Attempt] = {}
        self.awaiting: dict[str, Attempt] = {}
        self.obligations: dict[str, Obligation] = {}
        self.owed_under: dict[str, Obligation] = {}
        self.claiming: dict[str, str] = {}
        self.numbered: set[int] = set()
        self.refunding: set[tuple[str, str]] = set()
        self.closing_days: set[tuple[str, str]] = set()
        self.signing_in: set[tuple[str, ...]] = set()
        self.blacklist = Blacklist()
        self.velocity: Velocity | None = None
        self.management = Management()
        self.wallet = WalletLink()
        self.frozen: dict[str, Frozen] = {}
        self.counts: Counter[str] = Counter()
        self.watermark = watermark
        acquirer_id = registry.acquirer_id
        self.acquirer_id = acquirer_id
        self.to_switch = InterbankHeader(registry.link.peer_id, acquirer_id)
        # The head of every transit key of ours: acquirer and forwarding institution are the same.
        self.transit_head = f"{acquirer_id.lstrip('0')}|{acquirer_id.lstrip('0')}|"
        self.planted = settings.planted

    def draw_serial(self) -> int:
        """Return the number of a request that may become an attempt; it is `numbered` until that is settled."""
        serial = self.numbers.draw()
        self.numbered.add(serial)
        return serial

    def reserve(self, attempt: Attempt) -> None:
        """Take an attempt in, before its record is durable."""
        self.numbered.discard(attempt.serial)
        self.open[attempt.key] = attempt
        self.awaiting[attempt.switch_key] = attempt

    def release(self, attempt: Attempt) -> None:
        """Let an attempt go: it is decided, or its key was taken."""
        if self.open.get(attempt.key) is attempt:
            del self.open[attempt.key]
        self.awaiting.pop(attempt.switch_key, None)
        self.wallet.orders.pop(attempt.key, None)
        if attempt.original_key is not None:
            self.unclaim(attempt)

    def claim(self, attempt: Attempt, original_key: str) -> bool:
        """Hold an original until the claim on it is durable; tell whether nobody else holds it."""
        attempt.original_key = original_key
        return self.claiming.setdefault(original_key, attempt.key) == attempt.key

    def unclaim(self, attempt: Attempt) -> None:
        """Let an original go: the claim stands in the tables now, or it was never made."""
        original_key = attempt.original_key or ""
        if self.claiming.get(original_key) == attempt.key:
            del self.claiming[original_key]

    def spending_fault(self, attempt: Attempt) -> str:
        """Return the response code for a request beyond a limit of the day, or count it and return nothing."""
        if self.velocity is None:
            return ""
        fault = self.velocity.fault(attempt)
        if not fault:
            self.velocity.take(attempt)
        return fault

    def give_back(self, attempt: Attempt) -> None:
        """Count a request no more that was declined."""
        if self.velocity is not None:
            self.velocity.give_back(attempt)

    def owe(self, obligation: Obligation) -> None:
        """Take an obligation in, once it is durable."""
        self.obligations[obligation.attempt_key] = obligation
        self.owed_under[obligation.switch_key] = obligation

    def discharge(self, obligation: Obligation) -> None:
        """Let an obligation go, once its discharge is durable."""
        self.obligations.pop(obligation.attempt_key, None)
        self.owed_under.pop(obligation.switch_key, None)

    def lowest_undecided(self) -> int:
        """Return the serial below which every attempt is decided and none will come."""
        waiting = (attempt.serial for attempt in self.open.values())
        return min((*waiting, *self.numbered), default=self.numbers.newest + 1)

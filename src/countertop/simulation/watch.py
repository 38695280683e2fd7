"""The watch: what must hold at every moment, looked at whenever something has become durable or a person was told.

* Money that is debited at a bank and not approved at the shop has somebody who durably owes its reversal, or has not
  decided yet: at the terminal, at the host or at the switch (I1).
* What a screen or a slip says is durable before it says so (I9).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from countertop.acquirer import records as acquirer
from countertop.issuer import records as issuer
from countertop.journal import Query
from countertop.simulation.node import Process
from countertop.stage import Print, Show
from countertop.storage import Entry, Question
from countertop.switch import records as switch
from countertop.terminal import Slip
from countertop.terminal import records as terminal

if TYPE_CHECKING:
    from countertop.simulation.world import World

__all__ = ["Watch"]

_TERMINAL_KEY: Final = ("terminal_id", "batch_number", "stan")
_AT_TERMINAL = Query("watch_terminal", "attempt", _TERMINAL_KEY, joined="outcome", limit=1)
_DISCHARGED = Query("watch_discharge", "discharge", _TERMINAL_KEY, limit=1)
_AT_HOST = Query("watch_host", "attempt", ("attempt_key",), joined="decision", limit=1)
_HOST_OWES = Query("watch_host_owes", "obligation", ("attempt_key",), joined="discharge", limit=1)
_AT_SWITCH = Query("watch_switch", "attempt", ("transit_key",), joined="decision", limit=1)
_SWITCH_OWES = Query("watch_switch_owes", "obligation", ("transit_key",), joined="discharge", limit=1)
_FAMILY = Query("watch_family", "attempt", ("family_key",))

# What a screen says, and the state in which its attempt must be found.
_SCREENS: Final[Mapping[str, tuple[str, bool]]] = {
    "screen.approved": ("completed", False),
    "screen.unknown": ("reversal_owed", False),
    "screen.reversed": ("reversal_owed", True),
}
_COPIES: Final = frozenset({"merchant", "cardholder"})

Row = Mapping[str, Any]


class Watch:
    """Looks on, and writes down what should not be."""

    def __init__(self, world: World) -> None:
        self.findings: list[str] = []
        self._world = world
        # Transit key -> keys of the attempt at the host and at the terminal, from the moment the host knows it.
        self._hosted: dict[str, tuple[str, tuple[str, str, str]]] = {}
        self._transits: dict[tuple[str, str, str], str] = {}
        self._banks = [node for name, node in world.nodes.items() if name.startswith("issuer")]
        self._terminals = {
            row[0]: node
            for node in world.nodes.values()
            if node.kind == "terminal"
            for row in node.store().rows("installation")
        }
        self._looks: dict[type, Callable[[Any], str | None]] = {
            issuer.RequestDecided: lambda entry: entry.family_key if entry.moved else None,
            acquirer.AttemptReceived: self._host_took,
            acquirer.AttemptDecided: lambda entry: self._transit_of_host(entry.attempt_key),
            acquirer.ReversalAcknowledged: lambda entry: self._transit_of_host(entry.attempt_key),
            switch.AttemptDecided: lambda entry: entry.transit_key,
            switch.ReversalAcknowledged: lambda entry: entry.transit_key,
            terminal.AttemptDecided: self._transit_of_terminal,
            terminal.ReversalAcknowledged: self._transit_of_terminal,
        }

    def committed(self, _: Process, items: Sequence[Entry | Question]) -> None:
        """Look at every attempt that a batch was about."""
        for item in items:
            if type(item) is Entry:
                for entry in item.records:
                    look = self._looks.get(type(entry))
                    key = None if look is None else look(entry)
                    if key:
                        self._look_at(key)

    def shown(self, process: Process, screen: Show) -> None:
        """Compare a screen with the store behind it."""
        wanted = _SCREENS.get(screen.message)
        if wanted is not None:
            self._compare(process, screen.message, screen.arguments["voucher"], *wanted)

    def printed(self, process: Process, paper: Print) -> None:
        """Compare a slip with the store behind it."""
        if paper.copy in _COPIES:
            assert isinstance(paper.document, Slip)
            voucher = next(line.value[1] for line in paper.document.lines if line.label[1].startswith("VOUCHER"))
            self._compare(process, f"slip for the {paper.copy}", voucher, "completed", discharged=False)

    def _compare(self, process: Process, what: str, voucher: str, state: str, discharged: bool) -> None:
        store = process.disk.store
        found = [
            row
            for row in store.read(Query("watch_voucher", "attempt", ("stan",), joined="outcome"), (voucher,))
            if row["state"] == state
            and (not discharged or store.read(_DISCHARGED, tuple(row[name] for name in _TERMINAL_KEY)))
        ]
        if not found:
            self.findings.append(f"I9 {process.party} said {what} of voucher {voucher} before its store did")

    def _host_took(self, entry: acquirer.AttemptReceived) -> None:
        key = (entry.terminal_id, entry.batch_number, entry.stan)
        if entry.transit_key:
            self._hosted[entry.transit_key] = entry.attempt_key, key
            self._transits[key] = entry.transit_key

    def _transit_of_host(self, attempt_key: str) -> str | None:
        rows = self._world.nodes["acquirer"].store().read(_AT_HOST, (attempt_key,))
        return rows[0]["transit_key"] if rows else None

    def _transit_of_terminal(self, entry: Any) -> str | None:
        return self._transits.get((entry.terminal_id, entry.batch_number, entry.stan))

    def _look_at(self, transit_key: str) -> None:
        """Look whether a sale that is debited is approved at the shop, or somebody owes its reversal."""
        family = next(filter(None, (bank.store().read(_FAMILY, (transit_key,)) for bank in self._banks)), [])
        if not sum(row["moved"] for row in family):
            return
        at_host = self._hosted.get(transit_key)
        if at_host is None:
            self.findings.append(f"I1 {transit_key}: debited, and no host knows it")
            return
        attempt_key, terminal_key = at_host
        if self._switch_owes(transit_key) or self._host_owes(attempt_key, terminal_key):
            return
        if self._approved_or_owed_at_terminal(terminal_key) is False:
            self.findings.append(
                f"I1 {attempt_key}: debited, not approved at the terminal, and nobody owes its reversal"
            )

    def _switch_owes(self, transit_key: str) -> bool:
        store = self._world.nodes["switch"].store()
        rows = store.read(_AT_SWITCH, (transit_key,))
        if not rows or rows[0]["outcome"] is None:
            return bool(rows)
        owed = store.read(_SWITCH_OWES, (transit_key,))
        return bool(owed) and owed[0]["acknowledged_at"] is None

    def _host_owes(self, attempt_key: str, terminal_key: tuple[str, str, str]) -> bool:
        """Return whether the host is undecided or owes; for a strange terminal its approval is enough."""
        store = self._world.nodes["acquirer"].store()
        rows = store.read(_AT_HOST, (attempt_key,))
        if not rows or rows[0]["outcome"] is None:
            return bool(rows)
        owed = store.read(_HOST_OWES, (attempt_key,))
        if owed:
            return owed[0]["acknowledged_at"] is None
        return terminal_key[0] not in self._terminals and rows[0]["outcome"] == "approved"

    def _approved_or_owed_at_terminal(self, key: tuple[str, str, str]) -> bool:
        node = self._terminals.get(key[0])
        if node is None:
            return False
        for store in node.stores():
            rows = store.read(_AT_TERMINAL, key)
            if rows:
                state = rows[0]["state"]
                owed = state == "reversal_owed" and not store.read(_DISCHARGED, key)
                return state in (None, "completed") or owed
        return False

"""The watch: what must hold at every moment, looked at whenever something has become durable or a person was told.

* What stands at a bank and is not approved at the shop has somebody who durably owes its reversal, or has not decided
  yet, at the terminal, at the host or at the switch; or two persons have settled a reversal that came too late (I1).
* What a screen or a slip says is durable before it says so (I9).
* Nothing enters a batch whose totals are frozen (I11).
* A balance is for the customer's eyes: no store of the shop has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from countertop.acquirer import records as acquirer
from countertop.acquirer.settlement.tables import reversal_case_name
from countertop.issuer import records as issuer
from countertop.journal import Query
from countertop.simulation.node import Process
from countertop.simulation.world import World
from countertop.stage import Print, Show
from countertop.storage import Entry, MemoryStore, Question
from countertop.switch import records as switch
from countertop.terminal import Slip
from countertop.terminal import records as terminal
from countertop.values import Amount, Secret

__all__ = ["Watch"]

_TERMINAL_KEY: Final = ("terminal_id", "batch_number", "stan")
_AT_TERMINAL = Query("watch_terminal", "attempt", _TERMINAL_KEY, joined="outcome", limit=1)
_VOUCHER = Query("watch_voucher", "attempt", ("stan",), joined="outcome")
_DISCHARGED = Query("watch_discharge", "discharge", _TERMINAL_KEY, limit=1)
_AT_HOST = Query("watch_host", "attempt", ("attempt_key",), joined="decision", limit=1)
_SETTLED = Query("watch_settled", "case_end", ("case_name",), limit=1)
_HOST_OWES = Query("watch_host_owes", "obligation", ("attempt_key",), joined="discharge", limit=1)
_AT_SWITCH = Query("watch_switch", "attempt", ("transit_key",), joined="decision", limit=1)
_SWITCH_OWES = Query("watch_switch_owes", "obligation", ("transit_key",), joined="discharge", limit=1)
_AT_BANK = Query("watch_bank", "attempt", ("transit_key",), limit=1)
_ABOUT_AT_BANK = Query("watch_about", "attempt", ("original_key",))
_STORED = Query("watch_stored", "stored", _TERMINAL_KEY, limit=1)
_REPEAT_OWED = Query("watch_repeat_owed", "repeat_owed", _TERMINAL_KEY, limit=1)
_SETTLEMENT = Query("watch_settlement", "settlement", ("terminal_id", "batch_number"), limit=1)

# What a screen says, and the states in which its attempt may be found.
_SCREENS: Final[Mapping[str, frozenset[str]]] = {
    "screen.approved": frozenset({"completed"}),
    "screen.repeat_approved": frozenset({"completed"}),
    "screen.repeat_declined": frozenset({"declined"}),
    "screen.advice_refused": frozenset({"declined"}),
    "screen.stored": frozenset({"stored", "completed", "declined"}),
    "screen.unknown": frozenset({"reversal_owed", "repeat_owed", "reversed"}),
    **dict.fromkeys(("screen.reversed", "screen.settled_repaid", "screen.settled_stands"), frozenset({"reversed"})),
}
_PRINTED: Final = frozenset({"stored", "completed"})
_STOOD_IN: Final = "stand_in"
"""The bank's word that what it declined stands, because the switch approved it in its stead."""
_MOVES_NOTHING: Final = frozenset({"balance", "reversal", "tombstone"})
_COPIES: Final = frozenset({"merchant", "cardholder"})

Row = Mapping[str, Any]


class Watch:
    """Looks on, and writes down what should not be."""

    def __init__(self, world: World) -> None:
        self.findings: list[str] = []
        self._world = world
        self._balances: set[tuple[str, str]] = set()
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
            issuer.RequestDecided: lambda entry: entry.original_key if entry.kind == _STOOD_IN else entry.transit_key,
            acquirer.AttemptReceived: self._host_took,
            acquirer.AttemptDecided: lambda entry: self._transit_of_host(entry.attempt_key),
            acquirer.ReversalAcknowledged: lambda entry: self._transit_of_host(entry.attempt_key),
            switch.AttemptDecided: lambda entry: entry.transit_key,
            switch.ReversalAcknowledged: lambda entry: entry.transit_key,
            terminal.AttemptPrepared: self._prepared,
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
        """Compare a screen with the store behind it, and remember what only eyes may see."""
        wanted = _SCREENS.get(screen.message)
        if wanted is not None:
            self._compare(process, screen.message, screen.arguments["voucher"], wanted)
        elif screen.message == "screen.balance":
            amount: Secret[str] = screen.arguments["amount"]
            self._balances.add((process.party, _field_54(amount.reveal())))

    def printed(self, process: Process, paper: Print) -> None:
        """Compare a slip with the store behind it."""
        if paper.copy in _COPIES:
            assert isinstance(paper.document, Slip)
            voucher = next(line.value[1] for line in paper.document.lines if line.label[1].startswith("VOUCHER"))
            self._compare(process, f"slip for the {paper.copy}", voucher, _PRINTED)

    def close(self) -> Iterator[str]:
        """Look for balances in the stores of the terminals that showed them."""
        for party, digits in sorted(self._balances):
            for store in self._world.nodes[party].stores():
                if any(digits in record.body for record in store.records()):
                    yield f"{party} has kept a balance that was shown to the customer"
                    break

    def _compare(self, process: Process, what: str, voucher: str, wanted: frozenset[str]) -> None:
        store = process.disk.store
        rows = store.read(_VOUCHER, (voucher,))
        if not any(self._states(store, row) & wanted for row in rows):
            self.findings.append(f"I9 {process.party} said {what} of voucher {voucher} before its store did")

    def _states(self, store: MemoryStore, row: Row) -> set[str]:
        """Return the names of the states in which a terminal's store has an attempt."""
        key = tuple(row[name] for name in _TERMINAL_KEY)
        states = {str(row["state"])}
        for name, query in (("stored", _STORED), ("repeat_owed", _REPEAT_OWED), ("reversed", _DISCHARGED)):
            if store.read(query, key):
                states.add(name)
        return states

    def _prepared(self, entry: terminal.AttemptPrepared) -> None:
        """Look whether the totals of the batch that it enters are frozen."""
        node = self._terminals[entry.terminal_id]
        settlements = node.store().read(_SETTLEMENT, (entry.terminal_id, entry.batch_number))
        key = (entry.terminal_id, entry.batch_number, entry.stan)
        if settlements and node.store().read(_AT_TERMINAL, key):
            self.findings.append(f"I11 {node.party} let voucher {entry.stan} into a batch whose totals are frozen")

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
        """Look whether what stands at a bank is approved at the shop, or somebody owes its reversal."""
        if not any(self._stands(bank.store(), transit_key) for bank in self._banks):
            return
        at_host = self._hosted.get(transit_key)
        if at_host is None:
            self.findings.append(f"I1 {transit_key}: stands at its bank, and no host knows it")
            return
        attempt_key, terminal_key = at_host
        if self._switch_owes(transit_key) or self._host_owes(attempt_key, terminal_key):
            return
        if self._approved_or_owed_at_terminal(terminal_key) is False:
            self.findings.append(
                f"I1 {attempt_key}: stands at its bank, not approved at the terminal, and nobody owes its reversal"
            )

    @staticmethod
    def _stands(store: MemoryStore, transit_key: str) -> bool:
        """Tell whether a bank counts a request that moves or holds something as approved, and has not reversed it."""
        rows = store.read(_AT_BANK, (transit_key,))
        if not rows or rows[0]["kind"] in _MOVES_NOTHING:
            return False
        about = store.read(_ABOUT_AT_BANK, (transit_key,))
        if rows[0]["response_code"] != "00" and not any(row["kind"] == _STOOD_IN for row in about):
            return False
        return not any(row["kind"] == "reversal" and row["response_code"] == "00" for row in about)

    def _switch_owes(self, transit_key: str) -> bool:
        store = self._world.nodes["switch"].store()
        rows = store.read(_AT_SWITCH, (transit_key,))
        if not rows or rows[0]["outcome"] is None:
            return bool(rows)
        owed = store.read(_SWITCH_OWES, (transit_key,))
        return bool(owed) and owed[0]["acknowledged_at"] is None

    def _host_owes(self, attempt_key: str, terminal_key: tuple[str, str, str]) -> bool:
        """Return whether the host is undecided or owes, or people there have settled what the terminal reversed.

        For a strange terminal its approval is enough.
        """
        store = self._world.nodes["acquirer"].store()
        if store.read(_SETTLED, (reversal_case_name(attempt_key),)):
            return True
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


def _field_54(balance: str) -> str:
    """Return the end of field 54 that told a balance: currency, sign, amount."""
    minor = Amount.parse(balance.removeprefix("-")).minor
    return f"156{'D' if balance.startswith('-') else 'C'}{minor:012}"

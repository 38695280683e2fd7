"""What the host holds in memory of managing its terminals. It all follows from the tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from countertop.acquirer.management import tables
from countertop.acquirer.management.bindings import Binding, Standing
from countertop.acquirer.management.instructions import NOTHING, Open, requirement_of
from countertop.stage import Read, Script

__all__ = ["Management", "NextKey"]


class NextKey(NamedTuple):
    """A terminal's next master key: the block that it replaces, its own, its check value, field 62 that carries it."""

    old_tmk: str
    tmk: str
    kcv: str
    carried: bytes


class Management:
    """`asked` is what the next header tells each terminal; a terminal of which nothing is wanted is not in it.

    `told` are the instructions that a terminal knows of and carries out later; after a restart each is told again.
    `sending` is the version of the parameters that a terminal is fetching, and what it will say that it has taken.
    `bindings` are the terminals bound to a place, `next_keys` master keys that terminals have not yet worked under.
    `moving` is the terminal that somebody at the desk is just binding or moving.
    """

    __slots__ = (
        *("asked", "bindings", "broken", "locked", "newest_number", "newest_relocation", "newest_ruling", "next_keys"),
        *("moving", "open", "seen"),
        *("downloaded", "groups", "newest_retrieval", "newest_version", "parameters", "sending", "told"),
    )

    def __init__(self) -> None:
        self.asked: dict[str, str] = {}
        self.bindings: dict[str, Binding] = {}
        self.next_keys: dict[str, NextKey] = {}
        self.moving: str | None = None
        self.locked: set[str] = set()
        self.open: dict[str, list[Open]] = {}
        self.told: set[int] = set()
        self.newest_number = 0
        self.seen: dict[str, int] = {}
        self.parameters: dict[str, Mapping[str, Any]] = {}
        self.broken: dict[str, str] = {}
        self.groups: dict[str, str] = {}
        self.newest_version = 0
        self.newest_retrieval = 0
        self.newest_relocation = 0
        self.newest_ruling = 0
        self.sending: dict[str, tuple[int, bytes]] = {}
        self.downloaded: dict[str, int] = {}

    def load(self) -> Script:
        """Read everything at the start of the host."""
        for row in (yield Read(tables.NEWEST_INSTRUCTION)):
            self.newest_number = row["instruction_number"]
        for row in (yield Read(tables.OPEN_INSTRUCTIONS)):
            self.give(Open.of_row(row))
        for row in (yield Read(tables.EVERY_LOCK)):
            if row["locked_at"] != tables.UNLOCKED:
                self.locked.add(row["terminal_id"])
        for row in (yield Read(tables.EVERY_HEARTBEAT)):
            self.seen[row["terminal_id"]] = row["seen_at"]
        yield from self._load_standings()
        yield from self._load_places()

    def _load_standings(self) -> Script:
        for row in (yield Read(tables.EVERY_TERMINAL_STATE)):
            self.broken[row["terminal_id"]] = row["broken_parts"]
        for row in (yield Read(tables.NEWEST_RETRIEVAL)):
            self.newest_retrieval = row["retrieval_number"]
        for row in (yield Read(tables.EVERY_PARAMETERS)):
            self.set(row)
        for row in (yield Read(tables.EVERY_TERMINAL_GROUP)):
            self.groups[row["terminal_id"]] = row["terminal_group"]
        for row in (yield Read(tables.EVERY_DOWNLOAD)):
            self.downloaded[row["terminal_id"]] = row["downloaded_version"]

    def _load_places(self) -> Script:
        seen = {row["terminal_id"]: Standing(row["standing"]) for row in (yield Read(tables.EVERY_SIGHTING))}
        for row in (yield Read(tables.EVERY_BINDING)):
            self.bindings[row["terminal_id"]] = Binding(row, seen.get(row["terminal_id"], Standing.INSIDE))
        for newest in (tables.NEWEST_RELOCATION, tables.NEWEST_RELOCATION_PROPOSAL):
            for row in (yield Read(newest)):
                self.newest_relocation = max(self.newest_relocation, row["relocation_number"])
        for row in (yield Read(tables.NEWEST_RULING)):
            self.newest_ruling = row["ruling_number"]
        for row in (yield Read(tables.EVERY_NEXT_MASTER_KEY)):
            if row["next_tmk"]:
                carried = bytes.fromhex(row["carried"])
                key = NextKey(row["old_tmk"], row["next_tmk"], row["next_kcv"], carried)
                self.next_keys[row["terminal_id"]] = key

    def set(self, row: Mapping[str, Any]) -> None:
        """Take over what was set for a scope, once it is durable."""
        self.parameters[row["parameter_scope"]] = row
        self.newest_version = max(self.newest_version, row["parameter_version"])

    def layers_of(self, terminal_id: str) -> tuple[Mapping[str, Any] | None, ...]:
        """Return what is set for a terminal, the narrowest scope last."""
        scopes = ("all", f"group:{self.groups.get(terminal_id, '')}", terminal_id)
        return tuple(self.parameters.get(scope) for scope in scopes)

    def take_number(self) -> int:
        """Return the number of the next instruction."""
        self.newest_number += 1
        return self.newest_number

    def give(self, instruction: Open) -> None:
        """Take an instruction in, once it is durable."""
        self.open.setdefault(instruction.terminal_id, []).append(instruction)
        self._ask(instruction.terminal_id)
        if instruction.verb == "lock":
            self.locked.add(instruction.terminal_id)
        elif instruction.verb == "unlock":
            self.locked.discard(instruction.terminal_id)

    def end(self, instruction: Open) -> None:
        """Let an instruction go, once its end is durable."""
        standing = self.open.get(instruction.terminal_id, [])
        if instruction in standing:
            standing.remove(instruction)
        self.told.discard(instruction.number)
        self._ask(instruction.terminal_id)

    def tell(self, instruction: Open) -> None:
        """Call the terminal no more to an instruction that it knows; it stands until it is carried out."""
        self.told.add(instruction.number)
        self._ask(instruction.terminal_id)

    def untold(self, terminal_id: str) -> list[Open]:
        """Return the instructions that a terminal must still be called to."""
        return [each for each in self.standing(terminal_id) if each.number not in self.told]

    def standing(self, terminal_id: str, *verbs: str) -> list[Open]:
        """Return the instructions of a terminal that have not ended; those of some verbs, where any are named."""
        return [each for each in self.open.get(terminal_id, ()) if not verbs or each.verb in verbs]

    def _ask(self, terminal_id: str) -> None:
        requirement = requirement_of(self.untold(terminal_id))
        if requirement == NOTHING:
            self.asked.pop(terminal_id, None)
        else:
            self.asked[terminal_id] = requirement

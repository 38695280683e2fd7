"""Where the terminal stands, as far as its front must know; made from the facts of the desk's `status`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from countertop.terminal.front.screen import Line
from countertop.terminal.lifecycle import MachineState
from countertop.terminal.permissions import Role

__all__ = ["LOW_BATTERY", "Standing"]

LOW_BATTERY: Final = 20
"""Percent under which the screen warns."""


@dataclass(frozen=True, slots=True)
class Standing:
    """`battery` is percent, None where nothing is known of it; `lock` why the terminal is locked.

    `route` is the link that is open to the host, None where there is none; `printer` is how it showed itself when
    it was last tried, nothing where it worked.
    """

    state: MachineState = MachineState.SIGNED_OUT
    operator: str | None = None
    role: Role | None = None
    lock: str | None = None
    battery: int | None = None
    printer: str = ""
    batch: str | None = None
    route: str | None = None
    owed: int = 0
    stored: int = 0
    locked_by_host: bool = False
    unseen_slips: int = 0
    switched_off: frozenset[str] = frozenset()

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Standing:
        """Return it from the body of the desk's reply."""
        return cls(
            state=MachineState(facts["state"]),
            operator=facts["operator"],
            role=None if facts["role"] is None else Role(facts["role"]),
            lock=facts.get("lock"),
            battery=facts.get("battery"),
            printer=facts.get("printer", ""),
            batch=facts.get("batch_number"),
            route=facts["route"],
            owed=len(facts["reversals_owed"]) + len(facts.get("repeats_owed", ())),
            stored=len(facts.get("stored", ())),
            locked_by_host=bool(facts.get("locked_by_host")),
            unseen_slips=len(facts["unseen_slips"]),
            switched_off=frozenset(facts.get("switched_off", ())),
        )

    def bar(self) -> tuple[Line, ...]:
        """Return the line of the machine's condition: sign-in, operator, line, and what needs looking after."""
        shown = [Line(f"screen.state_{self.state.value}")]
        if self.operator is not None:
            shown.append(Line("front.bar_operator", {"operator": self.operator}))
        shown.append(Line("front.bar_offline" if self.route is None else f"front.bar_{self.route}"))
        if self.battery is not None:
            low = self.battery < LOW_BATTERY
            shown.append(Line("front.bar_battery_low" if low else "front.bar_battery", {"percent": self.battery}))
        if self.printer:
            shown.append(Line(f"front.bar_printer_{self.printer}"))
        if self.batch is not None:
            shown.append(Line("front.bar_batch", {"batch": self.batch}))
        if self.owed:
            shown.append(Line("front.bar_owed", {"count": self.owed}))
        if self.stored:
            shown.append(Line("front.bar_stored", {"count": self.stored}))
        if self.locked_by_host:
            shown.append(Line("front.bar_locked_by_host"))
        if self.unseen_slips:
            shown.append(Line("front.bar_unseen", {"count": self.unseen_slips}))
        return tuple(shown)

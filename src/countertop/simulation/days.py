"""Days at the counter: what a cashier does next, by chance, from a list, or at closing time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from random import Random
from typing import Final

from countertop.demo import Card
from countertop.simulation.acts import ACTS, Chance, Make, pay_by_code, sale
from countertop.simulation.memory import TRANSACTIONS, Memory
from countertop.simulation.people import SUPERVISOR, Act
from countertop.simulation.swarm import Swarm
from countertop.values import SECOND

__all__ = ["BusyDay", "ClosingTime", "ListedDay"]

_FASTEST, _SLOWEST = 2 * SECOND, 25 * SECOND

_HESITATION: Final = {False: 0.06, True: 0.15}


def _operator(memory: Memory) -> str:
    assert memory.last is not None
    number: str = memory.last.facts["arguments"].get("operator", SUPERVISOR)
    return number


_REMEDIES: Final[Mapping[str, Callable[[Memory], Act]]] = {
    "screen.operator_locked": lambda memory: Act("unlock", {"operator_number": _operator(memory)}),
    "screen.terminal_locked": lambda _: Act("unlock_terminal", {"operator_number": SUPERVISOR}),
    "screen.not_permitted": lambda _: Act("log_out"),
    "screen.batch_full": lambda _: Act("settle"),
    "screen.being_settled": lambda _: Act("settle"),
    "screen.stored_count_limit": lambda _: Act("send_stored"),
    "screen.stored_total_limit": lambda _: Act("send_stored"),
    "screen.still_stored": lambda _: Act("send_stored"),
}
"""What the last request was refused for -> what a cashier does about it, before anything else."""


def remedy(memory: Memory) -> Act | None:
    """Return what helps against the last refusal, unless that was tried just now."""
    make = _REMEDIES.get(memory.refused_for)
    act = None if make is None else make(memory)
    return None if act is None or memory.last is None or act.verb == memory.last.verb else act


class BusyDay:
    """So many transactions of the kinds that the swarm switches on, with everything that people get wrong."""

    def __init__(self, dice: Random, wallet: Mapping[str, Card], goal: int, swarm: Swarm) -> None:
        self._dice = dice
        self._chance = Chance(dice, wallet, _HESITATION["mistakes" in swarm])
        self._left = goal
        self._key_change = swarm.rate("key_change")
        self._makes: list[Make] = []
        self._weights: list[float] = []
        for kind, acts in ACTS.items():
            if not kind or kind in swarm:
                share = (swarm.rate(kind) if kind else 100) / sum(weight for weight, _ in acts)
                self._makes += [make for _, make in acts]
                self._weights += [weight * share for weight, _ in acts]

    def break_time(self) -> int:
        """Return how long until the next customer."""
        return self._dice.randrange(_FASTEST, _SLOWEST)

    def next_act(self, memory: Memory) -> Act | None:
        """Return what to do next."""
        if self._left <= 0:
            return None
        helping = remedy(memory)
        if helping is not None:
            return helping
        if self._dice.random() < self._key_change:
            return Act("sign_in")
        make = pay_by_code if memory.is_shown_one else self._dice.choices(self._makes, self._weights)[0]
        memory.is_shown_one = False
        act = make(self._chance, memory) or sale(self._chance, memory)
        self._left -= act.verb in TRANSACTIONS
        return act


class ListedDay:
    """Acts from a list, one after the other; an act may be made from what is remembered, or be left out (None)."""

    def __init__(self, acts: Iterable[Callable[[Memory], Act | None]]) -> None:
        self._acts = iter(list(acts))

    def break_time(self) -> int:
        """Return how long until the next act."""
        return 5 * SECOND

    def next_act(self, memory: Memory) -> Act | None:
        """Return what to do next."""
        for make in self._acts:
            act = make(memory)
            if act is not None:
                return act
        return None


class ClosingTime:
    """Each of these requests until it has succeeded; then home."""

    def __init__(self, verbs: Iterable[str]) -> None:
        self._left = list(verbs)
        self._asked = False

    def break_time(self) -> int:
        """Return how long until it is tried again."""
        return 15 * SECOND

    def next_act(self, memory: Memory) -> Act | None:
        """Return what to do next."""
        last = memory.last
        if self._asked and last is not None and last.verb == self._left[0] and not last.status:
            del self._left[0]
        if not self._left:
            return None
        helping = remedy(memory) if self._asked else None
        self._asked = True
        return helping or Act(self._left[0])

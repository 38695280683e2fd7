"""Days at the counter: what a cashier does next, by chance or from a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from random import Random
from typing import Final

from countertop.demo import Card
from countertop.simulation.people import CASHIER, SUPERVISOR, Act, Memory
from countertop.values import SECOND, Pin

__all__ = ["BusyDay", "ListedDay"]

_FASTEST, _SLOWEST = 2 * SECOND, 25 * SECOND
_WRONG_PIN: Final = "000000"


class BusyDay:
    """Sales with right and wrong PINs, good and bad cards, cancels; voids, wrong ones too; sign-outs and sign-ins."""

    def __init__(self, dice: Random, wallet: Mapping[str, Card], goal: int, key_change: float) -> None:
        self._dice = dice
        self._cards = list(wallet.values())
        self._weights = [10 if _pays(card) else 1 for card in self._cards]
        self._left = goal
        self._key_change = key_change
        self._acts: list[Callable[[Memory], Act]] = [self._sale, self._void, self._void_again, self._void_nothing]
        self._acts += [self._void_with_wrong_password, self._sign_out, self._log_in]
        self._acts_weights = [74, 14, 4, 1, 3, 2, 2]

    def break_time(self) -> int:
        """Return how long until the next customer."""
        return self._dice.randrange(_FASTEST, _SLOWEST)

    def next_act(self, memory: Memory) -> Act | None:
        """Return what to do next."""
        dice = self._dice
        if self._left <= 0:
            return None
        if memory.refused_for == "screen.operator_locked":
            return Act("unlock", {"operator_number": SUPERVISOR})
        if dice.random() < self._key_change:
            return Act("sign_in")
        act = dice.choices(self._acts, self._acts_weights)[0](memory)
        self._left -= act.verb in ("sale", "void")
        return act

    def _sale(self, _: Memory) -> Act:
        dice = self._dice
        card = dice.choices(self._cards, self._weights)[0]
        amount = dice.choice((1, dice.randrange(1, 500), dice.randrange(100, 100_000)))
        return Act(
            "sale",
            {"amount": amount},
            card,
            pin=dice.choices((card.pin, Pin(_WRONG_PIN), None), (92, 5, 3))[0],
            gives_up_at=dice.randrange(1, 6) if dice.random() < 0.06 else None,
            walks_away=dice.random() < 0.3,
            unreadable=dice.choices((0, 1, 3), (95, 4, 1))[0],
        )

    def _void(self, memory: Memory) -> Act:
        fresh = [voucher for voucher in memory.vouchers if voucher not in memory.voided]
        return _voiding(self._dice.choice(fresh)) if fresh else self._sale(memory)

    def _void_again(self, memory: Memory) -> Act:
        return _voiding(self._dice.choice(memory.voided)) if memory.voided else self._sale(memory)

    def _void_nothing(self, _: Memory) -> Act:
        return _voiding(f"{self._dice.randrange(1_000_000):06}")

    def _void_with_wrong_password(self, memory: Memory) -> Act:
        act = self._void(memory)
        act.slip_of_the_hand = True
        return act

    def _sign_out(self, _: Memory) -> Act:
        return Act("sign_out")

    def _log_in(self, _: Memory) -> Act:
        return Act("log_in", {"operator_number": CASHIER})


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


def _voiding(voucher_number: str) -> Act:
    return Act("void", {"voucher_number": voucher_number})


def _pays(card: Card) -> bool:
    """Tell whether a card is worth something: not blocked, not empty, and its last month has not come."""
    return card.status == "normal" and card.balance > 0 and card.expiry > "26"

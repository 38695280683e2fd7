"""Scripted people: a cashier at each terminal, with cardholders who come, key right and wrong PINs, and walk away.

They know nothing of the machinery: they press keys, answer what the screen asks, and remember what they were told. What
they were told is compared with the books afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

from countertop.demo import Card
from countertop.simulation.node import Bystander, Process
from countertop.stage import Ask, Cancelled, NobodyAnswered, Play, Print, Reply, Show
from countertop.values import MILLISECOND, SECOND, Pin, Secret, Track2, Track3

__all__ = ["Act", "Cashier", "Told"]

CASHIER, CASHIER_PASSWORD = "01", "0000"
SUPERVISOR_PASSWORD = "123456"
MANAGER_PASSWORD = "12345678"

# What a cashier does next, by weight; the rest of the world decides how it ends.
ACTS: Final[tuple[tuple[str, int], ...]] = (
    ("sale", 74),
    ("void", 14),
    ("void_again", 4),
    ("void_nothing", 1),
    ("sign_out", 2),
    ("log_in", 2),
    ("wrong_supervisor", 3),
)
FASTEST, SLOWEST = 2 * SECOND, 25 * SECOND


@dataclass(slots=True)
class Swipe:
    """One reading of a stripe, as a reader gives it."""

    fault: str
    track2: Track2 | None
    track3: Track3 | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What a person was told at the end of a transaction; `status` is the desk's, 0 means approved."""

    terminal: str
    verb: str
    status: int
    facts: Mapping[str, Any]


@dataclass(slots=True)
class Act:
    """What a cashier is about: the request, the card held out, and how the cardholder will behave."""

    number: int
    verb: str
    card: Card | None = None
    pin: Pin | None = None
    supervisor_password: str = SUPERVISOR_PASSWORD
    # The person walks away or presses Cancel at the question of this number.
    gives_up_at: int | None = None
    walks_away: bool = False
    unreadable: int = 0
    asked: int = 0


@dataclass(slots=True)
class _Memory:
    """What a cashier remembers of the day."""

    told: list[Told] = field(default_factory=list)
    slips: list[tuple[int, str, Any]] = field(default_factory=list)
    vouchers: list[str] = field(default_factory=list)
    voided: list[str] = field(default_factory=list)


class Cashier(Bystander):
    """Stands at one terminal until `goal` transactions have been begun or everybody goes home."""

    def __init__(
        self,
        dice: Random,
        wallet: Mapping[str, Card],
        goal: int,
        key_change: float,
        *,
        shown: Callable[[Process, Show], None] = lambda _, __: None,
        printed: Callable[[Process, Print], None] = lambda _, __: None,
    ) -> None:
        self.memory = _Memory()
        self.act: Act | None = None
        self.begun = 0
        self.goal = goal
        self.home = False
        self._dice = dice
        self._cards = list(wallet.values())
        self._weights = [10 if _is_good(card) else 1 for card in self._cards]
        self._key_change = key_change
        self._shown, self._printed = shown, printed
        self._numbers = 0
        self._locked = False
        self._questions: dict[str, Callable[[Act], Any]] = {
            "ask.operator_number": lambda _: CASHIER,
            "ask.operator_password": lambda _: Secret(CASHIER_PASSWORD),
            "ask.supervisor_password": lambda act: Secret(act.supervisor_password),
            "ask.manager_password": lambda _: Secret(MANAGER_PASSWORD),
            "ask.card": self._swipe,
            "ask.confirm_card": lambda _: True,
            "ask.pin": lambda act: act.pin,
            "ask.print_next": lambda _: dice.random() < 0.7,
        }

    @property
    def is_done(self) -> bool:
        """Whether the day's work is begun and nothing is waited for."""
        return self.home and self.act is None

    def new_batch(self) -> None:
        """Forget the vouchers: the next ones are of another batch."""
        self.memory.vouchers.clear()
        self.memory.voided.clear()

    def started(self, process: Process) -> None:
        """Find the machine on, and go on with the day."""
        self._pause(process)

    def died(self, process: Process) -> None:
        """Find the machine dark: whatever was asked of it has no answer."""
        self.act = None

    def asked(self, process: Process, question: Ask, play: Play) -> None:
        """Answer after a while, cancel, or walk away."""
        act = self.act
        if act is None:
            process.later(question.timeout, process.interrupt, play, NobodyAnswered())
            return
        act.asked += 1
        if act.gives_up_at == act.asked:
            if act.walks_away:
                process.later(question.timeout, process.interrupt, play, NobodyAnswered())
            else:
                process.later(self._dice.randrange(SECOND, 5 * SECOND), process.interrupt, play, Cancelled())
            return
        answer = self._questions[question.question](act)
        process.later(self._dice.randrange(300 * MILLISECOND, 4 * SECOND), process.resume, play, answer)

    def shown(self, process: Process, screen: Show) -> None:
        """Read the screen."""
        self._shown(process, screen)

    def printed(self, process: Process, paper: Print) -> None:
        """Take the slip, and look at it."""
        self._printed(process, paper)

    def replied(self, process: Process, reply: Reply) -> None:
        """Remember what was said, and go on."""
        act = self.act
        if act is None or act.number != reply.number:
            return
        self.act = None
        memory, facts = self.memory, reply.body
        if act.verb in ("sale", "void"):
            memory.told.append(Told(process.party, act.verb, reply.status, facts))
            if reply.status == 0:
                if act.verb == "sale":
                    memory.vouchers.append(facts["voucher_number"])
                else:
                    memory.voided.append(facts["original_voucher_number"])
        self._locked = facts.get("message") == "screen.operator_locked"
        self._pause(process)

    def _pause(self, process: Process) -> None:
        process.later(self._dice.randrange(FASTEST, SLOWEST), self._next, process)

    def _next(self, process: Process) -> None:
        if self.home or self.act is not None:
            return
        act, arguments = self._chosen()
        self.act = act
        if act.verb in ("sale", "void"):
            self.begun += 1
            self.home = self.begun >= self.goal
        process.request(act.number, act.verb, arguments)

    def _chosen(self) -> tuple[Act, dict[str, Any]]:
        dice, memory = self._dice, self.memory
        self._numbers += 1
        if self._locked:
            return Act(self._numbers, "unlock"), {"operator_number": "00"}
        if dice.random() < self._key_change:
            return Act(self._numbers, "sign_in"), {}
        kind = dice.choices([name for name, _ in ACTS], [weight for _, weight in ACTS])[0]
        fresh = self._fresh()
        if kind == "void" and fresh:
            return self._void(dice.choice(fresh))
        if kind == "void_again" and memory.voided:
            return self._void(dice.choice(memory.voided))
        if kind == "void_nothing":
            return self._void(f"{dice.randrange(1_000_000):06}")
        if kind == "wrong_supervisor" and fresh:
            act, arguments = self._void(dice.choice(fresh))
            act.supervisor_password = "000000"
            return act, arguments
        if kind in ("sign_out", "log_in"):
            return Act(self._numbers, kind), {"operator_number": CASHIER} if kind == "log_in" else {}
        return self._sale()

    def _sale(self) -> tuple[Act, dict[str, Any]]:
        dice = self._dice
        card = dice.choices(self._cards, self._weights)[0]
        wrong = Pin("000000")
        act = Act(
            self._numbers,
            "sale",
            card,
            pin=dice.choices((card.pin, wrong, None), (92, 5, 3))[0],
            gives_up_at=dice.randrange(1, 6) if dice.random() < 0.06 else None,
            walks_away=dice.random() < 0.3,
            unreadable=dice.choices((0, 1, 3), (95, 4, 1))[0],
        )
        return act, {"amount": dice.choice((1, dice.randrange(1, 500), dice.randrange(100, 100_000)))}

    def _void(self, voucher_number: str) -> tuple[Act, dict[str, Any]]:
        return Act(self._numbers, "void"), {"voucher_number": voucher_number}

    def _fresh(self) -> list[str]:
        return [voucher for voucher in self.memory.vouchers if voucher not in self.memory.voided]

    def _swipe(self, act: Act) -> Swipe:
        if act.card is None or act.unreadable > 0:
            act.unreadable -= 1
            return Swipe(self._dice.choice(("unreadable", "turned")), None)
        return Swipe("", act.card.track2)


def _is_good(card: Card) -> bool:
    """Tell whether a card pays: it is not blocked, not empty, and its day has not come."""
    return card.status == "normal" and card.balance > 0 and card.expiry > "26"

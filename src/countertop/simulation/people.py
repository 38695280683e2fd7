"""Scripted people: a cashier at each terminal, with cardholders who come, key right and wrong PINs, and walk away.

They know nothing of the machinery: they press keys, answer what the screen asks, and remember what they were told. What
they were told is compared with the books afterwards. What a cashier does next is the day's matter (`days`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final, Protocol

from countertop.card import StripeRead, Swipe, TurnedCard, Unreadable
from countertop.demo import Card
from countertop.demo.people import OPERATORS
from countertop.simulation.node import Bystander, Process
from countertop.stage import Ask, Cancelled, NobodyAnswered, Play, Print, Reply, Show
from countertop.values import MILLISECOND, SECOND, Pin, Secret

__all__ = ["CASHIER", "SUPERVISOR", "Act", "Cashier", "Day", "Memory", "Told"]

_PASSWORDS: Final = {person.role: person.password for person in OPERATORS}
CASHIER, SUPERVISOR = "01", "00"


@dataclass(frozen=True, slots=True)
class Told:
    """What a person was told at the end of a transaction; `status` is the desk's, 0 means approved."""

    verb: str
    status: int
    facts: Mapping[str, Any]


@dataclass(slots=True)
class Act:
    """What a cashier is about: the request, the card held out, and how the cardholder will behave.

    At the question of number `gives_up_at` the person presses Cancel, or walks away. A `slip_of_the_hand` is a
    supervisor's password keyed wrongly.
    """

    verb: str
    arguments: dict[str, Any] = field(default_factory=dict)
    card: Card | None = None
    pin: Pin | None = None
    gives_up_at: int | None = None
    walks_away: bool = False
    unreadable: int = 0
    slip_of_the_hand: bool = False
    number: int = 0
    asked: int = 0


@dataclass(slots=True)
class Memory:
    """What a cashier remembers: answers, vouchers of approved sales, which of them were voided, the last refusal."""

    told: list[Told] = field(default_factory=list)
    vouchers: list[str] = field(default_factory=list)
    voided: list[str] = field(default_factory=list)
    refused_for: str = ""


class Day(Protocol):
    """What there is to do."""

    def next_act(self, memory: Memory) -> Act | None:
        """Return what to do next, None when the day's work is done."""
        ...

    def break_time(self) -> int:
        """Return how long until then, in microseconds."""
        ...


class Cashier(Bystander):
    """Stands at one terminal until the day's work is done, or everybody is sent home."""

    def __init__(
        self,
        dice: Random,
        day: Day,
        *,
        shown: Callable[[Process, Show], None] = lambda _, __: None,
        printed: Callable[[Process, Print], None] = lambda _, __: None,
    ) -> None:
        self.memory = Memory()
        self.act: Act | None = None
        self.home = False
        self.begun = 0
        self._day = day
        self._dice = dice
        self._numbers = 0
        self._shown, self._printed = shown, printed
        self._answers: dict[str, Callable[[Act], Any]] = {
            "ask.operator_number": lambda _: CASHIER,
            "ask.operator_password": lambda _: Secret(_PASSWORDS["cashier"]),
            "ask.supervisor_password": self._supervisor_password,
            "ask.manager_password": lambda _: Secret(_PASSWORDS["manager"]),
            "ask.card": self._swipe,
            "ask.confirm_card": lambda _: True,
            "ask.pin": lambda act: act.pin,
            "ask.print_next": lambda _: dice.random() < 0.7,
        }

    @property
    def is_done(self) -> bool:
        """Whether the day's work is done and nothing is waited for."""
        return self.home and self.act is None

    def new_batch(self) -> None:
        """Forget the vouchers: the next ones are of another batch."""
        self.memory.vouchers.clear()
        self.memory.voided.clear()

    def started(self, process: Process) -> None:
        """Find the machine on, and go on with the day."""
        self._pause(process)

    def died(self, _: Process) -> None:
        """Find the machine dark: whatever was asked of it has no answer."""
        self.act = None

    def asked(self, process: Process, question: Ask, play: Play) -> None:
        """Answer after a while, cancel, or walk away."""
        act = self.act
        if act is None:
            process.later(question.timeout, process.interrupt, play, NobodyAnswered())
            return
        act.asked += 1
        if act.gives_up_at != act.asked:
            wait = self._dice.randrange(300 * MILLISECOND, 4 * SECOND)
            process.later(wait, process.resume, play, self._answers[question.question](act))
        elif act.walks_away:
            process.later(question.timeout, process.interrupt, play, NobodyAnswered())
        else:
            process.later(self._dice.randrange(SECOND, 5 * SECOND), process.interrupt, play, Cancelled())

    def shown(self, process: Process, screen: Show) -> None:
        """Read the screen."""
        self._shown(process, screen)

    def printed(self, process: Process, paper: Print) -> None:
        """Take the slip, and look at it."""
        self._printed(process, paper)

    def replied(self, process: Process, reply: Reply) -> None:
        """Remember what was said, and go on."""
        act, facts = self.act, reply.body
        if act is None or act.number != reply.number:
            return
        self.act = None
        memory = self.memory
        if act.verb in ("sale", "void"):
            memory.told.append(Told(act.verb, reply.status, facts))
            if reply.status == 0 and act.verb == "sale":
                memory.vouchers.append(facts["voucher_number"])
            elif reply.status == 0:
                memory.voided.append(facts["original_voucher_number"])
        memory.refused_for = facts.get("message", "") if reply.status else ""
        self._pause(process)

    def _pause(self, process: Process) -> None:
        process.later(self._day.break_time(), self._go_on, process)

    def _go_on(self, process: Process) -> None:
        if self.home or self.act is not None:
            return
        act = self._day.next_act(self.memory)
        if act is None:
            self.home = True
            return
        self._numbers += 1
        act.number = self._numbers
        self.act = act
        self.begun += act.verb in ("sale", "void")
        process.request(act.number, act.verb, act.arguments)

    def _supervisor_password(self, act: Act) -> Secret[str]:
        right = _PASSWORDS["supervisor"]
        return Secret(right[::-1] if act.slip_of_the_hand else right)

    def _swipe(self, act: Act) -> Swipe:
        if act.card is None or act.unreadable > 0:
            act.unreadable -= 1
            return self._dice.choice((Unreadable, TurnedCard))()
        return StripeRead(act.card.track2)

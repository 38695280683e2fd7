"""Scripted people: a cashier at each terminal, with cardholders who come, key right and wrong PINs, and walk away.

They know nothing of the machinery: they press keys, answer what the screen asks, and remember what they were told
(`memory`). What they were told is compared with the books afterwards. What a cashier does next is the day's matter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final, Protocol

from countertop.card import StripeRead, Swipe, TurnedCard, Unreadable
from countertop.demo import Card
from countertop.demo.people import OPERATORS
from countertop.simulation.bystander import Bystander
from countertop.simulation.memory import TRANSACTIONS, Memory
from countertop.simulation.node import Process
from countertop.stage import Ask, Cancelled, NobodyAnswered, Play, Print, Reply, Show
from countertop.values import MILLISECOND, SECOND, Pin, Secret

__all__ = ["CASHIER", "SUPERVISOR", "Act", "Cashier", "Day", "Telephone"]

_PASSWORDS: Final = {person.operator: person.password for person in OPERATORS}
CASHIER, SUPERVISOR, MANAGER = "01", "00", "99"

TELEPHONE, SHOW_CODE = "telephone", "show_code"
_OUTSIDE: Final = frozenset({TELEPHONE, SHOW_CODE})


@dataclass(slots=True)
class Act:
    """What a cashier is about: the request, the card held out, and how the cardholder will behave.

    At the question of number `gives_up_at` the person presses Cancel, or walks away. A `slip_of_the_hand` is a
    password keyed wrongly. Two verbs are no requests: `telephone` rings up the card's bank, `show_code` has a customer
    show a code to pay by, which a later act holds out as its `code`.
    """

    verb: str
    arguments: dict[str, Any] = field(default_factory=dict)
    card: Card | None = None
    pin: Pin | None = None
    gives_up_at: int | None = None
    walks_away: bool = False
    unreadable: int = 0
    slip_of_the_hand: bool = False
    code: str = ""
    number: int = 0
    asked: int = 0


Telephone = Callable[[Act, Callable[[str | None], None]], None]
"""Does what is no request of the terminal's, and lets somebody say the code that comes of it."""


class Day(Protocol):
    """What there is to do."""

    def next_act(self, memory: Memory) -> Act | None:
        """Return what to do next, None when the day's work is done."""
        ...

    def break_time(self) -> int:
        """Return how long until then, in microseconds."""
        ...


def _nobody_answers(_: Act, hear: Callable[[str | None], None]) -> None:
    hear(None)


class Cashier(Bystander):
    """Stands at one terminal until the day's work is done, or everybody is sent home."""

    def __init__(
        self,
        dice: Random,
        day: Day,
        memory: Memory | None = None,
        *,
        shown: Callable[[Process, Show], None] = lambda _, __: None,
        printed: Callable[[Process, Print], None] = lambda _, __: None,
        telephone: Telephone = _nobody_answers,
    ) -> None:
        self.memory = memory or Memory()
        self.act: Act | None = None
        self.home = False
        self.begun = 0
        self._day = day
        self._dice = dice
        self._numbers = 0
        self._shown, self._printed, self._telephone = shown, printed, telephone
        self._answers: dict[str, Callable[[Act, Ask], Any]] = {
            "ask.operator_number": lambda _, __: CASHIER,
            "ask.operator_password": self._password,
            "ask.supervisor_password": self._password,
            "ask.manager_password": lambda _, __: Secret(_PASSWORDS[MANAGER]),
            "ask.card": lambda act, _: self._swipe(act),
            "ask.confirm_card": lambda _, __: True,
            "ask.pin": lambda act, _: act.pin,
            "ask.payment_code": lambda act, _: Secret(act.code),
            "ask.print_next": lambda _, __: dice.random() < 0.7,
        }

    @property
    def is_done(self) -> bool:
        """Whether the day's work is done and nothing is waited for."""
        return self.home and self.act is None

    def turn_to(self, day: Day, process: Process | None) -> None:
        """Have other things to do from now on; whoever is at home comes back for them."""
        self._day = day
        if self.home:
            self.home = False
            if process is not None:
                self._pause(process)

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
            process.later(wait, process.resume, play, self._answers[question.question](act, question))
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
        act = self.act
        if act is None or act.number != reply.number:
            return
        self.act = None
        self.memory.take(act.verb, act.card, reply.status, reply.body)
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
        self.begun += act.verb in TRANSACTIONS
        if act.verb in _OUTSIDE:
            self._telephone(act, lambda code: process.later(0, self._told_code, process, act, code))
            return
        process.request(act.number, act.verb, act.arguments)

    def _told_code(self, process: Process, act: Act, code: str | None) -> None:
        """Write down a code that somebody has said."""
        if self.act is not act:
            return
        self.act = None
        if code is not None and act.card is None:
            self.memory.shown_codes.append(code)
            self.memory.is_shown_one = True
        elif code is not None and act.card is not None:
            self.memory.note_code(act.card, act.arguments["amount"], code)
        self._pause(process)

    def _password(self, act: Act, question: Ask) -> Secret[str]:
        right = _PASSWORDS[question.arguments.get("operator", SUPERVISOR)]
        wrong = right[::-1] if right[::-1] != right else "9999"
        return Secret(wrong if act.slip_of_the_hand else right)

    def _swipe(self, act: Act) -> Swipe:
        if act.card is None or act.unreadable > 0:
            act.unreadable -= 1
            return self._dice.choice((Unreadable, TurnedCard))()
        return StripeRead(act.card.track2)

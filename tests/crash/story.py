"""A story at one counter: acts that people do one after the other, at the terminal and at the desks behind it.

Nobody gives up because a machine went dark: what a person had asked of it is lost with it, and the story goes on with
the next act, or asks again where the act says so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from countertop.card import StripeRead
from countertop.demo.people import OPERATORS
from countertop.signature import read_strokes
from countertop.simulation.bystander import Bystander
from countertop.simulation.founding import founding
from countertop.stage import NobodyAnswered
from countertop.values import MILLISECOND, SECOND, Secret
from tests.signature.signed import signature

TERMINAL, HOST, SWITCH, BANK = PARTIES = ("terminal-1", "acquirer", "switch", "issuer-east")
WALLET = "wallet"
TERMINAL_ID = "80000101"

_PASSWORDS = {person.role: person.password for person in OPERATORS}
_SIGNATURE = read_strokes(signature())
_THINKING = 500 * MILLISECOND
_BETWEEN = 3 * SECOND
_AGAIN = 20 * SECOND

Memory = dict[str, Mapping[str, Any]]
"""What the last act of each verb was told, once it succeeded."""


@dataclass(frozen=True)
class Act:
    """What somebody does: a verb at the desk of a party, or something done to the world itself (`deed`).

    `arguments` may be made from what is remembered; None leaves the act out. `rounds`: how often it is asked in all,
    until it succeeds. `answers` to questions go before the usual ones. `rest` is how long nobody does anything afterwards.
    """

    verb: str
    arguments: Mapping[str, Any] | Callable[[Memory], Mapping[str, Any] | None] = field(default_factory=dict)
    party: str = TERMINAL
    answers: Mapping[str, Any] = field(default_factory=dict)
    rounds: int = 1
    deed: Callable[[Any], None] | None = None
    rest: int = 3 * SECOND


@dataclass(frozen=True)
class Told:
    """How an act of a part ended; a status of None: the machine went dark, or nobody ever said."""

    part: int
    act: Act
    status: int | None
    body: Mapping[str, Any]


class Story(Bystander):
    """Everybody in it: stands at every node, asks and answers. `parts` are done in order; see `part`."""

    def __init__(self, world, watch, parts):
        self.world = world
        self._watch = watch
        self.told = []
        self.memory = {}
        self.part = 0
        self.over = False
        self.when_part_ends = lambda part: None
        self._parts = [list(part) for part in parts]
        self._act = None
        self._left = 0
        self._number = 0
        card = founding().wallet["debit-east"]
        self._answers = {
            "ask.operator_number": "01",
            "ask.operator_password": Secret(_PASSWORDS["cashier"]),
            "ask.supervisor_password": Secret(_PASSWORDS["supervisor"]),
            "ask.manager_password": Secret(_PASSWORDS["manager"]),
            "ask.new_password": Secret("471100"),
            "ask.repeated_password": Secret("471100"),
            "ask.card": StripeRead(card.track2),
            "ask.confirm_card": True,
            "ask.confirm_identity": True,
            "ask.pin": card.pin,
            "ask.print_next": True,
            "ask.signature": _SIGNATURE,
        }

    def begin(self):
        """Wait until every machine is up."""
        self.world.agenda.after(_BETWEEN, self._go_on)

    # What nodes tell

    def asked(self, process, question, play):
        act = self._act
        if act is None or act.party != process.party:
            process.later(question.timeout, process.interrupt, play, NobodyAnswered())
        else:
            answers = {**self._answers, **self._code(), **act.answers}
            process.later(_THINKING, process.resume, play, answers[question.question])

    def _code(self):
        """Return what a scanner reads of the telephone of whoever showed a code last."""
        return {"ask.payment_code": Secret(self.memory["code"]["code"])} if "code" in self.memory else {}

    def shown(self, process, screen):
        self._watch.shown(process, screen)
        if screen.message == "screen.code_shown":
            self.world.shown_code = screen.arguments["code_text"]

    def replied(self, process, reply):
        if self._act is not None and (self._act.party, self._number) == (process.party, reply.number):
            self._ended(reply.status, reply.body)

    def died(self, process):
        if self._act is not None and self._act.party == process.party:
            self._ended(None, {})

    # What is done next

    def _go_on(self):
        assert self._act is None
        while not self._parts[self.part]:
            self.when_part_ends(self.part)
            if self.part == len(self._parts) - 1:
                self.over = True
                return
            self.part += 1
        act = self._parts[self.part][0]
        process = self.world.nodes[act.party].process
        if process is None or not process.is_ready:
            self.world.agenda.after(_BETWEEN, self._go_on)
            return
        self._begin(self._parts[self.part].pop(0), process)

    def _begin(self, act, process):
        arguments = act.arguments(self.memory) if callable(act.arguments) else act.arguments
        if arguments is None:
            self.world.agenda.after(0, self._go_on)
            return
        self._act = act
        self._left = act.rounds
        if act.deed is not None:
            act.deed(self.world)
            self._ended(0, {})
        else:
            self._ask(process, arguments)

    def _ask(self, process, arguments):
        self._number += 1
        self._left -= 1
        process.request(self._number, self._act.verb, dict(arguments))

    def _ended(self, status, body):
        act, self._act = self._act, None
        if status == 0:
            self.memory[act.verb] = body
        elif self._left > 0:
            self._parts[self.part].insert(0, replace(act, rounds=self._left))
            self.world.agenda.after(_AGAIN, self._go_on)
            return
        self.told.append(Told(self.part, act, status, body))
        self.world.agenda.after(act.rest, self._go_on)

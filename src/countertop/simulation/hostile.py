"""The hostile terminal: good keys in bad hands. It does what no terminal of ours would, and minds what it gets for it.

Its life is one generator: it yields effects, or WAIT where it waits for an answer or for time to pass. Its line is
good, so that every answer it gets is the host's own answer to what it sent. What should have been refused and was not
goes into `complaints`. What it tries is in `tricks`.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from countertop.demo import Card
from countertop.hsm import EncryptPin, EncryptTrack, ImportWorkingKeys, MakeMac
from countertop.iso8583 import UNIONPAY_POS, DecodeError, Message
from countertop.journal import Schema
from countertop.simulation.forgeries import Counter
from countertop.stage import (
    AskHsm,
    CancelTimer,
    Dial,
    DialFailed,
    Event,
    FrameReceived,
    HangUp,
    LineClosed,
    Script,
    Send,
    SetTimer,
    TimerFired,
)
from countertop.values import SECOND, Instant

__all__ = ["KEYS_GONE", "SCHEMA", "Hostile", "Life", "Loot", "told"]

SCHEMA: Final = Schema("hostile", (), (), {})
PATIENCE: Final = 70 * SECOND
APPROVING: Final = frozenset({"00", "10", "11", "A2", "A4", "A5", "A6"})
KEYS_GONE: Final = frozenset({"77", "97", "99", "A0", "A8"})
NETWORK_CODE: Final = "004"

WAIT: Final = object()
Life = Generator[Any, Any, Any]


@dataclass(slots=True)
class Loot:
    """A sale of its own that was approved, or one it knows of from another terminal's slip."""

    stan: str
    amount: int
    card: Card
    rrn: str
    approval_code: str
    payload: bytes = b""
    answer: tuple[str | None, ...] = ()
    undone: bool = False


class Hostile:
    """An actor without a store. `slips` returns what lies in the bins behind other counters."""

    name = "hostile"

    def __init__(
        self,
        dice: Random,
        counter: Counter,
        tmk: str,
        wallet: Mapping[str, Card],
        slips: Callable[[], Sequence[Loot]],
        tricks: Sequence[Callable[[Hostile], Life]],
    ) -> None:
        self.dice = dice
        self.counter = counter
        self.slips = slips
        self.cards = [card for card in wallet.values() if card.balance and card.status == "normal"]
        self.complaints: list[str] = []
        self.recorded: list[bytes] = []
        self.keys: Any = None
        self.tried = 0
        self.home = False
        self._tmk = tmk
        self._tricks = tricks
        self._stan = 0
        self._line: int | None = None
        self._awaited: tuple[str, str] | None = None
        self._booty: list[Loot] = []
        self._life = self._live()

    # The actor

    def start(self, now: Instant) -> Script:  # noqa: ARG002 - as every actor
        """Wait a while."""
        yield SetTimer("life", 5 * SECOND)

    def handle(self, event: Event, now: Instant) -> Script | None:  # noqa: ARG002 - as every actor
        """Go on with life when what it waits for has come."""
        if isinstance(event, LineClosed) and event.line == self._line:
            self._line = None
            return None if self._awaited is None else self._go(None)
        if isinstance(event, TimerFired):
            return self._go(None)
        if isinstance(event, FrameReceived) and self._awaited is not None:
            try:
                answer = UNIONPAY_POS.decode(event.payload)
            except DecodeError:
                return None
            if (answer.mti, answer.stan) == self._awaited:
                return self._go(answer)
        return None

    def _go(self, reply: Any) -> Script:
        self._awaited = None
        effect = self._life.send(reply)
        while effect is not WAIT:
            effect = self._life.send((yield effect))

    def _live(self) -> Life:
        while True:
            yield SetTimer("life", self.dice.randrange(2 * SECOND, 40 * SECOND))
            yield WAIT
            if self.home:
                continue
            if self.keys is None:
                yield from self._sign_in()
                continue
            self.tried += 1
            yield from self.dice.choice(self._tricks)(self)

    def _sign_in(self) -> Life:
        answer = yield from self.call(self.counter.sign_in(self.next_stan()))
        if answer is not None and answer.response_code == "00":
            (self.keys,) = yield AskHsm(ImportWorkingKeys(self._tmk, answer.extended_data or b"", NETWORK_CODE))
            self.counter.batch_number = (answer.transaction_info or "")[2:8] or self.counter.batch_number

    # Its hands

    def next_stan(self) -> str:
        """Return a STAN not used before."""
        self._stan += 1
        return f"{self._stan:06}"

    def sale(self, stan: str, amount: int, card: Card) -> Life:
        """Build a sale with the right PIN."""
        keys = self.keys
        pin_block, track2 = yield AskHsm(EncryptPin(keys.tpk, card.pin, card.pan), EncryptTrack(keys.tdk, card.track2))
        return self.counter.sale(stan, amount, track2, pin_block, fallback=card.service_code[0] in "26")

    def void(self, loot: Loot, *, amount: int | None = None, supervisor: str | None = "00") -> Message:
        """Build a void of what was bought."""
        amount = loot.amount if amount is None else amount
        return self.counter.void(
            self.next_stan(), loot.stan, amount, loot.card.pan, loot.rrn, loot.approval_code, supervisor
        )

    def sealed(self, message: Message) -> Life:
        """Return a message's bytes, with its MAC where it has one."""
        if message.mti not in ("0200", "0320", "0400", "0500"):
            return UNIONPAY_POS.encode(message)
        payload, covered = UNIONPAY_POS.seal_parts(message)
        (mac,) = yield AskHsm(MakeMac(self.keys.tak, covered))
        return UNIONPAY_POS.sealed(payload, mac)

    def call(self, message: Message, payload: bytes | None = None) -> Life:
        """Send a message, or bytes in its place, and return its answer, or None when there is none."""
        payload = payload or (yield from self.sealed(message))
        if not (yield from self.send(payload)):
            return None
        self.recorded.append(payload)
        yield SetTimer("life", PATIENCE)
        self._awaited = (message.answer_mti, message.stan or "")
        answer = yield WAIT
        yield CancelTimer("life")
        if answer is None:
            yield from self.leave()
        elif answer.response_code in KEYS_GONE:
            self.keys = None
        return answer

    def send(self, payload: bytes) -> Life:
        """Send bytes, dialling first; return whether there is a line."""
        if self._line is None:
            line = yield Dial("acquirer")
            if isinstance(line, DialFailed):
                return False
            self._line = line
        yield Send(self._line, payload)
        return True

    def leave(self) -> Life:
        """Hang up, so that what is still on its way is not taken for the answer to something else."""
        line, self._line = self._line, None
        if line is not None:
            yield HangUp(line)

    # Its mind

    def mind(self, invariant: str, what: str, answer: Message | None) -> None:
        """Complain when something that must be refused was approved."""
        if answer is not None and answer.response_code in APPROVING:
            self.complaints.append(f"{invariant} the host said {answer.response_code} to {what} (STAN {answer.stan})")

    def bought(self) -> Life:
        """Buy something as anybody would; return the loot, or None."""
        stan, amount, card = self.next_stan(), self.dice.randrange(1, 50_000), self.dice.choice(self.cards)
        message = yield from self.sale(stan, amount, card)
        payload = yield from self.sealed(message)
        answer = yield from self.call(message, payload)
        if answer is None or answer.response_code != "00":
            return None
        loot = Loot(stan, amount, card, answer.rrn or "", answer.approval_code or "", payload, told(answer))
        self._booty.append(loot)
        return loot

    def new_batch(self) -> None:
        """Forget what was bought, and sign in to learn of the next batch."""
        self._booty.clear()
        self.keys = None

    def mine(self) -> Life:
        """Return something bought before, or buy it now; None when that fails, or when there are no keys."""
        own = [loot for loot in self._booty if not loot.undone]
        loot = self.dice.choice(own) if own and self.dice.random() < 0.6 else (yield from self.bought())
        return None if self.keys is None else loot


def told(answer: Message) -> tuple[str | None, ...]:
    """Return what a repeated request must be told again."""
    return answer.response_code, answer.rrn, answer.approval_code

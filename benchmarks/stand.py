"""One actor on a test stand: its stage, its own HSM, a store in memory or none, and neighbours that take no time.

What surrounds an interbank actor is the same for a switch and a bank: sealed messages go in, sealed messages come out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from statistics import median
from time import process_time
from typing import Any

from countertop.hsm import EncryptPin, MakeMac, SoftwareHsm
from countertop.iso8583 import INTERBANK, InterbankHeader, Message
from countertop.journal import Schema
from countertop.stage import (
    Append,
    AskHsm,
    CancelTimer,
    Committed,
    Dial,
    FrameReceived,
    HangUp,
    Note,
    Read,
    Send,
    SetTimer,
    Stage,
)
from countertop.stage.sequencer import Actor
from countertop.storage import Entry, MemoryStore
from countertop.values import Instant, Pan, Pin, Track2

NOW = Instant(1_721_008_800_000_000, 1)
TRANSMISSION_TIME = "0715100000"
DIALLED_LINE = 1_000
BATCH = 500


class Chance:
    """Draws bytes that only have to differ."""

    def __init__(self) -> None:
        self.state = 1

    def __call__(self, size: int) -> bytes:
        """Return so many."""
        self.state = self.state * 6_364_136_223_846_793_005 + 1_442_695_040_888_963_407 & (1 << 127) - 1
        return self.state.to_bytes(16, "big").ljust(size, b"\x5a")[-size:]


class Neighbour:
    """The other end of a line: an institution with its own HSM and the keys of the link."""

    def __init__(self, institution_id: str, peer_id: str, hsm: SoftwareHsm, zpk: str, zak: str) -> None:
        self.institution_id = institution_id
        self.hsm = hsm
        self.zpk = zpk
        self.zak = zak
        self.line = DIALLED_LINE
        self._header = InterbankHeader(peer_id, institution_id)

    def says(self, message: Message) -> FrameReceived:
        """Return a message of this institution as it arrives, sealed."""
        message.header = self._header
        payload, covered = INTERBANK.seal_parts(message)
        (mac,) = self.hsm.perform([MakeMac(self.zak, covered)])
        return FrameReceived(self.line, INTERBANK.sealed(payload, mac))

    def sale(self, number: int, pan: str, acquirer_id: str, forwarding_id: str, **fields: Any) -> Message:
        """Return a sale with track and PIN, like the one that an acquirer's host makes."""
        (pin_block,) = self.hsm.perform([EncryptPin(self.zpk, Pin("123456"), Pan(pan))])
        return Message(
            "0200",
            pan=Pan(pan),
            processing_code="000000",
            amount=f"{100 + number % 400:012d}",
            transmission_time=f"{TRANSMISSION_TIME[:6]}{number // 900_000:04d}",
            stan=f"{number % 900_000 + 1:06d}",
            local_time="100000",
            local_date="0715",
            expiry="4912",
            merchant_category="5411",
            entry_mode="021",
            condition_code="00",
            pin_length="12",
            acquirer_id=acquirer_id,
            forwarding_id=forwarding_id,
            track2=Track2(f"{pan}D49122011234567890000"),
            rrn=f"{number:012d}",
            terminal_id=f"8000{number % 50:04d}",
            merchant_id="999290054110001",
            currency="156",
            pin_block=pin_block,
            security_control="2600000000000000",
            transaction_info="00000000030000000000",
            **fields,
        )


class Stand:
    """An actor with its store; `null_store` says yes to every append and keeps nothing."""

    def __init__(
        self, actor: Actor, schema: Schema, founding: Iterable[Any], hsm: SoftwareHsm, *, null_store: bool
    ) -> None:
        self.sent: list[tuple[int, bytes]] = []
        self.asked: list[tuple[Any, ...]] = []
        self.appended: list[Any] = []
        self.counted: Counter[str] = Counter()
        self._schema = schema
        self._store = MemoryStore(schema)
        self._store.commit([Entry("founding", (entry,), 0) for entry in founding])
        self._null_store = null_store
        self._hsm = hsm
        self._committed = Committed(NOW)
        nothing = dict.fromkeys((SetTimer, CancelTimer, HangUp, Note), lambda _effect, _play, _now: None)
        self.stage = Stage(
            actor,
            {
                Append: self._append,
                AskHsm: self._ask_hsm,
                Read: lambda effect, _play, _now: self._store.read(effect.query, effect.values),
                Send: lambda effect, _play, _now: self.sent.append((effect.line, effect.payload)),
                Dial: lambda _effect, _play, _now: DIALLED_LINE,
                **nothing,
            },
        )
        self.stage.start(NOW)

    def _append(self, effect: Append, _play: object, now: Instant) -> Committed:
        self.appended += effect.records
        if not self._null_store:
            written = self._store.commit([Entry(effect.stream, effect.records, now.utc)])
            assert written == [None], "a key is taken"
        return self._committed

    def _ask_hsm(self, effect: AskHsm, _play: object, _now: Instant) -> list[Any]:
        self.asked.append(effect.commands)
        return self._hsm.perform(effect.commands)

    def take(self) -> list[tuple[int, bytes]]:
        """Return what was sent since the last time."""
        sent = self.sent[:]
        self.sent.clear()
        self.asked.clear()
        self.appended.clear()
        return sent

    def deliver(self, events: list[FrameReceived]) -> float:
        """Hand events over; return the microseconds each took."""
        deliver = self.stage.deliver
        begun = process_time()
        for event in events:
            deliver(event, NOW)
        return (process_time() - begun) / len(events) * 1e6

    def count(self, events: list[FrameReceived]) -> None:
        """Hand events over, counting every effect by its kind, and the records and rows of the appends."""
        performers = self.stage._perform  # noqa: SLF001 - the count must not cost the timed runs anything

        def counting(kind: type, perform: Any) -> Any:
            def performed(effect: Any, play: Any, now: Instant) -> Any:
                self.counted[kind.__name__] += 1
                if kind is Append:
                    self.counted["record"] += len(effect.records)
                    for entry in effect.records:
                        self.counted["row"] += len(self._schema.rows[type(entry)](entry))
                return perform(effect, play, now)

            return performed

        self.stage._perform = {kind: counting(kind, perform) for kind, perform in performers.items()}  # noqa: SLF001
        self.deliver(events)
        self.stage._perform = performers  # noqa: SLF001


def each(step: Callable[[], object], rounds: int = 2_000) -> float:
    """Return the microseconds of a step, the best of five tight loops."""
    best = 1e9
    for _ in range(5):
        begun = process_time()
        for _ in range(rounds):
            step()
        best = min(best, process_time() - begun)
    return best / rounds * 1e6


def tell_batches(label: str, names: tuple[str, ...], batches: list[tuple[float, ...]]) -> None:
    """Print the best batch and the median; each batch holds the microseconds a sale of each named step."""
    best = min(batches, key=sum)
    steps = ", ".join(f"{name} {cost:.1f}" for name, cost in zip(names, best, strict=True))
    print(
        f"{label:<16} best batch {sum(best):6.1f} us a sale ({1e6 / sum(best):,.0f}/s): {steps}; "
        f"median batch {median(map(sum, batches)):.1f}"
    )


def tell_parts(shares: dict[str, float]) -> None:
    """Print the parts and their sum."""
    for part, cost in shares.items():
        print(f"  {part:<34} {cost:6.1f} us")
    print(f"  {'sum of these':<34} {sum(shares.values()):6.1f} us")


def tell_counts(counted: Counter[str], sales: int) -> None:
    """Print what a sale asks of the world."""
    print("a sale asks for: " + ", ".join(f"{count / sales:g} {name}" for name, count in sorted(counted.items())))

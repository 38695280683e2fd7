"""A settlement with full upload over a slow line: terminal and host with stores of their own on the disk.

    python -m benchmarks.settlement [transactions]

The terminal has sold; the host has lost every tenth sale, so that totals differ, every detail goes up, and what was
lost is restored. Each frame takes the line's delay, each way; everything durable is durable at both ends, and the HSMs
are asked for every MAC and card number. Must: 500 transactions in 10 s over a line of 30 ms.
"""

from __future__ import annotations

import sqlite3
import sys
from collections import deque
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, sleep
from typing import Any

from benchmarks.stand import Chance
from countertop import acquirer, terminal
from countertop.acquirer import Acquirer, AcquirerSettings
from countertop.acquirer.records import (
    AcquirerOpened,
    BinRouteSet,
    MerchantRegistered,
    OperatorRegistered,
    TerminalRegistered,
    ZoneKeysLoaded,
)
from countertop.card import StripeRead
from countertop.hsm import CHEAPEST_PASSWORDS, HashPassword, KeyUsage, MakeMac, SoftwareHsm
from countertop.hsm.ceremony import share_key
from countertop.iso8583 import INTERBANK, InterbankHeader, Message
from countertop.iso8583.interbank_answers import answer_to, management_answer
from countertop.journal import Schema
from countertop.stage import (
    Actor,
    Append,
    Ask,
    AskHsm,
    CancelTimer,
    Committed,
    Condition,
    DeskRequest,
    Dial,
    Draw,
    Finding,
    FrameReceived,
    HangUp,
    KeyTaken,
    LineOpened,
    LookAtClock,
    LookAtReserve,
    Note,
    Print,
    Read,
    Reply,
    Send,
    SetTimer,
    Show,
    Stage,
    TimerFired,
    TryDevice,
)
from countertop.storage import Conflict, Entry
from countertop.storage.sqlite import SqliteStore
from countertop.terminal import OperatorAdded, Terminal, TerminalInstalled, TerminalSettings
from countertop.values import Instant, Pin, Secret, Track2

MOST = 10.0
DELAY = 0.030
LOST_OF = 10
NOW = Instant(1_721_008_800_000_000, 1)
HOST, CENTRE, MERCHANT, TERMINAL = "99992900", "00010000", "999290054110001", "80000101"
SERIAL = "00000101"
PAN = "6225000000000014"
PEOPLE = {
    "ask.operator_number": "01",
    "ask.operator_password": Secret("0000"),
    "ask.confirm_card": True,
    "ask.print_next": True,
    "ask.card": StripeRead(Track2(f"{PAN}D49122011234567890000")),
    "ask.pin": Pin("123456"),
}
COUNTER, UPLINK = 1, 1_000


class Party:
    """An actor on its stage, with its store; what it sends goes to `sent`."""

    def __init__(self, path: Path, schema: Schema, actor: Actor, hsm: SoftwareHsm, founding: tuple[Any, ...]) -> None:
        self.store = SqliteStore(path, schema, reserve=0)
        if founding:
            self.store.commit([Entry("founding", (entry,), NOW.utc) for entry in founding])
        self.hsm = hsm
        self.sent: deque[tuple[int, bytes]] = deque()
        self.replies: list[Reply] = []
        self.stage = Stage(actor, self._performers())
        self.stage.start(NOW)

    def tell(self, event: Any) -> None:
        """Let something happen to the actor."""
        self.stage.deliver(event, NOW)

    def _performers(self) -> dict[type, Callable[..., Any]]:
        return {
            Append: self._append,
            Read: lambda effect, _play, _now: self.store.read(effect.query, effect.values),
            AskHsm: lambda effect, _play, _now: self.hsm.perform(effect.commands),
            Send: lambda effect, _play, _now: self.sent.append((effect.line, effect.payload)),
            Dial: lambda effect, _play, _now: UPLINK if effect.route == "switch" else COUNTER,
            Ask: lambda effect, _play, _now: PEOPLE[effect.question],
            Reply: lambda effect, _play, _now: self.replies.append(effect),
            Print: lambda _effect, _play, _now: True,
            TryDevice: lambda _effect, _play, _now: Finding(Condition.OK),
            Draw: lambda effect, _play, _now: bytes(effect.size),
            LookAtClock: lambda _effect, _play, _now: NOW,
            LookAtReserve: lambda _effect, _play, _now: True,
            **dict.fromkeys((SetTimer, CancelTimer, HangUp, Note, Show), lambda _effect, _play, _now: None),
        }

    def _append(self, effect: Append, _play: object, now: Instant) -> Committed | KeyTaken:
        (written,) = self.store.commit([Entry(effect.stream, effect.records, now.utc)])
        if isinstance(written, Conflict):
            return KeyTaken(written.table, written.existing, now)
        assert written is None, written
        return Committed(now)


class Counter:
    """A terminal, its host and the switch behind it, in a directory; a second one there goes on with the stores."""

    def __init__(self, directory: Path) -> None:
        chance = Chance()
        self.counter, self.host, self.centre = (SoftwareHsm(chance(32), chance, CHEAPEST_PASSWORDS) for _ in range(3))
        zpk, _ = share_key(KeyUsage.ZPK, (self.host, self.centre))
        zak, self.zak = share_key(KeyUsage.ZAK, (self.host, self.centre))
        host_tmk, tmk = share_key(KeyUsage.TMK, (self.host, self.counter))
        (password,) = self.counter.perform([HashPassword(Secret("0000"))])
        new = not (directory / "host.db").exists()
        host_founding = (
            AcquirerOpened(HOST, "Benchmark"),
            MerchantRegistered(MERCHANT, "Benchmark", "5411"),
            TerminalRegistered(TERMINAL, MERCHANT, SERIAL, host_tmk.block),
            OperatorRegistered(TERMINAL, "01", "cashier"),
            BinRouteSet("622500", 16),
            ZoneKeysLoaded("switch", CENTRE, zpk.block, zak.block),
        )
        installed = TerminalInstalled(
            TERMINAL, MERCHANT, "样例鲜生超市", "Demo Fresh Mart", tmk=tmk.block, serial_number=SERIAL
        )
        terminal_founding = (installed, OperatorAdded(TERMINAL, "01", "cashier", password))
        self.acquirer = Party(
            directory / "host.db",
            acquirer.SCHEMA,
            Acquirer(AcquirerSettings()),
            self.host,
            host_founding if new else (),
        )
        self.terminal = Party(
            directory / "terminal.db",
            terminal.SCHEMA,
            Terminal(TerminalSettings(TERMINAL, batch_limit=999)),
            self.counter,
            terminal_founding if new else (),
        )
        self.frames = 0
        self.acquirer.tell(TimerFired("redial"))
        self.acquirer.tell(LineOpened(COUNTER, "terminals", ""))
        self.terminal.tell(LineOpened(COUNTER, "acquirer", ""))
        self.carry(0)

    def ask(self, verb: str, delay: float = 0, **arguments: Any) -> Reply:
        """Ask for something at the terminal, and carry frames until it is answered."""
        self.terminal.tell(DeskRequest(1, verb, arguments))
        self.carry(delay)
        return self.terminal.replies.pop()

    def carry(self, delay: float) -> None:
        """Carry what is sent, each frame between terminal and host with its delay."""
        while self.terminal.sent or self.acquirer.sent:
            if self.terminal.sent:
                sleep(delay)
                self.frames += 1
                self.acquirer.tell(FrameReceived(COUNTER, self.terminal.sent.popleft()[1]))
                continue
            line, payload = self.acquirer.sent.popleft()
            if line == COUNTER:
                sleep(delay)
                self.terminal.tell(FrameReceived(COUNTER, payload))
            else:
                self.acquirer.tell(FrameReceived(UPLINK, self._switch(INTERBANK.decode(payload))))

    def _switch(self, request: Message) -> bytes:
        """Approve whatever comes."""
        if request.mti == "0820":
            answer = management_answer(request, "00")
        else:
            answer = answer_to(request, "00", "123456", settlement_date="0715", receiving_id="99010001")
        answer.header = InterbankHeader(HOST, CENTRE)
        payload, covered = INTERBANK.seal_parts(answer)
        (mac,) = self.centre.perform([MakeMac(self.zak.block, covered)])
        return INTERBANK.sealed(payload, mac)

    def close(self) -> None:
        """Close the stores."""
        self.acquirer.store.close()
        self.terminal.store.close()


def settle(transactions: int) -> tuple[float, int]:
    """Return how many seconds the settlement of so many took, and how many requests went over the line."""
    with TemporaryDirectory() as name:
        directory = Path(name)
        selling = Counter(directory)
        for _ in range(transactions):
            assert selling.ask("sale", amount=1250).status == 0
        selling.close()
        lose(directory / "host.db")
        settling = Counter(directory)
        settling.frames = 0
        begun = perf_counter()
        reply = settling.ask("settle", DELAY)
        taken = perf_counter() - begun
        assert (reply.status, reply.body["balanced"], reply.body["uploaded"]) == (0, False, transactions), reply.body
        settling.close()
    return taken, settling.frames


def lose(store: Path) -> None:
    """Let the host lose every tenth sale."""
    with closing(sqlite3.connect(store)) as connection:
        keys = [key for (key,) in connection.execute("SELECT attempt_key FROM attempt ORDER BY attempt_key")]
        for table in ("decision", "attempt"):
            connection.executemany(
                f"DELETE FROM {table} WHERE attempt_key = ?",
                [(key,) for key in keys[::LOST_OF]],
            )
        connection.commit()


def main() -> int:
    transactions = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    (fewer, few), (taken, many) = settle(transactions // 10), settle(transactions)
    line = f"over a line of {DELAY * 1000:.0f} ms each way"
    print(f"settlement of {transactions // 10:>4,} with full upload {line}: {fewer:6.2f} s, {few} requests")
    print(
        f"settlement of {transactions:>4,} with full upload {line}: {taken:6.2f} s, {many} requests "
        f"(must {MOST:.0f} s; {taken / fewer:.1f} times as long; the line alone {2 * many * DELAY:.2f} s)"
    )
    return 0 if taken <= MOST else 1


if __name__ == "__main__":
    raise SystemExit(main())

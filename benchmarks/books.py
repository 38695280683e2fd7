"""The books of a host that has worked for a while, in a real SQLite store, and a driver for its scripts over them."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from countertop.acquirer import SCHEMA, AcquirerSettings
from countertop.acquirer.flows.restart import begin
from countertop.acquirer.records import (
    AcquirerOpened,
    AttemptDecided,
    AttemptReceived,
    BinRouteSet,
    MerchantRegistered,
    TerminalRegistered,
    WatermarkSet,
    ZoneKeysLoaded,
)
from countertop.acquirer.settlement.records import BatchClosed
from countertop.iso8583 import Message
from countertop.iso8583.hops import hop_text
from countertop.iso8583.private import SettlementTotals, SideTotals
from countertop.stage import Append, Committed, LookAtClock, Read, Reply
from countertop.storage import Entry
from countertop.storage.sqlite import SqliteStore
from countertop.values import SECOND, Instant, Pan

BATCH = 500
DAY = 24 * 60 * 60 * SECOND
NOW = Instant(1_721_008_800_000_000, 1)
MERCHANT, HOST = "999290054110001", "99992900"
PAN = Pan("6225000000000014")
PURCHASES_A_CARD = 5
MOST_TERMINALS = 100


class Filled(NamedTuple):
    """A host with so many sales: `serial` is the first that is free, `now` the day after the last batch."""

    store: SqliteStore
    memory: Any
    terminals: list[str]
    serial: int
    now: Instant


@contextmanager
def filled(transactions: int) -> Iterator[Filled]:
    """Fill a host's store with sales, a batch a day at each of up to a hundred terminals, and start the host on it."""
    terminals = [f"8000{number:04d}" for number in range(min(max(transactions // BATCH, 1), MOST_TERMINALS))]
    batches = max(transactions // BATCH // len(terminals), 1)
    now = Instant(NOW.utc + batches * DAY, 1)
    with TemporaryDirectory() as directory:
        store = SqliteStore(Path(directory) / "store.db", SCHEMA, reserve=0)
        store.commit([Entry("founding", (entry,), NOW.utc) for entry in founding(terminals)])
        serial = 1
        for instance in range(1, batches + 1):
            for terminal_id in terminals:
                records = sales(terminal_id, instance, serial, NOW.utc + instance * DAY)
                store.commit([Entry(terminal_id, tuple(records), now.utc)])
                serial += BATCH
        store.commit([Entry("host", (WatermarkSet("99992900", serial),), now.utc)])
        yield Filled(store, drive(store, begin(AcquirerSettings(), now), now), terminals, serial, now)
        store.close()


def founding(terminals: list[str]) -> tuple[Any, ...]:
    """Return the founding records of a host with one merchant; its terminals are in their millionth batch."""
    return (
        AcquirerOpened(HOST, "Benchmark"),
        MerchantRegistered(MERCHANT, "Benchmark", "5411"),
        *(TerminalRegistered(each, MERCHANT, each, "", batch_instance=1_000_000) for each in terminals),
        BinRouteSet("622500", 16),
        ZoneKeysLoaded("switch", "00010000", "", ""),
    )


def sales(terminal_id: str, instance: int, first: int, at: int) -> Iterator[Any]:
    """Yield the records of a batch of sales, their serials from `first`, one each minute from `at`."""
    head = f"{HOST}|{MERCHANT}|{terminal_id}|{instance}|"
    for number in range(BATCH):
        stan, serial, moment = f"{number + 1:06d}", first + number, at + number * 60 * SECOND
        place = (terminal_id, MERCHANT, "5411", instance, f"{instance:06d}", stan, serial, f"{serial:012d}")
        money = (amount_of(number), "156", "000000", "021", "00")
        card = (token_of(serial), "cipher", PAN.masked(), "01", None, None)
        transit = f"1|1|20240715100000|{stan}"
        yield AttemptReceived(head + stan, "sale", *place, transit, *money, *card, moment, _request(terminal_id, stan))
        told = ("0715", "0715", "100000", "99010001", "switch", moment)
        yield AttemptDecided(head + stan, "approved", "00", "A00001", *told, "mti=0210")


def closing(terminal_id: str, instance: int) -> BatchClosed:
    """Return the record that closes a batch of sales, balanced."""
    debit = sum(map(amount_of, range(BATCH)))
    totals = SettlementTotals(SideTotals(debit, BATCH, 0, 0, "1"), SideTotals(result="1")).text()
    numbers = (f"{instance:06d}", f"{instance + 1:06d}", "0" * 12)
    return BatchClosed(terminal_id, MERCHANT, instance, *numbers, totals, totals, totals, 0, [], NOW.utc)


def amount_of(number: int) -> int:
    """Return the amount of a batch's sale in minor units; no two of a batch are alike."""
    return 1250 + number


def token_of(serial: int) -> str:
    """Return the token of the card that a sale was paid with."""
    return f"token-{serial // PURCHASES_A_CARD:012d}"


def _request(terminal_id: str, stan: str) -> str:
    return hop_text(
        Message(
            "0200",
            pan=PAN,
            processing_code="000000",
            amount="000000001250",
            stan=stan,
            entry_mode="021",
            condition_code="00",
            terminal_id=terminal_id,
            merchant_id=MERCHANT,
            terminal_information="OP00201",
            currency="156",
            transaction_info="2200000100020",
        )
    )


def drive(store: SqliteStore, script: Generator[Any, Any, Any], now: Instant = NOW) -> Any:
    """Perform a script's reads and appends; return its result, or the body of what it replied."""
    reply, said = None, None
    try:
        while True:
            effect = script.send(reply)
            reply = None
            if isinstance(effect, Read):
                reply = store.read(effect.query, effect.values)
            elif isinstance(effect, Append):
                answers = store.commit([Entry(effect.stream, effect.records, now.utc)])
                assert answers == [None], answers
                reply = Committed(now)
            elif isinstance(effect, LookAtClock):
                reply = now
            elif isinstance(effect, Reply):
                said = effect.body
    except StopIteration as ended:
        return ended.value if said is None else said

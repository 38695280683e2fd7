"""A house of one: the echo party on real sockets and a real disk."""

import asyncio
import threading
from contextlib import suppress
from pathlib import Path
from typing import ClassVar, Self

import pytest

from countertop.codec import Framing
from countertop.hsm import CHEAPEST_PASSWORDS, SoftwareHsm
from countertop.runtime.committer import Committer
from countertop.runtime.configuration import Configuration, Kind
from countertop.runtime.lines import LineLimits, Listener, Route
from countertop.runtime.logs import Log
from countertop.runtime.resident import Resident
from countertop.storage.freeze import freeze
from countertop.storage.sqlite import SqliteStore
from tests.runtime.echo_party import SCHEMA, Echo

ECHO = Kind("echo", dict, {"callers": Framing.BINARY2}, {"far": Framing.BINARY2})


@pytest.fixture(scope="session")
def echo_migrations(tmp_path_factory):
    directory = tmp_path_factory.mktemp("echo-migrations")
    freeze(SCHEMA, "Founding", directory)
    return directory


async def until(condition):
    """Wait a few seconds for something that is true soon."""
    for _ in range(500):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it has not come true")


class EchoBelongings:
    """The parts of an echo party; `stores` counts how often its store was opened."""

    def __init__(self, directory: Path, migrations: Path):
        self.directory = directory
        self.migrations = migrations
        self.hsm = SoftwareHsm(bytes(range(32)), lambda size: bytes(range(size)), CHEAPEST_PASSWORDS)
        self.stores = 0
        self.spoil = None

    def open_committer(self, world):
        return Committer(self.open_store(), world.answered)

    def open_store(self):
        self.stores += 1
        store = SqliteStore(self.directory / "store.sqlite", SCHEMA, self.migrations, reserve=0)
        if self.spoil is not None:
            self.spoil(store)
        return store

    def lay_out(self, document):
        return document

    def make_actor(self):
        return Echo()


@pytest.fixture
def belongings(tmp_path, echo_migrations):
    return EchoBelongings(tmp_path, echo_migrations)


@pytest.fixture
def configuration(tmp_path):
    return configured(tmp_path)


def configured(directory, limits=None, far=("127.0.0.1", 1)):
    listener = Listener("callers", ("127.0.0.1", 0), limits=limits or LineLimits())
    return Configuration(
        directory,
        ECHO,
        "echo",
        "demo",
        directory / "lmk",
        [listener],
        {"far": Route("far", [far], patience=500_000)},
        {},
    )


@pytest.fixture
def house(belongings, configuration):
    """Run a test's coroutine function with an open echo party: `house(test)` calls `test(resident)`."""

    def run(test, configuration=configuration):
        async def live():
            resident = Resident(configuration, belongings, Log(belongings.directory / "log.jsonl", "echo"))
            await resident.open()
            try:
                await asyncio.wait_for(test(resident), 20)
            finally:
                await resident.close()
                await Caller.hang_up_all()

        asyncio.run(live())
        left = [thread.name for thread in threading.enumerate() if thread.name.startswith("committer")]
        assert left == []

    return run


class Caller:
    """The far end of a line; `house` hangs up all that are left."""

    made: ClassVar[list[Self]] = []

    def __init__(self, reader, writer):
        self.reader = reader
        self.writer = writer
        self.made.append(self)

    @classmethod
    async def call(cls, resident_or_address):
        address = getattr(resident_or_address, "addresses", {}).get("callers", resident_or_address)
        return cls(*await asyncio.open_connection(*address))

    def say(self, payload):
        self.writer.write(len(payload).to_bytes(2, "big") + payload)

    async def hear(self):
        size = int.from_bytes(await self.reader.readexactly(2), "big")
        return await self.reader.readexactly(size)

    async def ask(self, payload):
        self.say(payload)
        return await asyncio.wait_for(self.hear(), 5)

    async def closed(self, within=5):
        return await asyncio.wait_for(self.reader.read(), within) == b""

    def hang_up(self):
        self.writer.close()

    @classmethod
    async def hang_up_all(cls):
        while cls.made:
            writer = cls.made.pop().writer
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

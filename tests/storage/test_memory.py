"""The store in memory keeps the contract, and fails when it is told to."""

import errno

import pytest

from countertop.storage import DiskFull, MemoryStore, StoreFailed
from tests.storage.contract import StoreContract, began, keys_of
from tests.storage.party_under_test import ALL, OF_TERMINAL, SCHEMA


class TestMemoryStore(StoreContract):
    @pytest.fixture
    def opened(self):
        stores = []

        def open_store():
            stores.append(MemoryStore.from_image(SCHEMA, stores[-1].durable_image()) if stores else MemoryStore(SCHEMA))
            return stores[-1]

        return open_store


class Crash(BaseException):
    pass


def trouble_at(moment, error):
    def trouble(now, batch):
        if now == moment:
            raise error

    return trouble


@pytest.mark.parametrize(
    ("moment", "left"), [("before", ["a"]), ("after", ["a", "b"])], ids=["before the commit", "after it"]
)
@pytest.mark.parametrize("error", [Crash(), DiskFull(), OSError(errno.EIO, "")], ids=repr)
def test_trouble_comes_out_of_the_commit_and_what_is_durable_stays(moment, left, error):
    store = MemoryStore(SCHEMA)
    store.commit([began("a")])
    store.trouble = trouble_at(moment, error)
    with pytest.raises(type(error)):
        store.commit([began("b")])
    store.trouble = None
    with pytest.raises(StoreFailed):
        store.commit([began("c")])
    again = MemoryStore.from_image(SCHEMA, store.durable_image())
    assert keys_of(again.read(ALL, ())) == left


def test_an_image_stays_as_it_was():
    store = MemoryStore(SCHEMA)
    store.commit([began("a")])
    image = store.durable_image()
    store.commit([began("b")])
    first = MemoryStore.from_image(SCHEMA, image)
    first.commit([began("c")])
    second = MemoryStore.from_image(SCHEMA, image)
    assert keys_of(first.read(OF_TERMINAL, ("00000001",))) == ["a", "c"]
    assert keys_of(second.read(OF_TERMINAL, ("00000001",))) == ["a"]
    assert [record.sequence for record in second.records()] == [1]

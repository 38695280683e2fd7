"""Whatever is written and asked, memory and SQLite answer alike."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from countertop.storage import Conflict, Entry, MemoryStore, Question, Refused
from countertop.storage.chain import compare_tables, verify_chain
from countertop.storage.sqlite import SqliteStore
from tests.storage.party_under_test import SCHEMA, Began, Counted, Ended, KeysChanged, Noted, Stranger

texts = st.text(st.characters(codec="utf-8"), max_size=3)
keys = st.sampled_from(["a", "b", "c", "汉", ""])
terminals = st.sampled_from(["t1", "t2"])
numbers = st.one_of(st.integers(-2, 3), st.sampled_from([(1 << 63) - 1, 1 << 63, -(1 << 63), True]))
records = st.one_of(
    st.builds(
        Began,
        keys,
        terminals,
        numbers,
        st.none() | texts,
        st.none() | numbers,
        st.binary(max_size=2).map(bytes.hex),
        st.integers(0, 2),
    ),
    st.builds(Ended, keys, texts),
    st.builds(KeysChanged, terminals, keys, texts),
    st.builds(Counted, st.lists(numbers, max_size=3)),
    st.builds(Noted, st.none() | texts | st.lists(numbers) | st.dictionaries(texts, numbers, max_size=2)),
    st.just(Stranger()),
    st.just(Noted(object())),
)
entries = st.builds(Entry, texts, st.lists(records, max_size=3).map(tuple), st.integers(0, 10))


@st.composite
def questions(draw):
    query = draw(st.sampled_from(SCHEMA.queries))
    kinds = {column.name: column.kind.value for column in SCHEMA.table(query.table).columns}
    asked = [*query.equals, *filter(None, [query.at_least, query.at_most])]
    values = {
        "integer": st.integers(-2, 3),
        "text": keys | terminals | st.just("tpk"),
        "bytes": st.binary(max_size=2),
    }
    return Question(query, tuple(draw(values[kinds[name]]) for name in asked))


def told(answer):
    if isinstance(answer, Conflict):
        return "conflict", answer.table, answer.existing
    return "refused" if isinstance(answer, Refused) else answer


class Stores(RuleBasedStateMachine):
    migrations: Path

    @initialize()
    def open_both(self):
        self.directory = tempfile.TemporaryDirectory()
        self.memory = MemoryStore(SCHEMA)
        self.sqlite = self.open_sqlite()

    def open_sqlite(self):
        return SqliteStore(Path(self.directory.name) / "store.db", SCHEMA, self.migrations, reserve=0)

    @rule(batch=st.lists(entries | questions(), max_size=8))
    def perform(self, batch):
        expected = [told(answer) for answer in self.memory.perform(batch)]
        assert [told(answer) for answer in self.sqlite.perform(batch)] == expected

    @rule()
    def open_again(self):
        self.sqlite.close()
        self.sqlite = self.open_sqlite()
        self.memory = MemoryStore.from_image(SCHEMA, self.memory.durable_image())

    @rule(after=st.integers(0, 5), stream=st.none() | texts)
    def look_at_records(self, after, stream):
        assert list(self.sqlite.records(after, stream)) == list(self.memory.records(after, stream))

    @invariant()
    def same_rows(self):
        if hasattr(self, "sqlite"):
            for table in SCHEMA.tables:
                assert list(self.sqlite.rows(table.name)) == list(self.memory.rows(table.name))

    def teardown(self):
        if hasattr(self, "sqlite"):
            assert verify_chain(self.sqlite.records()) == verify_chain(self.memory.records())
            assert list(compare_tables(self.sqlite)) == []
            self.sqlite.close()
            self.directory.cleanup()


@pytest.mark.parametrize("steps", [12])
def test_memory_and_sqlite_agree(migrations, steps):
    machine = type("StoresHere", (Stores,), {"migrations": migrations})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=60,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )

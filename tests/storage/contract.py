"""What every store promises. A class of tests for one store gives `opened`: a function that opens it, again too."""

from dataclasses import replace

import pytest

from countertop.journal import Query, body
from countertop.storage import Conflict, Entry, Question, Refused, StoreFailed
from countertop.storage.chain import compare_tables, verify_chain
from countertop.storage.declaration import LARGEST_RECORD
from countertop.values import Pan
from tests.storage.party_under_test import (
    ALL,
    BETWEEN,
    BY_FALLING_ORDER,
    BY_KEY,
    BY_ORDER,
    BY_RRN,
    COUNTED,
    EARLY,
    HOPS,
    KEY,
    KEYS,
    LARGE,
    LATE,
    OF_TERMINAL,
    OPEN,
    TWO,
    Began,
    Counted,
    Ended,
    KeysChanged,
    Noted,
    Stranger,
)


def entry(*records, stream="t1", at=1_700_000_000_000_000):
    return Entry(stream, records, at)


def began(key, amount=100, **more):
    return entry(Began(key, more.pop("terminal_id", "00000001"), amount, **more))


def keys_of(rows):
    return [row["attempt_key"] for row in rows]


class StoreContract:
    @pytest.fixture
    def store(self, opened):
        store = opened()
        yield store
        store.close()

    def test_a_written_entry_is_there_with_all_its_columns(self, store):
        assert store.commit([began("a", rrn="r", order=3, token="00ff", hops=1)]) == [None]
        assert store.read(BY_KEY, ("a",)) == [
            {
                "attempt_key": "a",
                "terminal_id": "00000001",
                "amount": 100,
                "rrn": "r",
                "order": 3,
                "token": b"\x00\xff",
            }
        ]
        assert store.read(HOPS, ("r",)) == [{"rrn": "r", "hop_number": 0, "text": "00000001 to host"}]

    def test_a_taken_key_tells_the_row_that_holds_it(self, store):
        store.commit([began("a", 100)])
        [conflict] = store.commit([began("a", 999)])
        assert isinstance(conflict, Conflict)
        assert conflict.table == "attempt"
        assert conflict.existing == store.read(BY_KEY, ("a",))[0]
        assert conflict.existing["amount"] == 100

    def test_nothing_of_a_conflicting_entry_is_written(self, store):
        store.commit([began("a")])
        [conflict] = store.commit([entry(Began("b", "00000001", 1), Ended("b", "00"), Began("a", "00000001", 1))])
        assert conflict.table == "attempt"
        assert keys_of(store.read(ALL, ())) == ["a"]
        assert store.read(OF_TERMINAL, ("00000001",))[0]["response_code"] is None
        assert [record.sequence for record in store.records()] == [1]

    def test_the_first_taken_key_of_an_entry_is_told(self, store):
        store.commit([began("a", rrn="r", hops=1), began("b")])
        [conflict] = store.commit([began("b", rrn="r", hops=1)])
        assert conflict.table == "attempt"
        [conflict] = store.commit([began("c", rrn="r", hops=1)])
        assert (conflict.table, conflict.existing["hop_number"]) == ("hop", 0)

    def test_a_key_is_taken_by_an_earlier_entry_of_the_batch(self, store):
        first, second, third = store.commit([began("a", 1), began("a", 2), began("b", 3)])
        assert (first, third) == (None, None)
        assert second.existing["amount"] == 1
        assert [record.sequence for record in store.records()] == [1, 2]

    def test_an_entry_may_write_several_records_and_tables(self, store):
        assert store.commit([entry(Began("a", "t", 1, rrn="r", hops=2), Ended("a", "00"))]) == [None]
        assert [record.kind for record in store.records()] == ["under_test.began", "under_test.ended"]
        assert len(store.read(HOPS, ("r",))) == 2

    @pytest.mark.parametrize(
        "bad",
        [
            entry(Began("b", "t", 1 << 63)),
            entry(Began("b", "t", "1")),
            entry(Began("b", None, 1)),
            entry(Began("b", "t", 1, token="xx")),
            entry(Began("b", "t", 1, rrn=None, hops=1)),
            entry(Began("b", "t", 1), Counted([1, 1])),
            entry(Noted(Pan("6222020200000000008"))),
            entry(Noted("\ud800")),
            entry(Noted("9" * LARGEST_RECORD)),
            entry(Noted("汉" * (LARGEST_RECORD // 3 + 1))),
            entry(Stranger()),
            entry(),
            entry(Noted(1), stream="\ud800"),
            entry(Noted(1), stream=None),
            entry(Noted(1), at=None),
        ],
        ids=repr,
    )
    def test_an_entry_that_cannot_be_written_fails_alone(self, store, bad):
        store.commit([began("taken")])
        answers = store.commit([began("a"), bad, began("taken"), began("c")])
        assert [type(answer) for answer in answers] == [type(None), Refused, Conflict, type(None)]
        assert keys_of(store.read(ALL, ())) == ["taken", "a", "c"]
        assert store.read(COUNTED, (0,)) == []
        assert store.commit([began("d")]) == [None]
        assert verify_chain(store.records()).sequence == 4

    def test_a_refusal_never_tells_what_the_record_held(self, store):
        [refused] = store.commit([entry(Noted(Pan("6222020200000000008")))])
        assert "under_test.noted" in str(refused)
        assert "6222" not in str(refused)

    def test_booleans_become_integers(self, store):
        assert store.commit([began("a", True)]) == [None]
        assert type(store.read(BY_KEY, ("a",))[0]["amount"]) is int

    def test_a_row_takes_the_place_of_the_old_one_where_declared(self, store):
        for terminal, block in (("1", "old"), ("2", "other"), ("1", "new")):
            assert store.commit([entry(KeysChanged(terminal, "tpk", block))]) == [None]
        assert store.read(KEY, ("1", "tpk")) == [{"terminal_id": "1", "usage": "tpk", "key_block": "new"}]
        assert [row["key_block"] for row in store.read(KEYS, ("tpk",))] == ["other", "new"]
        assert len(list(store.records())) == 3

    def test_rows_come_in_order_of_writing(self, store):
        store.commit([began(key) for key in "bca"])
        store.commit([began("0")])
        assert keys_of(store.read(ALL, ())) == ["b", "c", "a", "0"]
        assert keys_of(store.read(OPEN, ("00000001",))) == ["b", "c", "a", "0"]

    def test_a_single_number_as_key_keeps_the_order_of_writing(self, store):
        store.commit([entry(Counted([7, 3, 5]))])
        assert [row["number"] for row in store.read(COUNTED, (4,))] == [7, 5]

    def test_joined_adds_columns_or_none(self, store):
        store.commit([began("a", 1), began("b", 2), entry(Ended("a", "00"))])
        rows = store.read(OF_TERMINAL, ("00000001",))
        assert [(row["attempt_key"], row["response_code"]) for row in rows] == [("b", None), ("a", "00")]

    def test_without_keeps_what_is_open(self, store):
        store.commit([began("a"), began("b"), began("c", terminal_id="2"), entry(Ended("a", "00"))])
        assert keys_of(store.read(OPEN, ("00000001",))) == ["b"]

    def test_at_least_and_order(self, store):
        store.commit([began("a", 5), began("b", 9), began("c", 7), began("d", 7), began("e", 8, terminal_id="2")])
        assert keys_of(store.read(LARGE, ("00000001", 7))) == ["d", "c", "b"]

    def test_at_most_beside_at_least_and_alone(self, store):
        store.commit([began("a", 5), began("b", 9), began("c", 7), began("d", 8, terminal_id="2")])
        assert keys_of(store.read(BETWEEN, ("00000001", 5, 7))) == ["c", "a"]
        assert keys_of(store.read(BETWEEN, ("00000001", 8, 7))) == []
        store.commit([began("e", order=None), began("f", order=-5), began("g", order=5)])
        assert keys_of(store.read(EARLY, (0,))) == ["f"]

    def test_nothing_is_at_least_what_is_missing(self, store):
        store.commit([began("a", order=None), began("b", order=-5), began("c", order=5)])
        assert keys_of(store.read(LATE, (-9,))) == ["b", "c"]

    def test_missing_values_sort_first_and_ties_keep_their_order(self, store):
        store.commit(
            [began("d", order=2), began("b"), began("c", order=2), began("a", order=1), entry(Ended("c", "00"))]
        )
        assert keys_of(store.read(BY_ORDER, ())) == ["b", "a", "c", "d"]
        assert keys_of(store.read(BY_FALLING_ORDER, ())) == ["d", "c", "a", "b"]

    def test_limit(self, store):
        store.commit([began("a", 1), began("b", 3), began("c", 2)])
        assert keys_of(store.read(TWO, ())) == ["b", "c"]

    def test_texts_sort_as_their_characters_do(self, store):
        names = ["é", "Z", "a", "汉", "\U0001f4b3", "﹐", ""]
        store.commit([began(name) for name in names])
        assert keys_of(store.read(BY_ORDER, ())) == sorted(names)

    def test_the_answer_is_the_askers_to_change(self, store):
        store.commit([began("a", 1)])
        store.read(BY_KEY, ("a",))[0]["amount"] = 2
        assert store.read(BY_KEY, ("a",))[0]["amount"] == 1

    @pytest.mark.parametrize("values", [(), ("a", "b"), (None,), (1,), (b"a",)])
    def test_a_question_with_wrong_values_is_refused(self, store, values):
        with pytest.raises(Refused):
            store.read(BY_KEY, values)
        [answer, written] = store.perform([Question(BY_KEY, values), began("a")])
        assert isinstance(answer, Refused)
        assert written is None

    def test_a_question_sees_what_stands_before_it_and_nothing_behind(self, store):
        question = Question(ALL, ())
        answers = store.perform([question, began("a"), question, began("b"), question])
        assert [keys_of(answer) for answer in answers[::2]] == [[], ["a"], ["a", "b"]]

    def test_a_question_sees_the_same_when_a_key_of_the_batch_is_taken(self, store):
        question = Question(ALL, ())
        answers = store.perform([question, began("a"), question, began("b"), began("a"), question])
        assert [keys_of(answer) for answer in answers[::2][:2]] == [[], ["a"]]
        assert isinstance(answers[4], Conflict)
        assert keys_of(answers[5]) == ["a", "b"]

    def test_questions_alone(self, store):
        store.commit([began("a")])
        assert [keys_of(rows) for rows in store.perform([Question(ALL, ()), Question(BY_RRN, ("r",))])] == [["a"], []]

    def test_a_query_that_is_not_declared_is_answered_if_it_fits(self, store):
        store.commit([began("a", 1), began("b", 2)])
        assert keys_of(store.read(Query("odd", "attempt", ("amount", "terminal_id")), (2, "00000001"))) == ["b"]
        assert keys_of(store.read(replace(BY_KEY, equals=("amount",)), (1,))) == ["a"]
        led = Query("led", "attempt", ("amount", "terminal_id"), at_least="amount", led_by=1)
        assert keys_of(store.read(led, (2, "00000001", 0))) == ["b"]
        assert keys_of(store.read(led, (2, "00000009", 0))) == []
        with pytest.raises(AssertionError):
            store.read(Query("odd", "attempt", ("nonsense",)), (2,))

    def test_records_are_in_order_and_say_what_was_written(self, store):
        record = Began("键", "t", 1)
        store.commit([entry(record, stream="s1", at=5), entry(Ended("键", "00"), stream="s2", at=6)])
        first, second = store.records()
        assert (first.sequence, first.stream, first.kind, first.version, first.at) == (
            1,
            "s1",
            "under_test.began",
            1,
            5,
        )
        assert first.body == body(record)
        assert (second.sequence, second.stream, second.at) == (2, "s2", 6)
        assert [record.sequence for record in store.records(after=1)] == [2]
        assert [record.sequence for record in store.records(stream="s1")] == [1]
        assert list(store.records(after=1, stream="s1")) == []

    def test_many_records_come_page_by_page(self, store):
        store.commit([entry(Noted(number), stream=f"s{number % 3}") for number in range(2500)])
        assert [record.sequence for record in store.records()] == list(range(1, 2501))
        assert [record.sequence for record in store.records(after=10, stream="s0")] == list(range(13, 2501, 3))

    def test_rows_of_a_table(self, store):
        store.commit([began("b", 1), began("a", 2)])
        assert [row[:3] for row in store.rows("attempt")] == [("b", "00000001", 1), ("a", "00000001", 2)]

    def test_the_chain_holds_and_the_tables_are_what_the_records_make(self, store):
        store.commit([began(str(n), n, rrn=str(n), hops=n) for n in range(4)])
        store.commit([entry(KeysChanged("1", "tpk", "x")), entry(KeysChanged("1", "tpk", "y"), Ended("2", "00"))])
        head = verify_chain(store.records())
        assert head.sequence == 7
        assert verify_chain(store.records(), {3: list(store.records())[2].hash}) == head
        assert list(compare_tables(store)) == []

    def test_opened_again_everything_is_there_and_the_chain_goes_on(self, store, opened):
        store.commit([began("a", 1), entry(KeysChanged("1", "tpk", "x"))])
        records, rows = list(store.records()), store.read(ALL, ())
        store.close()
        again = opened()
        assert again.read(ALL, ()) == rows
        assert list(again.records()) == records
        assert isinstance(again.commit([began("a", 2)])[0], Conflict)
        assert again.commit([began("b", 3), entry(KeysChanged("1", "tpk", "y"))]) == [None, None]
        assert verify_chain(again.records()).sequence == 4
        assert list(compare_tables(again)) == []
        again.close()

    def test_an_empty_batch_does_nothing(self, store):
        assert store.perform([]) == []

    def test_a_closed_store_writes_nothing(self, store):
        store.close()
        store.close()
        with pytest.raises(StoreFailed):
            store.commit([began("a")])

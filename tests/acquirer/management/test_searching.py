"""Every way of looking for a slip goes down an index of the attempts and reads one page, however many there are."""

from contextlib import closing
from dataclasses import replace
from sqlite3 import connect

import pytest

from countertop.acquirer import SCHEMA
from countertop.acquirer.management import searching
from countertop.acquirer.management.tables import ATTEMPTS_FROM_RRN, PAGE, SEARCHES
from countertop.acquirer.tables import ATTEMPT_BY_RRN
from countertop.storage.sqlite import SqliteStore
from countertop.storage.statements import select
from tests.acquirer.neighbours import MERCHANT_ID, OTHER_MERCHANT_ID, PAN, TERMINAL_ID

WAYS = {
    query.name: query
    for query in (ATTEMPT_BY_RRN, ATTEMPTS_FROM_RRN, *(each for two in SEARCHES.values() for each in two))
}
TODAY = "20240715"


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    """Return how SQLite answers a question, line by line."""
    path = tmp_path_factory.mktemp("plans") / "store.db"
    SqliteStore(path, SCHEMA, reserve=0).close()
    with closing(connect(path)) as connection:

        def explain(query):
            values = [1] * (len(query.equals) + (query.at_least is not None))
            return [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {select(SCHEMA, query)}", values)]

        yield explain


@pytest.mark.parametrize("name", WAYS)
def test_it_uses_an_index_and_sorts_nothing_but_rows_of_one_moment(plan, name):
    steps = plan(WAYS[name])
    (attempts,) = [step for step in steps if " t " in f"{step} " and step.startswith(("SEARCH", "SCAN"))]
    assert attempts.startswith("SEARCH t USING INDEX attempt_by_"), steps
    assert not any(step.startswith("SCAN") for step in steps), steps
    assert "USE TEMP B-TREE FOR ORDER BY" not in steps
    assert WAYS[name].limit <= PAGE


@pytest.mark.parametrize("named", SEARCHES, ids=" and ".join)
def test_it_is_the_index_of_what_is_rarest(plan, named):
    for query in SEARCHES[named]:
        assert f" attempt_by_{named[0]}_and_received_at " in plan(query)[0]


NAMED = [
    {"card": PAN},
    {"voucher_number": None},
    {"amount": 12_50},
    {},
]
PLACES = [{}, {"terminal_id": TERMINAL_ID}, {"merchant_id": MERCHANT_ID}]


def slips(house, **named):
    status, body = house.book.ask_desk("slips", **named)
    assert status == 0, body
    return body


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("named", NAMED)
def test_a_slip_is_found_by_each_way_with_and_without_its_day(house, till, named, place):
    till.buy(amount=99_00)
    request, answer = till.buy(amount=12_50)
    named = {name: value or request.stan for name, value in named.items()}
    found = [{**named, **place, "date": TODAY}] + [{**named, **place}] * bool(named)
    for asked in found:
        assert answer.rrn in {slip["rrn"] for slip in slips(house, **asked)["slips"]}
        elsewhere = {**asked, "merchant_id": OTHER_MERCHANT_ID}
        assert slips(house, **elsewhere)["slips"] == []
    assert slips(house, **named, **place, date="20240716")["slips"] == []


@pytest.mark.parametrize("named", [{}, {"terminal_id": TERMINAL_ID}, {"card": PAN}, {"amount": 12_50}])
def test_a_day_is_looked_through_page_by_page_and_nothing_is_left_out(house, till, named, monkeypatch):
    monkeypatch.setattr(searching, "ATTEMPTS_FROM_RRN", replace(ATTEMPTS_FROM_RRN, limit=3))
    short = {key: tuple(replace(query, limit=3) for query in both) for key, both in SEARCHES.items()}
    monkeypatch.setattr(searching, "SEARCHES", short)
    sold = []
    for moment in range(7):
        sold.append(till.buy(amount=12_50)[1].rrn)
        house.book.utc += moment % 2  # two at a time arrive at one moment
    seen, after = [], None
    for _ in range(7):
        body = slips(house, date=TODAY, **named, **({} if after is None else {"after": after}))
        seen += [slip["rrn"] for slip in body["slips"]]
        after = body["next"]
        assert body["more"] is (after is not None)
        if after is None:
            break
    assert seen == sold


def test_without_a_day_the_newest_come_and_it_is_said_that_there_are_more(house, till, monkeypatch):
    short = {key: tuple(replace(query, limit=2) for query in both) for key, both in SEARCHES.items()}
    monkeypatch.setattr(searching, "SEARCHES", short)
    sold = []
    for _ in range(3):
        house.book.utc += 1
        sold.append(till.buy(amount=12_50)[1].rrn)
    body = slips(house, amount=12_50)
    assert [slip["rrn"] for slip in body["slips"]] == [sold[2], sold[1]]
    assert (body["more"], body["next"]) == (True, None)

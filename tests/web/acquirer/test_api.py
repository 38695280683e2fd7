"""The console's API: described, its examples sent, and whatever else is sent answered in order, for every role."""

import json
import random

import pytest

from countertop.web.accounts.roles import ROLES
from countertop.web.acquirer.api import example_of
from countertop.web.acquirer.deeds import DEEDS
from countertop.web.acquirer.lists import LISTINGS
from tests.web.acquirer.test_every_url import PEOPLE

IN_ORDER = frozenset({200, 202, 403, 409, 422})
JUNK = ("", "x" * 5000, "<script>", "\u0000", "-1", "１２", "0", "null", "🂡", "all", "80000101", "99999999999999999999")


@pytest.fixture(scope="module")
def description(visitors):
    status, told = visitors("host-operator").call("/api/openapi.json")
    assert status == 200
    return told


def test_everything_is_described(description):
    paths = description["paths"]
    assert {f"/api/deeds/{name}" for name in DEEDS} <= set(paths)
    assert {f"/api/lists/{name}" for name in LISTINGS} <= set(paths)
    assert "host.commands" in paths["/api/deeds/command"]["post"]["description"]
    lists = paths["/api/lists/terminals"]["get"]["parameters"]
    assert [each["name"] for each in lists] == ["text", "merchant_id", "after"]


@pytest.mark.parametrize("name", PEOPLE)
def test_the_examples_are_answered(visitors, name):
    for deed in DEEDS.values():
        status, body = visitors(name).call(f"/api/deeds/{deed.name}", example_of(deed))
        allowed = deed.permission in ROLES[PEOPLE[name]].may
        assert status in (IN_ORDER - {403} if allowed else {403}), (deed.name, body)
        if status >= 400:
            assert body["error"]["code"]


@pytest.mark.parametrize("name", PEOPLE)
def test_whatever_is_sent_is_answered_in_order(visitors, name):
    drawn = random.Random(20261121)
    for deed in DEEDS.values():
        fields = [each.name for each in deed.fields] or ["nothing"]
        for body in (
            {each: drawn.choice(JUNK) for each in fields},
            {each: drawn.choice([1, None, [], {}, True]) for each in fields},
            {"unknown": "x"},
            [],
        ):
            if body == {} or (not deed.fields and body == {"nothing": None}):
                continue
            status, told = visitors(name).call(f"/api/deeds/{deed.name}", body)
            assert status in IN_ORDER, (deed.name, body, told)


@pytest.mark.parametrize("query", ["?text=" + "x" * 500, "?after=%00", "?terminal_id=%27%22", "?batch_instance=1e9"])
def test_listings_answer_whatever_is_asked(visitors, query):
    for listing in LISTINGS:
        status, _ = visitors("host-operator").call(f"/api/lists/{listing}{query}")
        assert status in IN_ORDER, (listing, query)


def test_a_dump_is_diagnosed_for_programs(visitors):
    status, told = visitors("host-operator").call("/api/messages", {"dump": "6000030000603100310001"})
    assert status == 200
    assert not told["healthy"]
    assert told["findings"]
    assert visitors("host-operator").call("/api/messages", {"dump": 5})[0] == 422
    assert visitors("host-administrator").call("/api/messages", {"dump": "00"})[0] == 403


def test_a_transaction_for_programs(visitors, declined):
    status, told = visitors("host-operator").call(f"/api/transactions/{declined}")
    assert status == 200
    assert [hop["mti"] for hop in told["hops"]][-1] == "0210"
    assert "6225000000000030" not in json.dumps(told)
    assert visitors("host-operator").call("/api/transactions/..%2F..")[0] == 404


def test_the_pulse_for_programs(visitors):
    status, told = visitors("host-auditor").call("/api/pulse")
    assert (status, told["acquirer_id"], told["terminals"]) == (200, "99992900", 1)

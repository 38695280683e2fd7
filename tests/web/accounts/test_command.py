"""`countertop accounts`, as whoever looks after a house uses it."""

import sqlite3

import pytest

from countertop.web.accounts.register import Register
from countertop.web.accounts.store import Store
from tests.end_to_end.processes import found, run

NOW = 1_800_000_000_000_000


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    data = tmp_path_factory.mktemp("house") / "data"
    found(data)
    return data


def accounts(house, *arguments):
    return run("accounts", *arguments, "--language", "en", data=house)


def test_an_account_is_added_listed_locked_and_reset(house):
    added = accounts(house, "add", "li", "merchant-owner", "--merchant", "999290054110001", "--json")
    assert added.status == 0, added
    first = added.json["password"]
    register = Register(Store(house / "pages"), lambda: NOW, lambda size: b"\1" * size)
    assert register.log_in("merchant", "li", first, "here") is None  # it was given out long before this clock
    register.store.close()
    assert "must change its password" in accounts(house, "list").out
    assert accounts(house, "lock", "li").status == 0
    assert "closed" in accounts(house, "list").out
    assert accounts(house, "lock", "li", "--undo").status == 0
    assert accounts(house, "reset", "li", "--json").json["password"] != first


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("add", "x", "king"), "no role king"),
        (("add", "x", "merchant-owner"), "--merchant"),
        (("lock", "nobody"), "no account nobody"),
        (("reset", "nobody"), "no account nobody"),
    ],
)
def test_what_cannot_be_done_is_told(house, arguments, says):
    ran = accounts(house, *arguments)
    assert ran.status == 1
    assert says in ran.err


def test_the_trail_says_who_did_what_and_whether_somebody_altered_it(house):
    accounts(house, "add", "wang", "acquirer-auditor")
    shown = accounts(house, "trail")
    assert (shown.status, "account-added" in shown.out, "whole" in shown.out) == (0, True, True)
    assert "password" not in shown.out.replace("password-", "")
    with sqlite3.connect(house / "pages" / "accounts.db") as outside:
        outside.execute("UPDATE trail SET what = 'nothing' WHERE number = 1")
    outside.close()
    broken = accounts(house, "trail")
    assert broken.status == 1
    assert "entry 1" in broken.out

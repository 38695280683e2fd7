"""A small load on a real chain: every party a process, every terminal the production actor."""

import json
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from countertop.load.chain import ChainFault, behind_the_counter, running
from countertop.load.run import Plan, load, prepare
from countertop.runtime.errors import DirectoryFault
from countertop.runtime.founding import found_house
from countertop.runtime.parties import STORE, read_party

TERMINALS = 4


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    place = tmp_path_factory.mktemp("load") / "house"
    assert prepare(place, TERMINALS)
    return place


def test_every_sale_is_approved_and_all_books_agree(house):
    outcome = load(Plan(house, rate=20, terminals=TERMINALS, seconds=1))
    tally = outcome.tally
    assert (tally.right, tally.answered) == (20, 20)
    assert outcome.findings == []
    assert outcome.is_clean
    assert tally.latencies.percentile(50) > 0


def test_a_house_is_founded_once_and_used_again(house):
    assert not prepare(house, TERMINALS)


def test_a_house_without_a_fleet_is_refused(tmp_path):
    place = tmp_path / "house"
    found_house(place, 0)
    with pytest.raises(DirectoryFault):
        prepare(place, TERMINALS)


def test_a_party_that_does_not_start_is_told_with_what_it_said(house):
    switch = behind_the_counter(house)[0]
    (listener,) = read_party(switch, {}, {}).listeners
    with (
        socket.create_server(listener.address),
        pytest.raises(ChainFault, match="switch did not start"),
        running([switch]),
    ):
        pass


def test_the_command_tells_the_same_as_json_and_exits_by_it(house):
    command = [sys.executable, "-m", "countertop.cli.main", "load", "--rate", "10", "--terminals", str(TERMINALS)]
    command += ["--seconds", "1", "--data", str(house), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    told = json.loads(done.stdout)
    assert (told["right"], told["found"], told["clean"], done.returncode) == (10, 0, True, 0)


def test_money_that_a_book_has_lost_is_found_and_the_run_not_clean(house):
    with closing(sqlite3.connect(house / "issuer-east" / STORE, isolation_level=None)) as book:
        assert book.execute("UPDATE posting SET amount = amount + 1 WHERE rowid = 1").rowcount == 1
    outcome = load(Plan(house, rate=10, terminals=TERMINALS, seconds=0.5))
    assert outcome.tally.is_clean
    assert outcome.findings
    assert not outcome.is_clean

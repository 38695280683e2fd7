"""The host wants the batch settled: done at the next idle moment, after any cut, and by who is signed out too."""

import pytest

from countertop.iso8583.private.instructions import Instruction
from countertop.values import SECOND
from tests.playbook import PowerCut
from tests.terminal.counter import open_counter
from tests.terminal.management.test_instructions import ManagingHost
from tests.terminal.settlement.batch_host import BatchHost, settlement_of

SETTLE = Instruction(1, "ST")


def ordered(**settings):
    counter = open_counter(poll_every=60 * SECOND, **settings)
    counter.host = ManagingHost(counter.host)
    counter.bank = BatchHost(counter.host)
    return counter


def state(counter):
    return counter.do("status")[1]["state"]


def test_it_settles_by_itself_once_nobody_is_there():
    counter = ordered()
    counter.do("sale")
    counter.host.tell(SETTLE)
    assert counter.do("sale")[0] == 0  # its answer calls for the instruction
    assert counter.bank.closed == 1
    assert counter.host.reports == [(1, "00")]
    assert counter.shown().count("screen.settlement_ordered") == 1
    counter.wait(300)
    assert counter.bank.closed == 1
    assert counter.do("sale")[1]["batch_number"] == "000002"


def test_an_empty_batch_is_settled_too():
    counter = ordered()
    counter.do("sign_in")
    counter.host.tell(SETTLE)
    counter.wait(61)
    assert counter.bank.closed == 1


def test_who_is_signed_out_signs_in_for_it_and_out_again():
    counter = ordered()
    counter.do("sale")
    counter.do("sign_out")
    counter.host.tell(SETTLE)
    counter.wait(61)
    assert (counter.bank.closed, settlement_of(counter)["state"], state(counter)) == (1, "ended", "signed_out")


def test_who_may_not_sign_in_alone_settles_after_the_next_sign_in():
    counter = ordered(auto_sign_in=False)
    counter.do("sign_in")
    counter.do("sale")
    counter.do("sign_out")
    counter.host.tell(SETTLE)
    counter.wait(61)
    assert counter.host.reports == [(1, "00")]
    assert counter.bank.closed == 0
    counter.do("sign_in")
    assert (counter.bank.closed, state(counter)) == (1, "signed_in")


def test_a_locked_terminal_settles_all_the_same():
    counter = ordered()
    counter.do("sale")
    counter.host.tell(Instruction(1, "LK"), Instruction(2, "ST"))
    counter.wait(61)
    assert counter.bank.closed == 1
    assert counter.do("sale")[1]["message"] == "screen.host_locked"


def test_what_is_owed_goes_first():
    counter = ordered()
    counter.do("sign_in")
    counter.host.silent = True
    counter.do("sale")
    counter.wait(70)
    counter.host.silent = False
    counter.host.tell(SETTLE)
    counter.wait(120)
    assert counter.bank.closed == 1
    order = [message.mti for message in counter.host.heard if message.mti in ("0400", "0500")]
    assert order[-1] == "0500"
    assert "0400" in order


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("write", range(1, 6))
def test_a_cut_at_any_write_forgets_no_order(write, after):
    counter = ordered()
    counter.do("sale")
    counter.host.tell(SETTLE)
    counter.writes, counter.cut_at, counter.cut_after = 0, write, after
    try:
        counter.wait(61)
    except PowerCut:
        bank, counter = counter.bank, counter.crashed()
        counter.bank, counter.say = bank, {}
        counter.start()
        counter.wait(130)
    assert counter.bank.closed == 1
    assert counter.host.reports == [(1, "00")]


def test_a_settlement_under_way_is_what_the_host_wanted():
    counter = ordered()
    counter.do("sale")
    counter.bank.results = "3"
    counter.do("settle")
    counter.wait(20)  # it rests, and nobody waits any more
    counter.host.tell(SETTLE)
    counter.wait(100)
    assert (counter.host.reports, counter.bank.closed) == ([(1, "00")], 0)
    counter.bank.results = None
    counter.wait(300)
    assert counter.bank.closed == 1

"""Who came and who left is told to the host, sealed, in order, until it has answered; before the next sale at the latest."""

from contextlib import suppress

import pytest

from countertop.iso8583.private.staffing import StaffChange
from tests.playbook import PowerCut
from tests.terminal.counter import Host, open_counter, person, with_settings


def changes(counter):
    return [
        StaffChange.read(message.extended_data)
        for message in counter.heard("0820")
        if message.transaction_info[8:11] == "366"
    ]


class SealingHost(Host):
    """A host that answers what came with a MAC under one; `refusal` is its answer to staff changes."""

    def __init__(self, host):
        super().__init__(host.hsm, host.tmk)
        self.refusal = "00"

    def _managed(self, request):
        answer = super()._managed(request)
        if request.mac is not None:
            answer.response_code = self.refusal
        return answer


@pytest.fixture
def counter():
    opened = open_counter(poll_every=60_000_000)
    opened.host = SealingHost(opened.host)
    opened.do("sign_in")
    return opened


def add(counter, number="05"):
    status, body = counter.do("add_operator", operator_number=number)
    assert status == 0, body


def test_who_came_is_told_at_once(counter):
    add(counter)
    assert changes(counter) == [StaffChange(1, "05", "cashier", is_added=True, by="00")]
    counter.wait(61)
    assert len(changes(counter)) == 1


def test_who_left_is_told_too(counter):
    add(counter)
    assert counter.do("remove_operator", operator_number="05")[0] == 0
    assert [(each.number, each.is_added) for each in changes(counter)] == [(1, True), (2, False)]


def test_a_terminal_that_is_signed_out_tells_it_after_the_sign_in_and_before_the_sale():
    counter = open_counter()
    counter.host = SealingHost(counter.host)
    add(counter)
    assert changes(counter) == []
    assert counter.do("sale")[0] == 0
    assert [(each.mti, each.transaction_info[8:11]) for each in counter.host.heard] == [
        ("0800", "004"),
        ("0820", "366"),
        ("0200", "000"),
    ]


def test_an_unheard_change_goes_again_after_a_power_cut(counter):
    counter.host.silent = True
    add(counter)
    counter.wait(61)
    counter.host.silent = False
    later = counter.crashed()
    later.start()
    later.say = person()
    later.pump()
    later.wait(61)
    assert {each.number for each in changes(later)} == {1}
    assert later.machine.standing.untold == []


def test_a_sale_does_not_wait_for_a_host_that_does_not_listen_to_it(counter):
    counter.host.refusal = "96"
    add(counter)
    assert counter.do("sale")[0] == 0
    assert len(changes(counter)) == 2
    counter.host.refusal = "00"
    counter.wait(61)
    assert counter.machine.standing.untold == []


def test_somebody_whom_the_host_refuses_is_named(counter):
    counter.host.refusal = "58"
    add(counter)
    assert "screen.operator_not_taken" in counter.shown()
    counter.wait(200)
    assert len(changes(counter)) == 1


def test_an_answer_without_a_right_mac_is_none(counter):
    counter.host.break_mac = True
    add(counter)
    assert len(counter.machine.standing.untold) == 1
    counter.host.break_mac = False
    counter.wait(61)
    assert counter.machine.standing.untold == []


def test_a_host_that_knows_no_such_message_is_not_told():
    counter = open_counter(tells_staff=False)
    counter.do("sign_in")
    add(counter)
    assert changes(counter) == []
    later = counter.crashed(build=with_settings(poll_every=60_000_000))
    later.host = SealingHost(counter.host)
    later.host.keys = counter.host.keys
    later.start()
    later.say = person()
    later.wait(61)
    assert len(changes(later)) == 1


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("cut", range(1, 5))
def test_the_power_may_fail_at_every_write(cut, after):
    counter = open_counter(poll_every=60_000_000)
    counter.host = SealingHost(counter.host)
    counter.do("sign_in")
    counter.writes, counter.cut_at, counter.cut_after = 0, cut, after
    with suppress(PowerCut):
        add(counter)
        counter.wait(61)
    later = counter.crashed()
    later.start()
    later.say = person()
    later.wait(61)
    known = {each["operator"] for each in later.do("list_operators")[1]["operators"]}
    assert {each.operator for each in changes(later)} == known & {"05"}
    assert later.machine.standing.untold == []

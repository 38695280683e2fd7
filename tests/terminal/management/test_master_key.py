"""The next master key at the terminal: fetched, kept beside the old one, in its place after the first sign-in under it."""

from contextlib import suppress

import pytest

from countertop.hsm import DescribeKey, GenerateMasterKey
from countertop.iso8583 import UNIONPAY_POS
from countertop.iso8583.private.whereabouts import read_whereabouts
from countertop.storage import Entry
from countertop.terminal.records import MasterKeyLoaded, RequirementNoted
from countertop.terminal.tables import MASTER_KEY_OF
from tests.playbook import PowerCut
from tests.terminal.counter import TERMINAL, Host, open_counter, person


class ChangingHost(Host):
    """A host with a next master key; `uses` it for the sign-ins that name it, and loses the old one at the first MAC."""

    def __init__(self, host):
        super().__init__(host.hsm, host.tmk)
        (self.next,) = self.hsm.perform([GenerateMasterKey(self.tmk)])
        self.calls = True
        self.spoilt = False
        self.forgets = False

    def answer(self, payload):
        request = UNIONPAY_POS.decode(payload)
        if request.mti == "0800" and request.transaction_info[8:11] == "420":
            return self._handed_over(request)
        if request.mti == "0800":
            return self._signed_in(payload, request)
        if request.mac is not None and self.calls is None:
            self.tmk = self.next.tmk
        self.requirement = "8" if self.calls else "0"
        return super().answer(payload)

    def _handed_over(self, request):
        self.heard.append(request)
        if self.silent:
            return None
        answer = self._managed(request)
        data = bytearray(self.next.field_62)
        data[0] ^= self.spoilt
        answer.extended_data = bytes(data)
        answer.header = request.header[:5] + "3" + request.header[6:]
        return self.told(request, answer)

    def _signed_in(self, payload, request):
        old = self.tmk
        if read_whereabouts(request.qr_data).key_check == self.next.kcv and not self.forgets:
            self.tmk, self.calls = self.next.tmk, None
        answer = super().answer(payload)
        self.tmk = old
        return answer


@pytest.fixture
def counter():
    opened = open_counter(poll_every=60_000_000)
    opened.host = ChangingHost(opened.host)
    opened.do("sign_in")
    return opened


def call(counter):
    """Let the host's header ask for it, as it does in each answer."""
    counter.host.spoil = lambda answer: setattr(answer, "header", f"60310{'8' if counter.host.calls else '0'}310001")


def kcv(counter):
    (row,) = counter.rows(MASTER_KEY_OF, TERMINAL)
    return counter.hsm.perform([DescribeKey(row["tmk"])])[0].kcv


def settle_in(counter):
    """Go on until nothing is left to do."""
    counter.pump()
    counter.wait(130)


def test_a_key_is_fetched_and_used_and_the_old_one_is_gone(counter):
    call(counter)
    old = kcv(counter)
    settle_in(counter)
    assert counter.host.calls is None
    assert kcv(counter) == counter.host.next.kcv != old
    assert counter.machine.standing.next_tmk is None
    assert counter.do("sale")[0] == 0
    named = [read_whereabouts(each.qr_data).key_check for each in counter.heard("0800") if each.qr_data]
    assert named == ["", counter.host.next.kcv]
    later = counter.crashed()
    later.start()
    later.say = person()
    assert later.do("sign_in")[0] == 0
    assert read_whereabouts(later.heard("0800")[-1].qr_data).key_check == counter.host.next.kcv


def test_with_something_in_the_batch_it_waits(counter):
    assert counter.do("sale")[0] == 0
    call(counter)
    settle_in(counter)
    assert not [each for each in counter.heard("0800") if each.transaction_info[8:11] == "420"]


def test_polls_do_not_forget_what_waits_for_an_empty_batch(counter):
    assert counter.do("sale")[0] == 0
    call(counter)
    counter.wait(61)
    written = len([effect for effect in counter.appended if isinstance(effect.records[0], RequirementNoted)])
    counter.wait(180)
    assert counter.machine.requirement == "8"
    assert len([effect for effect in counter.appended if isinstance(effect.records[0], RequirementNoted)]) == written


def test_until_a_sign_in_works_the_old_key_is_good(counter):
    call(counter)
    counter.host.forgets = True
    old = kcv(counter)
    settle_in(counter)
    assert kcv(counter) == old
    assert counter.machine.standing.next_tmk is not None
    assert counter.do("sale")[0] == 0


def test_a_spoilt_key_is_not_taken_and_tried_again(counter):
    call(counter)
    counter.host.spoilt = True
    old = kcv(counter)
    settle_in(counter)
    assert kcv(counter) == old
    assert counter.machine.standing.next_tmk is None
    assert counter.noted("terminal.master_key_refused")
    counter.host.spoilt = False
    settle_in(counter)
    assert kcv(counter) == counter.host.next.kcv


def test_a_ceremony_goes_before_what_was_fetched(counter):
    call(counter)
    counter.host.forgets = True
    settle_in(counter)
    (row,) = counter.rows(MASTER_KEY_OF, TERMINAL)
    stopped = counter.crashed()
    (fault,) = stopped.store.commit([Entry("founding", (MasterKeyLoaded(TERMINAL, row["tmk"]),), stopped.utc)])
    assert fault is None
    stopped.start()
    assert stopped.machine.standing.next_tmk is None
    assert stopped.machine.standing.key_check == ""


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("cut", range(1, 9))
def test_the_power_may_fail_at_every_write(cut, after):
    counter = open_counter(poll_every=60_000_000)
    counter.host = ChangingHost(counter.host)
    counter.do("sign_in")
    call(counter)
    counter.writes, counter.cut_at, counter.cut_after = 0, cut, after
    with suppress(PowerCut):
        settle_in(counter)
    later = counter.crashed()
    later.start()
    later.say = person()
    settle_in(later)
    settle_in(later)
    assert later.do("sale")[0] == 0
    assert kcv(later) == later.host.next.kcv

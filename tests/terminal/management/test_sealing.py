"""What the host wants beside transactions: sealed where there is a key; what came before there was one is doubted."""

import pytest

from countertop.iso8583 import UNIONPAY_POS
from countertop.iso8583.private.extended import BlacklistPage
from countertop.iso8583.private.instructions import Instruction
from countertop.iso8583.private.parameters import write_parameters
from countertop.iso8583.private.whereabouts import read_whereabouts
from countertop.values import SECOND
from tests.terminal.counter import Host, open_counter


class ManagedHost(Host):
    """A host that serves every errand; `wants` is what its headers ask for, `alter` turns something in an answer."""

    def __init__(self, host):
        super().__init__(host.hsm, host.tmk)
        self.wants = ""
        self.parameters = {"timeout_seconds": "33"}
        self.prefixes = ["411111", "622588"]
        self.instruction = Instruction(1, "LK")
        self.alter = None
        self.disowns = False
        self.spoil = lambda answer: setattr(answer, "header", f"60310{self.wants[:1] or '0'}310001")

    def answer(self, payload):
        self.altered = False
        answer = super().answer(payload)
        if answer is None or not self.altered or self.heard[-1].mac is None:
            return answer
        turned = bytearray(answer)
        turned[-12] ^= 1  # of the field before the MAC
        return bytes(turned)

    def _sign_in(self, request):
        served = {"360": self._set, "390": self._listed, "364": self._instructed}
        code = request.transaction_info[8:11]
        if code in ("003", "004"):
            return super()._sign_in(request)
        answer = self._managed(request)
        if self.disowns and request.mac is not None:
            self.disowns, answer.response_code = False, "A0"
            return UNIONPAY_POS.encode(answer)
        if code in ("361", "391", "365"):
            self.wants = self.wants[1:]
        if code in served:
            answer.extended_data = served[code]()
        self.spoil(answer)
        if code == self.alter:
            self.alter, self.altered = None, request.mac is not None
            if request.mac is None:
                data = bytearray(answer.extended_data)
                data[-1] ^= 1
                answer.extended_data = bytes(data)
        return self.told(request, answer)

    def _managed(self, request):
        if request.transaction_info[8:11] == "362":
            self.wants = self.wants[1:]
        return super()._managed(request)

    def _set(self):
        return write_parameters(self.parameters)

    def _listed(self):
        return BlacklistPage("1", len(self.prefixes), self.prefixes).data()

    def _instructed(self):
        return self.instruction.data() if self.wants[:1] == "6" else None


@pytest.fixture
def counter():
    return managed()


def managed(**settings):
    opened = open_counter(poll_every=60 * SECOND, **settings)
    opened.host = ManagedHost(opened.host)
    return opened


def asked(counter, code):
    """Return, of each request with this 60.3, whether it was sealed."""
    return [each.mac is not None for each in counter.host.heard if each.transaction_info[8:11] == code]


@pytest.mark.parametrize(("digit", "codes"), [("1", "360 361"), ("7", "390 391"), ("6", "364 365"), ("2", "362")])
def test_every_errand_is_sealed_both_ways_once_there_is_a_key(counter, digit, codes):
    counter.do("sign_in")
    counter.host.wants = digit
    counter.wait(61)
    assert {code: asked(counter, code) for code in codes.split()} == {code: [True] for code in codes.split()}
    assert asked(counter, "301") == [False]


@pytest.mark.parametrize(("digit", "code"), [("1", "360"), ("7", "390"), ("6", "364")])
def test_an_answer_altered_on_its_way_changes_nothing_and_is_fetched_again(counter, digit, code):
    counter.do("sign_in")
    counter.host.wants, counter.host.alter = digit, code
    counter.wait(61)
    standing = counter.machine.standing
    assert (standing.parameters, standing.barred, standing.locked) == ({}, frozenset(), False)
    counter.wait(61)
    told = {"1": standing.parameters == {"timeout_seconds": "33"}, "7": len(standing.barred) == 2, "6": standing.locked}
    assert told[digit]


@pytest.mark.parametrize("code", ["360", "390", "364", "362", "002"])
def test_an_answer_without_a_mac_is_not_taken_for_one_with_it(counter, code):
    counter.do("sign_in")
    sealed, counter.host.told = (
        counter.host.told,
        lambda request, answer: Host.told(counter.host, _bare(request), answer),
    )
    counter.host.wants = {"360": "1", "390": "7", "364": "6", "362": "2"}.get(code, "")
    counter.wait(61)
    standing = counter.machine.standing
    assert (standing.parameters, standing.barred, standing.locked) == ({}, frozenset(), False)
    if code == "002":
        status, body = counter.do("sign_out")
        assert (status, body["message"]) == (1, "screen.answer_altered")
        assert counter.do("status")[1]["state"] == "signed_in"
        counter.host.told = sealed
        assert counter.do("sign_out")[0] == 0
    assert asked(counter, code)[-1] is True


def _bare(request):
    copy = request.copy()
    copy.mac = None
    return copy


@pytest.mark.parametrize("is_cut", [False, True])
def test_parameters_from_before_the_first_sign_in_hold_and_are_fetched_again_before_anything_is_sold(counter, is_cut):
    counter.host.wants, counter.host.alter = "1", "360"
    counter.wait(61)
    assert asked(counter, "360") == [False]
    turned = counter.machine.standing.parameters["timeout_seconds"]
    assert turned == "32"  # a bit of its last digit
    if is_cut:
        counter, before = counter.crashed(), counter
        counter.say = before.say
        counter.start()
    assert counter.do("sale")[0] == 0
    assert asked(counter, "360") == [False, True]
    order = [each.transaction_info[8:11] for each in counter.host.heard if each.mac is not None]
    assert order.index("360") < order.index("000")
    assert counter.machine.standing.parameters == {"timeout_seconds": "33"}
    counter.wait(200)
    assert asked(counter, "360") == [False, True]


def test_a_list_from_before_the_first_sign_in_is_put_right_after_it(counter):
    counter.host.wants, counter.host.alter = "7", "390"
    counter.wait(61)
    assert counter.machine.standing.barred == {"411111", "622589"}
    counter.do("sign_in")
    assert counter.machine.standing.barred == {"411111", "622588"}
    assert asked(counter, "390") == [False, True]


def test_an_instruction_that_a_line_has_turned_is_not_obeyed_even_without_a_key(counter):
    counter.host.wants, counter.host.alter = "6", "364"
    counter.wait(61)
    assert counter.noted("terminal.instruction_unreadable")
    assert asked(counter, "364") == [False, False]
    assert counter.machine.standing.locked
    assert "terminal.locked" in {note.message for note in counter.notes}


def test_a_failed_second_download_keeps_nobody_from_selling(counter):
    counter.host.wants = "1"
    counter.wait(61)
    counter.host.alter = "360"
    assert counter.do("sale")[0] == 0


def test_the_sign_in_says_whether_what_follows_is_sealed():
    for seals in (True, False):
        counter = managed(management_mac=seals)
        counter.do("sign_in")
        assert read_whereabouts(counter.heard("0800")[0].qr_data).seals is seals
        counter.host.wants = "1"
        counter.wait(61)
        assert asked(counter, "360") == [seals]
        assert counter.machine.standing.parameters == {"timeout_seconds": "33"}


def test_a_terminal_whose_keys_the_host_disowns_signs_in_again_by_itself(counter):
    counter.do("sign_in")
    counter.host.wants = "1"
    counter.host.disowns = True
    counter.wait(120)
    assert len(counter.host.heard) > 4
    assert counter.do("status")[1]["state"] == "signed_in"
    assert counter.machine.standing.parameters == {"timeout_seconds": "33"}
    assert asked(counter, "360")[-1] is True


def test_a_download_by_hand_is_sealed_too(counter):
    counter.do("sign_in")
    counter.say |= {"ask.operator_number": "00", "ask.operator_password": counter.say["ask.supervisor_password"]}
    counter.do("log_out")
    counter.host.alter = "360"
    status, body = counter.do("download")
    assert (status, body["message"]) == (1, "screen.answer_altered")
    assert counter.machine.standing.parameters == {}
    assert counter.do("download")[0] == 0
    assert asked(counter, "360") == [True, True]

"""The host's parameters at the terminal: durable, before configuration, never in the middle of a batch."""

from dataclasses import fields

import pytest

from countertop.iso8583 import UNIONPAY_POS
from countertop.iso8583.private.parameters import PARAMETERS, write_parameters
from countertop.terminal.management.parameters import SETTINGS, offered_kinds
from countertop.terminal.settings import TerminalSettings
from countertop.values import SECOND
from tests.terminal.counter import Host, open_counter
from tests.terminal.settlement.batch_host import BatchHost


class SettingHost(Host):
    """A host that wants its parameters downloaded while `wanted`; `ends` counts the ends that it heard."""

    def __init__(self, host):
        super().__init__(host.hsm, host.tmk)
        self.batch_number = host.batch_number
        self.data = b""
        self.wanted = False
        self.ends = 0
        self.spoil = lambda answer: setattr(answer, "header", f"60310{'1' if self.wanted else '0'}310001")

    def answer(self, payload):
        request = UNIONPAY_POS.decode(payload)
        code = request.transaction_info[8:11]
        if request.mti != "0800" or code not in ("360", "361"):
            return super().answer(payload)
        if code == "361":
            self.ends += 1
            self.wanted = False
        answer = self._managed(request)
        answer.extended_data = self.data if code == "360" else None
        return self.told(request, answer)

    def set(self, **values):
        self.data, self.wanted = write_parameters(values), True


@pytest.fixture
def counter():
    opened = open_counter(poll_every=60 * SECOND)
    opened.host = SettingHost(opened.host)
    return opened


def test_they_go_before_configuration_and_survive_a_power_cut(counter):
    counter.host.set(timeout_seconds="33", resend_count="2", merchant_name="新名超市")
    counter.wait(61)
    assert counter.host.ends == 1
    assert (counter.machine.settings.answer_timeout, counter.machine.settings.reversal_tries) == (33 * SECOND, 2)
    later = counter.crashed()
    later.start()
    later.say = counter.say
    assert later.machine.settings.answer_timeout == 33 * SECOND
    assert later.do("sale")[0] == 0
    assert "新名超市" in "\n".join(str(paper.document) for paper in later.papers)


def test_with_transactions_in_the_batch_they_wait(counter):
    assert counter.do("sale")[0] == 0
    counter.host.set(timeout_seconds="33")
    counter.wait(200)
    assert counter.host.ends == 0
    assert counter.machine.settings.answer_timeout == 60 * SECOND
    counter.host.batch_number = "000002"  # as after a settlement
    counter.do("sign_in")
    counter.wait(61)
    assert counter.host.ends == 1
    assert counter.machine.settings.answer_timeout == 33 * SECOND


def test_a_kind_that_is_switched_off_is_not_offered(counter):
    counter.host.set(transactions="02000000")
    counter.wait(61)
    status, body = counter.do("sale")
    assert (status, body["message"]) == (12, "screen.not_offered")
    counter.host.set(transactions="06000000")
    counter.wait(61)
    assert counter.do("sale")[0] == 0


@pytest.mark.parametrize("data", [b"99", b"12xx", b"26zzzzzzzz"])
def test_what_is_no_parameter_changes_nothing(counter, data):
    before = counter.machine.settings
    counter.host.set()
    counter.host.data = data
    counter.wait(61)
    assert counter.machine.settings == before
    assert counter.host.ends == 0
    assert counter.noted("terminal.parameters_unreadable")


def test_nobody_waits_for_what_cannot_be_read(counter):
    counter.host.set(timeout_seconds="33")
    counter.wait(61)  # signed out, without a MAC: it is fetched again once there is a key
    counter.host.data = b"nonsense"
    fetches = []

    def tell(request, answer):
        fetches.append(request.transaction_info[8:11] == "360")
        assert len(fetches) < 50, "it is fetched without end"
        return Host.told(counter.host, request, answer)

    counter.host.told = tell
    assert counter.do("sale")[0] == 0
    assert sum(fetches) == 1


def test_bits_name_kinds_from_the_left():
    assert offered_kinds("80000000") == {"balance"}
    assert offered_kinds("06000000") == {"sale", "void"}
    assert "completion_advice" in offered_kinds("00200000")


def test_signing_out_after_a_settlement_is_the_hosts_to_set(counter):
    counter.host.set(auto_sign_out="1")
    counter.wait(61)
    assert counter.machine.settings.auto_sign_out is True
    counter.bank = BatchHost(counter.host)
    counter.bank.gives_parameters = True
    assert counter.do("sale")[0] == 0
    assert counter.do("settle")[0] == 0
    assert counter.do("status")[1]["state"] == "signed_out"
    counter.host.set(auto_sign_out="0")
    counter.wait(61)
    assert counter.machine.settings.auto_sign_out is False
    assert counter.do("settle")[0] == 0
    assert counter.do("status")[1]["state"] == "signed_in"


def test_every_parameter_that_overrides_a_setting_names_one():
    known = {field.name for field in fields(TerminalSettings)}
    assert {setting for setting, _ in SETTINGS.values()} <= known
    assert SETTINGS.keys() <= PARAMETERS.keys()
    assert "auto_sign_out" in PARAMETERS.keys() & known  # one name, wherever it is said

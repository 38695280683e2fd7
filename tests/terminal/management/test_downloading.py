"""Parameters fetched by hand: by who may, between batches, told to the host as those that it wanted itself."""

import pytest

from countertop.values import SECOND
from tests.terminal.counter import open_counter
from tests.terminal.management.test_listing import ListingHost
from tests.terminal.management.test_parameters import SettingHost


@pytest.fixture
def counter():
    opened = open_counter()
    opened.host = SettingHost(opened.host)
    opened.host.set(timeout_seconds="33", merchant_name="新名超市")
    opened.host.wanted = False
    opened.cashier = {name: opened.say[name] for name in ("ask.operator_number", "ask.operator_password")}
    opened.supervisor = {"ask.operator_number": "00", "ask.operator_password": opened.say["ask.supervisor_password"]}
    opened.say |= opened.supervisor
    return opened


def test_a_supervisor_fetches_them_at_once_and_the_host_hears_the_end(counter):
    status, body = counter.do("download")
    assert (status, body["message"], body["parameters"]) == (0, "screen.downloaded", 2)
    assert counter.machine.settings.answer_timeout == 33 * SECOND
    assert counter.host.ends == 1
    later = counter.crashed()
    later.start()
    assert later.machine.settings.answer_timeout == 33 * SECOND


def test_a_cashier_may_not(counter):
    counter.say |= counter.cashier
    status, body = counter.do("download")
    assert (status, body["message"]) == (12, "screen.not_permitted")
    assert counter.host.ends == 0


def test_inside_a_batch_it_is_refused(counter):
    counter.say |= counter.cashier
    assert counter.do("sale")[0] == 0
    counter.do("log_out")
    counter.say |= counter.supervisor
    status, body = counter.do("download")
    assert (status, body["message"], body["advice"]) == (12, "screen.batch_first", "advice.settle")


def test_what_cannot_be_read_changes_nothing_and_is_told(counter):
    counter.host.data = b"nonsense"
    status, body = counter.do("download")
    assert (status, body["message"]) == (1, "screen.download_failed")
    assert counter.host.ends == 0


def test_what_cannot_be_read_is_told_in_the_middle_of_another_errand_too(counter):
    setting = counter.host
    counter.host = ListingHost(setting, "7")
    counter.do("log_in")
    counter.ask_desk("echo")
    (echo,) = counter.said(counter.line)
    counter.tell(counter.line, counter.host.answer(echo))
    (first_page,) = counter.said(counter.line)
    asked = counter.ask_desk("download")
    counter.tell(counter.line, counter.host.answer(first_page))
    (download,) = counter.said(counter.line)
    setting.data = b"nonsense"
    counter.tell(counter.line, setting.answer(download))
    status, body = counter.replies[asked]
    assert (status, body["message"]) == (1, "screen.download_failed")


def test_a_host_that_is_silent_is_told(counter):
    counter.host.answer = lambda payload: None
    number = counter.do("download")
    counter.wait(61)
    assert counter.replies[number][0] == 13

"""The list of barred prefixes at the terminal: fetched in pages, honoured before anything is sent; and its state."""

import pytest

from countertop.iso8583 import UNIONPAY_POS
from countertop.iso8583.private.extended import BlacklistPage
from countertop.values import SECOND
from tests.terminal.counter import Host, open_counter


class ListingHost(Host):
    """A host that wants one thing done, by its digit, until the message that ends it has come."""

    def __init__(self, host, digit):
        super().__init__(host.hsm, host.tmk)
        self.digit = digit
        self.listed = ["411111", "622500"]
        self.spoil = lambda answer: setattr(answer, "header", f"60310{self.digit}310001")

    def answer(self, payload):
        request = UNIONPAY_POS.decode(payload)
        code = request.transaction_info[8:11]
        if code in ("391", "362"):
            self.digit = "0"
        if code not in ("390", "391"):
            return super().answer(payload)
        self.heard.append(request)
        answer = self._managed(request)
        if code == "390":
            held = int(request.extended_data)
            last = held + 1
            answer.extended_data = BlacklistPage("1" if last == 2 else "2", last, self.listed[held:last]).data()
        return self.told(request, answer)


@pytest.fixture
def counter():
    opened = open_counter(poll_every=60 * SECOND)
    opened.host = ListingHost(opened.host, "7")
    return opened


def test_a_barred_card_is_refused_before_anything_is_sent_after_a_power_cut_too(counter):
    counter.wait(61)
    assert counter.machine.standing.barred == {"411111", "622500"}
    later = counter.crashed()
    later.say = counter.say
    later.start()
    for life in (counter, later):
        status, body = life.do("sale")
        assert (status, body["message"]) == (12, "screen.card_barred")
    assert counter.heard("0200") == []


def test_the_state_is_sent_when_it_is_asked_for():
    counter = open_counter(poll_every=60 * SECOND)
    counter.host = ListingHost(counter.host, "2")
    counter.wait(61)
    told = [message for message in counter.heard("0820") if message.transaction_info[8:11] == "362"]
    assert [message.extended_data for message in told] == [b"011021031041051"]


def test_nobody_waits_for_a_list_that_cannot_be_read(counter):
    counter.wait(61)  # signed out, without a MAC: it is fetched again once there is a key
    fetches = []

    def tell(request, answer):
        if request.transaction_info[8:11] == "390":
            fetches.append(request)
            assert len(fetches) < 50, "it is fetched without end"
            answer.extended_data = b"nonsense"
        return Host.told(counter.host, request, answer)

    counter.host.told = tell
    assert counter.do("sale")[1]["message"] == "screen.card_barred"
    assert len(fetches) == 1

"""What the host's header asks for: done while nobody is there, once, and reported until the host has heard it."""

import pytest

from countertop.iso8583 import UNIONPAY_POS
from countertop.iso8583.private.instructions import Instruction, Report
from tests.terminal.counter import Host, open_counter


class ManagingHost(Host):
    """A host that has instructions; `reports` are those it heard."""

    def __init__(self, host):
        super().__init__(host.hsm, host.tmk)
        self.instructions = []
        self.reports = []

    def answer(self, payload):
        request = UNIONPAY_POS.decode(payload)
        if request.mti == "0800" and request.transaction_info[8:11] in ("364", "365"):
            return self._instructed(request, payload)
        return super().answer(payload)

    def _instructed(self, request, payload):
        self.heard.append(request)
        if self.silent:
            return None
        answer = self._managed(request)
        if request.transaction_info[8:11] == "365":
            report = Report.read(request.extended_data)
            self.reports.append((report.number, report.outcome))
            self.instructions = [each for each in self.instructions if each.number != report.number]
        elif self.instructions:
            answer.extended_data = self.instructions[0].data()
        answer.header = request.header[:5] + self.digit + request.header[6:]
        return self.told(request, answer)

    @property
    def digit(self):
        return "6" if self.instructions else "0"

    def tell(self, *instructions):
        self.instructions += instructions
        self.requirement = "6"
        self.spoil = lambda answer: setattr(answer, "header", "60310" + self.digit + "310001")


@pytest.fixture
def counter():
    opened = open_counter(poll_every=60_000_000)
    opened.host = ManagingHost(opened.host)
    return opened


def fetches(counter):
    return [message for message in counter.heard("0800") if message.transaction_info[8:11] == "364"]


def test_a_lock_comes_with_the_answer_to_a_sale_and_holds(counter):
    counter.host.tell(Instruction(1, "LK"))
    assert counter.do("sale")[0] == 0
    assert counter.host.reports == [(1, "00")]
    assert len(fetches(counter)) == 1
    status, body = counter.do("sale")
    assert (status, body["message"]) == (12, "screen.host_locked")
    assert counter.do("status")[1]["locked_by_host"]
    counter.host.tell(Instruction(2, "UL"))
    counter.wait(61)
    assert counter.host.reports == [(1, "00"), (2, "00")]
    assert counter.do("sale")[0] == 0


def test_a_terminal_that_is_signed_out_hears_of_it_by_its_polls(counter):
    counter.host.tell(Instruction(1, "MS", "今晚停机"), Instruction(2, "LK"))
    counter.wait(61)
    assert counter.host.reports == [(1, "00"), (2, "00")]
    told = next(screen for screen in counter.screens if screen.message == "screen.host_message")
    assert told.arguments == {"text": "今晚停机"}
    assert counter.do("status")[1]["state"] == "signed_out"


def test_a_lock_survives_a_power_cut_and_is_reported_after_it(counter):
    counter.host.tell(Instruction(1, "LK"))
    counter.cut_at = None
    counter.do("sale")
    later = counter.crashed()
    later.start()
    assert later.do("status")[1]["locked_by_host"]


def test_an_unheard_report_goes_again_and_nothing_is_done_twice(counter):
    counter.host.tell(Instruction(1, "MS", "once"))
    spoken = counter.host._instructed

    def lose_reports(request, payload):
        return None if request.transaction_info[8:11] == "365" else spoken(request, payload)

    counter.host._instructed = lose_reports
    counter.wait(130)
    assert counter.host.reports == []
    later = counter.crashed()
    counter.host._instructed = spoken
    later.start()
    later.pump()
    later.wait(61)
    assert counter.host.reports == [(1, "00")]
    shown = [screen.message for life in (counter, later) for screen in life.screens]
    assert shown.count("screen.host_message") == 1


def test_an_instruction_that_nobody_here_knows_is_reported_so(counter):
    counter.host.tell(Instruction(9, "ZZ"))
    counter.wait(61)
    assert counter.host.reports == [(9, "40")]


def test_a_host_that_never_has_enough_is_not_served_for_ever(counter):
    counter.host.instructions = []
    type(counter.host).digit, kept = property(lambda _: "6"), type(counter.host).digit
    try:
        counter.host.tell()
        counter.wait(61)
        assert 1 < len(fetches(counter)) <= 20
    finally:
        type(counter.host).digit = kept


def test_an_instruction_in_no_form_is_not_obeyed(counter):
    class Garbage(Instruction):
        def data(self):
            return b"NO01"

    counter.host.tell(Garbage(1, "LK"))
    counter.wait(61)
    assert not counter.do("status")[1]["locked_by_host"]
    assert counter.noted("terminal.instruction_unreadable")


def test_without_polls_nothing_is_sent_while_nobody_is_there():
    counter = open_counter()
    counter.wait(600)
    assert counter.host.heard == []


@pytest.mark.parametrize(("verb", "arguments"), [("offline_post", {"amount": "1.00"}), ("settle", {})])
def test_a_lock_that_comes_while_a_password_is_keyed_holds(counter, verb, arguments):
    counter.do("sign_in")
    counter.do("log_out")
    counter.host.tell(Instruction(1, "LK"))
    counter.advance(60_000_000)
    (poll,) = counter.said(counter.line)
    counter.tell(counter.line, counter.host.answer(poll))
    (fetch,) = counter.said(counter.line)
    asked = counter.ask_desk(verb, **arguments)
    assert counter.questions[0][0].question == "ask.operator_number"
    counter.tell(counter.line, counter.host.answer(fetch))
    counter.pump()
    assert counter.replies[asked][1]["message"] == "screen.host_locked"

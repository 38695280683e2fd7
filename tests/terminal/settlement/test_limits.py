"""How full a batch may be, and when it is settled without anybody asking."""

from countertop.iso8583 import UNIONPAY_POS
from countertop.values import SECOND
from tests.terminal.settlement.batch_host import settlement_of, settling_counter


def test_four_fifths_warn_and_a_full_batch_waits_for_its_settlement():
    counter = settling_counter(batch_limit=5)
    for number in range(5):
        assert counter.do("sale")[0] == 0
        assert counter.shown().count("screen.batch_nearly_full") == max(0, number - 2)
    assert counter.do("batch")[1]["is_nearly_full"] is True
    status, body = counter.do("sale")
    assert (status, body["message"], body["advice"]) == (12, "screen.batch_full", "advice.settle")
    assert counter.do("settle")[0] == 0
    assert counter.do("sale")[0] == 0


def test_it_settles_at_a_set_time_where_something_was_sold():
    counter = settling_counter(settle_at="1100")  # the day begins at 10:00
    counter.do("sale")
    counter.wait(59 * 60)
    assert not counter.heard("0500")
    counter.wait(120)
    assert settlement_of(counter)["state"] == "ended"
    counter.wait(24 * 3600)
    assert len(counter.heard("0500")) == 1  # nothing was sold the next day


def test_it_settles_when_the_host_wants_an_empty_batch():
    counter = settling_counter()
    counter.host.requirement = "1"
    counter.do("sale")
    counter.wait(1)
    assert counter.bank.closed == 1


def test_it_signs_out_afterwards_where_that_is_set():
    counter = settling_counter(auto_sign_out=True)
    counter.do("sale")
    assert counter.do("settle")[0] == 0
    assert counter.do("status")[1]["state"] == "signed_out"
    assert counter.do("sale")[0] == 0  # it signs in by itself


def test_a_settlement_that_is_under_way_at_the_set_time_will_do():
    counter = settling_counter(settle_at="1100")
    counter.do("sale")
    counter.wait(59 * 60)
    counter.bank.silent_about.add("totals")
    counter.do("settle")
    counter.wait(120)
    counter.bank.silent_about.clear()
    counter.wait(120)
    assert settlement_of(counter)["state"] == "ended"
    assert counter.bank.closed == 1


def test_it_signs_out_when_nothing_is_owed():
    counter = settling_counter(settle_at="1100", auto_sign_out=True, auto_sign_in=False)
    counter.do("sign_in")
    counter.do("sale")
    counter.advance(3600 * SECOND)
    (totals,) = counter.said(counter.line)
    counter.tell(counter.line, counter.host.answer(totals))
    (end,) = counter.said(counter.line)
    counter.hold = True
    counter.tell(counter.line, counter.host.answer(end))
    counter.let_go(2)  # it is settled, and its slip is looked up
    asked = counter.ask_desk("sale")
    answer, unanswered = counter.host.answer, {"0200", "0400"}
    counter.host.answer = lambda payload: None if UNIONPAY_POS.decode(payload).mti in unanswered else answer(payload)
    counter.hold = False
    counter.let_go()
    counter.pump()
    counter.wait(300)
    assert counter.replies[asked][0] == 11
    unanswered.clear()
    counter.wait(120)
    assert counter.do("status")[1]["reversals_owed"] == []
    assert counter.do("status")[1]["state"] == "signed_out"

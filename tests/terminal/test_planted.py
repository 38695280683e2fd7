"""The planted faults do what their names say, so that simulator and audit have something to find."""

import pytest

from tests.terminal.counter import facing_an_old_answer, open_counter, person, with_settings
from tests.terminal.test_advices import post, queue, sent
from tests.terminal.test_balance import kept, told
from tests.terminal.test_refund import unknown_refund
from tests.terminal.test_sale import hold_at_the_intent, open_sale, signed_in


def planted(bug):
    return {"planted": frozenset({bug})}


def test_send_before_persist():
    counter = signed_in(**planted("terminal.send-before-persist"))
    hold_at_the_intent(counter)
    assert len(counter.said(counter.line)) == 1
    honest = signed_in()
    hold_at_the_intent(honest)
    assert honest.said(honest.line) == []


def test_pending_dropped_at_reboot():
    counter = signed_in()
    open_sale(counter)
    again = counter.crashed(build=with_settings(**planted("terminal.pending-dropped-at-reboot")))
    again.start()
    again.wait(300)
    assert again.states() == {"000002": None}
    assert again.heard("0400") == []


def test_refund_forgotten_at_reboot():
    counter = signed_in()
    unknown_refund(counter)
    again = counter.crashed(build=with_settings(**planted("terminal.refund-forgotten-at-reboot")))
    again.start()
    again.host.silent = False
    again.wait(300)
    assert again.states() == {"000002": None}
    honest = counter.crashed()
    honest.start()
    honest.wait(300)
    assert honest.states() == {"000002": "completed"}


def test_advice_deleted_before_acknowledgement():
    counter = signed_in(**planted("terminal.advice-deleted-before-acknowledgement"))
    post(counter)
    counter.host.silent = True
    counter.ask_desk("send_stored")
    counter.pump()
    again = counter.crashed()
    again.start()
    assert queue(again) == []
    assert again.states() == {"000002": "completed"}


def test_advice_out_of_order():
    counter = signed_in(**planted("terminal.advice-out-of-order"))
    post(counter)
    post(counter)
    counter.do("send_stored")
    assert sent(counter) == ["000003", "000002"]


def test_balance_kept():
    counter = told(**planted("terminal.balance-kept"))
    counter.do("balance")
    assert "12345678" in kept(counter)


def test_late_approval_accepted():
    counter = signed_in(**planted("terminal.late-approval-accepted"))
    counter.host.silent = True
    open_sale(counter)
    counter.pump()
    counter.wait(60)
    counter.tell(counter.line, counter.host.seal(counter.host.reply_to(counter.heard("0200")[0])))
    assert "screen.approved" in counter.shown()
    assert counter.machine.obligations == []


def test_duplicate_stan_after_reboot():
    counter = signed_in()
    assert counter.do("sale", amount=1250)[1]["voucher_number"] == "000002"
    again = counter.crashed(build=with_settings(**planted("terminal.duplicate-stan-after-reboot")))
    again.start()
    again.say = person()
    again.do("echo")
    status, body = again.do("sale", amount=1250)
    assert (status, body["voucher_number"]) == (0, "000002")
    assert len(again.states()) == 1


@pytest.mark.parametrize("bug", ["terminal.duplicate-stan-after-reboot"])
def test_without_the_fault_the_same_story_ends_well(bug):
    counter = open_counter()
    counter.do("sale")
    again = counter.crashed()
    again.start()
    again.say = person()
    again.do("echo")
    assert again.do("sale")[1]["voucher_number"] == "000004"
    assert bug not in again.machine.settings.planted


def test_mac_not_compared():
    counter = signed_in(**planted("terminal.mac-not-compared"))
    counter.host.break_mac = True
    assert counter.do("sale")[0] == 0
    honest = signed_in()
    honest.host.break_mac = True
    assert honest.do("sale")[0] == 11


def test_old_answer_signs_in():
    assert facing_an_old_answer(**planted("terminal.old-answer-signs-in")).do("sign_in")[0] == 0
    assert facing_an_old_answer().do("sign_in")[0] == 12

"""Settlement at the terminal: balanced, with upload, refused, cut at every write; then the next batch."""

import pytest

from countertop.iso8583.private import SettlementTotals
from tests.playbook import PowerCut
from tests.terminal.counter import with_settings
from tests.terminal.settlement.batch_host import place_of, settlement_of, settling_counter

END = {"207": True, "202": False}


def sold(count=1, **settings):
    counter = settling_counter(**settings)
    for _ in range(count):
        assert counter.do("sale")[0] == 0
    return counter


def test_a_balanced_batch_is_closed_and_the_next_one_is_open():
    counter = sold(2)
    status, body = counter.do("settle")
    assert (status, body["balanced"], body["batch_number"], body["next_batch_number"]) == (0, True, "000001", "000002")
    told = SettlementTotals.read(counter.heard("0500")[0].private_data).domestic
    assert (told.debit_amount, told.debit_count, told.credit_count) == (2500, 2, 0)
    assert counter.heard("0320")[0].transaction_info[8:11] == "207"
    look = counter.do("batch")[1]
    assert (look["batch_number"], look["completed"], look["settlement"]) == ("000002", 0, "open")
    assert counter.do("sale")[1]["batch_number"] == "000002"


def test_a_void_counts_on_the_credit_side_and_its_sale_stays():
    counter = sold()
    counter.do("void", voucher_number="2")
    assert counter.do("settle")[1]["balanced"] is True
    told = SettlementTotals.read(counter.heard("0500")[0].private_data).domestic
    assert (told.debit_count, told.credit_count, told.credit_amount) == (1, 1, 1250)


def test_what_the_host_lost_is_uploaded_eight_a_message_and_the_end_counts_them():
    counter = sold(10)
    counter.bank.lost = {"000003"}
    status, body = counter.do("settle")
    assert (status, body["balanced"], body["uploaded"]) == (0, False, 10)
    uploads = counter.heard("0320")
    assert [message.transaction_info[8:11] for message in uploads] == ["201", "201", "202"]
    assert uploads[-1].private_data == "0010"
    assert len(counter.bank.taken) == 10
    assert ("000003", 1250) in counter.bank.taken
    proof = uploads[0].terminal_information
    assert proof.startswith("UP20822000000000001A00001000000")


def test_the_totals_slip_says_both_sides_and_whether_they_balance():
    counter = sold()
    counter.do("void", voucher_number="2")
    body = counter.do("settle", details=True)[1]
    text = "\n".join(str(body["slips"]["settlement"]).split())
    for word in ("结算总计单", "内卡", "外卡", "对账平", "BALANCED"):
        assert word in text
    assert "1 / RMB 12.50" in str(body["slips"]["settlement"])
    details = str(body["slips"]["details"])
    assert "交易明细" in details
    assert "RMB -12.50" in details
    assert "622500******0014 A00001" in details
    assert [paper.copy for paper in counter.papers[-2:]] == ["settlement", "details"]
    again = counter.do("settlement_slip")[1]["slips"]["settlement"]
    assert [row for row in again.text() if row not in body["slips"]["settlement"].text()] != []


def test_details_can_be_printed_again_after_the_batch_is_closed():
    counter = sold()
    counter.do("settle")
    status, body = counter.do("settlement_slip", batch_number="1", details=True)
    assert status == 0
    assert "DUPLICATE" in str(body["slips"]["details"])
    assert counter.do("settlement_slip", batch_number="9")[0] == 12


def test_nothing_is_settled_while_a_reversal_is_owed():
    counter = settling_counter()
    counter.do("sign_in")
    counter.host.silent = True
    counter.do("sale")
    counter.wait(70)
    counter.do("settle")
    counter.wait(200)
    assert not counter.heard("0500")


def test_the_host_may_say_later_and_the_terminal_asks_again():
    counter = sold()
    counter.bank.results = "3"
    asked = counter.do("settle")
    assert isinstance(asked, int)
    counter.bank.results = None
    counter.wait(6)
    assert counter.replies[asked][0] == 0
    assert len(counter.heard("0500")) == 2


def test_silence_ends_the_conversation_but_never_the_settlement():
    counter = sold()
    counter.bank.silent_about = {"totals"}
    asked = counter.do("settle")
    counter.wait(3 * 60 + 15)
    assert counter.replies[asked][0] == 13
    assert counter.do("sale")[1]["message"] == "screen.being_settled"
    assert counter.do("sign_out")[1]["message"] == "screen.being_settled"
    counter.bank.silent_about = set()
    counter.wait(61)
    assert settlement_of(counter)["state"] == "ended"
    assert counter.do("sale")[0] == 0


def test_a_person_may_ask_again_while_it_rests():
    counter = sold()
    counter.bank.silent_about = {"totals"}
    counter.do("settle")
    counter.wait(3 * 60 + 15)
    counter.bank.silent_about = set()
    assert counter.do("settle")[0] == 0
    assert counter.bank.closed == 1


def test_an_end_that_counts_too_many_for_the_host_sends_all_details_again():
    counter = sold(2)
    counter.bank.lost = {"000003"}
    counter.bank.refuse = {"end": "96"}
    asked = counter.do("settle")
    assert place_of(counter) == 0
    counter.bank.refuse = {}
    counter.wait(6)
    assert counter.replies[asked][0] == 0
    assert len(counter.bank.taken) == 4


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("write", range(1, 10))
def test_a_cut_at_any_write_is_gone_on_with_before_anything_else(write, after):
    counter = sold(9)
    counter.bank.lost = {"000003"}
    counter.writes, counter.cut_at, counter.cut_after = 0, write, after
    try:
        counter.do("settle")
    except PowerCut:
        bank, counter = counter.bank, counter.crashed()
        counter.bank, counter.say = bank, {}
        counter.start()
        counter.wait(1)
    if write == 1 and not after:  # nothing had begun
        assert counter.bank.closed == 0
        return
    bank = counter.bank
    assert bank.closed == 1
    assert settlement_of(counter)["state"] == "ended"
    assert {stan for stan, _ in bank.taken} == {f"{stan:06d}" for stan in range(2, 11)}
    assert counter.machine.batch_number == "000002"


def test_a_settlement_forgotten_at_reboot_is_a_planted_fault():
    counter = sold()
    counter.bank.silent_about = {"end"}
    counter.do("settle")
    planted = frozenset({"terminal.settlement-forgotten-at-reboot"})
    counter = counter.crashed(build=with_settings(planted=planted))
    counter.start()
    counter.wait(200)
    assert settlement_of(counter)["state"] == "compared"


def test_nothing_enters_a_batch_whose_freeze_is_being_written():
    counter = sold()
    counter.hold = True
    counter.ask_desk("settle")
    while not any("settlement_begun" in repr(effect) for effect in counter.held):
        counter.let_go(1)
    assert counter.machine.exchange is not None  # the line is taken, so whoever comes now waits
    counter.let_go()
    counter.hold = False
    counter.pump()
    assert counter.do("batch")[1]["batch_number"] == "000002"

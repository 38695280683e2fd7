"""What is told of a batch is sealed, and only sealed answers are believed; the classic form is a setting."""

from tests.terminal.settlement.batch_host import place_of, settlement_of, settling_counter


def sold(count=1, **settings):
    counter = settling_counter(**settings)
    for _ in range(count):
        assert counter.do("sale")[0] == 0
    return counter


def settlement_messages(counter):
    return [*counter.heard("0500"), *counter.heard("0320")]


def test_every_message_of_a_settlement_has_a_mac():
    counter = sold(9)
    counter.bank.lost = {"000003"}
    assert counter.do("settle")[0] == 0
    told = settlement_messages(counter)
    assert len(told) == 4
    assert all(message.mac for message in told)  # the host has verified each


def test_a_host_of_the_classic_dialect_hears_none():
    counter = sold(settlement_mac=False)
    assert counter.do("settle")[0] == 0
    assert not any(message.mac for message in settlement_messages(counter))


def test_an_answer_without_a_right_mac_moves_nothing():
    counter = sold(2)
    counter.bank.lost = {"000003"}
    for what, state in (("totals", "frozen"), ("details", "uploading"), ("end", "uploading")):
        counter.bank.forged = {what}
        counter.do("settle")
        counter.wait(12)
        assert settlement_of(counter)["state"] == state
        assert counter.machine.batch_number == "000001"
    assert counter.noted("terminal.answer_untrusted") >= 9
    assert place_of(counter) == 1
    counter.bank.forged = set()
    assert counter.do("settle")[0] == 0
    assert counter.machine.batch_number == "000002"


def test_keys_that_the_host_does_not_know_any_more_are_fetched_anew():
    counter = sold()
    counter.bank.refuse = {"totals": "A0"}
    counter.bank.forged = {"totals"}  # it has no key of ours to seal with
    counter.do("settle")
    assert counter.machine.state.value == "signed_out"
    counter.bank.refuse, counter.bank.forged = {}, set()
    counter.wait(6)
    assert settlement_of(counter)["state"] == "ended"
    assert len(counter.heard("0800")) == 2


def test_without_a_sign_in_it_rests_and_goes_on_with_one():
    counter = sold()
    counter.bank.refuse = {"totals": "A0"}
    counter.do("settle")
    counter.bank.refuse = {}
    counter.host.codes["0800"] = "96"
    counter.wait(30)
    assert settlement_of(counter)["state"] == "frozen"
    assert counter.noted("terminal.settlement_rests") == 1
    del counter.host.codes["0800"]
    counter.wait(61)
    assert settlement_of(counter)["state"] == "ended"


def test_a_line_that_cannot_be_opened_ends_each_try_and_nothing_else():
    counter = sold()
    counter.do("sign_out")
    counter.close(counter.line)
    counter.obstacles["acquirer"] = "refused"
    asked = counter.do("settle")
    assert isinstance(asked, tuple)
    assert counter.do("batch")[1]["settlement"] == "open"

"""Each planted fault does its harm when it is switched on: what a search finds is there to be found."""

import pytest

from countertop.acquirer import AcquirerSettings
from countertop.acquirer.settings import PLANTABLE
from countertop.values import SECOND
from tests.acquirer.neighbours import House
from tests.acquirer.settlement.till import detail, lose, results, rows, tell_details, tell_totals, totals


def planted(bug, **settings):
    house = House(planted=frozenset({bug}), **settings).open()
    house.till.sign_in()
    return house, house.till, house.switch


def test_names_are_checked_and_others_ours_to_ignore():
    with pytest.raises(AssertionError, match="no such planted fault"):
        AcquirerSettings(planted=frozenset({"acquirer.nonsense"}))
    AcquirerSettings(planted=frozenset({"issuer.credits-twice"}))


def test_every_name_is_tested_here():
    tests = "\n".join(name for name in globals() if name.startswith("test_"))
    for bug in PLANTABLE:
        assert bug.partition(".")[2].replace("-", "_") in tests


def test_advice_accepted_twice():
    _house, till, switch = planted("acquirer.advice-accepted-twice")
    post = till.post()
    till.ask(post)
    till.tell(post)
    assert switch.hear().mti == "0220"


def test_completion_beyond_115():
    _house, till, _switch = planted("acquirer.completion-beyond-115")
    till.ask(till.complete(till.ask(till.preauthorise()), 11_501))


def test_completion_day_31():
    house, till, _switch = planted("acquirer.completion-day-31")
    held = till.ask(till.preauthorise())
    house.sleep(days=30)
    till.ask(till.complete(held))


def test_decided_duplicate_reprocessed():
    _house, till, switch = planted("acquirer.decided-duplicate-reprocessed")
    request, _ = till.buy()
    till.tell(request)
    switch.approve()
    # The key has its decision already, so the second one goes nowhere, and whoever asked waits for ever.
    assert till.hear_all() == []
    till.tell(request)
    assert till.hear_all() == []


def test_fingerprint_not_compared():
    _house, till, _switch = planted("acquirer.fingerprint-not-compared")
    request, _ = till.buy()
    till.tell(request.copy(amount="000000000001"))
    assert till.hear().response_code == "00"


def test_key_without_batch():
    house, till, _switch = planted("acquirer.key-without-batch")
    assert house.memory.registry.terminals[till.terminal_id].key_head.count("|") == 3


def test_no_tombstone():
    _house, till, switch = planted("acquirer.no-tombstone")
    request = till.sale()
    till.tell(till.reversal(request))
    assert till.hear().response_code == "00"
    till.tell(request)
    assert switch.hear().mti == "0200"


def test_refund_cap_ignored():
    _house, till, _switch = planted("acquirer.refund-cap-ignored")
    _, answer = till.buy()
    till.ask(till.refund(answer, 10_001))


def test_reply_before_commit():
    house, till, switch = planted("acquirer.reply-before-commit")
    till.tell(till.sale())
    house.book.hold = True
    switch.approve()
    assert till.hear().response_code == "00"


def test_reversal_amount_not_compared():
    _house, till, _switch = planted("acquirer.reversal-amount-not-compared")
    request, _ = till.buy()
    till.tell(till.reversal(request, amount="000000000001"))
    assert till.hear().response_code == "00"


def test_reversal_expires():
    house, till, _ = planted("acquirer.reversal-expires", echo_when_idle=3600 * SECOND)
    till.tell(till.sale())
    house.book.advance(300 * SECOND)
    assert house.obligations() == []


def test_reversal_ignored_in_flight():
    _house, till, switch = planted("acquirer.reversal-ignored-in-flight")
    request = till.sale()
    till.tell(request)
    forwarded = switch.hear()
    till.tell(till.reversal(request))
    assert till.hear().response_code == "00"
    switch.nothing_heard()
    switch.tell(switch.approval(forwarded))
    assert till.hear().response_code == "00"


def test_batch_closed_over_a_sale_in_flight():
    _house, till, _switch = planted("acquirer.batch-closed-over-a-sale-in-flight")
    till.tell(till.sale(amount=900))
    assert results(tell_totals(till, totals())) == ("1", "1")


def test_totals_include_reversed():
    _house, till, _switch = planted("acquirer.totals-include-reversed")
    request, _ = till.buy(amount=900)
    till.tell(till.reversal(request))
    till.hear()
    assert results(tell_totals(till, totals())) == ("2", "1")


def test_upload_posts_twice():
    house, till, _switch = planted("acquirer.upload-posts-twice")
    sale = till.buy(amount=900)
    lose(house, sale[0].stan)
    tell_totals(till, totals(900, 1))
    for _ in range(2):
        tell_details(till, detail(*sale))
    assert len(rows(house, "attempt")) == 2

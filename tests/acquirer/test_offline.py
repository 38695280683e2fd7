"""Offline posts and their adjustments: they have happened, so each is accepted exactly once, or refused for good."""

import pytest

from countertop.acquirer.tables import CLAIMS_OF, UNDECIDED_ATTEMPTS
from countertop.iso8583.interbank_answers import management_answer
from countertop.values import MINUTE, SECOND, Pan
from tests.acquirer.neighbours import ACQUIRER_ID, OTHER_PAN, PAN
from tests.acquirer.settlement.till import results, tell_totals, totals
from tests.acquirer.test_reversal import key_of
from tests.acquirer.test_void import refused


@pytest.fixture
def posted(till):
    """An approved offline post of 100.00."""
    post = till.post()
    till.ask(post)
    return post


def test_a_post_carries_the_code_given_by_telephone(till, switch):
    till.tell(till.post(approval_code="884411"))
    forwarded = switch.approve(approval_code=None)
    assert (forwarded.mti, forwarded.processing_code, forwarded.condition_code) == ("0220", "000000", "00")
    assert (forwarded.approval_code, forwarded.pan, forwarded.original) == ("884411", Pan(PAN), None)
    answer = till.hear()
    assert (answer.mti, answer.response_code) == ("0230", "00")


def test_a_post_is_accepted_once(house, till, switch):
    post = till.post()
    till.tell(post)
    waiting = switch.hear()
    till.tell(post)
    till.nothing_heard()
    switch.tell(switch.approval(waiting))
    (one,) = till.hear_all()
    for _ in range(2):
        till.tell(post)
        again = till.hear()
        assert (again.response_code, again.rrn) == ("00", one.rrn)
        house.reopen()
    switch.nothing_heard()


def test_a_post_needs_its_mac(till, switch):
    post = till.post()
    till.tell(post, mac=b"00000000")
    assert till.hear().response_code == "A0"
    switch.nothing_heard()
    till.ask(post)


def test_a_post_with_other_content_under_the_same_key_conflicts(till, switch, posted):
    till.tell(till.post(12_345, stan=posted.stan))
    assert till.hear().response_code == "94"
    till.tell(till.post(approval_code="884412", stan=posted.stan))
    assert till.hear().response_code == "94"
    till.tell(till.sale(stan=posted.stan))
    assert till.hear().response_code == "94"
    switch.nothing_heard()


@pytest.mark.parametrize("code", ["68", "91", "92", "96", "98"])
def test_a_bank_that_cannot_be_reached_decides_nothing(house, till, switch, code):
    till.tell(till.post())
    switch.decline(code)
    till.nothing_heard()
    assert len(house.book.rows(UNDECIDED_ATTEMPTS, 0)) == 1
    house.book.advance(25 * SECOND)
    switch.approve()
    assert till.hear().response_code == "00"


def test_a_post_that_the_bank_refuses_stays_refused(house, till, switch):
    post = till.post(approval_code=None)
    till.tell(post)
    switch.decline("01")
    assert till.hear().response_code == "01"
    refused(till, switch, "01", post)


def test_the_switch_is_asked_at_a_steady_pace(house, till, switch):
    till.tell(till.post())
    switch.hear()
    heard = []
    for second in range(1, 160):
        house.book.advance(SECOND)
        if not house.book.lines_of("switch"):
            switch.welcome_back()
        for message in switch.hear_all():
            if message.mti == "0220":
                heard.append(second)
            elif message.network_code == "301":
                switch.tell(management_answer(message, "00"))
    assert heard[:3] == [25, 30, 35]
    assert heard[3:] == [95, 155]
    assert house.book.noted("acquirer.repetition-unanswered") == 2


def test_an_adjustment_names_the_post(till, switch):
    till.tell(post := till.post())
    first = switch.approve(approval_code="884411")
    till.hear()
    till.tell(till.adjust(post, 8_000))
    forwarded = switch.approve()
    assert (forwarded.mti, forwarded.processing_code, forwarded.condition_code) == ("0220", "020000", "00")
    assert forwarded.original == f"0220{first.stan}{first.transmission_time}000{ACQUIRER_ID}000{ACQUIRER_ID}"
    answer = till.hear()
    assert (answer.response_code, answer.processing_code) == ("00", "000000")
    till.tell(till.adjust(post, 9_000, tip=1_000))
    forwarded = switch.approve()
    assert (forwarded.processing_code, forwarded.condition_code, forwarded.amount) == ("020000", "82", "000000009000")
    assert till.hear().response_code == "00"


@pytest.mark.parametrize(
    ("code", "amount", "tip"),
    [
        ("00", 1, None),
        ("00", 10_000, None),
        ("64", 10_001, None),
        ("13", 0, None),
        ("00", 12_000, 2_000),
        ("64", 12_001, 2_001),
        ("64", 11_000, 999),
        ("64", 11_000, 1_001),
    ],
)
def test_tips_have_a_limit_and_add_up(till, switch, posted, code, amount, tip):
    message = till.adjust(posted, amount, tip=tip)
    if code == "00":
        till.ask(message)
    else:
        refused(till, switch, code, message)


def test_a_tip_is_on_top_of_the_newest_amount(house, till, switch, posted):
    till.ask(till.adjust(posted, 8_000))
    house.book.advance(SECOND)
    refused(till, switch, "64", till.adjust(posted, 11_000, tip=1_000))
    till.ask(till.adjust(posted, 9_000, tip=1_000))


def test_the_newest_adjustment_counts_whatever_the_clock_says(house, till, switch):
    post = till.post()
    answer = till.ask(post)
    till.ask(till.adjust(post, 8_000))
    house.book.utc -= 60 * MINUTE
    till.ask(till.adjust(post, 6_000))
    refused(till, switch, "64", till.adjust(post, 9_000, tip=1_000))
    refused(till, switch, "61", till.refund(answer, 6_001))
    assert results(tell_totals(till, totals(6_000, 1)))[0] == "1"


def test_an_adjusted_amount_is_what_may_be_refunded(house, till, switch):
    post = till.post()
    answer = till.ask(post)
    till.ask(till.adjust(post, 8_000))
    refused(till, switch, "61", till.refund(answer, 8_001))
    till.ask(till.refund(answer, 8_000))
    refused(till, switch, "12", till.adjust(post, 9_000))


def test_one_adjustment_at_a_time(till, switch, posted):
    till.tell(till.adjust(posted, 8_000))
    waiting = switch.hear()
    second = till.adjust(posted, 9_000)
    refused(till, switch, "96", second)
    switch.tell(switch.approval(waiting))
    assert till.hear().response_code == "00"
    till.ask(second)


def test_an_adjustment_is_accepted_once(house, till, switch, posted):
    adjustment = till.adjust(posted, 12_000, tip=2_000)
    first = till.ask(adjustment)
    till.tell(adjustment)
    assert till.hear().rrn == first.rrn
    switch.nothing_heard()
    assert len(house.book.rows(CLAIMS_OF, key_of(posted))) == 1


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("25", {"original_info": "000002000002"}),
        ("25", {"original_info": "000001000777"}),
        ("30", {"original_info": "000001"}),
        ("14", {"pan": Pan(OTHER_PAN)}),
        ("25", {"rrn": "419700000001"}),
        ("58", {"people": "OP00277"}),
        ("30", {"pan": None}),
    ],
)
def test_illegal_adjustments_are_declined_for_good(till, switch, posted, code, changes):
    message = till.adjust(posted, 9_000, **changes)
    first = refused(till, switch, code, message)
    assert refused(till, switch, code, message).rrn == first.rrn
    till.ask(till.adjust(posted, 9_000))


def test_only_offline_posts_are_adjusted(till, switch):
    sale, _ = till.buy()
    refused(till, switch, "12", till.adjust(sale, 9_000, approval_code=None))


def test_another_terminal_cannot_adjust(house, posted, switch):
    house.other_till.sign_in()
    refused(house.other_till, switch, "25", house.other_till.adjust(posted, 9_000))

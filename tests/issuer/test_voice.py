"""The voice desk and the payments it approved: a code is good once, for one card and one amount."""

import pytest

from countertop.issuer import IssuerSettings
from countertop.values import Pan
from tests.interbank import PAN
from tests.issuer.branch import ACCOUNT, BALANCE, CREDIT_PAN, Branch

DAY = 24 * 3600 * 1_000_000
REFER = "01"


@pytest.fixture
def branch():
    return Branch().open()


def called(branch, amount="100.00", pan=PAN):
    status, body = branch.book.ask_desk("voice_approve", pan=Pan(pan), amount=amount)
    assert status == 0
    assert PAN not in str(body)
    return body["approval_code"]


def code(branch, message):
    return branch.switch.ask(message).response_code


def test_an_approval_holds_its_amount_and_its_post_takes_it(branch):
    approval = called(branch)
    assert code(branch, branch.switch.sale(BALANCE - 100_00 + 1)) == "51"
    answer = branch.switch.ask(branch.switch.offline_post(100_00, approval))
    assert (answer.response_code, answer.approval_code) == ("00", approval)
    assert branch.postings() == [BALANCE, -100_00]
    assert branch.book.ask_desk("holds")[1]["holds"] == []
    assert code(branch, branch.switch.with_pin(branch.switch.sale(BALANCE - 100_00))) == "00"
    branch.verify_books()


def test_a_code_is_drawn_by_chance():
    codes = [called(Branch(at=1_721_008_800_000_000 + number).open(), "1.00") for number in range(4)]
    assert len(set(codes)) == 4


def test_a_code_is_good_once_whatever_happens_between(branch):
    approval = called(branch)
    post = branch.switch.offline_post(100_00, approval)
    assert [code(branch, post) for _ in range(2)] == ["00", "00"]
    branch.restart().open()
    assert code(branch, post) == "00"
    assert code(branch, branch.switch.offline_post(100_00, approval)) == REFER
    assert branch.balance() == BALANCE - 100_00


def test_two_posts_at_once_use_a_code_once(branch):
    approval = called(branch)
    branch.book.hold = True
    for _ in range(2):
        branch.switch.tell(branch.switch.offline_post(100_00, approval))
    branch.book.let_go()
    assert [answer.response_code for answer in branch.switch.hear("0230", "0230")] == ["00", REFER]


def test_a_code_for_another_amount_card_or_time_is_refused(branch):
    approval = called(branch)
    assert code(branch, branch.switch.offline_post(100_01, approval)) == REFER
    assert code(branch, branch.switch.offline_post(99_99, approval)) == REFER
    assert code(branch, branch.switch.offline_post(100_00, approval, pan=CREDIT_PAN)) == REFER
    assert code(branch, branch.switch.offline_post(100_00, None)) == REFER
    wrong = f"{(int(approval) + 1) % 1_000_000:06d}"
    assert code(branch, branch.switch.offline_post(100_00, wrong)) == REFER
    branch.book.advance(31 * DAY)
    branch.restart().open()
    assert code(branch, branch.switch.offline_post(100_00, approval)) == REFER
    assert branch.balance() == BALANCE


def test_a_posted_payment_can_be_refunded_adjusted_downwards_and_not_voided(branch):
    post = branch.switch.offline_post(100_00, called(branch))
    code(branch, post)
    assert code(branch, branch.switch.void(post, condition_code="00")) == "12"
    assert code(branch, branch.switch.adjustment(post, 100_01)) == "64"
    assert code(branch, branch.switch.adjustment(post, 80_00)) == "00"
    assert branch.balance() == BALANCE - 80_00
    assert code(branch, branch.switch.refund(post, 80_01)) == "61"
    assert code(branch, branch.switch.refund(post, 30_00)) == "00"
    assert branch.balance() == BALANCE - 50_00
    assert code(branch, branch.switch.adjustment(post, 90_00)) == "12"
    branch.verify_books()


def test_an_advice_is_never_reversed(branch):
    post = branch.switch.offline_post(100_00, called(branch))
    code(branch, post)
    assert code(branch, branch.switch.reversal(post)) == "12"


@pytest.mark.parametrize(
    ("arguments", "status", "expected"),
    [
        ({"amount": "1000.01"}, 10, "51"),
        ({"amount": "0.00"}, 10, "13"),
        ({"pan": Pan("6222029999999999992")}, 10, "14"),
        ({"amount": "1,00"}, 2, None),
        ({"amount": 100}, 2, None),
        ({"pan": PAN}, 2, None),
        ({"pan": Pan("6222021234567890129")}, 2, None),
    ],
)
def test_the_desk_says_no_with_a_reason_and_holds_nothing(branch, arguments, status, expected):
    given = {"pan": Pan(PAN), "amount": "100.00", **arguments}
    answered, body = branch.book.ask_desk("voice_approve", **given)
    assert (answered, body.get("response_code")) == (status, expected)
    assert branch.book.ask_desk("holds")[1]["holds"] == []


@pytest.mark.parametrize(("changes", "expected"), [({"status": "lost"}, "62"), ({"expiry": "2406"}, "54")])
def test_a_card_that_is_not_in_force_gets_no_approval(changes, expected):
    founded = Branch()
    branch = Branch(cards=(founded.card(PAN, ACCOUNT, **changes),)).open()
    answered, body = branch.book.ask_desk("voice_approve", pan=Pan(PAN), amount="1.00")
    assert (answered, body["response_code"]) == (10, expected)


def test_people_see_what_is_held_and_what_was_used_but_no_code(branch):
    approval = called(branch)
    (view,) = branch.book.ask_desk("voice_approvals")[1]["voice_approvals"]
    assert (view["amount"], view["used_by"]) == (100_00, None)
    (hold,) = branch.book.ask_desk("holds", account=ACCOUNT)[1]["holds"]
    assert (hold["amount"], hold["for"]) == (100_00, "voice")
    (account,) = branch.book.ask_desk("accounts", account=ACCOUNT)[1]["accounts"]
    assert (account["held"], account["available"]) == (100_00, BALANCE - 100_00)
    post = branch.switch.offline_post(100_00, approval)
    code(branch, post)
    (view,) = branch.book.ask_desk("voice_approvals")[1]["voice_approvals"]
    assert view["used_by"] == branch.switch.key_of(post)
    assert approval not in str(view)


def test_an_approval_nobody_used_expires(branch):
    called(branch)
    branch.book.advance(31 * DAY)
    assert branch.book.noted("issuer.hold_expired") == 1
    branch.restart().open()
    assert code(branch, branch.switch.with_pin(branch.switch.sale(BALANCE))) == "00"


def test_a_planted_fault_uses_a_code_twice():
    branch = Branch(IssuerSettings(planted=frozenset({"issuer.voice-code-usable-twice"}))).open()
    approval = called(branch)
    assert [code(branch, branch.switch.offline_post(100_00, approval)) for _ in range(2)] == ["00", "00"]
    assert branch.balance() == BALANCE - 200_00

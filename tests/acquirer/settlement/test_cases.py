"""Cases are closed: by one person where nothing follows, by two where money or an obligation does; never by one alone."""

import pytest

from countertop.acquirer.settlement.case_closing import WhyNot
from countertop.acquirer.settlement.outcomes import OUTCOMES, SETTLING
from countertop.acquirer.settlement.tables import WANTING_A_PERSON, Cause
from countertop.audit import audit
from countertop.iso8583.private.settled import Settled, read_settled
from countertop.words import CATALOGUE
from tests.acquirer.neighbours import TERMINAL_ID
from tests.acquirer.settlement.test_disposing import approve, propose
from tests.acquirer.settlement.till import detail, lose, rows, tell_details, tell_end, tell_totals, totals
from tests.playbook import PowerCut

RESTORED, DIFFERS, HOST_ONLY = (f"{TERMINAL_ID}-1-00000{stan}" for stan in (2, 3, 4))
REVERSED = f"{TERMINAL_ID}-1-000002-R"


def close(house, case, outcome, by="Li Na", reason="compared with the slip", **more):
    return house.book.ask_desk("close-case", case=case, outcome=outcome, reason=reason, by=by, **more)


def agree(house, case, by="Wang Wu", **more):
    """Approve what is listed, unless it says what was `seen`."""
    seen = cases(house).get(case, {}).get("seen") if isinstance(case, str) else None
    return house.book.ask_desk("approve-case", **{"case": case, "seen": seen, "by": by, **more})


def cases(house, **more):
    return {case["case_name"]: case for case in house.book.ask_desk("cases", **more)[1]["cases"]}


def findings(house):
    """What the audit says; tests change tables behind the records' back, so it leaves the chains out."""
    return {finding.what for finding in audit({"acquirer": house.book.store}, at_rest=False, chains=False)}


@pytest.fixture
def uploaded(till, house):
    """A house whose settlement left three cases: one restored, one of another amount, one that the terminal never told."""
    lost, other, kept = till.buy(amount=1200), till.buy(amount=300), till.buy(amount=50)
    assert [each[0].stan for each in (lost, other, kept)] == ["000002", "000003", "000004"]
    lose(house, "000002")
    tell_totals(till, totals(1600, 2))
    tell_details(till, detail(*lost), detail(*other, amount=400))
    tell_end(till, 2)
    assert {name: case["cause"] for name, case in cases(house).items()} == {
        RESTORED: "restored",
        DIFFERS: "amount_differs",
        HOST_ONLY: "host_only",
    }
    return house


def test_one_person_closes_what_has_an_explanation(uploaded):
    assert close(uploaded, RESTORED, "explained") == (
        0,
        {"case": RESTORED, "state": "closed", "outcome": "explained", "amount": None},
    )
    assert RESTORED not in cases(uploaded)
    (closed,) = cases(uploaded, closed=True).values()
    assert (closed["cause"], closed["case_reason"], closed["closed_by"], closed["approved_by"]) == (
        *("restored", "compared with the slip", "Li Na"),
        None,
    )
    assert close(uploaded, RESTORED, "explained", by="Wang Wu")[1]["message"] == "acquirer.case-closed"
    assert findings(uploaded) == set()


def test_where_money_follows_another_person_agrees(uploaded):
    status, body = close(uploaded, DIFFERS, "merchant_adjusted")
    assert (status, body["state"], body["amount"]) == (0, "proposed", 100)
    shown = cases(uploaded)[DIFFERS]
    assert (shown["proposed_outcome"], shown["proposed_by"]) == ("merchant_adjusted", "Li Na")
    for same in ("Li Na", "li na", " LiNa "):
        assert agree(uploaded, DIFFERS, same) == (
            12,
            {"message": "acquirer.case-same-person", "arguments": {"case": DIFFERS}},
        )
    assert DIFFERS in cases(uploaded)
    uploaded.reopen()
    assert agree(uploaded, DIFFERS)[1] == {
        "case": DIFFERS,
        "state": "closed",
        "outcome": "merchant_adjusted",
        "amount": 100,
    }
    closed = cases(uploaded, closed=True)[DIFFERS]
    assert (closed["case_amount"], closed["closed_by"], closed["approved_by"]) == (100, "Li Na", "Wang Wu")
    assert agree(uploaded, DIFFERS)[1]["message"] == "acquirer.case-closed"
    assert uploaded.book.noted("acquirer.case-ended") == 1
    assert findings(uploaded) == set()


def test_the_newest_proposal_is_the_one_that_is_approved(uploaded):
    close(uploaded, HOST_ONLY, "written_off", by="Wang Wu")
    close(uploaded, HOST_ONLY, "cardholder_repaid", amount=20)
    assert agree(uploaded, HOST_ONLY)[1]["amount"] == 20
    assert findings(uploaded) == set()


def test_who_agrees_agrees_to_what_they_saw(uploaded):
    close(uploaded, DIFFERS, "merchant_adjusted", amount=10)
    seen = cases(uploaded)[DIFFERS]["seen"]
    for newer in ({"amount": 11}, {"outcome": "written_off", "amount": 10}, {"reason": "another", "amount": 10}):
        close(uploaded, DIFFERS, **{"outcome": "merchant_adjusted", **newer})
        for other in (seen, None, ""):
            assert agree(uploaded, DIFFERS, seen=other)[1]["message"] == "acquirer.case-changed"
    assert rows(uploaded, "case_end") == []
    close(uploaded, DIFFERS, "merchant_adjusted", amount=10)
    assert agree(uploaded, DIFFERS, seen=seen)[1]["amount"] == 10


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"case": "80000101-1-000009"}, "acquirer.case-unknown"),
        ({"outcome": "payment_stands"}, "acquirer.case-other-outcome"),
        ({"amount": 100}, "acquirer.case-other-amount"),
        ({"outcome": "written_off", "amount": 0}, "acquirer.case-other-amount"),
        ({"outcome": "written_off", "amount": -1}, "acquirer.case-other-amount"),
    ],
)
def test_what_does_not_fit_a_case_is_refused(uploaded, asked, why):
    status, body = close(uploaded, **{"case": DIFFERS, "outcome": "explained", **asked})
    assert (status, body["message"]) == (12, why)
    assert agree(uploaded, DIFFERS)[1]["message"] == "acquirer.case-not-proposed"
    assert rows(uploaded, "case_end") == []


@pytest.mark.parametrize(
    "asked", [{"reason": ""}, {"reason": "x" * 201}, {"by": None}, {"outcome": "lost"}, {"amount": "1.00"}, {"case": 7}]
)
def test_a_question_that_says_too_little_is_refused(uploaded, asked):
    assert close(uploaded, **{"case": DIFFERS, "outcome": "explained", **asked})[0] == 2
    assert agree(uploaded, DIFFERS, by="")[0] == 2


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("write", [1, 2])
def test_a_cut_at_any_write_leaves_it_closed_once_or_not_at_all(uploaded, write, after):
    uploaded.book.writes, uploaded.book.cut_at, uploaded.book.cut_after = 0, write, after
    for step in (lambda: close(uploaded, DIFFERS, "written_off"), lambda: agree(uploaded, DIFFERS)):
        try:
            step()
        except PowerCut:
            uploaded.reopen()
            step()
    assert [row["case_name"] for row in rows(uploaded, "case_end")] == [DIFFERS]
    assert findings(uploaded) == set()


@pytest.fixture
def late(till, house):
    """A house that refuses a reversal: two persons had closed its batch with the sale in it."""
    bought, _ = till.buy(amount=1200)
    propose(house)
    approve(house)
    till.sign_in()
    assert reverse(till, bought).response_code == "77"
    return house, till, bought


def reverse(till, original):
    till.tell(till.reversal(original))
    return till.hear()


def test_a_reversal_that_comes_too_late_is_a_case_once(late):
    house, till, bought = late
    assert reverse(till, bought).response_code == "77"
    case = cases(house)[REVERSED]
    assert (case["cause"], case["stan"], case["host_amount"]) == ("reversal_too_late", "000002", 1200)
    assert house.book.noted("acquirer.reversal-too-late") == 2
    assert len(rows(house, "case_file")) == 2  # it, and the batch that was closed
    assert reverse(till, bought.copy(amount="000000001201")).response_code == "64"
    assert findings(house) == set()


@pytest.mark.parametrize(
    ("outcome", "amount", "settled"),
    [("cardholder_repaid", 1200, Settled.REPAID), ("payment_stands", None, Settled.STANDS)],
)
def test_once_two_persons_have_settled_it_the_terminal_is_told_what_they_did(late, outcome, amount, settled):
    house, till, bought = late
    assert close(house, REVERSED, outcome)[1]["state"] == "proposed"
    assert reverse(till, bought).response_code == "77"
    assert agree(house, REVERSED)[1]["amount"] == amount
    house.reopen()
    for _ in range(2):
        answer = reverse(till, bought)
        assert (answer.response_code, read_settled(answer.reserved_data)) == ("25", settled)
    assert rows(house, "obligation") == []
    house.switch.nothing_heard()
    assert findings(house) == set()


def test_a_late_reversal_is_settled_whole_and_not_merely_explained(late):
    house, _, _ = late
    assert close(house, REVERSED, "explained")[1]["message"] == "acquirer.case-other-outcome"
    assert close(house, REVERSED, "cardholder_repaid", amount=600)[1]["message"] == "acquirer.case-other-amount"
    assert close(house, REVERSED, "payment_stands", amount=1200)[1]["message"] == "acquirer.case-other-amount"


def test_the_audit_finds_a_case_that_one_person_closed(late):
    house, _, _ = late
    close(house, REVERSED, "cardholder_repaid")
    agree(house, REVERSED)
    ends = house.book.store._tables["case_end"]
    (key,) = ends.rows
    ends.rows[key] = tuple("LI NA" if value == "Wang Wu" else value for value in ends.rows[key])
    assert findings(house) == {"audit.closed_alone"}
    files = house.book.store._tables["case_file"]
    files.remove(next(key for key in files.rows if REVERSED in key))
    assert findings(house) == {"audit.closed_alone", "audit.closed_unopened"}


def test_every_cause_has_an_outcome_and_every_ending_of_a_reversal_a_word():
    causes = {*WANTING_A_PERSON, Cause.BATCH_DISPOSED, Cause.REVERSAL_TOO_LATE, Cause.REFUND_OF_REVERSED}
    assert set().union(*(outcome.causes for outcome in OUTCOMES.values())) == causes
    assert set(SETTLING) == {name for name, outcome in OUTCOMES.items() if Cause.REVERSAL_TOO_LATE in outcome.causes}
    assert all(OUTCOMES[name].takes_two for name in SETTLING)
    assert all(outcome.takes_two for outcome in OUTCOMES.values() if outcome.moves_money)
    assert {f"outcome.{name}" for name in OUTCOMES} | {why.value for why in WhyNot} <= set(CATALOGUE)
    assert {f"case.{cause}" for cause in causes} <= set(CATALOGUE)

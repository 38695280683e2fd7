"""Exceptions are closed: by one person where nothing follows, by two where money does; never by one alone."""

import pytest

from countertop.audit import audit
from countertop.issuer.flows.closing import OUTCOMES, WhyNot
from countertop.issuer.tables import CLOSED_EXCEPTIONS
from countertop.words import CATALOGUE
from tests.issuer.branch import BALANCE, Branch
from tests.issuer.test_stood_in import AMOUNT, STRANGER, advice, code


@pytest.fixture
def branch():
    """A bank with two exceptions: beyond the balance, and of a card that nobody issued."""
    branch = Branch().open()
    assert code(branch, advice(branch.switch.sale(BALANCE + 5_00))) == "00"
    assert code(branch, advice(branch.switch.sale(AMOUNT, pan=STRANGER))) == "00"
    return branch


def names(branch, **asked):
    body = branch.book.ask_desk("exceptions", **asked)[1]
    return {row["reason_code"]: row["exception"] for row in body["exceptions"]}


def close(branch, reason_code, outcome, by="Li Na", **more):
    name = names(branch).get(reason_code, reason_code)
    asked = {"exception": name, "outcome": outcome, "reason": "the account was topped up", "by": by, **more}
    return branch.book.ask_desk("close_exception", **asked)


def agree(branch, name, by="Wang Wu", **more):
    """Approve what is listed, unless it says what was `seen`."""
    listed = branch.book.ask_desk("exceptions")[1]["exceptions"]
    seen = next((row.get("seen") for row in listed if row["exception"] == name), None)
    return branch.book.ask_desk("approve_exception", **{"exception": name, "seen": seen, "by": by, **more})


def findings(branch):
    return {finding.what for finding in audit({"issuer": branch.book.store}, at_rest=False)}


def test_one_person_closes_what_the_account_bears(branch):
    name = names(branch)["51"]
    assert "|" not in name
    assert close(branch, "51", "covered") == (
        0,
        {"exception": name, "state": "closed", "outcome": "covered", "amount": None},
    )
    assert list(names(branch)) == ["14"]
    assert names(branch, closed=True) == {"51": name}
    assert close(branch, name, "covered")[1]["message"] == "issuer.exception_closed"
    assert findings(branch) == set()


def test_where_money_follows_another_person_agrees(branch):
    name = names(branch)["14"]
    status, body = close(branch, "14", "charged_back")
    assert (status, body["state"], body["amount"]) == (0, "proposed", AMOUNT)
    assert agree(branch, name, " li na")[1]["message"] == "issuer.exception_same_person"
    branch.restart().open()
    assert agree(branch, name)[1]["state"] == "closed"
    (row,) = branch.book.rows(CLOSED_EXCEPTIONS)
    assert (row["exception_amount"], row["closed_by"], row["approved_by"]) == (AMOUNT, "Li Na", "Wang Wu")
    assert agree(branch, name)[1]["message"] == "issuer.exception_closed"
    assert findings(branch) == set()
    branch.verify_books()


def test_who_agrees_agrees_to_what_they_saw(branch):
    name = names(branch)["14"]
    close(branch, "14", "charged_back", amount=1)
    (seen,) = [row["seen"] for row in branch.book.ask_desk("exceptions")[1]["exceptions"] if "seen" in row]
    close(branch, "14", "charged_back", amount=2)
    for other in (seen, None, ""):
        assert agree(branch, name, seen=other)[1]["message"] == "issuer.exception_changed"
    assert agree(branch, name)[1]["amount"] == 2


@pytest.mark.parametrize(
    ("which", "asked", "why"),
    [
        ("no-such", {"outcome": "covered"}, "issuer.exception_unknown"),
        ("14", {"outcome": "covered"}, "issuer.exception_other_outcome"),
        ("51", {"outcome": "covered", "amount": 1}, "issuer.exception_other_amount"),
        ("51", {"outcome": "collected", "amount": BALANCE + 5_01}, "issuer.exception_other_amount"),
    ],
)
def test_what_does_not_fit_is_refused(branch, which, asked, why):
    status, body = close(branch, which, **asked)
    assert (status, body["message"]) == (12, why)
    assert agree(branch, names(branch)["51"])[1]["message"] == "issuer.exception_not_proposed"


@pytest.mark.parametrize("asked", [{"reason": ""}, {"by": None}, {"outcome": "lost"}, {"amount": "1.00"}])
def test_a_question_that_says_too_little_is_refused(branch, asked):
    assert close(branch, "51", **{"outcome": "covered", **asked})[0] == 2
    assert agree(branch, names(branch)["51"], by="")[0] == 2


def test_the_audit_finds_an_exception_that_one_person_closed(branch):
    name = names(branch)["14"]
    close(branch, "14", "written_off")
    agree(branch, name)
    ends = branch.book.store._tables["exception_end"]
    (key,) = ends.rows
    ends.rows[key] = tuple(None if value == "Wang Wu" else value for value in ends.rows[key])
    assert "audit.closed_alone" in findings(branch)


def test_there_are_words_for_everything_that_is_said():
    assert {f"outcome.{name}" for name in OUTCOMES} | {why.value for why in WhyNot} <= set(CATALOGUE)

"""Planted faults of holds: the audit finds each in the books, and nothing where none is planted."""

import pytest

from countertop.audit import audit
from tests.issuer.branch import Branch, untested
from tests.issuer.test_holds import DAY, HELD, held


def completed(branch):
    branch.switch.ask(branch.switch.completion(held(branch), HELD))


def completed_twice(branch):
    completion = branch.switch.completion(held(branch), HELD)
    branch.switch.ask(completion)
    branch.switch.ask(completion)


def completed_too_late(branch):
    hold = held(branch)
    branch.book.advance(31 * DAY)
    branch.restart().open()
    branch.switch.ask(branch.switch.completion(hold, HELD))


def completed_again(branch):
    hold = held(branch)
    first = branch.switch.completion(hold, HELD)
    void = branch.switch.completion_void(first)
    second = branch.switch.completion(hold, HELD)
    for message in (first, void, second, branch.switch.reversal(void)):
        assert branch.switch.ask(message).response_code == "00"


PLAYED = {
    "issuer.two-completions-count": completed_again,
    "issuer.hold-never-released": completed,
    "issuer.completion-debits-twice": completed_twice,
    "issuer.expired-hold-completes": completed_too_late,
}


def findings(story, *planted):
    branch = Branch(untested(planted=frozenset(planted))).open()
    story(branch)
    return audit({"bank": branch.book.store}, at_rest=False)


@pytest.mark.parametrize("bug", PLAYED)
def test_the_audit_finds_it(bug):
    assert findings(PLAYED[bug], bug)


@pytest.mark.parametrize("bug", PLAYED)
def test_it_finds_nothing_without_it(bug):
    assert findings(PLAYED[bug]) == []

"""Somebody who agrees with their password at another person's page: no session is opened, and wrong ones count."""

from countertop.web.accounts.register import MOST_TRIES
from tests.web.accounts.conftest import LONG, make_person

HERE = "127.0.0.1"


def test_a_right_password_tells_who_it_is_and_opens_no_session(register):
    make_person(register, "wang", "merchant-owner", "M1")
    before = register.sessions("wang")
    person = register.vouch("merchant", "wang", LONG, HERE, "a refund")
    assert (person.name, person.role, person.merchant_id) == ("wang", "merchant-owner", "M1")
    assert register.store.trail("M1", 1 << 60, 1)[0][1].about == "a refund"
    assert register.vouch("acquirer", "wang", LONG, HERE, "a refund") is None
    assert register.sessions("wang") == before


def test_wrong_ones_lock_the_account_and_a_right_one_forgives(register):
    make_person(register, "wang", "merchant-owner", "M1")
    for _ in range(MOST_TRIES - 1):
        assert register.vouch("merchant", "wang", "wrong", HERE, "") is None
    assert register.vouch("merchant", "wang", LONG, HERE, "") is not None
    for _ in range(MOST_TRIES):
        assert register.vouch("merchant", "wang", "wrong", HERE, "") is None
    assert register.vouch("merchant", "wang", LONG, HERE, "") is None
    assert register.log_in("merchant", "wang", LONG, HERE) is None


def test_a_first_password_agrees_to_nothing(register):
    first = register.add("li", "merchant-owner", "M1", "root")
    assert register.vouch("merchant", "li", first, HERE, "") is None
    register.set_closed("li", "root", closed=True)
    assert register.vouch("merchant", "li", first, HERE, "") is None

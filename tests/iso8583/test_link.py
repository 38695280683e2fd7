"""One line's requests: each is answered once, runs out at its time, and is known as late afterwards."""

import pytest

from countertop.iso8583 import link as links
from countertop.iso8583.errors import LinkFullError
from countertop.iso8583.link import Answer, Link


@pytest.fixture
def link():
    return Link(idle_after=30, silent_after=90, now=0)


def test_an_answer_gives_the_context_back_once(link):
    link.request("a", "sale a", deadline=100)
    link.request("b", "sale b", deadline=100)
    assert len(link) == 2
    assert link.answer("b") == "sale b"
    assert link.answer("b") is None
    assert link.unclaimed("b") == (Answer.UNKNOWN, None)
    assert link.answer("a") == "sale a"
    assert len(link) == 0


def test_what_runs_out_is_given_up_and_its_answer_is_late_once(link):
    link.request("late", 1, deadline=10)
    link.request("later", 2, deadline=20)
    assert link.expired(9) == []
    assert link.expired(10) == [("late", 1)]
    assert link.expired(10) == []
    assert link.answer("late") is None
    assert link.unclaimed("late") == (Answer.LATE, 1)
    assert link.unclaimed("late") == (Answer.UNKNOWN, None)
    assert link.answer("later") == 2
    assert link.expired(1000) == []


def test_deadlines_need_not_come_in_order(link):
    link.request("long", 1, deadline=50)
    link.request("short", 2, deadline=10)
    assert link.expired(10) == [("short", 2)]
    assert link.expired(50) == [("long", 1)]


def test_a_broken_line_gives_everything_up(link):
    link.request("a", 1, deadline=10)
    link.request("b", 2, deadline=20)
    assert link.abandon() == [("a", 1), ("b", 2)]
    assert link.abandon() == []
    assert link.expired(100) == []
    assert link.unclaimed("a") == (Answer.LATE, 1)


def test_a_full_line_refuses_new_work(link, monkeypatch):
    monkeypatch.setattr(links, "MAX_PENDING", 2)
    link.request("a", 1, deadline=10)
    link.request("b", 2, deadline=10)
    with pytest.raises(LinkFullError, match="2 requests"):
        link.request("c", 3, deadline=10)
    link.answer("a")
    link.request("c", 3, deadline=10)


def test_the_oldest_late_request_is_forgotten_first(link, monkeypatch):
    monkeypatch.setattr(links, "MAX_LATE", 2)
    for key in "abc":
        link.request(key, key, deadline=1)
    link.expired(1)
    assert [link.unclaimed(key)[0] for key in "abc"] == [Answer.UNKNOWN, Answer.LATE, Answer.LATE]


def test_two_requests_with_one_key_are_a_broken_invariant(link):
    link.request("a", 1, deadline=10)
    with pytest.raises(AssertionError):
        link.request("a", 2, deadline=10)


def test_an_idle_line_is_due_for_an_echo_and_a_silent_one_for_closing(link):
    assert not link.echo_due(29)
    assert link.echo_due(30)
    assert not link.is_silent(89)
    assert link.is_silent(90)
    link.heard(60)
    assert not link.echo_due(89)
    assert link.echo_due(90)
    assert not link.is_silent(149)

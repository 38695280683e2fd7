"""Ways to the host: the next one before a transaction, none blindly inside one."""

import pytest

from countertop.terminal import TerminalSettings
from countertop.terminal.links import LINKS, is_hopeless, read_links
from countertop.values import SECOND
from countertop.words import Language, say
from countertop.words.terminal_links import TEXTS
from tests.terminal.counter import TERMINAL, open_counter
from tests.terminal.test_sale import open_sale, signed_in

WAYS = ("ethernet", "mobile")


def two_ways(*up, **obstacles):
    counter = open_counter(routes=up or WAYS, links=[*WAYS])
    counter.obstacles = obstacles
    return counter


def status(counter):
    return counter.do("status")[1]


def test_the_first_way_that_opens_is_taken_and_shown():
    counter = two_ways()
    assert status(counter)["route"] is None
    assert counter.do("sign_in")[0] == 0
    assert counter.dialled == ["ethernet"]
    assert status(counter)["route"] == "ethernet"


def test_a_dead_way_fails_over_before_anything_is_sent_and_says_why():
    counter = two_ways(ethernet="no-carrier")
    assert counter.do("sign_in")[0] == 0
    assert counter.do("sale")[0] == 0
    assert counter.dialled == ["ethernet", "mobile"]
    found = status(counter)
    assert found["route"] == "mobile"
    assert found["routes"] == [{"route": "ethernet", "fault": "no-carrier"}, {"route": "mobile", "fault": ""}]
    assert counter.shown().index("dial.no-carrier") < counter.shown().index("dialling.mobile")


def test_a_way_is_redialled_as_often_as_it_is_worth_and_not_where_that_is_hopeless():
    counter = two_ways("neither", ethernet="time-out", mobile="service-refused")
    assert counter.do("echo")[0] == 13
    assert counter.dialled == ["ethernet", "ethernet", "mobile"]


def test_a_way_that_failed_a_moment_ago_is_tried_last_and_later_first_again():
    counter = two_ways(ethernet="no-carrier")
    assert counter.do("echo")[0] == 0
    for line in tuple(counter.opened):
        counter.close(line)
    counter.obstacles = {}
    assert counter.do("echo")[0] == 0
    assert counter.dialled == ["ethernet", "mobile", "mobile"]
    for line in tuple(counter.opened):
        counter.close(line)
    counter.advance(61 * SECOND)
    assert counter.do("echo")[0] == 0
    assert counter.dialled[-1] == "ethernet"


@pytest.mark.parametrize("loss", ["the line goes", "silence"])
def test_inside_a_transaction_nothing_is_said_twice_the_reversal_takes_the_other_way(loss):
    counter = signed_in(routes=WAYS, links=[*WAYS])
    counter.host.silent = True
    number = open_sale(counter)
    counter.pump()
    assert len(counter.heard("0200")) == 1
    counter.obstacles = {"ethernet": "no-carrier"}
    counter.host.silent = loss == "silence"
    if loss == "the line goes":
        counter.close(counter.lines_of("ethernet")[0])
        counter.pump()
    else:
        counter.wait(60)
        counter.host.silent = False
        counter.wait(70)
    assert counter.replies[number][0] == 11
    assert len(counter.heard("0200")) == 1
    assert counter.heard("0400")
    assert counter.states() == {"000002": "reversed"}
    assert counter.dialled[-1] == "mobile"


def test_a_line_that_goes_before_the_first_byte_is_dialled_again_on_the_other_way():
    counter = signed_in(routes=WAYS, links=[*WAYS])
    counter.ask_desk("sale")
    while "ask.print_next" not in [question.question for question, *_ in counter.questions] and counter.questions:
        if counter.questions[0][0].question == "ask.pin":
            counter.obstacles = {"ethernet": "no-carrier"}
            counter.close(counter.lines_of("ethernet")[0])
        counter._answer_one()
    counter.pump()
    assert list(counter.states().values()) == ["completed"]
    assert len(counter.heard("0200")) == 1
    assert status(counter)["route"] == "mobile"


@pytest.mark.parametrize(
    "text", ["", "tram", "mobile ", "mobile 30", "mobile 0s", "mobile 3s 100", "Mobile", "mobile ٣s"]
)
def test_a_link_is_written_by_name_patience_and_redials(text):
    with pytest.raises(ValueError, match="link"):
        read_links([text])
    with pytest.raises(AssertionError):
        TerminalSettings(TERMINAL, links=[text])


def test_links_are_read_in_order_and_none_twice():
    mobile, cable = read_links(["mobile 30s 4", "ethernet"])
    assert (mobile.patience, mobile.redials, mobile.faults) == (30 * SECOND, 4, LINKS["mobile"].faults)
    assert cable == LINKS["ethernet"]
    for wrong in ([], ["mobile", "mobile 30s"]):
        with pytest.raises(ValueError, match="none twice"):
            read_links(wrong)


def test_every_link_and_every_reason_has_its_words():
    for link in LINKS.values():
        for language in Language:
            assert say(language, f"link.{link.name}")
            assert say(language, f"dialling.{link.name}")
        assert {f"dial.{fault}" for fault in link.faults} <= set(TEXTS)
    assert is_hopeless("no-carrier")
    assert not is_hopeless("busy")

"""Nobody passes the log-in page without a session, nothing changes without its token."""

from tests.web.accounts.conftest import LONG, make_person

MINUTE = 60_000_000


def test_whoever_is_not_logged_in_is_led_to_the_log_in_page_and_back(served, register):
    make_person(register, "li", "merchant-owner", "M1")
    browser = served.browser()
    led = browser.get("/bare?x=1")
    assert (led.status, led.headers["location"]) == (303, "/log-in?next=%2Fbare%3Fx%3D1")
    assert browser.log_in("li", LONG, next="/bare?x=1").headers["location"] == "/bare?x=1"
    assert browser.get("/bare").status == 200


def test_a_program_that_is_not_logged_in_gets_a_status_and_json(served):
    answer = served.browser().get("/api/anything", accept="application/json")
    assert answer.status == 404  # there is no such thing, and it tells nothing
    answer = served.browser().get("/bare", accept="application/json")
    assert answer.status == 401
    assert '"accounts.log-in-first"' in answer.text

"""Nobody passes the log-in page without a session, nothing changes without its token."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from countertop.web.accounts.console import MOST_HASHES
from tests.web.accounts.conftest import LONG, Served, make_person, make_small_console, routes_of

MINUTE = 60_000_000
HOUR = 60 * MINUTE


@pytest.fixture
def li(register):
    make_person(register, "li", "merchant-owner", "M1")
    return "li"


@pytest.fixture
def browser(served, li):
    browser = served.browser()
    assert browser.log_in(li, LONG).status == 303
    return browser


def test_whoever_is_not_logged_in_is_led_to_the_log_in_page_and_back(served, li):
    browser = served.browser()
    led = browser.get("/bare?x=1")
    assert (led.status, led.headers["location"]) == (303, "/log-in?next=%2Fbare%3Fx%3D1")
    assert browser.log_in(li, LONG, next="/bare?x=1").headers["location"] == "/bare?x=1"
    assert browser.get("/bare").status == 200


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "/x\r\nx: y", ""]
)
def test_nobody_is_led_to_another_site(served, li, elsewhere):
    assert served.browser().log_in(li, LONG, next=elsewhere).headers["location"] == "/"


def test_a_program_that_is_not_logged_in_gets_a_status_and_json(served):
    answer = served.browser().get("/bare", accept="application/json")
    assert answer.status == 401
    assert '"accounts.log-in-first"' in answer.text


def test_every_address_of_a_console_is_closed_to_strangers(served):
    routes = routes_of(served.app)
    assert {"/", "/bare", "/change", "/log-out", "/password"} < {path for path, _ in routes}
    for path, methods in routes:
        for method in methods - {"HEAD"}:
            if not path.startswith("/log-in"):
                answer = served.browser().ask(method, path, {} if method == "POST" else None)
                assert answer.status in (303, 401), (method, path)
                assert answer.headers.get("location", "/log-in").startswith("/log-in")


def test_a_session_is_a_new_cookie_that_scripts_cannot_read_and_other_sites_cannot_send(served, li):
    browser = served.browser()
    browser.cookies["countertop-merchant"] = "chosen by somebody else"
    token = browser.get("/log-in").csrf
    answer = browser.post("/log-in", {"csrf": token, "name": li, "password": LONG})
    (cookie,) = [line for line in answer.headers.get_all("set-cookie") if line.startswith("countertop-merchant=")]
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    assert browser.cookies["countertop-merchant"] != "chosen by somebody else"
    first = browser.cookies["countertop-merchant"]
    assert served.browser().log_in(li, LONG).status == 303
    assert browser.cookies["countertop-merchant"] == first


def test_nothing_changes_without_the_token_of_the_session(browser, served, li):
    other = served.browser()
    other.log_in(li, LONG)
    right = browser.get("/").csrf
    for wrong in ({}, {"csrf": ""}, {"csrf": "0" * 64}, {"csrf": other.get("/").csrf}, {"csrf": "é"}):
        assert browser.post("/change", wrong).status == 403
        assert browser.post("/log-out", wrong).status == 403
    assert browser.post("/change", {"csrf": right}).status == 200
    assert browser.ask("POST", "/change", x_csrf_token=right, content_length="0").status == 200
    assert browser.ask("POST", "/change", x_csrf_token="wrong", content_length="0").status == 403


def test_nobody_is_logged_in_by_a_form_of_somebody_else(served, li):
    browser = served.browser()
    stolen = served.browser().get("/log-in").csrf
    assert browser.post("/log-in", {"csrf": stolen, "name": li, "password": LONG}).status == 403


@pytest.mark.parametrize("headers", [{"origin": "http://evil.example"}, {"sec_fetch_site": "cross-site"}])
def test_a_form_of_another_site_changes_nothing_even_with_the_token(browser, headers):
    assert browser.post("/change", {"csrf": browser.get("/").csrf}, **headers).status == 403


def test_what_has_another_form_is_refused_and_not_sent_back(served):
    browser = served.browser()
    secret = "correct-horse-" * 100
    for headers in ({}, {"accept": "application/json"}):
        answer = browser.post(
            "/log-in", {"csrf": browser.get("/log-in").csrf, "name": "li", "password": secret}, **headers
        )
        assert answer.status == 422
        assert "correct-horse" not in answer.text
    assert '"accounts.not-understood"' in answer.text


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/nowhere", 404), ("GET", "/change", 405)])
def test_a_person_at_a_wrong_address_gets_a_page(browser, method, path, status):
    answer = browser.ask(method, path, accept_language="en")
    assert (answer.status, answer.headers.get_content_type()) == (status, "text/html")
    assert "There is no such page." in answer.text
    assert '"accounts.no-such-page"' in browser.ask(method, path, accept="application/json").text


def test_a_role_that_may_not_is_refused(served, register):
    make_person(register, "clerk", "merchant-clerk", "M1")
    clerk = served.browser()
    clerk.log_in("clerk", LONG)
    assert clerk.get("/").status == 200
    assert clerk.post("/change", {"csrf": clerk.get("/").csrf}).status == 403
    _, entry = register.store.trail("M1", None, 1)[0]
    assert (entry.who, entry.what, entry.about) == ("clerk", "not-allowed", "POST /change")


def test_a_session_of_one_site_is_none_at_another(browser, register):
    make_person(register, "host", "acquirer-operator")
    with Served(make_small_console(register, "acquirer")) as acquirer:
        stranger = acquirer.browser()
        stranger.cookies["countertop-acquirer"] = browser.cookies["countertop-merchant"]
        assert stranger.get("/").status == 303
        assert stranger.log_in("li", LONG).status == 401
        assert stranger.log_in("host", LONG).status == 303


def test_a_session_ends_after_a_quarter_of_an_hour_without_doing_anything(browser, clock):
    for _ in range(4):
        clock.now += 14 * MINUTE
        assert browser.get("/").status == 200
    clock.now += 15 * MINUTE
    assert browser.get("/").status == 303


def test_a_page_that_refreshes_itself_does_not_keep_the_session(browser, clock):
    clock.now += 10 * MINUTE
    assert browser.get("/", x_live="1").status == 200
    clock.now += 5 * MINUTE
    assert browser.get("/", x_live="1").status == 401


def test_a_session_ends_after_twelve_hours_whatever_is_done(browser, clock):
    for _ in range(72):
        clock.now += 10 * MINUTE - 1
        assert browser.get("/").status == 200
    clock.now += 1000
    assert browser.get("/").status == 303


def test_whoever_logs_out_is_out(browser):
    secret = browser.cookies["countertop-merchant"]
    assert browser.post("/log-out", {"csrf": browser.get("/").csrf}).status == 303
    browser.cookies["countertop-merchant"] = secret
    assert browser.get("/").status == 303


def test_a_first_password_opens_nothing_but_the_page_to_change_it(served, register):
    first = register.add("new", "merchant-owner", "M1", "test")
    browser = served.browser()
    browser.log_in("new", first)
    assert browser.get("/").headers["location"] == "/password"
    assert browser.get("/bare", accept="application/json").status == 403
    token = browser.get("/password").csrf
    for wrong in (
        {"old": "wrong", "new": LONG, "repeated": LONG},
        {"old": first, "new": LONG, "repeated": f"{LONG}x"},
        {"old": first, "new": "short", "repeated": "short"},
        {"old": first, "new": first, "repeated": first},
    ):
        assert browser.post("/password", {"csrf": token, **wrong}).status == 422
    assert browser.post("/password", {"csrf": token, "old": first, "new": LONG, "repeated": LONG}).status == 303
    assert browser.get("/").status == 200


def test_what_a_page_does_is_in_the_trail_and_says_who(browser, register):
    browser.post("/change", {"csrf": browser.get("/").csrf})
    _, entry = register.store.trail("M1", None, 1)[0]
    assert (entry.who, entry.what, entry.about, entry.address) == ("li", "changed", "something", "127.0.0.1")


def test_outside_demo_mode_the_page_tells_no_accounts_and_a_fresh_house_lets_nobody_in(served, register):
    browser = served.browser()
    page = browser.get("/log-in")
    assert "fresh-mart" not in page.text
    assert "countertop accounts add" in page.text
    assert browser.log_in("owner", "fresh-mart-2026").status == 401
    assert register.accounts() == []


def test_names_of_people_are_shown_as_they_are(served, register):
    make_person(register, "<script>alert(1)</script>", "merchant-owner", "M1")
    browser = served.browser()
    browser.log_in("<script>alert(1)</script>", LONG)
    page = browser.get("/").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_tries_that_come_all_at_once_are_slowed_down_too(served, li):
    browsers = [served.browser() for _ in range(60)]
    forms = [{"csrf": browser.get("/log-in").csrf, "name": "nobody", "password": "wrong"} for browser in browsers]
    with ThreadPoolExecutor(len(browsers)) as pool:
        answers = list(pool.map(lambda browser, form: browser.post("/log-in", form), browsers, forms))
    statuses = [answer.status for answer in answers]
    assert set(statuses) == {401, 429}
    assert statuses.count(401) <= 30 + MOST_HASHES


def test_whoever_logs_in_again_ends_the_session_of_before(browser, served):
    before = browser.cookies["countertop-merchant"]
    answer = browser.post("/log-in", {"csrf": _log_in_token(browser, served), "name": "li", "password": LONG})
    assert answer.status == 303
    assert browser.cookies["countertop-merchant"] != before
    assert browser.get("/").status == 200
    browser.cookies["countertop-merchant"] = before
    assert browser.get("/").status == 303


def _log_in_token(browser, served):
    """Return the token of a log-in page that was opened before its browser was logged in."""
    other = served.browser()
    token = other.get("/log-in").csrf
    browser.cookies |= other.cookies
    return token


def test_an_address_that_fails_too_often_is_slowed_down(served, li, clock):
    browser = served.browser()
    statuses = [browser.log_in(f"nobody{number}", "wrong password").status for number in range(31)]
    assert statuses == [401] * 30 + [429]
    slowed = browser.log_in(li, LONG)
    assert (slowed.status, slowed.headers["retry-after"]) == (429, "5")
    clock.now += 5_000_000
    assert browser.log_in(li, LONG).status == 303

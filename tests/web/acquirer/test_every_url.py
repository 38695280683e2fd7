"""Every address of the console for every role: those who may get a page, the others nothing; and none tells a card."""

import re

import pytest

from countertop.web.accounts.roles import ROLES, Permission
from countertop.web.acquirer.deeds import DEEDS
from countertop.web.acquirer.lists import LISTINGS
from countertop.web.acquirer.sections import LIST_PAGES, SECTIONS
from tests.web.acquirer.conftest import ADMINISTRATOR, AUDITOR, KEY_OFFICER, OPERATOR, TERMINAL

PEOPLE = {
    OPERATOR: "acquirer-operator",
    KEY_OFFICER: "acquirer-key-officer",
    AUDITOR: "acquirer-auditor",
    ADMINISTRATOR: "acquirer-administrator",
}
CANARIES = ("6225000000000014", "6225000000000030", "123456=")
BOTH = ("zh", "en")


def may(name, permission):
    return permission in ROLES[PEOPLE[name]].may


def tells_no_secret(text):
    for canary in CANARIES:
        assert canary not in text
    # A key block is told by its header (TR-31): version, length, usage.
    assert not re.search(r"\b[ABCD]\d{4}[A-Z]\d[A-Z]{2}", text)


@pytest.mark.parametrize("name", PEOPLE)
def test_the_pages_of_the_navigation(visitors, name):
    visitor = visitors(name)
    for section in SECTIONS:
        for language in BOTH:
            answer = visitor.get(f"{section.path}?language={language}")
            assert answer.status == (200 if may(name, section.permission) else 403), section.path
            tells_no_secret(answer.text)
            assert section.path == "/api" or "host." not in re.sub(r"<[^>]*>", "", answer.text)


@pytest.mark.parametrize("name", PEOPLE)
def test_the_pages_about_accounts(visitors, name):
    visitor = visitors(name)
    keeps = may(name, Permission.HOST_PEOPLE)
    for path, status in (("/own", 200), ("/password", 200), ("/people/one?name=clerk", 200 if keeps else 403)):
        for language in BOTH:
            answer = visitor.get(f"{path}{'&' if '?' in path else '?'}language={language}")
            assert answer.status == status, path


@pytest.mark.parametrize("name", PEOPLE)
def test_the_pages_about_one_thing(visitors, name):
    visitor = visitors(name)
    merchant = visitors(OPERATOR).call("/api/lists/merchants")[1]["rows"][0]["merchant_id"]
    for path in (f"/terminals/{TERMINAL}", f"/merchants/{merchant}"):
        answer = visitor.get(path)
        assert answer.status == 200
        tells_no_secret(answer.text)
    for path in ("/terminals/99999999", "/merchants/nobody", "/terminals/%3Cb%3E"):
        answer = visitor.get(path)
        assert answer.status == 404
        assert "<b>" not in answer.text


@pytest.mark.parametrize("name", PEOPLE)
def test_the_messages_of_a_transaction(visitors, name, declined):
    visitor = visitors(name)
    expected = 200 if name in (OPERATOR, AUDITOR) else 403
    for path in ("", "/messages/0", "/messages/1", "/compare?left=0&right=1"):
        answer = visitor.get(f"/transactions/{declined}{path}")
        assert answer.status == expected, path
        tells_no_secret(answer.text)


@pytest.mark.parametrize("name", PEOPLE)
def test_every_listing(visitors, name):
    for listing in LISTINGS.values():
        status, body = visitors(name).call(f"/api/lists/{listing.name}")
        needs_more = {"postings": 422, "dispositions": 422, "commands": 200}.get(listing.name, 200)
        assert status == needs_more, (listing.name, body)
        tells_no_secret(str(body))


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("deed", DEEDS.values(), ids=list(DEEDS))
def test_every_deed_is_for_those_who_may(visitors, name, deed):
    visitor = visitors(name)
    expected = may(name, deed.permission)
    assert visitor.get(f"/deeds/{deed.name}").status == (200 if expected else 403)
    if not expected:
        assert visitor.post(f"/deeds/{deed.name}").status == 403
        assert visitor.post(f"/deeds/{deed.name}/made-up").status == 403
        assert visitor.get(f"/deeds/{deed.name}/made-up").status == 403
        body = {each.name: "x" for each in deed.fields}
        assert visitor.call(f"/api/deeds/{deed.name}", body)[0] == 403


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/slips"),
        ("GET", "/events?of=live"),
        ("GET", "/deeds/sign-off"),
        ("POST", "/deeds/sign-off"),
        ("POST", "/deeds/sign-off/made-up"),
        ("POST", "/api/deeds/sign-off"),
    ],
)
def test_who_tries_what_they_may_not_is_in_the_trail(visitors, register, method, path):
    visitor = visitors(KEY_OFFICER)
    if path.startswith("/api"):
        assert visitor.call(path, {})[0] == 403
    else:
        form = {"csrf": visitor.csrf} if method == "POST" else None
        assert visitor.browser.ask(method, path, form).status == 403
    _, entry = register.store.trail(None, None, 1)[0]
    assert (entry.who, entry.what) == (KEY_OFFICER, "not-allowed")
    assert entry.about == f"{method} {path.partition('?')[0]}"


def test_a_place_in_the_trail_that_cannot_be_is_refused(visitors):
    for place in ("0", "x", "9" * 30):
        assert visitors(AUDITOR).get(f"/trail?before={place}").status == 422


def test_nobody_sees_anything_without_a_session(served):
    stranger = served.browser()
    paths = ["/events", "/find", "/terminals/80000101", "/transactions/000000000000", "/api/openapi.json", "/api/pulse"]
    paths += [page.path for page in LIST_PAGES] + [section.path for section in SECTIONS]
    paths += ["/deeds/sign-off/made-up", "/approvals/made-up"]
    paths += [f"/deeds/{name}" for name in DEEDS] + [f"/api/lists/{name}" for name in LISTINGS]
    for path in paths:
        answer = stranger.get(path)
        assert answer.status in (303, 401), path
        assert answer.headers.get("location", "/log-in").startswith("/log-in")


def test_a_change_without_its_token_changes_nothing(visitors):
    visitor = visitors(OPERATOR)
    asked = {"terminal_id": TERMINAL, "command": "lock"}
    told = f"/api/lists/commands?terminal_id={TERMINAL}"
    before = visitor.call(told)
    assert visitor.browser.post("/deeds/command", asked).status == 403
    assert visitor.browser.post("/deeds/command", {**asked, "csrf": "0" * 64}).status == 403
    assert visitor.call(told) == before

"""Every address of the console, for every role, about one's own shop and about another one."""

import pytest

from tests.acquirer.neighbours import OTHER_MERCHANT_ID, OTHER_TERMINAL_ID, TERMINAL_ID
from tests.web.accounts.conftest import routes_of
from tests.web.merchant.conftest import PEOPLE, SCRIPT

EVERYBODY = {"owner", "clerk", "auditor", "other"}
NOT_CLERKS = EVERYBODY - {"clerk"}
OWNERS = {"owner", "other"}

PAGES = {
    "/": EVERYBODY,
    "/find?text=000003": EVERYBODY,
    "/transactions": EVERYBODY,
    "/transactions/{rrn}": EVERYBODY,
    "/transactions/{rrn}/{copy}.{kind}": EVERYBODY,
    "/transactions/{rrn}/refund": EVERYBODY - {"auditor"},
    "/batches": EVERYBODY,
    "/batches/{terminal_id}/{instance}": EVERYBODY,
    "/terminals": EVERYBODY,
    "/trail": NOT_CLERKS,
    "/statement": NOT_CLERKS,
    "/statement.pdf": NOT_CLERKS,
    "/export.csv": NOT_CLERKS,
    "/api/shop": EVERYBODY,
    "/api/today": EVERYBODY,
    "/api/transactions": EVERYBODY,
    "/api/transactions/{rrn}": EVERYBODY,
    "/api/batches": EVERYBODY,
    "/api/batches/{terminal_id}/{instance}": EVERYBODY,
    "/api/days": EVERYBODY,
    "/api/openapi.json": EVERYBODY,
    "/api/docs": EVERYBODY,
    "/password": EVERYBODY,
    "/own": EVERYBODY,
    "/people": OWNERS,
    "/people/one?name={name}": OWNERS,
    "/api/own/sessions": EVERYBODY,
    "/api/people": OWNERS,
}
ELSEWHERE = {"/log-in", "/log-out", "/live", "/api/transactions/{rrn}/refunds"}
"""Addresses that other tests open: here nothing may end, or begin."""

ELSEWHERE |= {"/own/sessions", "/log-in/passkey", "/log-in/passkey/begin"}
ELSEWHERE |= {f"/own/passkeys{what}" for what in ("", "/begin", "/remove")}
CHANGES = ("role", "closed", "reset", "sessions", "confirmed")
ELSEWHERE |= {f"{prefix}/people/{what}" for prefix in ("", "/api") for what in CHANGES}

OF_OTHERS = ("{rrn}", "{terminal_id}")


def own(world, name):
    """What of their own a person may name in an address."""
    if name == "other":
        return {"rrn": world.foreign.rrn, "terminal_id": OTHER_TERMINAL_ID, "instance": 7, "name": name}
    return {"rrn": world.refunded.rrn, "terminal_id": TERMINAL_ID, "instance": 1, "name": name}


def test_the_list_is_whole(world):
    paths = {path for path, _ in routes_of(world.site)}
    assert paths - ELSEWHERE == {path.partition("?")[0] for path in PAGES}


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("name", PEOPLE)
def test_who_may_see_what(people, world, name, path):
    answer = people[name].get(path.format(**own(world, name), copy="merchant", kind="png"))
    nothing_closed = name == "other" and "{instance}" in path
    expected = 404 if nothing_closed else 303 if path.startswith("/find") else 200
    assert answer.status == (expected if name in PAGES[path] else 403)


@pytest.mark.parametrize("path", [path for path in PAGES if any(part in path for part in OF_OTHERS)])
def test_what_is_another_shop_s_does_not_exist(people, world, path):
    for name, foreign in (("owner", "other"), ("other", "owner")):
        answer = people[name].get(path.format(**own(world, foreign), copy="merchant", kind="png"))
        assert answer.status == 404
        for secret in (str(OTHER_MERCHANT_ID), "31.41", "3141"):
            assert name == "other" or secret not in answer.text


@pytest.mark.parametrize("path", [path for path in PAGES if "{" not in path and not path.endswith(".pdf")])
def test_nothing_of_another_shop_is_on_a_page(people, world, path):
    text = people["owner"].get(path).text
    for foreign in (world.foreign.rrn, OTHER_MERCHANT_ID, OTHER_TERMINAL_ID, "31.41"):
        assert foreign not in text


@pytest.mark.parametrize(
    "query",
    [
        f"terminal={OTHER_TERMINAL_ID}", f"merchant_id={OTHER_MERCHANT_ID}", f"merchant={OTHER_MERCHANT_ID}", "amount=31.41",
        "like={foreign}",
    ],
)  # fmt: skip
def test_no_filter_reaches_into_another_shop(owner, world, query):
    for path in ("/transactions", "/api/transactions", "/export.csv"):
        answer = owner.get(f"{path}?{query.format(foreign=world.foreign.rrn)}")
        assert answer.status == 200
        assert "31.41" not in answer.text.replace('value="31.41"', "").replace("amount=31.41", "")
        assert '"amount":3141' not in answer.text


@pytest.mark.parametrize("path", [path for path in PAGES if not path.endswith((".pdf", ".csv", ".json", "}.{kind}"))])
def test_a_shop_s_name_is_shown_as_it_is(people, world, path):
    text = people["other"].get(path.format(**own(world, "other"))).text
    assert SCRIPT not in text or path.startswith("/api/")
    assert "<script>alert" not in text or people["other"].get(path).headers["content-type"] == "application/json"


@pytest.mark.parametrize("path", ["/", "/transactions/{rrn}/{copy}.{kind}", "/api/today", "/export.csv", "/nothing"])
def test_every_answer_carries_the_headers(owner, world, path):
    headers = owner.get(path.format(**own(world, "owner"), copy="merchant", kind="pdf")).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_but_passwords_and_refunds_changes_anything_here(owner, method):
    token = owner.get("/").csrf
    for path in ("/", "/transactions", "/api/shop", "/batches"):
        assert owner.ask(method, path, x_csrf_token=token, content_length="0").status == 405

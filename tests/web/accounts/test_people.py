"""Accounts of others: a shop's owner keeps those of that shop alone, an administrator all, and no one else any."""

import re

import pytest

from countertop.web.accounts.errors import AccountFault
from countertop.web.accounts.keeping import Keeping
from countertop.web.accounts.roles import Person
from tests.web.accounts.conftest import CHANGES, KEEPERS, LONG, PEOPLE, call


def submit(browser, path, **form):
    return browser.post(path, {"csrf": browser.get("/own").csrf, **form})


def first_password(answer):
    return re.search(r"<output[^>]*>([a-z2-9-]{19})</output>", answer.text)[1]


def newest(register, scope=None):
    return next(entry for _, entry in register.store.trail(scope, None, 1))


def test_those_who_keep_accounts_are_owners_and_administrators():
    assert {"owner", "neighbour", "root", "second-root"} == KEEPERS


@pytest.mark.parametrize("name", sorted(set(PEOPLE) - KEEPERS))
def test_whoever_keeps_no_accounts_sees_and_changes_none(sites, name):
    browser = sites.visitor(name)
    before = sites.register.accounts()
    assert browser.get("/people").status == 403
    assert browser.get("/people/one?name=clerk").status == 403
    assert call(browser, "/api/people")[0] == 403
    for what, more in CHANGES.items():
        assert submit(browser, f"/people/{what}", name="clerk", **more).status == 403
        assert call(browser, f"/api/people/{what}", {"name": "clerk", **more})[0] == 403
    added = {"name": "new", "role": "merchant-clerk", "merchant_id": "M1"}
    assert submit(browser, "/people", **added).status == 403
    assert call(browser, "/api/people", added)[0] == 403
    assert sites.register.accounts() == before
    assert newest(sites.register).what == "not-allowed"


@pytest.mark.parametrize("foreign", ["neighbour", "operator", "root", "nobody"])
def test_what_is_not_of_the_shop_does_not_exist_for_its_owner(sites, foreign):
    owner = sites.visitor("owner")
    before = sites.register.accounts()
    listed = [each["name"] for each in call(owner, "/api/people?text=")[1]["accounts"]]
    assert listed == ["auditor", "clerk", "owner"]
    assert owner.get(f"/people/one?name={foreign}").status == 404
    for what, more in CHANGES.items():
        assert submit(owner, f"/people/{what}", name=foreign, **more).status == 404
        status, told = call(owner, f"/api/people/{what}", {"name": foreign, **more})
        assert (status, told["error"]["code"]) == (404, "accounts.none-such")
    assert sites.register.accounts() == before
    if foreign != "nobody":
        assert foreign not in owner.get("/people").text


@pytest.mark.parametrize(
    ("role", "merchant_id", "status"),
    [
        ("merchant-clerk", "", 201),
        ("merchant-owner", "", 201),
        ("merchant-clerk", "M2", 201),
        ("acquirer-administrator", "", 422),
        ("acquirer-operator", "M1", 422),
        ("king", "", 422),
    ],
)
def test_an_owner_adds_people_of_that_shop_alone(sites, role, merchant_id, status):
    added = {"name": "new", "role": role, "merchant_id": merchant_id}
    answer = submit(sites.visitor("owner"), "/people", **added)
    assert answer.status == status
    account = sites.register.store.account("new")
    assert (account is not None) is (status == 201)
    assert account is None or account.merchant_id == "M1"


def test_an_owner_gives_no_role_of_the_acquirer(sites):
    owner = sites.visitor("owner")
    assert submit(owner, "/people/role", name="clerk", role="acquirer-administrator").status == 422
    assert sites.register.account("clerk").role == "merchant-clerk"
    assert submit(sites.visitor("root"), "/people/role", name="operator", role="merchant-owner").status == 422


def test_a_new_person_logs_in_with_the_first_password_and_must_change_it(sites):
    answer = submit(sites.visitor("owner"), "/people", name="Zhang San", role="merchant-clerk")
    assert answer.headers["cache-control"] == "no-store"
    first = first_password(answer)
    assert first not in sites.visitor("owner").get("/people/one?name=Zhang+San").text
    browser = sites.served["merchant"].browser()
    assert browser.log_in("Zhang San", first).headers["location"] == "/"
    assert browser.get("/").headers["location"] == "/password"
    assert browser.get("/own").headers["location"] == "/password"
    token = browser.get("/password").csrf
    assert browser.post("/password", {"csrf": token, "old": first, "new": LONG, "repeated": LONG}).status == 303
    assert browser.get("/own").status == 200
    told = [
        (entry.who, entry.what, entry.about, entry.scope) for _, entry in sites.register.store.trail("M1", None, 50)
    ]
    assert ("owner", "account-added", "Zhang San merchant-clerk", "M1") in told
    assert first not in str(told)


def test_a_reset_gives_a_first_password_unlocks_and_logs_out(sites, register):
    clerk = sites.visitor("clerk")
    for _ in range(10):
        register.log_in("merchant", "clerk", "wrong", "elsewhere")
    first = first_password(submit(sites.visitor("owner"), "/people/reset", name="clerk"))
    assert clerk.get("/own").status == 303
    assert register.log_in("merchant", "clerk", LONG, "") is None
    assert register.log_in("merchant", "clerk", first, "") is not None
    entry = next(entry for _, entry in register.store.trail("M1", None, 5) if entry.what == "account-reset")
    assert (entry.who, entry.about, entry.address) == ("owner", "clerk", "127.0.0.1")


def test_a_closed_account_is_out_at_once_until_it_is_opened(sites, register):
    owner, clerk = sites.visitor("owner"), sites.visitor("clerk")
    closed = submit(owner, "/people/closed", name="clerk", closed="1")
    assert closed.headers["location"] == "/people/one?name=clerk&done=closed"
    assert "The account is disabled." in owner.get(closed.headers["location"]).text
    assert newest(register).what == "account-closed"
    assert clerk.get("/own").status == 303
    assert register.log_in("merchant", "clerk", LONG, "") is None
    assert submit(owner, "/people/closed", name="clerk", closed="0").status == 303
    assert newest(register).what == "account-opened"
    assert sites.visitor("clerk").get("/own").status == 200


def test_another_role_ends_the_sessions_and_is_written_down(sites, register):
    owner, clerk = sites.visitor("owner"), sites.visitor("clerk")
    assert call(owner, "/api/people/role", {"name": "clerk", "role": "merchant-owner"})[1]["role"] == "merchant-owner"
    assert (newest(register).what, newest(register).about) == ("account-role", "clerk merchant-clerk → merchant-owner")
    assert clerk.get("/own").status == 303
    assert sites.visitor("clerk").get("/people").status == 200


def test_all_sessions_of_somebody_are_ended(sites, register):
    clerk, other = sites.visitor("clerk"), sites.visitor("clerk")
    assert submit(sites.visitor("owner"), "/people/sessions", name="clerk").status == 303
    assert (clerk.get("/own").status, other.get("/own").status) == (303, 303)
    entry = next(entry for _, entry in register.store.trail("M1", None, 5) if entry.what == "sessions-ended")
    assert (entry.who, entry.about) == ("owner", "clerk")


def test_nobody_changes_their_own_account_there(sites):
    owner = sites.visitor("owner")
    for what, more in CHANGES.items():
        assert submit(owner, f"/people/{what}", name="owner", **more).status == 409
        assert call(owner, f"/api/people/{what}", {"name": "OWNER", **more})[0] == 409
    assert sites.register.account("owner").role == "merchant-owner"
    assert owner.get("/own").status == 200


def test_an_administrator_keeps_everybody_s_accounts(sites):
    root = sites.visitor("root")
    listed = call(root, "/api/people")[1]["accounts"]
    assert {each["name"] for each in listed} == set(PEOPLE)
    assert [each["name"] for each in call(root, "/api/people?text=m2")[1]["accounts"]] == ["neighbour"]
    status, told = call(root, "/api/people", {"name": "third", "role": "merchant-owner", "merchant_id": "M3"})
    assert status == 201
    assert sites.register.log_in("merchant", "third", told["first_password"], "") is not None
    for wrong in ({"role": "merchant-owner"}, {"role": "acquirer-auditor", "merchant_id": "M1"}):
        assert call(root, "/api/people", {"name": "fourth", **wrong})[0] == 422
    assert call(root, "/api/people", {"name": "THIRD", "role": "acquirer-auditor"})[0] == 409


def test_an_account_of_one_administrator_opens_nothing_until_another_confirms_it(sites, register):
    root, second = sites.visitor("root"), sites.visitor("second-root")
    made = submit(root, "/people", name="shadow", role="acquirer-key-officer")
    assert (made.status, "until another administrator has confirmed it" in made.text) == (201, True)
    first = first_password(made)
    assert register.log_in("acquirer", "shadow", first, "") is None
    page = root.get("/people/one?name=shadow").text
    assert "To be confirmed" in page
    assert 'action="/people/confirmed"' not in page
    refused = submit(root, "/people/confirmed", name="shadow")
    assert (refused.status, "another administrator must" in refused.text) == (409, True)
    assert call(root, "/api/people/confirmed", {"name": "SHADOW"})[1]["error"]["code"] == "accounts.confirm-another"
    assert register.log_in("acquirer", "shadow", first, "") is None
    assert 'action="/people/confirmed"' in second.get("/people/one?name=shadow").text
    confirmed = submit(second, "/people/confirmed", name="shadow")
    assert "The account is confirmed" in second.get(confirmed.headers["location"]).text
    assert (newest(register).who, newest(register).what) == ("second-root", "account-confirmed")
    assert register.log_in("acquirer", "shadow", first, "") is not None


def test_who_resets_somebody_does_not_become_them_and_can_confirm_no_other_of_their_own(sites, register):
    root, second = sites.visitor("root"), sites.visitor("second-root")
    first = first_password(submit(root, "/people/reset", name="operator"))
    assert register.log_in("acquirer", "operator", first, "") is None
    assert call(second, "/api/people/confirmed", {"name": "operator"})[1]["state"] == "first"
    assert register.log_in("acquirer", "operator", first, "") is not None
    # Who takes the place of the other administrator would confirm themselves.
    stolen = first_password(submit(root, "/people/reset", name="second-root"))
    assert register.log_in("acquirer", "second-root", stolen, "") is None
    assert submit(root, "/people/confirmed", name="second-root").status == 409
    # Whoever runs the machine makes the first administrator, and helps the last one.
    register.reset("second-root", "somebody at the machine")
    given = register.add("founder", "acquirer-administrator", None, "somebody at the machine")
    assert register.log_in("acquirer", "founder", given, "") is not None


def test_the_last_administrator_cannot_be_disabled_or_made_something_else(sites, register):
    root = Person("root", "acquirer-administrator", None)
    second = Person("second-root", "acquirer-administrator", None)
    register.add(
        "third-root", "acquirer-administrator", None, "test"
    )  # who has not chosen a password counts for nothing
    Keeping(register, root, "").set_closed("second-root", closed=True)
    for change in (
        lambda kept: kept.set_closed("root", closed=True),
        lambda kept: kept.set_role("root", "acquirer-auditor"),
    ):
        with pytest.raises(AccountFault) as told:
            change(Keeping(register, second, ""))  # it was on its way when the account was closed
        assert told.value.message == "accounts.last-administrator"
    assert register.account("root").role == "acquirer-administrator"
    assert not register.account("root").is_closed
    with pytest.raises(AccountFault):
        register.set_closed("root", "somebody at the machine", closed=True)


def test_one_s_own_sessions_are_shown_and_ended_one_by_one(sites, register):
    here, there = sites.visitor("clerk"), sites.visitor("clerk")
    owner = sites.visitor("owner")
    present, other = (
        next(each for each in call(browser, "/api/own/sessions")[1]["sessions"] if each["present"])
        for browser in (here, there)
    )
    assert other["address"] == "127.0.0.1"
    assert call(owner, "/api/own/sessions", {"handle": other["handle"]})[0] == 404
    assert there.get("/own").status == 200
    page = here.get("/own").text
    assert f'value="{other["handle"]}"' in page
    assert f'value="{present["handle"]}"' not in page
    assert submit(here, "/own/sessions", handle=other["handle"]).status == 303
    assert there.get("/own").status == 303
    assert here.get("/own").status == 200
    assert newest(register).what == "session-ended"


def test_nothing_of_this_changes_without_the_token(sites):
    owner = sites.visitor("owner")
    before = sites.register.accounts()
    for path in ("/people", *(f"/people/{what}" for what in CHANGES), "/own/sessions"):
        assert (
            owner.post(path, {"name": "clerk", "role": "merchant-clerk", "closed": "1", "handle": "0" * 16}).status
            == 403
        )
        assert owner.ask("POST", f"/api{path}", told={"name": "clerk"}).status == 403
    assert sites.register.accounts() == before


def test_names_and_programs_are_shown_as_they_are(sites, register):
    hostile = "<script>alert(1)</script>"
    register.add(hostile, "merchant-clerk", "M1", "test")
    owner = sites.visitor("owner")
    page = owner.get("/people").text
    assert "&lt;script&gt;" in page
    link = re.search(r'href="(/people/one\?name=%3C[^"]*)"', page)[1]
    shown = owner.get(link).text
    assert "<script>alert" not in page + shown
    assert "&lt;script&gt;" in shown


def test_many_accounts_stand_on_several_pages(sites, register):
    for number in range(120):
        register.add(f"person {number:03}", "merchant-clerk", "M1", "test")
    owner = sites.visitor("owner")
    _, first = call(owner, "/api/people")
    _, second = call(owner, "/api/people?after=" + first["after"].replace(" ", "+"))
    names = [each["name"] for each in first["accounts"] + second["accounts"]]
    assert len(first["accounts"]) == 100
    assert second["after"] is None
    assert len(names) == len(set(names)) == 123
    assert re.search(r'rel="next" href="/people\?text=&(amp;)?after=', owner.get("/people").text)


def test_who_reloads_a_change_or_wants_it_in_the_other_language_changes_nothing_again(sites):
    owner = sites.visitor("owner")
    first = submit(owner, "/people/reset", name="clerk")
    before = sites.register.accounts()
    link = re.search(r'href="(/people/reset\?language=zh)"', first.text)[1]
    assert owner.get(link).headers["location"] == "/people?language=zh"
    auditor = sites.visitor("auditor")
    for what in CHANGES:
        led = owner.get(f"/people/{what}?language=//evil.example")
        assert (led.status, led.headers["location"]) == (303, "/people")
        assert auditor.get(f"/people/{what}").status == 403
    assert sites.register.accounts() == before

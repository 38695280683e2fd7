"""Accounts in a browser: a person is added, chooses a password, makes a passkey and comes in by it; no page is a barrier."""

import json
import re

import pytest
from argon2 import PasswordHasher
from playwright.sync_api import expect

from countertop.web.accounts import passwords
from countertop.web.accounts.house import open_register
from countertop.web.gate import Gate
from tests.browser.axe import barriers
from tests.web.accounts.conftest import LONG, Served, make_person, make_small_console

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def console(tmp_path_factory):
    """A console behind its gate under both names of this machine, and a shop's owner with an account there."""
    full, passwords._HASHER = passwords._HASHER, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    register = open_register(tmp_path_factory.mktemp("house"), is_demo=False)
    make_person(register, "li na", "merchant-owner", "M1")
    make_person(register, "wang wei", "merchant-clerk", "M1")
    with Served(make_small_console(register)) as served:
        hosts = [f"{name}:{served.port}" for name in ("127.0.0.1", "localhost")]
        served.gate = Gate(served.app, lambda *fault: served.faults.append(fault), hosts=hosts)
        served.register = register
        yield served
    assert register.store.broken_at() is None
    register.store.close()
    passwords._HASHER = full


@pytest.fixture(scope="module")
def sites(console):
    return {name: f"http://{name}:{console.port}/" for name in ("localhost", "127.0.0.1")}


def log_in(page, name="li na", password=LONG):
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.keyboard.press("Enter")
    expect(page.get_by_role("navigation").first).to_be_visible()


def test_a_person_is_added_and_comes_in_with_the_first_password(open_page):
    page = open_page("localhost", "people")
    log_in(page)
    form = page.get_by_role("form", name="Add an account")
    form.get_by_label("Name").fill("Zhang San")
    form.get_by_label("Role").select_option(label="Merchant clerk")
    form.get_by_role("button").click()
    first = page.locator("output").inner_text()
    assert re.fullmatch(r"([a-z2-9]{4}-){3}[a-z2-9]{4}", first)
    page.get_by_role("link", name="Back to accounts").click()
    expect(page.get_by_role("row", name="Zhang San")).to_contain_text("First log-in due")
    assert first not in page.content()

    other = open_page("localhost")
    log_in(other, "Zhang San", first)
    expect(other.get_by_role("heading", name="Change password")).to_be_visible()
    other.get_by_label("Present password").fill(first)
    other.get_by_label("New password", exact=True).fill(LONG)
    other.get_by_label("New password again").fill(LONG)
    other.get_by_role("main").get_by_role("button", name="Change password").click()
    expect(other).to_have_url(re.compile("/$"))

    page.get_by_role("link", name="Zhang San").click()
    expect(page.get_by_text("Chrome · Linux")).to_be_visible()
    page.get_by_role("button", name="Disable account").click()
    expect(page.get_by_role("status")).to_contain_text("The account is disabled")
    other.goto(other.url)
    expect(other.get_by_role("button", name="Log in")).to_be_visible()


def test_a_passkey_is_made_and_logs_in_once(open_page, sites):
    page = open_page("localhost", "own")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    log_in(page)
    form = page.locator("form[data-passkey]")
    form.get_by_label("Present password").fill("not the password")
    form.get_by_role("button").click()
    expect(form.get_by_role("alert")).to_contain_text("password is wrong")
    form.get_by_label("Present password").fill(LONG)
    form.get_by_label("What you call it").fill("my laptop")
    form.get_by_role("button").click()
    expect(page.get_by_role("status")).to_contain_text("The passkey is added")
    expect(page.get_by_role("row", name="my laptop")).to_contain_text("never")

    page.get_by_role("button", name="Log out").click()
    shown = []
    page.on("request", lambda asked: shown.append(asked.post_data) if asked.url.endswith("/log-in/passkey") else None)
    page.get_by_role("button", name="Log in with a passkey").click()
    expect(page.get_by_role("navigation").first).to_be_visible()
    page.goto(sites["localhost"] + "own")
    expect(page.get_by_role("row", name="my laptop")).not_to_contain_text("never")

    page.get_by_role("button", name="Log out").click()
    token = page.locator("input[name=csrf]").first.get_attribute("value")
    (used,) = shown
    again = page.evaluate(
        """async ([body, token]) => (await fetch("/log-in/passkey", {
            method: "POST", body, headers: { "content-type": "application/json", "x-csrf-token": token } })).status""",
        [used, token],
    )
    assert again == 401
    assert json.loads(used)["credential"]["type"] == "public-key"


def test_an_address_of_numbers_leads_to_one_that_carries_passkeys(open_page, sites):
    page = open_page("127.0.0.1", "own")
    log_in(page)
    expect(page.get_by_text("No passkeys at this address")).to_be_visible()
    page.get_by_role("link", name="localhost").click()
    expect(page).to_have_url(re.compile(re.escape(sites["localhost"])))
    log_in(page)
    expect(page.locator("form[data-passkey]")).to_be_visible()


def test_what_the_table_of_views_does_not_show_is_no_barrier_either(open_page, console):
    page = open_page("localhost", viewport=DESKTOP, bypass_csp=True)
    log_in(page)
    found = {}

    def look(name):
        page.set_viewport_size(DESKTOP)
        found[name] = barriers(page)
        page.set_viewport_size(PHONE)
        if page.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
            found[name]["wide"] = True

    page.goto(f"http://localhost:{console.port}/own?language=zh")
    look("passkeys")
    page.goto(f"http://localhost:{console.port}/people/one?name=wang+wei")
    page.locator("form[action='/people/reset'] button").click()
    expect(page.locator("output")).to_be_visible()
    look("first password")
    assert not any(found.values()), found

"""The acquirer's console in a browser: what passes is followed to its byte, terminals obey, and two people close a batch."""

import re

import pytest
from playwright.sync_api import expect

from countertop.web.accounts.demo import DEMO_ACCOUNTS
from tests.browser.cashier import Cashier
from tests.end_to_end.processes import run, sale

SITE = "Acquirer console"
OPERATOR, SECOND = "host-operator", "host-operator-two"
PASSWORDS = {account.name: account.password for account in DEMO_ACCOUNTS}
TERMINAL = "80000101"


@pytest.fixture(scope="module")
def house(serving):
    """A house where two sales were made, one of them declined."""
    assert run("sign-in", "--demo", data=serving.data).status == 0
    assert sale(serving.data).status == 0
    assert sale(serving.data, "30.00", "--card", "empty-east").status == 10
    return serving.data


@pytest.fixture
def console(open_page, house):
    """Open the console and log in."""

    def opening(name=OPERATOR, path="/", **more):
        page = open_page(SITE, path.removeprefix("/"), **more)
        page.locator("input[name=name]:not([type=hidden])").fill(name)
        page.locator("input[type=password]").fill(PASSWORDS[name])
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(re.escape(path) + "$"))
        return page

    return opening


def test_an_engineer_follows_a_declined_sale_to_the_byte_that_explains_it(console):
    page = console("host-auditor", "/live")
    page.locator("tr", has_text="Declined").first.get_by_role("link", name=re.compile(r"^\w{12}$")).click()
    expect(page.get_by_text("Insufficient funds").first).to_be_visible()
    expect(page.locator(".side-by-side thead th")).to_have_count(13)
    page.get_by_role("link", name="Which byte says so").click()
    row = page.locator("tr[aria-current]")
    expect(row).to_contain_text("response code")
    expect(row).to_contain_text("Insufficient funds")
    chosen = page.locator(".byte.is-chosen")
    expect(chosen).to_have_text(["35", "31"])
    offset = row.locator("td").first.inner_text()
    assert chosen.first.get_attribute("data-offset") == offset
    page.get_by_role("button", name="4", exact=True).click()
    expect(page.locator(".byte.is-chosen")).to_have_text(["00", "00", "00", "00", "30", "00"])
    page.locator(f".byte[data-offset='{offset}']").click()
    expect(page.locator("tr[aria-current]")).to_contain_text("response code")


def test_what_is_pasted_is_explained_at_its_byte_and_never_shown_again(console):
    page = console("host-auditor", "/inspector")
    dump = "60000300006031003100010210 7020000000800000 166225000000000014 000000 0000000F3000 000003 3531"
    page.get_by_label("Message", exact=True).fill(dump)
    page.get_by_role("button", name="Read it").click()
    faulty = page.locator(".byte.is-faulty").first
    expect(faulty).to_be_visible()
    expect(page.get_by_label("Message", exact=True)).to_have_value("")
    assert "6225000000000014" not in page.content()
    page.locator(".go-to-byte").first.click()


def test_a_sale_appears_while_somebody_looks_and_the_figures_follow(console, house):
    page = console(path="/")
    expect(page.locator("#chart canvas")).to_be_visible()
    expect(page.locator("#heartbeat")).to_have_text("Live")
    other = console("host-auditor", "/live")
    assert sale(house, "77.31").status == 0
    for each in (page, other):
        expect(each.locator("tr", has_text="77.31")).to_be_visible()


def test_an_operator_locks_a_terminal_and_sees_it_locked_there(console, open_page, house):
    page = console(path=f"/terminals/{TERMINAL}")
    page.get_by_role("button", name="Lock", exact=True).click()
    expect(page.get_by_text(f"Terminal {TERMINAL} is locked at once")).to_be_visible()
    page.get_by_role("button", name="Do it").dblclick()
    expect(page.get_by_role("status")).to_contain_text(f"Terminal {TERMINAL} is locked")
    page.get_by_role("main").get_by_role("link", name=f"Terminal {TERMINAL}").click()
    expect(page.get_by_text("Locked", exact=True)).to_be_visible()
    expect(page.locator("section[aria-label='Commands and reports'] tbody tr")).to_have_count(1)
    assert sale(house).status != 0  # its next call tells it
    cashier = Cashier(open_page("Terminal"))
    cashier.is_ready()
    cashier.swipe()
    cashier.sees("screen.host_locked")
    page.reload()
    expect(page.locator("section[aria-label='Commands and reports'] tbody tr").first).to_contain_text("Done")
    page.get_by_role("button", name="Unlock", exact=True).click()
    page.get_by_role("button", name="Do it").click()
    expect(page.get_by_role("status")).to_contain_text("is unlocked")


def test_two_people_close_a_batch_that_its_terminal_does_not(console):
    page = console(path="/batches")
    page.get_by_role("link", name="Propose to close it").first.click()
    page.get_by_label("Reason").fill("the machine is lost")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("the machine is lost").first).to_be_visible()
    page.get_by_role("button", name="Do it").click()
    expect(page.get_by_role("status")).to_contain_text("another person must approve")
    page.goto(page.url.rsplit("/deeds", 1)[0] + "/batches")
    page.get_by_role("button", name="Approve closing it").click()
    page.get_by_role("button", name="Do it").click()
    expect(page.get_by_role("alert")).to_contain_text("who proposed it cannot approve it")
    other = console(SECOND, "/batches")
    other.get_by_role("button", name="Approve closing it").click()
    other.get_by_role("button", name="Do it").click()
    expect(other.get_by_role("status")).to_contain_text("closed by two persons")
    other.goto(other.url.rsplit("/deeds", 1)[0] + "/cases")
    expect(other.get_by_text("a whole batch, closed by two persons")).to_be_visible()


def test_the_console_is_worked_by_the_keyboard(console):
    page = console(path="/merchants")
    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Transaction")
    page.goto(page.url)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()

"""Hardships between browser, pages and parties: slow links, dead and frozen servers, impatient fingers. Nothing is lost
and nothing is done twice: the books of the parties are looked at after each.

The pages run beside the parties as a program of their own, so that each can be killed alone.
"""

import signal
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.browser.books import asked, moving
from tests.browser.cashier import Cashier
from tests.browser.gallery.at_the_consoles import log_in
from tests.end_to_end.processes import Serving, run, sale, up

LATENCY = 800
"""Milliseconds there and back, over a line of so many bytes a second."""
NARROW = 40_000
DEBIT = "east 0001"


class Premises:
    """A house and its pages, each of which may be killed and started again at the same addresses."""

    def __init__(self, data):
        self.data = data
        self.house = self.pages = None

    def open_house(self):
        self.house = up(self.data)
        self.house.__enter__()

    def open_pages(self):
        self.pages = Serving("pages", "--data", self.data, "--language", "en")
        self.pages.__enter__()

    def close(self):
        for each in (self.pages, self.house):
            if each is not None:
                each.stop()

    @contextmanager
    def frozen(self, program):
        """Let a program hold still: its lines stay open, and nothing comes."""
        program.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            program.process.send_signal(signal.SIGCONT)


@pytest.fixture(scope="module")
def premises(tmp_path_factory):
    premises = Premises(tmp_path_factory.mktemp("house") / "data")
    try:
        premises.open_house()
        premises.open_pages()
        yield premises
    finally:
        premises.close()


@pytest.fixture(scope="module")
def sites(premises):
    return premises.pages.sites


@pytest.fixture
def house(premises):
    return premises.data


@pytest.fixture
def cashier(open_page):
    cashier = Cashier(open_page("Terminal", viewport={"width": 1280, "height": 900}))
    cashier.is_ready()
    if cashier.page.locator("#strip .paper").count():
        cashier.tear()
    return cashier


def slow(page):
    """Let everything between a page and its server take its time."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": LATENCY, "downloadThroughput": NARROW, "uploadThroughput": NARROW},
    )


def press_twice(page, key):
    """Press a key, and again before its effect can be seen: not as a double click, but as somebody who does not wait."""
    page.evaluate(
        "key => { const it = document.querySelector(`#pad [data-key='${key}']`); it.click(); it.click(); }", key
    )


def test_over_a_slow_line_an_impatient_cashier_sells_once(cashier, house):
    page = cashier.page
    slow(page)
    page.reload()
    cashier.is_in("idle")
    with moving(house) as moved:
        cashier.swipe()
        cashier.is_asked("ask.confirm_card")
        press_twice(page, "confirm")
        cashier.is_asked("ask.amount")
        cashier.press(*"1700")
        press_twice(page, "confirm")
        cashier.is_asked("ask.pin")
        page.keyboard.type("123456")
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        cashier.is_asked("ask.print_next")
        press_twice(page, "confirm")
        cashier.settles()
        expect(page.locator("#strip .paper")).to_have_count(2)
        expect(page.locator("#strip img").last).to_have_attribute("width", "232")
        assert "17.00" in cashier.slip
    assert moved.host == [("sale", 1700, "approved")]
    assert moved.money == {DEBIT: -1700}


def test_two_who_confirm_at_the_same_moment_sell_once_and_print_once(cashier, open_page, house):
    other = Cashier(open_page("Terminal"))
    other.is_in("idle")
    with moving(house) as moved:
        cashier.begin_sale("2100")
        cashier.is_asked("ask.pin")
        other.is_asked("ask.pin")
        for each in (cashier, other):  # both pads key the one PIN
            each.page.keyboard.type("123")
        cashier.has_keyed("******")
        for _ in range(3):
            cashier.page.keyboard.press("Backspace")
        cashier.has_keyed("***")
        other.page.keyboard.type("456")
        other.has_keyed("******")
        both(cashier, other, lambda page: page.keyboard.press("Enter"))
        for each in (cashier, other):
            each.is_asked("ask.print_next")
        both(cashier, other, lambda page: press_twice(page, "confirm"))
        for each in (cashier, other):
            each.settles()
            expect(each.page.locator("#strip .paper")).to_have_count(2)
    assert moved.host == [("sale", 2100, "approved")]
    assert moved.money == {DEBIT: -2100}
    cashier.tear()
    expect(other.page.locator("#strip .paper")).to_have_count(0)


def both(cashier, other, do):
    for each in (cashier, other):
        do(each.page)


def test_pages_that_are_killed_in_the_middle_of_a_sale_come_back_to_it(cashier, premises, house):
    page = cashier.page
    with moving(house) as moved:
        cashier.begin_sale("2300")
        cashier.is_asked("ask.pin")
        page.keyboard.type("123")
        cashier.has_keyed("***")
        premises.pages.kill()
        expect(page.locator("#overlay")).to_contain_text("this page is lost")
        assert page.locator("#screen").inner_text().strip() == ""
        expect(page.frame_locator("#pin-pad").locator("body")).to_have_attribute("data-wanted", "false")
        premises.open_pages()
        cashier.is_asked("ask.pin")
        cashier.has_keyed("***")
        cashier.page.locator("#pin-pad").evaluate("pad => pad.focus()")
        expect(page.frame_locator("#pin-pad").locator("body")).to_have_attribute("data-wanted", "true")
        page.keyboard.type("456")
        cashier.has_keyed("******")
        page.keyboard.press("Enter")
        assert "23.00" in cashier.takes_slips()
    assert moved.host == [("sale", 2300, "approved")]
    assert moved.money == {DEBIT: -2300}


def test_a_page_opened_again_while_the_bank_thinks_shows_what_came_of_it(cashier, house):
    with moving(house) as moved:
        cashier.break_something("slow-banks")
        cashier.begin_sale("2500")
        cashier.key_pin()
        cashier.sees("screen.waiting")
        cashier.page.reload()
        cashier.sees("screen.waiting")
        cashier.break_something("mend")
        assert "25.00" in cashier.takes_slips()
    assert moved.host == [("sale", 2500, "approved")]
    assert moved.money == {DEBIT: -2500}


def test_a_house_that_is_killed_while_the_bank_thinks_takes_the_sale_back_when_it_is_there_again(
    cashier, premises, house
):
    with moving(house) as moved:
        cashier.break_something("slow-banks")
        cashier.begin_sale("3100")
        cashier.key_pin()
        cashier.sees("screen.waiting")
        premises.house.kill()
        expect(cashier.page.locator("#overlay")).to_contain_text("does not run")
        assert cashier.page.locator("#screen").inner_text().strip() == ""
        premises.open_house()
        cashier.is_ready()
        assert cashier.page.locator("#strip .paper").count() == 0
        cashier.begin_sale("3200")
        cashier.key_pin()
        assert "32.00" in cashier.takes_slips()
        expect(cashier.page.locator("#bar [data-id='front.bar_owed']")).to_have_count(0)
    assert ("sale", 3200, "approved") in moved.host
    assert all(state != "approved" for _, amount, state in moved.host if amount == 3100)
    assert moved.money == {DEBIT: -3200}


@pytest.mark.parametrize("hardship", ["killed", "frozen"])
def test_pages_that_nobody_answers_say_so_and_catch_up(open_page, premises, cashier, house, hardship):
    traffic, shop = open_page("Acquirer console", "live"), open_page("Merchant console")
    log_in(traffic, "host-auditor")
    log_in(shop, "owner")
    shop.wait_for_load_state()  # with its scripts
    heartbeat, gone = traffic.locator("#heartbeat"), shop.locator("#gone")
    expect(heartbeat).to_have_text("Live")
    expect(gone).to_be_hidden()
    amount = {"killed": "41.41", "frozen": "42.42"}[hardship]
    if hardship == "killed":
        premises.pages.kill()
        _told_as_lost(cashier, heartbeat, gone)
        assert sale(house, amount).status == 0
        premises.open_pages()
    else:
        with premises.frozen(premises.pages):
            _told_as_lost(cashier, heartbeat, gone)
            assert sale(house, amount).status == 0
    expect(heartbeat).to_have_text("Live")
    expect(gone).to_be_hidden()
    expect(traffic.locator("tr", has_text=amount)).to_have_count(1)
    expect(shop.locator("#newest-lines tr", has_text=amount)).to_have_count(1)
    cashier.settles()
    expect(cashier.page.locator("#overlay")).to_be_hidden()


def test_a_terminal_that_stands_still_is_told_so_and_goes_on_by_itself(cashier, open_page, premises, house):
    overlay = cashier.page.locator("#overlay")
    with moving(house) as moved:
        cashier.begin_sale("1900")
        cashier.is_asked("ask.pin")
        with premises.frozen(premises.house):
            expect(overlay).to_contain_text("does not answer")
            assert cashier.page.locator("#screen").inner_text().strip() == ""
            expect(cashier.page.frame_locator("#pin-pad").locator("body")).to_have_attribute("data-wanted", "false")
            late = open_page("Terminal")
            expect(late.locator("#overlay")).to_contain_text("does not answer")
            for _ in range(3):  # nobody wants that to happen afterwards
                cashier.page.keyboard.press("Escape")
        for page in (cashier.page, late):
            expect(page.locator("#title")).to_have_attribute("data-id", "ask.pin")
            expect(page.locator("#overlay")).to_be_hidden()
        cashier.key_pin()
        assert "19.00" in cashier.takes_slips()
    assert moved.host == [("sale", 1900, "approved")]


def _told_as_lost(cashier, heartbeat, gone):
    expect(heartbeat).to_contain_text("Connection lost")
    expect(gone).to_be_visible()
    expect(cashier.page.locator("#overlay")).to_contain_text("this page is lost")


def test_over_a_slow_line_a_button_that_is_clicked_twice_does_its_deed_once(open_page, house):
    page = open_page("Acquirer console", "deeds/voice-approve?bank=issuer-east&card=6225000000000014&amount=5.00")
    log_in(page, "host-operator")
    page.get_by_label("Card").fill("6225000000000014")
    page.get_by_role("button", name="Go on").click()
    sure = page.get_by_role("button", name="Do it")
    sure.wait_for()
    slow(page)
    with moving(house) as moved:
        sure.evaluate("button => { button.click(); button.click(); }")
        expect(page.get_by_role("status")).to_contain_text("622500******0014")
    assert moved.held == {DEBIT: 500}


def test_the_books_of_all_parties_agree_afterwards(premises, house):
    audited = run("audit", "--language", "en", data=house)
    assert audited.status == 0, audited
    assert asked(house, "acquirer", "status")["owed"] == 0
    assert premises.house.stop() == 0

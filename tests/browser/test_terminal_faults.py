"""The terminal's face when things break: the line, the host, paper, battery, the terminal itself."""

import pytest
from playwright.sync_api import expect

from tests.browser.cashier import Cashier
from tests.end_to_end.processes import Serving, run, up


@pytest.fixture
def cashier(open_page):
    cashier = Cashier(open_page("Terminal"))
    cashier.is_ready()
    yield cashier
    cashier.break_something("mend")


def test_a_line_that_breaks_in_a_sale_is_told_as_unknown_and_reversed(cashier):
    cashier.break_something("cut-line")
    cashier.begin_sale("2000")
    cashier.key_pin()
    cashier.is_in("result")
    cashier.sees("screen.unknown")
    cashier.sees("advice.reversal_goes_first")
    assert cashier.page.locator("#strip .paper").count() == 0
    cashier.is_ready()
    cashier.sell("1200")
    expect(cashier.page.locator("#strip .paper").last).to_contain_text("12.00")
    expect(cashier.page.locator("#bar [data-id='front.bar_owed']")).to_have_count(0)
    cashier.tear()


def test_a_cable_that_is_pulled_out_leaves_the_next_route(cashier):
    cashier.break_something("unplug")
    cashier.sell("100")
    cashier.tear()
    expect(cashier.page.locator("#bar [data-id='front.bar_ethernet']")).to_have_count(0)
    expect(cashier.page.locator("#bar [data-id='front.bar_offline']")).to_have_count(0)


def test_a_host_that_takes_no_calls_is_told_and_comes_back(cashier):
    cashier.break_something("acquirer-down")
    cashier.begin_sale("100")
    cashier.key_pin()
    cashier.is_in("result")
    cashier.bar_tells("front.bar_offline")
    assert cashier.page.locator("#strip .paper").count() == 0
    cashier.break_something("mend")
    cashier.is_ready()
    cashier.sell("100")
    cashier.tear()


def test_a_bank_that_is_slow_is_waited_for(cashier):
    cashier.break_something("slow-banks")
    cashier.begin_sale("300")
    cashier.key_pin()
    cashier.sees("screen.waiting")
    cashier.page.wait_for_timeout(1500)
    assert cashier.state == "working"
    cashier.break_something("mend")
    cashier.is_asked("ask.print_next")
    cashier.press("cancel")
    cashier.is_in("result")
    cashier.tear()


def test_without_paper_nothing_is_begun(cashier, open_page):
    other = Cashier(open_page("Terminal"))
    cashier.set_device("printer", "paper_out")
    expect(other.page.locator("[data-device='printer'][aria-pressed='true']")).to_have_attribute(
        "data-condition", "paper_out"
    )
    cashier.swipe()
    cashier.sees("screen.paper_out")
    cashier.bar_tells("front.bar_printer_paper_out")
    cashier.set_device("printer", "ok")
    cashier.is_ready()
    cashier.sell("200")
    assert cashier.page.locator("#bar [data-id='front.bar_printer_paper_out']").count() == 0
    cashier.tear()


def test_an_empty_battery_and_a_silent_reader(cashier):
    cashier.set_device("battery", "3")
    cashier.swipe()
    cashier.sees("screen.battery_empty")
    cashier.bar_tells("front.bar_battery_low")
    cashier.set_device("battery", "100")
    cashier.set_device("card_reader", "silent")
    cashier.is_ready()
    cashier.swipe()
    cashier.page.wait_for_timeout(300)
    assert cashier.state == "idle"
    cashier.set_device("card_reader", "ok")


def test_a_terminal_that_goes_away_is_shown_so_and_found_again(tmp_path, browser):
    data = tmp_path / "data"
    with up(data) as house, Serving("pages", "--data", data, "--language", "en") as pages:
        context = browser.new_context(locale="en")
        try:
            site = next(line.split(": ", 1)[1] for line in pages.lines if line.startswith("Terminal: "))
            page = context.new_page()
            page.goto(site)
            cashier = Cashier(page)
            cashier.is_in("idle")
            house.kill()
            expect(page.locator("#overlay")).to_contain_text("does not run")
            assert page.locator("#screen").inner_text().strip() == ""
            with up(data):
                cashier.is_in("idle")
                expect(page.locator("#overlay")).to_be_hidden()
                cashier.press("confirm")
                cashier.is_asked("ask.operator_number")
                cashier.press("cancel")
                cashier.settles()
                pages.stop()
                expect(page.locator("#overlay")).to_contain_text("this page is lost")
                with Serving("pages", "--data", data, "--language", "en"):
                    cashier.settles()
                    expect(page.locator("#overlay")).to_be_hidden()
        finally:
            context.close()


def test_a_terminal_that_is_switched_off_by_a_command_is_dark_on_every_page(cashier, serving, open_page):
    cashier.page.wait_for_timeout(100)
    assert run("power", "off", data=serving.data).status == 0
    cashier.is_in("off")
    other = Cashier(open_page("Terminal"))
    other.is_in("off")
    assert run("power", "on", data=serving.data).status == 0
    other.sees("screen.self_test_passed")
    cashier.is_ready()

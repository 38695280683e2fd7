"""The terminal's face when things break: the line, the host, paper, battery, the terminal itself."""

import pytest
from playwright.sync_api import expect

from tests.browser.cashier import Cashier
from tests.end_to_end.processes import run


@pytest.fixture(scope="module")
def serving(shared_house):
    return shared_house


@pytest.fixture
def cashier(face):
    cashier = Cashier(face)
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
    cashier.press("confirm")  # which comes behind it
    cashier.is_in("menu")
    cashier.set_device("card_reader", "ok")


def test_a_terminal_that_is_switched_off_by_a_command_is_dark_on_every_page(cashier, serving, open_page):
    assert run("power", "off", data=serving.data).status == 0
    cashier.is_in("off")
    other = Cashier(open_page("Terminal"))
    other.is_in("off")
    assert run("power", "on", data=serving.data).status == 0
    other.sees("screen.self_test_passed")
    cashier.is_ready()
